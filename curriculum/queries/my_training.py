"""What one officer has to do and has done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Sum

from curriculum.clock import today as this_day
from curriculum.enums import Standing
from curriculum.models import Assignment, Enrolment, StepProgress
from modules.models import EditionStep
from people.models import Officer


@dataclass(frozen=True, slots=True)
class Turn:
    """One assignment as its officer sees it."""

    assignment: Assignment
    enrolment: Enrolment | None
    standing: Standing
    minutes_left: int

    @property
    def course(self) -> Any:
        return self.assignment.requirement.course

    @property
    def overdue(self) -> bool:
        return self.standing == Standing.OVERDUE


@dataclass(frozen=True, slots=True)
class MyTraining:
    """`due` with what is overdue first, then by date; `done` with the newest first."""

    due: tuple[Turn, ...]
    done: tuple[Turn, ...]

    @property
    def notices(self) -> list[Enrolment]:
        """The runs whose material was withdrawn under them."""
        return [turn.enrolment for turn in self.due if turn.enrolment and turn.enrolment.notice]

    @property
    def minutes_left(self) -> int:
        return sum(turn.minutes_left for turn in self.due)


def read_my_training(officer: Officer, today: date | None = None) -> MyTraining:
    """Two queries: the assignments, and the minutes that are left of those that were begun."""
    day = today or this_day()
    rows = list(
        Assignment.objects.filter(officer=officer, waived_at__isnull=True)
        .select_related("requirement__course", "enrolment")
        .order_by("due_on", "pk")
    )
    left = _minutes_left([row for row in rows if row.completed_at is None])
    turns = [_turn(row, day, left) for row in rows]
    due = sorted(
        (turn for turn in turns if turn.assignment.is_open), key=lambda turn: (not turn.overdue, turn.assignment.due_on)
    )
    done = sorted((turn for turn in turns if turn.assignment.completed_at), key=_when_done, reverse=True)
    return MyTraining(due=tuple(due), done=tuple(done))


def _when_done(turn: Turn) -> Any:
    return turn.assignment.completed_at


def _turn(row: Assignment, day: date, left: dict[int, int]) -> Turn:
    enrolment = getattr(row, "enrolment", None)
    whole = int(row.requirement.course.hours * 60)
    minutes = left.get(enrolment.pk, 0) if enrolment else whole
    return Turn(row, enrolment, row.standing(today=day, started=enrolment is not None), minutes)


def _minutes_left(rows: list[Assignment]) -> dict[int, int]:
    """Minutes of the steps that are not done yet, by enrolment."""
    done = StepProgress.objects.filter(
        enrolment=OuterRef("edition__enrolment_pins__enrolment"),
        edition_step=OuterRef("pk"),
        completed_at__isnull=False,
    )
    sums = (
        EditionStep.objects.filter(edition__enrolment_pins__enrolment__assignment__in=rows)
        .exclude(Exists(done))
        .order_by()
        .values("edition__enrolment_pins__enrolment")
        .annotate(minutes=Sum("minutes"))
    )
    return {row["edition__enrolment_pins__enrolment"]: row["minutes"] for row in sums} if rows else {}
