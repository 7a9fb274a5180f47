"""Opening steps and getting done with them. The last step done finishes the course."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from curriculum.errors import NotesLeft, PackageNotDone, StepNotInEnrolment, StepNotPassed, StepPaused
from curriculum.models import Enrolment, EnrolmentEdition, StepProgress
from curriculum.queries.attempts import has_counting_attempt
from curriculum.queries.outline import read_outline
from curriculum.queries.packages import has_counting_claim
from curriculum.queries.screening import screening_of
from curriculum.rules import can_take
from curriculum.services.finishing import finish_enrolment
from modules.enums import EditionState, StepKind
from modules.models import EditionStep
from people.models import User
from review.models import StepPause


def open_step(*, actor: User, enrolment: Enrolment, step: EditionStep, at: datetime | None = None) -> None:
    """Remember when the step was first seen; seeing it again changes nothing."""
    _check_may_take(actor, enrolment, step)
    opened = StepProgress(enrolment=enrolment, edition_step=step, opened_at=at or timezone.now())
    StepProgress.objects.bulk_create([opened], ignore_conflicts=True)


@transaction.atomic
def complete_step(*, actor: User, enrolment: Enrolment, step: EditionStep, at: datetime | None = None) -> Enrolment:
    """Mark the step done; when it was the last one, finish the course in the same transaction.

    A scenario counts once its attempt is finished and passed (StepNotPassed), a package once it claims to be completed,
    a screening once all its notes were shown (NotesLeft).
    A paused step waits (StepPaused). Sending it twice changes nothing.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("course", "officer__user", "assignment")
        .get(pk=enrolment.pk)
    )
    _check_may_take(actor, enrolment, step)
    if enrolment.completed_at:
        return enrolment
    if StepPause.objects.standing().filter(step=step.pk).exists():
        raise StepPaused
    if step.kind == StepKind.SCENARIO and not has_counting_attempt(enrolment, step):
        raise StepNotPassed
    if step.kind == StepKind.SCORM and not has_counting_claim(enrolment, step):
        raise PackageNotDone
    if step.kind == StepKind.SCREENING and not screening_of(enrolment, step).complete:
        raise NotesLeft
    moment = at or timezone.now()
    progress, made = StepProgress.objects.get_or_create(
        enrolment=enrolment, edition_step=step, defaults={"opened_at": moment, "completed_at": moment}
    )
    if not made and progress.completed_at is None:
        progress.completed_at = moment
        progress.save(update_fields=["completed_at"])
    outline = read_outline(enrolment)
    if outline.complete:
        return finish_enrolment(actor=actor, enrolment=enrolment, at=at)
    return enrolment


def _check_may_take(actor: User, enrolment: Enrolment, step: EditionStep) -> None:
    if not can_take(actor, enrolment.officer.user_id):
        raise PermissionDenied
    pinned = EnrolmentEdition.objects.filter(enrolment=enrolment, edition=step.edition_id)
    if not pinned.exclude(edition__state=EditionState.WITHDRAWN).exists():
        raise StepNotInEnrolment
