"""Raising a flag."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Agency, User
from people.rules import is_officer, roles_of
from records.canonical import digest
from records.services.ledger import record_event
from review.deadlines import due_date
from review.enums import FlaggerKind, FlagStepKind, Severity
from review.models import Criterion, Flag, FlagStep
from review.rules import can_flag_materials, can_read_edition
from review.targets import EditionTarget, MaterialTarget

LONGEST_CLAIM = 5000


def raise_flag(
    *,
    actor: User,
    target: EditionTarget | MaterialTarget,
    criteria: Sequence[Criterion],
    severity: str,
    claim: str,
    suggestion: str = "",
    token: UUID | None = None,
) -> Flag:
    """Record one flag with its first step and its ledger entry; tell nobody else.

    The same `token` from the same person is the same flag, however often it is sent. Raises PermissionDenied,
    TargetRefused (the target does not fit its text) or ValidationError (criteria, severity, lengths).
    """
    _check_person(actor, target)
    _check_words(criteria, severity, claim, suggestion)
    token = token or uuid4()
    sent_before = Flag.objects.filter(flagger=actor, form_token=token).first()
    if sent_before:
        return sent_before
    try:
        return _raise(actor, target, criteria, Severity(severity), claim.strip(), suggestion.strip(), token)
    except IntegrityError:
        twin = Flag.objects.filter(flagger=actor, form_token=token).first()
        if twin is None:
            raise
        return twin


@transaction.atomic
def _raise(
    actor: User,
    target: EditionTarget | MaterialTarget,
    criteria: Sequence[Criterion],
    severity: Severity,
    claim: str,
    suggestion: str,
    token: UUID,
) -> Flag:
    flag = Flag.objects.create(
        **target.fields(),
        **_standing(actor),
        form_token=token,
        severity=severity,
        claim=claim,
        suggestion=suggestion,
        flagger=actor,
        due_on=due_date(severity, timezone.localdate()),
    )
    flag.criteria.set(criteria)
    FlagStep.objects.create(flag=flag, kind=FlagStepKind.RAISED, person=actor, agency=flag.flagger_agency)
    record_event(actor=actor, action="review.flag.raised", subject=subject_of(flag), data=_reference_data(flag))
    return flag


def subject_of(flag: Flag) -> str:
    return f"flag:{flag.reference}"


def _reference_data(flag: Flag) -> dict[str, Any]:
    return {
        "kind": flag.kind,
        "severity": flag.severity,
        "criteria": sorted(criterion.code for criterion in flag.criteria.all()),
        "edition": flag.edition.digest if flag.edition else None,
        "step": str(flag.step.key) if flag.step else None,
        "block": flag.block_id or flag.item_key or None,
        "material": flag.material.slug if flag.material else None,
        "words": digest({"claim": flag.claim, "suggestion": flag.suggestion, "excerpt": flag.excerpt}),
    }


def _standing(actor: User) -> dict[str, Any]:
    """In whose name the flag stands. A member of several agencies speaks for the first by name."""
    held = roles_of(actor).agencies
    if held:
        return {"flagger_kind": FlaggerKind.AGENCY, "flagger_agency": Agency.objects.filter(pk__in=held).first()}
    return {"flagger_kind": FlaggerKind.OFFICER if is_officer(actor) else FlaggerKind.STAFF}


def _check_person(actor: User, target: EditionTarget | MaterialTarget) -> None:
    if isinstance(target, MaterialTarget):
        allowed = can_flag_materials(actor)
    else:
        allowed = can_read_edition(actor, target.step.edition)
    if not allowed:
        raise PermissionDenied


def _check_words(criteria: Sequence[Criterion], severity: str, claim: str, suggestion: str) -> None:
    faults: dict[str, str] = {}
    if not criteria:
        faults["criteria"] = _("Choose at least one criterion.")
    if severity not in Severity.values:
        faults["severity"] = _("Choose how severe it is.")
    if not claim.strip():
        faults["claim"] = _("Say what is wrong.")
    for name, words in (("claim", claim), ("suggestion", suggestion)):
        if len(words) > LONGEST_CLAIM:
            faults[name] = _("At most %(most)s characters; this has %(length)s.") % {
                "most": f"{LONGEST_CLAIM:,}",
                "length": f"{len(words):,}",
            }
    if faults:
        raise ValidationError(faults)
