"""A critical flag by an agency pauses its step for officers until it is answered."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from modules.enums import EditionState
from modules.models import Edition, EditionStep, ModulePage
from records.services.ledger import record_event
from review.enums import WAITING_STATES, FlaggerKind, FlagStepKind, Nature, Severity
from review.models import Flag, FlagAnchor, FlagPolicy, FlagStep, StepPause
from review.services.history import subject_of
from review.signals import step_paused, step_resumed

CLOCK = "system:rules"


def policy_of(module: ModulePage | None) -> FlagPolicy:
    """The module's own rules, else those that hold everywhere, else the usual ones (not saved)."""
    rows = FlagPolicy.objects.filter(module__isnull=True)
    own = FlagPolicy.objects.filter(module=module).first() if module else None
    return own or rows.first() or FlagPolicy(module=module)


@transaction.atomic
def pause_if_critical(flag: Flag) -> StepPause | None:
    """Pause the flagged step of a current edition when the rules of its module say so. Pausing twice is once."""
    if not _pauses(flag) or flag.step is None or flag.edition is None:
        return None
    if flag.edition.state != EditionState.CURRENT or not policy_of(flag.module).critical_pauses:
        return None
    return pause_step(flag, flag.step)


def pause_step(flag: Flag, step: EditionStep) -> StepPause:
    pause, made = StepPause.objects.get_or_create(step=step, flag=flag)
    if made:
        _write(flag, FlagStepKind.PAUSED, step)
        step_paused.send(sender=StepPause, step=step, flag=flag)
    return pause


@transaction.atomic
def resume_steps(flag: Flag) -> None:
    """Answered: officers take the step again, unless another flag still holds it. Joined flags have that answer too."""
    answered = Q(flag=flag) | Q(flag__merged_into=flag)
    held = list(StepPause.objects.standing().filter(answered).select_related("step__edition", "flag"))
    StepPause.objects.filter(pk__in=[pause.pk for pause in held]).update(lifted_at=timezone.now())
    for pause in held:
        _write(pause.flag, FlagStepKind.RESUMED, pause.step)
        if not StepPause.objects.standing().filter(step=pause.step).exists():
            step_resumed.send(sender=StepPause, step=pause.step, flag=flag)


def carry_pauses(edition: Edition) -> None:
    """In a new edition a step stays paused while the flag that paused it waits and its place still stands there.

    What was critical about a candidate and has no answer yet pauses the step now that officers would take it.
    """
    standing = StepPause.objects.standing().filter(step__edition__module=edition.module_id)
    holding, by_rule = set(standing.values_list("flag_id", flat=True)), policy_of(edition.module).critical_pauses
    anchors = FlagAnchor.objects.filter(edition=edition, step__isnull=False, flag__state__in=WAITING_STATES)
    anchors = anchors.filter(Q(flag_id__in=holding) | Q(flag__severity=Severity.CRITICAL))
    for anchor in anchors.select_related("flag", "step__edition"):
        if anchor.step and (anchor.flag_id in holding or (by_rule and _pauses(anchor.flag))):
            pause_step(anchor.flag, anchor.step)
    for flag in Flag.objects.waiting().filter(edition=edition, severity=Severity.CRITICAL):
        pause_if_critical(flag)


def _pauses(flag: Flag) -> bool:
    critical = flag.severity == Severity.CRITICAL and flag.nature == Nature.PROBLEM
    return critical and flag.flagger_kind == FlaggerKind.AGENCY and flag.state in WAITING_STATES


def _write(flag: Flag, kind: FlagStepKind, step: EditionStep) -> None:
    """The rule acts, not a person."""
    FlagStep.objects.create(flag=flag, kind=kind, edition=step.edition)
    data = {"edition": step.edition.digest, "step": str(step.key)}
    record_event(actor=CLOCK, action=f"review.flag.{kind}", subject=subject_of(flag), data=data)
