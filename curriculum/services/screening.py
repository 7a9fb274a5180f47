"""Remembering which notes of a screening were shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from curriculum.enums import HowShown
from curriculum.errors import StepNotInEnrolment, StepPaused
from curriculum.models import Enrolment, EnrolmentEdition, NoteShown
from curriculum.queries.screening import Screening, screening_of
from curriculum.rules import can_take
from modules.enums import EditionState
from modules.models import EditionStep
from people.models import User
from review.models import StepPause


@transaction.atomic
def record_notes_shown(
    *,
    actor: User,
    enrolment: Enrolment,
    step: EditionStep,
    notes: Iterable[str],
    how: HowShown,
    at: datetime | None = None,
) -> Screening:
    """Keep that these notes of the step were shown; what is no note of it is left aside, and twice counts once.

    Returns how the step stands now. Raises PermissionDenied, StepNotInEnrolment or StepPaused.
    """
    if not can_take(actor, enrolment.officer.user_id):
        raise PermissionDenied
    pinned = EnrolmentEdition.objects.filter(enrolment=enrolment, edition=step.edition_id)
    if enrolment.completed_at or not pinned.exclude(edition__state=EditionState.WITHDRAWN).exists():
        raise StepNotInEnrolment
    if StepPause.objects.standing().filter(step=step.pk).exists():
        raise StepPaused
    wanted, moment = set(notes), at or timezone.now()
    fresh = [
        NoteShown(enrolment=enrolment, edition_step=step, note_id=note.id, digest=note.digest, how=how, shown_at=moment)
        for note in screening_of(enrolment, step).notes
        if note.id in wanted and note.shown_at is None
    ]
    NoteShown.objects.bulk_create(fresh, ignore_conflicts=True)
    return screening_of(enrolment, step)
