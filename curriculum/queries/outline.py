"""The outline of one enrolment: its steps in order and how far each is, in one query and without their content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from curriculum.models import Enrolment
from modules.enums import EditionState, StepKind
from modules.models import EditionStep
from modules.moved import stale_steps
from modules.queries import in_other_languages

STEP_FIELDS = ("id", "edition_id", "key", "kind", "slug", "title", "minutes", "digest", "quiz_id")


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """One step as the outline shows it. `number` counts through the whole course, from 1."""

    number: int
    pk: int
    edition_id: int
    key: UUID
    kind: str
    slug: str
    title: str
    minutes: int
    digest: str
    quiz_id: int | None
    edition_digest: str
    edition_title: str
    edition_state: str
    language: str
    other_languages: bool  # whether the same edition can be taken in another language
    opened_at: datetime | None
    completed_at: datetime | None
    moved: bool = False  # whether law that something in it rests on has moved

    @property
    def done(self) -> bool:
        return self.completed_at is not None

    @property
    def is_scenario(self) -> bool:
        return self.kind == StepKind.SCENARIO

    @property
    def withdrawn(self) -> bool:
        return self.edition_state == EditionState.WITHDRAWN

    def as_edition_step(self) -> EditionStep:
        """The row itself with its content still unread: a cached rendering never needs it."""
        values = (self.pk, *(getattr(self, name) for name in STEP_FIELDS[1:]))
        return EditionStep.from_db(DEFAULT_DB_ALIAS, STEP_FIELDS, values)


@dataclass(frozen=True, slots=True)
class Section:
    """The steps of one edition."""

    title: str
    language: str
    steps: tuple[OutlineStep, ...]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)


@dataclass(frozen=True, slots=True)
class Outline:
    """All steps of an enrolment in order."""

    steps: tuple[OutlineStep, ...]

    def __iter__(self) -> Iterator[OutlineStep]:
        return iter(self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def complete(self) -> bool:
        return bool(self.steps) and self.done == self.total

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.steps else 0

    @property
    def minutes_left(self) -> int:
        return sum(step.minutes for step in self.steps if not step.done)

    @property
    def resume(self) -> OutlineStep | None:
        """Where to go on: the first step that is not done, else the first of all."""
        return next((step for step in self.steps if not step.done), self.steps[0] if self.steps else None)

    @property
    def sections(self) -> tuple[Section, ...]:
        grouped = groupby(self.steps, key=attrgetter("edition_id", "edition_title", "language"))
        return tuple(Section(title, language, tuple(steps)) for (_, title, language), steps in grouped)

    @property
    def other_languages(self) -> bool:
        return any(step.other_languages for step in self.steps)

    def step(self, number: int) -> OutlineStep | None:
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


def read_outline(enrolment: Enrolment) -> Outline:
    """One query, whatever the number of steps."""
    rows: Any = (
        EditionStep.objects.filter(edition__enrolment_pins__enrolment=enrolment)
        .annotate(here=FilteredRelation("progress", condition=Q(progress__enrolment=enrolment)))
        .annotate(place=F("edition__enrolment_pins__position"), moved=stale_steps())
        .annotate(spoken=Exists(in_other_languages(OuterRef("edition_id"), OuterRef("edition__translates_id"))))
        .order_by("place", "position")
        .values_list(
            "pk",
            *STEP_FIELDS[1:],
            "edition__digest",
            "edition__title",
            "edition__state",
            "edition__language",
            "spoken",
            "here__opened_at",
            "here__completed_at",
            "moved",
        )
    )
    return Outline(tuple(OutlineStep(number, *row) for number, row in enumerate(rows, start=1)))
