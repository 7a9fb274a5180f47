"""The outline of one enrolment: its steps in order and how far each is, without their content."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    UUIDField,
)

from curriculum.models import Enrolment, EnrolmentEdition, StepProgress
from modules.enums import EditionState, StepKind
from modules.models import EditionStep
from modules.moved import anything_moved, stale_steps_of
from modules.queries import in_other_languages
from people.models import Officer
from records.gathering import Gathered
from records.prepared import Prepared, Slot
from review.models import StepPause

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
    language: str
    edition_state: str
    other_languages: bool  # whether the same edition can be taken in another language
    opened: bool
    done: bool
    moved: bool = False  # whether law that something in it rests on has moved
    paused: bool = False  # whether it is paused while a serious problem with it is looked at

    @property
    def is_scenario(self) -> bool:
        return self.kind == StepKind.SCENARIO

    @property
    def is_package(self) -> bool:
        return self.kind == StepKind.SCORM

    @property
    def is_screening(self) -> bool:
        return self.kind == StepKind.SCREENING

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
        return next((step for step in self.steps if not step.done and not step.paused), self._fallback)

    @property
    def _fallback(self) -> OutlineStep | None:
        """When all that is left is paused, the paused page says so; when nothing is left, the first step."""
        return next((step for step in self.steps if not step.done), self.steps[0] if self.steps else None)

    @property
    def sections(self) -> tuple[Section, ...]:
        grouped = groupby(self.steps, key=attrgetter("edition_id", "edition_title", "language"))
        return tuple(Section(title, language, tuple(steps)) for (_, title, language), steps in grouped)

    @property
    def claims_unbacked(self) -> bool:
        """Whether a module has a package made elsewhere and no quiz that is scored here."""
        packages = {step.edition_id for step in self.steps if step.is_package}
        return bool(packages - {step.edition_id for step in self.steps if step.is_scenario})

    @property
    def other_languages(self) -> bool:
        return any(step.other_languages for step in self.steps)

    def step(self, number: int) -> OutlineStep | None:
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


def read_outline(enrolment: Enrolment) -> Outline:
    """One plain query, whatever the number of steps: what an edition says is read once and kept.

    One more for editions that this process never met, one while law has moved, and one while a step is paused.
    """
    return _outline(PINS.ask(enrolment=enrolment.pk))


def read_own_outline(officer: Officer, reference: UUID) -> tuple[Enrolment, Outline] | None:
    """The officer's enrolment of this reference with its course, and the outline: the same queries, none more.

    None when it is not theirs, or when it has no edition and so nothing to show.
    """
    rows = OWN_PINS.ask(officer=officer.pk, reference=reference)
    if not rows:
        return None
    enrolment = rows[0].enrolment
    enrolment.officer = officer
    return enrolment, _outline([tuple(getattr(row, name) for name in PIN) for row in rows])


def _outline(pins: list[tuple[Any, ...]]) -> Outline:
    seen, done = (set(ids or ()) for ids in pins[0][-2:]) if pins else (set(), set())
    moved = stale_steps_of([pin[0] for pin in pins]) if any(pin[4] for pin in pins) else frozenset()
    paused = _paused_steps([pin[0] for pin in pins]) if any(pin[5] for pin in pins) else frozenset()
    rows: list[tuple[Any, ...]] = [
        (*row, state, spoken, row[0] in seen, row[0] in done, row[0] in moved, row[0] in paused)
        for row, (state, spoken, *_) in _steps_of(pins)
    ]
    return Outline(tuple(OutlineStep(number, *row) for number, row in enumerate(rows, start=1)))


def _anything_paused() -> Exists:
    """Whether a step of the pinned edition is paused while a serious problem is looked at."""
    return Exists(StepPause.objects.standing().filter(step__edition=OuterRef("edition_id")))


def _paused_steps(editions: list[int]) -> frozenset[int]:
    return frozenset(StepPause.objects.standing().filter(step__edition__in=editions).values_list("step_id", flat=True))


def _spoken() -> Exists:
    """Whether the pinned edition can be taken in another language."""
    return Exists(in_other_languages(OuterRef("edition_id"), OuterRef("edition__translates_id")))


def _progress(**which: bool) -> Subquery:
    """The steps of the pin's enrolment that were opened, or done."""
    rows = StepProgress.objects.filter(enrolment=OuterRef("enrolment_id"), **which).order_by().values("enrolment")
    return Subquery(rows.annotate(steps=Gathered("edition_step_id")).values("steps"))


def _said() -> QuerySet[EnrolmentEdition]:
    """What is asked of each pin, by the names of `PIN`."""
    asked = {"digest": F("edition__digest"), "state": F("edition__state"), "spoken": _spoken()}
    asked |= {"anything_moved": anything_moved(), "anything_paused": _anything_paused()}
    progress = {"seen": _progress(), "done": _progress(completed_at__isnull=False)}
    return EnrolmentEdition.objects.annotate(**asked, **progress).order_by("position")


PIN = ("edition_id", "digest", "state", "spoken", "anything_moved", "anything_paused", "seen", "done")
PINS = Prepared(lambda: _said().filter(enrolment=Slot("enrolment", BigIntegerField())).values_list(*PIN))
OWN_PINS: Prepared[Any] = Prepared(
    lambda: (
        _said()
        .filter(enrolment__officer=Slot("officer", BigIntegerField()))
        .filter(enrolment__reference=Slot("reference", UUIDField()))
        .select_related("enrolment__course")
    )
)


def _steps_of(pins: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Each step of the pinned editions as it was signed, with the rest of its edition's pin after it.

    The database refuses to change a signed step, so the steps are read once and kept under the edition's digest.
    """
    keys = {edition: f"outline:{edition}:{digest}" for edition, digest, *_ in pins}
    kept = cache.get_many(keys.values())
    missing = [edition for edition, key in keys.items() if key not in kept]
    if missing:
        rows = EditionStep.objects.filter(edition__in=missing).order_by("edition", "position")
        read = rows.values_list("pk", *STEP_FIELDS[1:], "edition__digest", "edition__title", "edition__language")
        found = {keys[edition]: list(steps) for edition, steps in groupby(read, key=itemgetter(1))}
        cache.set_many(found, timeout=None)
        kept |= found
    return [(step, pin) for edition, _, *pin in pins for step in kept.get(keys[edition], ())]
