"""An edition is withdrawn while officers are in it: they are moved to the new one, told why, and keep what counts."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from curriculum.enums import NoticeKind
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
    pins = EnrolmentEdition.objects.filter(edition=edition, enrolment__completed_at__isnull=True)
    count = len(pins.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not count:
        return MoveResult(0, 0)
    following = current_edition_like(edition)
    if following is None:
        _tell(edition, NoticeKind.WAITING, reason)
        result = MoveResult(moved=0, waiting=count)
    else:
        _carry_progress(edition, following)
        _tell(edition, NoticeKind.MOVED, reason)
        pins.update(edition=following)
        result = MoveResult(moved=count, waiting=0)
    record_event(
        actor=actor,
        action="curriculum.enrolments.moved",
        subject=f"edition:{edition.digest}",
        data={"to": following.digest if following else None, "moved": result.moved, "waiting": result.waiting},
    )
    return result


def move_waiting(*, actor: object | str, edition: Edition) -> int:
    """A new edition is out: move to it everybody who waits in a withdrawn one of its module. Returns how many."""
    same = Q(module=edition.module_id, language=edition.language) | Q(translates__module=edition.module_id)
    withdrawn = Edition.objects.filter(same, state=EditionState.WITHDRAWN).filter(
        enrolment_pins__enrolment__completed_at__isnull=True, enrolment_pins__isnull=False
    )
    return sum(move_from_withdrawn(actor=actor, edition=old).moved for old in withdrawn.distinct())


def current_edition_like(edition: Edition) -> Edition | None:
    """The current edition in the same language; for a translation without one, what it translates, or that's newest."""
    current = Edition.objects.current().exclude(pk=edition.pk).defer("canonical")
    found = current.filter(module=edition.module_id, language=edition.language).first()
    if found is not None or edition.translates is None:
        return found
    if edition.translates.state != EditionState.WITHDRAWN:
        return edition.translates
    return current.filter(module=edition.translates.module_id, language=edition.translates.language).first()


def _carry_progress(old: Edition, new: Edition) -> None:
    """Copy the progress of steps whose text is the same, or says the same in another language; set-based."""
    same = _same_steps(old, new)
    kept = StepProgress.objects.filter(
        enrolment__completed_at__isnull=True, edition_step__edition=old, edition_step__in=list(same)
    )
    StepProgress.objects.bulk_create(
        [
            StepProgress(
                enrolment_id=row.enrolment_id,
                edition_step_id=same[row.edition_step_id],
                opened_at=row.opened_at,
                completed_at=row.completed_at,
                carried_from_id=row.carried_from_id or (row.edition_step_id if old.language != new.language else None),
            )
            for row in kept
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


def _same_steps(old: Edition, new: Edition) -> dict[int, int]:
    """Step to step: of equal text, or of equal text in the language in which both were written."""
    before, after = _digests(old), _digests(new)
    by_text = {own: pk for pk, (own, _original) in after.items()}
    by_original = {original: pk for pk, (_own, original) in after.items()}
    found = {pk: by_text.get(own) or by_original.get(original) for pk, (own, original) in before.items()}
    return {pk: there for pk, there in found.items() if there is not None}


def _digests(edition: Edition) -> dict[int, tuple[str, tuple[Any, str]]]:
    """By step: the digest of its text, and its key with the digest of the text that it translates (or its own)."""
    written = {}
    if edition.translates_id:
        written = dict(EditionStep.objects.filter(edition=edition.translates_id).values_list("key", "digest"))
    rows = EditionStep.objects.filter(edition=edition).values_list("pk", "key", "digest")
    return {pk: (digest, (key, written.get(key, digest))) for pk, key, digest in rows}


def _tell(edition: Edition, kind: NoticeKind, reason: str) -> None:
    """Leave a notice for those in the edition; a reason that was given before stays."""
    told = Enrolment.objects.unfinished().filter(pins__edition=edition)
    changes = {"notice": kind, "notice_about": edition.title}
    told.update(**changes, **({"notice_reason": reason.strip()} if reason.strip() else {}))
