"""An edition is withdrawn while officers are in it: they are moved to the new one, told why, and keep what counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.models import Enrolment, EnrolmentEdition, StepProgress
from modules.enums import EditionState
from modules.models import Edition, EditionStep
from records.services.ledger import record_event


@dataclass(frozen=True)
class MoveResult:
    """How many unfinished enrolments were moved, and how many have to wait because there is no new edition yet."""

    moved: int
    waiting: int


@transaction.atomic
def move_from_withdrawn(*, actor: object | str, edition: Edition, reason: str = "") -> MoveResult:
    """Move every unfinished enrolment off a withdrawn edition. Steps with equal text keep their progress.

    Without a current edition of the module they stay, are told to wait, and are moved when one is published.
    """
    pins = list(
        EnrolmentEdition.objects.select_for_update(of=("self",)).filter(
            edition=edition, enrolment__completed_at__isnull=True
        )
    )
    if not pins:
        return MoveResult(0, 0)
    enrolments = [pin.enrolment_id for pin in pins]
    following = current_edition_like(edition)
    if following is None:
        _tell(enrolments, _waiting_notice(edition, reason))
        result = MoveResult(moved=0, waiting=len(pins))
    else:
        EnrolmentEdition.objects.filter(pk__in=[pin.pk for pin in pins]).update(edition=following)
        _carry_progress(enrolments, edition, following)
        _tell(enrolments, _moved_notice(edition, reason))
        result = MoveResult(moved=len(pins), waiting=0)
    record_event(
        actor=actor,
        action="curriculum.enrolments.moved",
        subject=f"edition:{edition.digest}",
        data={"to": following.digest if following else None, "moved": result.moved, "waiting": result.waiting},
    )
    return result


def move_waiting(*, actor: object | str, edition: Edition) -> int:
    """A new edition is out: move to it everybody who waits in a withdrawn one of its module. Returns how many."""
    withdrawn = Edition.objects.filter(
        module=edition.module_id, language=edition.language, state=EditionState.WITHDRAWN
    ).filter(enrolment_pins__enrolment__completed_at__isnull=True, enrolment_pins__isnull=False)
    return sum(move_from_withdrawn(actor=actor, edition=old).moved for old in withdrawn.distinct())


def current_edition_like(edition: Edition) -> Edition | None:
    return (
        Edition.objects.current()
        .filter(module=edition.module_id, language=edition.language)
        .exclude(pk=edition.pk)
        .defer("canonical")
        .first()
    )


def _carry_progress(enrolments: Iterable[int], old: Edition, new: Edition) -> None:
    """Copy the progress of steps whose text is the same, set-based."""
    same = dict(EditionStep.objects.filter(edition=new).values_list("digest", "pk"))
    kept = StepProgress.objects.filter(
        enrolment__in=list(enrolments), edition_step__edition=old, edition_step__digest__in=list(same)
    ).select_related("edition_step")
    StepProgress.objects.bulk_create(
        [
            StepProgress(
                enrolment_id=row.enrolment_id,
                edition_step_id=same[row.edition_step.digest],
                opened_at=row.opened_at,
                completed_at=row.completed_at,
            )
            for row in kept.defer("edition_step__content")
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


def _tell(enrolments: Iterable[int], notice: str) -> None:
    Enrolment.objects.filter(pk__in=list(enrolments)).update(notice=notice)


def _moved_notice(edition: Edition, reason: str) -> str:
    told = _(
        "“%(module)s” was withdrawn and replaced while you were taking it. You are now in the new edition. "
        "What did not change still counts."
    ) % {"module": edition.title}
    return _with_reason(told, reason)


def _waiting_notice(edition: Edition, reason: str) -> str:
    told = _(
        "“%(module)s” was withdrawn while you were taking it. You can go on when its new edition is signed. "
        "What does not change will still count."
    ) % {"module": edition.title}
    return _with_reason(told, reason)


def _with_reason(told: str, reason: str) -> str:
    return f"{told} {_('The reason:')} {reason.strip()}" if reason.strip() else told
