"""What happens to a flag after it was raised: acknowledged, sorted, answered with reasons, closed."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from records.canonical import digest
from review.enums import (
    SETTLED_STATES,
    WAITING_STATES,
    FixState,
    FlagOutcome,
    FlagState,
    FlagStepKind,
    Nature,
    OwnNews,
    Severity,
)
from review.models import Criterion, Flag
from review.rules import can_close, can_judge, is_flagger
from review.services.fixing import later_editions, link_fix
from review.services.history import FlagMoved, agency_for, locked, require, too_long, write_own_step, write_step
from review.services.joining import keep_deadline, let_joined_follow
from review.services.pausing import pause_if_critical, resume_steps
from review.services.telling import tell_own

__all__ = ["FlagMoved", "acknowledge_flag", "answer_flag", "close_flag", "later_editions", "link_fix", "sort_flag"]


@transaction.atomic
def acknowledge_flag(*, actor: User, flag: Flag) -> Flag:
    """Say that an agency has read it and will answer. Raises PermissionDenied or FlagMoved."""
    flag = locked(flag)
    require(can_judge(actor, flag))
    if flag.state == FlagState.ACKNOWLEDGED:
        return flag
    if flag.state != FlagState.OPEN or flag.merged_into_id:
        raise FlagMoved
    flag.state = FlagState.ACKNOWLEDGED
    flag.save(update_fields=["state"])
    write_step(flag, FlagStepKind.ACKNOWLEDGED, actor, {})
    let_joined_follow(flag)
    return flag


@transaction.atomic
def sort_flag(*, actor: User, flag: Flag, criteria: Sequence[Criterion], severity: str) -> Flag:
    """Give a report its criteria and severity, as its judges see them; the day of the answer follows the severity.

    What it was before stays in the history; what it is already changes nothing. Raises PermissionDenied,
    ValidationError or FlagMoved.
    """
    if not criteria or severity not in Severity.values:
        raise ValidationError(_("Choose at least one criterion, and how serious it is."))
    flag = locked(flag)
    require(can_judge(actor, flag))
    if flag.state not in WAITING_STATES:
        raise FlagMoved
    if flag.severity == severity and set(flag.criteria.all()) == set(criteria):
        return flag
    before = f"{_codes(flag.criteria.all())} ({flag.get_severity_display()})"
    flag.criteria.set(criteria)
    flag.severity = Severity(severity)
    flag.save(update_fields=["severity"])
    keep_deadline(flag)
    words = f"{before} → {_codes(criteria)} ({flag.get_severity_display()})"
    codes = sorted(row.code for row in criteria)
    write_step(flag, FlagStepKind.SORTED, actor, {"criteria": codes, "severity": severity}, reasons=words)
    pause_if_critical(flag)
    return flag


@transaction.atomic
def answer_flag(
    *, actor: User, flag: Flag, outcome: str, reasons: str, dissent: str = "", published_claim: str = ""
) -> Flag:
    """Judge the flag, with reasons; keep any dissent; tell its flagger by e-mail once this is saved.

    `published_claim` is how the corrections log words the claim if it is upheld (the claim itself when empty).
    Flags joined to it get the same answer, and a step that it paused is taken up again. Sent twice it is one answer.
    Raises PermissionDenied, ValidationError or FlagMoved.
    """
    reasons, dissent, published = reasons.strip(), dissent.strip(), published_claim.strip()
    _check_answer(outcome, reasons, dissent, published)
    flag = locked(flag)
    require(can_judge(actor, flag))
    if flag.state not in WAITING_STATES or flag.merged_into_id:
        if (flag.answered_by_id, flag.outcome, flag.reasons) == (actor.pk, outcome, reasons):
            return flag
        raise FlagMoved
    flag.state, flag.outcome = FlagState.ANSWERED, FlagOutcome(outcome)
    flag.reasons, flag.dissent, flag.published_claim = reasons, dissent, published
    flag.answered_by, flag.answered_agency, flag.answered_at = actor, agency_for(actor, flag), timezone.now()
    flag.save()
    words = {"outcome": flag.outcome, "reasons": digest(reasons), "dissent": digest(dissent) if dissent else None}
    write_step(flag, FlagStepKind.ANSWERED, actor, words, outcome=flag.outcome, reasons=reasons, dissent=dissent)
    resume_steps(flag)
    tell_own(flag, OwnNews.ANSWERED)
    let_joined_follow(flag, tell=OwnNews.ANSWERED)
    return flag


@transaction.atomic
def close_flag(*, actor: User, flag: Flag, no_fix_reason: str = "") -> Flag:
    """Put an answered flag away.

    An upheld one about a module is closed once a fix is linked and not disputed, or with a reason why nothing is
    changed. Raises PermissionDenied; ValidationError without either; FlagMoved for one that has no answer.
    """
    flag = locked(flag)
    if flag.state == FlagState.CLOSED:
        return flag
    if flag.state not in SETTLED_STATES or flag.merged_into_id:
        raise FlagMoved
    require(can_close(actor, flag))
    reason = no_fix_reason.strip() or flag.no_fix_reason
    _check_closing(flag, reason)
    flag.state, flag.no_fix_reason = FlagState.CLOSED, reason
    flag.save(update_fields=["state", "no_fix_reason"])
    data = {"no_fix": digest(reason) if reason else None}
    if is_flagger(actor, flag):
        write_own_step(flag, FlagStepKind.CLOSED, data, reasons=reason)
    else:
        write_step(flag, FlagStepKind.CLOSED, actor, data, reasons=reason)
    let_joined_follow(flag)
    return flag


def needs_fix_or_reason(flag: Flag) -> bool:
    """Upheld about a module, and neither a fix that stands nor a reason why there is none."""
    fixed = flag.fix_state in (FixState.LINKED, FixState.CONFIRMED)
    about_module = flag.module_id is not None and flag.nature == Nature.PROBLEM
    return flag.upheld and about_module and not fixed and not flag.no_fix_reason


def _check_closing(flag: Flag, reason: str) -> None:
    if needs_fix_or_reason(flag) and not reason:
        raise ValidationError(
            {"no_fix_reason": _("It was upheld: link the edition that puts it right, or say why nothing is changed.")}
        )
    faults = too_long(no_fix_reason=reason)
    if faults:
        raise ValidationError(faults)


def _check_answer(outcome: str, reasons: str, dissent: str, published: str) -> None:
    faults = too_long(reasons=reasons, dissent=dissent, published_claim=published)
    if outcome not in FlagOutcome.values:
        faults["outcome"] = _("Choose an outcome.")
    if not reasons:
        faults["reasons"] = _("Give your reasons: they are shown to whoever raised it.")
    if faults:
        raise ValidationError(faults)


def _codes(criteria: Iterable[Criterion]) -> str:
    return ", ".join(sorted(criterion.code for criterion in criteria)) or "none"
