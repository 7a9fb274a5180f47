"""One officer as their coordinator sees them: turns, each course step by step, attempts, certificates."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from assessments.models import Attempt
from curriculum.enums import Standing
from curriculum.models import Assignment, Enrolment, ExtraAttempts, StepProgress
from curriculum.queries.attempts import Goes, originals_of
from curriculum.queries.packages import runs_about
from curriculum.queries.screening import Screening, screenings_of
from curriculum.subjects import attempt_subject
from modules.enums import StepKind
from modules.models import EditionStep, ScormRegistration
from people.models import Officer
from records.enums import CertificateEventKind
from records.models import Certificate


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a course: when it was opened and done; attempts, what a package claims, or notes shown."""

    key: UUID
    title: str
    module: str
    opened_at: datetime | None
    completed_at: datetime | None
    goes: Goes | None
    run: ScormRegistration | None = None
    screening: Screening | None = None

    @property
    def stuck(self) -> bool:
        """Nothing goes on here until further attempts are allowed."""
        return self.completed_at is None and self.goes is not None and self.goes.stuck


@dataclass(frozen=True, slots=True)
class CourseTaken:
    """One assignment; with its steps once it was begun."""

    assignment: Assignment
    standing: Standing
    enrolment: Enrolment | None
    steps: tuple[StepLine, ...]

    @property
    def done(self) -> int:
        return sum(step.completed_at is not None for step in self.steps)

    @property
    def stuck(self) -> bool:
        return self.assignment.is_open and any(step.stuck for step in self.steps)


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate, and what can still be done about it."""

    certificate: Certificate

    @property
    def happened(self) -> list[Any]:
        return list(self.certificate.events.all())

    @property
    def can_reissue(self) -> bool:
        return CertificateEventKind.REPLACED not in {event.kind for event in self.happened}

    @property
    def can_revoke(self) -> bool:
        return not self.happened


@dataclass(frozen=True, slots=True)
class OfficerTraining:
    courses: tuple[CourseTaken, ...]
    certificates: tuple[HeldCertificate, ...]


def read_officer_training(officer: Officer, day: date) -> OfficerTraining:
    """Seven queries, whatever the number of courses; one where a step plays a package, two where one is a screening.

    Certificates: those of the officer's present department.
    """
    turns = list(
        Assignment.objects.filter(officer=officer)
        .select_related("requirement__course", "enrolment__course")
        .order_by("-assigned_at", "-pk")
    )
    begun = [turn.enrolment for turn in turns if hasattr(turn, "enrolment")]
    for enrolment in begun:
        enrolment.officer = officer
    steps = _steps_of(officer, begun)
    held = Certificate.objects.for_person(officer.user.reference).for_departments([officer.department.slug])
    return OfficerTraining(
        courses=tuple(_course(turn, day, steps) for turn in turns),
        certificates=tuple(HeldCertificate(row) for row in held.with_evidence()),
    )


def _course(turn: Assignment, day: date, steps: dict[int, list[StepLine]]) -> CourseTaken:
    enrolment: Enrolment | None = getattr(turn, "enrolment", None)
    standing = turn.standing(today=day, started=enrolment is not None)
    return CourseTaken(turn, standing, enrolment, tuple(steps[enrolment.pk]) if enrolment else ())


def _steps_of(officer: Officer, begun: list[Enrolment]) -> dict[int, list[StepLine]]:
    """The steps of each enrolment in the order of its course, by enrolment."""
    rows = (
        EditionStep.objects.filter(edition__enrolment_pins__enrolment__in=begun)
        .annotate(run=F("edition__enrolment_pins__enrolment"), place=F("edition__enrolment_pins__position"))
        .order_by("run", "place", "position")
        .values_list("run", "pk", "key", "title", "edition__title", "kind", "quiz_id")
    )
    runs = {enrolment.pk: enrolment for enrolment in begun}
    progress = {
        (run, step): (opened, completed)
        for run, step, opened, completed in StepProgress.objects.filter(enrolment__in=begun).values_list(
            "enrolment", "edition_step", "opened_at", "completed_at"
        )
    }
    found = list(rows)
    asked = [(attempt_subject(runs[row[0]], row[2]), row[2], row[6]) for row in found if row[5] == StepKind.SCENARIO]
    made, original = _attempts(officer, asked)
    allowed: dict[tuple[int, UUID], list[ExtraAttempts]] = defaultdict(list)
    for more in ExtraAttempts.objects.filter(enrolment__in=begun):
        allowed[more.enrolment_id, more.step_key].append(more)
    lines: dict[int, list[StepLine]] = defaultdict(list)
    packages = [attempt_subject(runs[row[0]], row[2]) for row in found if row[5] == StepKind.SCORM]
    claims = runs_about(packages) if packages else {}
    watched = {(row[0], row[1]) for row in found if row[5] == StepKind.SCREENING}
    screenings = screenings_of(watched) if watched else {}
    for run, pk, key, title, module, kind, quiz in found:
        goes = None
        if kind == StepKind.SCENARIO:
            goes = Goes(runs[run], key, made[attempt_subject(runs[run], key), original.get(quiz)], allowed[run, key])
        opened, completed = progress.get((run, pk), (None, None))
        claimed = claims.get(attempt_subject(runs[run], key))
        line = StepLine(key, title, module, opened, completed, goes, claimed, screenings.get((run, pk)))
        lines[run].append(line)
    return lines


def _attempts(
    officer: Officer, asked: Sequence[tuple[str, UUID, int | None]]
) -> tuple[dict[tuple[str, int | None], list[Attempt]], dict[int | None, int | None]]:
    """By subject and quiz in its original language, the newest first; and the original of each quiz."""
    subjects = [subject for subject, _, _ in asked]
    rows = list(Attempt.objects.filter(user=officer.user_id, subject__in=subjects).order_by("-number"))
    quizzes = {*(quiz for _, _, quiz in asked), *(attempt.quiz_id for attempt in rows)}
    original = originals_of(quizzes, {key for _, key, _ in asked})
    made: dict[tuple[str, int | None], list[Attempt]] = defaultdict(list)
    for attempt in rows:
        made[attempt.subject, original[attempt.quiz_id]].append(attempt)
    return made, original
