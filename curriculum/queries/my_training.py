"""What one officer has to do and has done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery

from curriculum.clock import today as this_day
from curriculum.models import Assignment, Enrolment, StepProgress
from curriculum.schedule import is_overdue
from modules.models import EditionStep
from people.models import Officer
from records.prepared import Prepared, Slot


@dataclass(frozen=True, slots=True)
class Turn:
    """One assignment as its officer sees it: what the page shows of it and nothing more."""

    reference: UUID
    due_on: date
    completed_at: datetime | None
    valid_until: date | None
    title: str
    summary: str
    requirement: str
    legal_basis: str
    layer: str
    enrolment: UUID | None
    notice: str
    notice_about: str
    notice_reason: str
    minutes_left: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class MyTraining:
    """`due` with what is overdue first, then by date; `done` with the newest first."""

    due: tuple[Turn, ...]
    done: tuple[Turn, ...]

    @property
    def notices(self) -> list[Enrolment]:
        """The runs whose material was withdrawn under them, with what is said of it."""
        return [
            Enrolment(notice=turn.notice, notice_about=turn.notice_about, notice_reason=turn.notice_reason)
            for turn in self.due
            if turn.notice
        ]

    @property
    def minutes_left(self) -> int:
        return sum(turn.minutes_left for turn in self.due)


def read_my_training(officer: Officer, today: date | None = None) -> MyTraining:
    """One query, whatever the number of assignments."""
    day = today or this_day()
    turns = [_turn(row, day) for row in TURNS.ask(officer=officer.pk)]
    due = sorted(
        (turn for turn in turns if turn.completed_at is None), key=lambda turn: (not turn.overdue, turn.due_on)
    )
    done = sorted((turn for turn in turns if turn.completed_at), key=_when_done, reverse=True)
    return MyTraining(due=tuple(due), done=tuple(done))


def _when_done(turn: Turn) -> Any:
    return turn.completed_at


def _turn(row: tuple[Any, ...], day: date) -> Turn:
    *shown, notice, about, reason, hours, left = row
    _reference, due_on, completed_at, *_, enrolment = shown
    minutes = int(hours * 60) if enrolment is None else left or 0
    overdue = completed_at is None and is_overdue(due_on=due_on, today=day)
    return Turn(*(*shown, notice or "", about or "", reason or "", minutes, overdue))


def _turns() -> QuerySet[Assignment, tuple[Any, ...]]:
    mine = Assignment.objects.filter(officer=Slot("officer", BigIntegerField()), waived_at__isnull=True)
    return mine.order_by("due_on", "pk").values_list(
        "reference",
        "due_on",
        "completed_at",
        "valid_until",
        "requirement__course__title",
        "requirement__course__summary",
        "requirement__title",
        "requirement__legal_basis",
        "requirement__layer",
        "enrolment__reference",
        "enrolment__notice",
        "enrolment__notice_about",
        "enrolment__notice_reason",
        "requirement__course__hours",
        _minutes_left(),
    )


def _minutes_left() -> Subquery:
    """Minutes of the steps of the enrolment that are not done yet, counted within it alone."""
    done = StepProgress.objects.filter(
        enrolment=OuterRef(OuterRef("enrolment")), edition_step=OuterRef("pk"), completed_at__isnull=False
    )
    steps = EditionStep.objects.filter(edition__enrolment_pins__enrolment=OuterRef("enrolment")).exclude(Exists(done))
    summed = Func(F("minutes"), function="SUM", output_field=IntegerField())
    return Subquery(steps.order_by().annotate(left=summed).values("left"))


TURNS = Prepared(_turns)
