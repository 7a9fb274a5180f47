"""Asking further agencies to sign a dossier. None that was asked is taken out: no objection is got rid of so."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Agency, User
from records.services.ledger import record_event
from review.dossier.rules import can_write_dossier
from review.models import Dossier
from review.services.dossiers import subject_of


@transaction.atomic
def ask_more_agencies(*, actor: User, dossier: Dossier, agencies: Iterable[Agency]) -> list[Agency]:
    """Ask these too; how many signatures publish it stays. They sign from the next edition on.

    Returns those that had not been asked. Raises PermissionDenied or ValidationError.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not can_write_dossier(actor, dossier):
        raise PermissionDenied
    asked = set(dossier.agencies.values_list("pk", flat=True))
    fresh = [agency for agency in agencies if agency.pk not in asked]
    if not fresh:
        raise ValidationError({"agencies": _("Choose at least one agency that was not asked yet.")})
    dossier.agencies.add(*fresh)
    data = {"agencies": sorted(agency.slug for agency in fresh)}
    record_event(actor=actor, action="review.dossier.agencies_asked", subject=subject_of(dossier), data=data)
    return fresh
