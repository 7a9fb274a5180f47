"""What happens to a flag after it was raised: acknowledged, answered with reasons, fixed, closed."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import Edition
from people.models import Agency, User
from records.canonical import digest
from records.services.ledger import record_event
from review.enums import WAITING_STATES, FlagOutcome, FlagState, FlagStepKind
from review.models import Flag, FlagStep
from review.passages import same_place
from review.rules import can_close, can_judge, can_link_fix, judging_agencies
from review.services.flagging import LONGEST_CLAIM, subject_of
from review.services.notifying import tell_flagger


class FlagMoved(Exception):
    """The flag is no longer in the state that the person saw; nothing was changed."""


@transaction.atomic
def acknowledge_flag(*, actor: User, flag: Flag) -> Flag:
    """Say that an agency has read it and will answer. Raises PermissionDenied or FlagMoved."""
    flag = _locked(flag)
    _require(can_judge(actor, flag))
    if flag.state == FlagState.ACKNOWLEDGED:
        return flag
    if flag.state != FlagState.OPEN:
        raise FlagMoved
    flag.state = FlagState.ACKNOWLEDGED
    flag.save(update_fields=["state"])
    _step(flag, FlagStepKind.ACKNOWLEDGED, actor, {})
    return flag


@transaction.atomic
def answer_flag(
    *, actor: User, flag: Flag, outcome: str, reasons: str, dissent: str = "", published_claim: str = ""
) -> Flag:
    """Judge the flag, with reasons; keep any dissent; tell its flagger by e-mail once this is saved.

    `published_claim` is how the corrections log words the claim if it is upheld (the claim itself when empty).
    Sent twice it is one answer. Raises PermissionDenied, ValidationError or FlagMoved.
    """
    reasons, dissent, published = reasons.strip(), dissent.strip(), published_claim.strip()
    _check_answer(outcome, reasons, dissent, published)
    flag = _locked(flag)
    _require(can_judge(actor, flag))
    if flag.state not in WAITING_STATES:
        if (flag.answered_by_id, flag.outcome, flag.reasons) == (actor.pk, outcome, reasons):
            return flag
        raise FlagMoved
    flag.state, flag.outcome = FlagState.ANSWERED, FlagOutcome(outcome)
    flag.reasons, flag.dissent, flag.published_claim = reasons, dissent, published
    flag.answered_by, flag.answered_agency, flag.answered_at = actor, _agency_for(actor, flag), timezone.now()
    flag.save()
    words = {"outcome": flag.outcome, "reasons": digest(reasons), "dissent": digest(dissent) if dissent else None}
    _step(flag, FlagStepKind.ANSWERED, actor, words, outcome=flag.outcome, reasons=reasons, dissent=dissent)
    tell_flagger(flag)
    return flag


@transaction.atomic
def link_fix(*, actor: User, flag: Flag, edition: Edition) -> Flag:
    """Say which newer published edition put it right, and keep how the passage reads there.

    Raises PermissionDenied; ValidationError for an edition of another module, an older or an unpublished one.
    """
    flag = _locked(flag)
    _require(can_link_fix(actor, flag))
    if flag.fixed_in_id == edition.pk:
        return flag
    if flag.edition is None or edition not in later_editions(flag):
        raise ValidationError({"edition": _("Choose a published edition of the same module that is newer.")})
    place = same_place(edition, flag.step.key if flag.step else None, block_id=flag.block_id, item_key=flag.item_key)
    flag.fixed_in, flag.fixed_text = edition, place.text if place else ""
    flag.save(update_fields=["fixed_in", "fixed_text"])
    _step(flag, FlagStepKind.FIX_LINKED, actor, {"edition": edition.digest}, edition=edition)
    return flag


@transaction.atomic
def close_flag(*, actor: User, flag: Flag) -> Flag:
    """Put an answered flag away. Raises PermissionDenied; FlagMoved for one that has no answer."""
    flag = _locked(flag)
    if flag.state == FlagState.CLOSED:
        return flag
    if flag.state != FlagState.ANSWERED:
        raise FlagMoved
    _require(can_close(actor, flag))
    flag.state = FlagState.CLOSED
    flag.save(update_fields=["state"])
    _step(flag, FlagStepKind.CLOSED, actor, {})
    return flag


def later_editions(flag: Flag) -> list[Edition]:
    """The published editions of the module, in the same language, that are newer than the flagged one."""
    if flag.edition is None:
        return []
    return list(
        Edition.objects.published()
        .filter(module_id=flag.module_id, language=flag.edition.language, number__gt=flag.edition.number)
        .order_by("number")
    )


def _locked(flag: Flag) -> Flag:
    query = Flag.objects.select_for_update(of=("self",)).select_related("edition", "step", "module", "material")
    return query.get(pk=flag.pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _agency_for(actor: User, flag: Flag) -> Agency | None:
    return Agency.objects.filter(pk__in=judging_agencies(actor, flag)).first()


def _step(flag: Flag, kind: FlagStepKind, actor: User, data: dict[str, Any], **words: Any) -> None:
    agency = _agency_for(actor, flag)
    FlagStep.objects.create(flag=flag, kind=kind, person=actor, agency=agency, **words)
    known = {"agency": agency.slug if agency else None} | data
    record_event(actor=actor, action=f"review.flag.{kind}", subject=subject_of(flag), data=known)


def _check_answer(outcome: str, reasons: str, dissent: str, published: str) -> None:
    faults: dict[str, str] = {}
    if outcome not in FlagOutcome.values:
        faults["outcome"] = _("Choose an outcome.")
    if not reasons:
        faults["reasons"] = _("Give your reasons: they are shown to whoever raised it.")
    for name, words in (("reasons", reasons), ("dissent", dissent), ("published_claim", published)):
        if len(words) > LONGEST_CLAIM:
            faults[name] = _("At most %(most)s characters.") % {"most": f"{LONGEST_CLAIM:,}"}
    if faults:
        raise ValidationError(faults)
