"""Departments and agencies, as administrators keep them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.models import Agency, Department, User
from people.rules import is_administrator
from records.services.ledger import record_event


@transaction.atomic
def keep_organisation(*, actor: User, row: Agency | Department) -> None:
    """Save a new or changed department or agency; raises ValidationError when it is not sound."""
    if not is_administrator(actor):
        raise PermissionDenied
    made = row.pk is None
    row.full_clean()
    row.save()
    kind = row._meta.model_name
    record_event(
        actor=actor,
        action=f"people.{kind}.{'added' if made else 'changed'}",
        subject=f"{kind}:{row.slug}",
        data={"slug": row.slug},
    )
