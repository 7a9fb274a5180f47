"""Opening the seal on who raised a flag: one person asks with a reason, another agrees, and the ledger has both."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.rules import roles_of
from records.canonical import digest
from records.services.ledger import record_event
from review.identity import unseal
from review.models import Flag, SealOpening
from review.rules import can_approve_unsealing, can_ask_to_unseal, can_see_unsealed
from review.services.history import require, subject_of, too_long


@transaction.atomic
def ask_to_unseal(*, actor: User, flag: Flag, reason: str) -> SealOpening:
    """An administrator asks; asking twice is one question. Raises PermissionDenied or ValidationError."""
    require(can_ask_to_unseal(actor))
    reason = reason.strip()
    faults = too_long(reason=reason)
    if not reason:
        faults["reason"] = _("Say why: the reason stays in the ledger for good.")
    if faults:
        raise ValidationError(faults)
    waiting = next((row for row in SealOpening.objects.filter(flag=flag, asked_by=actor) if row.waits), None)
    if waiting:
        return waiting
    opening = SealOpening.objects.create(flag=flag, asked_by=actor, asked_as=_role(actor, flag), reason=reason)
    _record(opening, actor, "asked", {"reason": digest(reason), "as": opening.asked_as})
    return opening


@transaction.atomic
def answer_unsealing(*, actor: User, opening: SealOpening, agree: bool) -> SealOpening:
    """Another person agrees, and both may see the name for a day; or refuses. Raises PermissionDenied."""
    opening = SealOpening.objects.select_for_update(of=("self",)).select_related("flag").get(pk=opening.pk)
    if not can_approve_unsealing(actor, opening):
        raise PermissionDenied
    now, role = timezone.now(), _role(actor, opening.flag)
    opening.approved_by, opening.approved_as = (actor, role) if agree else (None, "")
    opening.approved_at, opening.refused_at = (now, None) if agree else (None, now)
    opening.save(update_fields=["approved_by", "approved_as", "approved_at", "refused_at"])
    _record(opening, actor, "opened" if agree else "refused", {"as": role})
    return opening


def name_behind(*, actor: User, opening: SealOpening) -> User:
    """Who raised the flag, for the two who opened the seal, while it is open; each look is in the ledger.

    Raises PermissionDenied.
    """
    if not can_see_unsealed(actor, opening):
        raise PermissionDenied
    _record(opening, actor, "seen", {})
    return User.objects.get(reference=unseal(opening.flag.sealed.sealed))


def _role(actor: User, flag: Flag) -> str:
    """In which role: it is shown and kept with the opening."""
    roles = roles_of(actor)
    if flag.flagger_agency and flag.flagger_agency_id in roles.agencies:
        return f"{flag.flagger_agency}"
    return "administrator"


def _record(opening: SealOpening, actor: User, what: str, data: dict[str, str]) -> None:
    known = {"opening": str(opening.reference)} | data
    record_event(actor=actor, action=f"review.seal.{what}", subject=subject_of(opening.flag), data=known)
