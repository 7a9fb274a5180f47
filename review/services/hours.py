"""Hours for payment: entered, and approved by an author of the agency who is not the one who entered them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import CoAuthorship, ModulePage
from people.enums import RoleName
from people.models import Agency, RoleGrant, User
from people.rules import is_author_for, is_member_of
from records.services.ledger import record_event
from review.enums import HoursState
from review.models import HoursEntry


class HoursDecided(Exception):
    """These hours were decided on already; nothing was changed."""


@transaction.atomic
def enter_hours(
    *, actor: User, agency: Agency, name: str, day: date, hours: Decimal, work: str, module: ModulePage | None = None
) -> HoursEntry:
    """Note hours under the name or pseudonym by which the agency pays. Raises PermissionDenied or ValidationError."""
    if not is_member_of(actor, agency):
        raise PermissionDenied
    if module and not CoAuthorship.objects.filter(module=module, agency=agency).exists():
        raise ValidationError({"module": _("Your agency does not write this module.")})
    if day > timezone.localdate():
        raise ValidationError({"day": _("This day has not come yet.")})
    row = HoursEntry(agency=agency, module=module, name=name, day=day, hours=hours, work=work, entered_by=actor)
    row.full_clean()
    row.save()
    _record(actor, "entered", row)
    return row


@transaction.atomic
def decide_hours(*, actor: User, entry: HoursEntry, approve: bool) -> HoursEntry:
    """Approve hours for payment, or not. Nobody decides on what they entered, but an agency's only author."""
    entry = HoursEntry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=entry.pk)
    if not can_decide(actor, entry):
        raise PermissionDenied
    state = HoursState.APPROVED if approve else HoursState.REFUSED
    if entry.state == state:
        return entry
    if entry.state != HoursState.ENTERED:
        raise HoursDecided
    entry.state, entry.decided_by, entry.decided_at = state, actor, timezone.now()
    entry.save(update_fields=["state", "decided_by", "decided_at"])
    _record(actor, state.value, entry)
    return entry


def can_decide(user: User, entry: HoursEntry) -> bool:
    if not is_author_for(user, entry.agency):
        return False
    return entry.entered_by_id != user.pk or not _other_authors(user, entry.agency)


def _other_authors(user: User, agency: Agency) -> bool:
    rows = RoleGrant.objects.filter(agency=agency, role=RoleName.AUTHOR, user__is_active=True)
    return rows.exclude(user_id=user.pk).exists()


def _record(actor: User, what: str, row: HoursEntry) -> None:
    record_event(
        actor=actor,
        action=f"review.hours.{what}",
        subject=f"hours:{row.reference}",
        data={"agency": row.agency.slug, "hours": str(row.hours), "day": row.day.isoformat()},
    )
