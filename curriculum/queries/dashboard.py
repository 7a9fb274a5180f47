"""A department's training at a glance: one query gives the cells of which every table of the dashboard is a sum."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from curriculum.models import Assignment
from curriculum.queries.completion import end_of
from people.models import Department


@dataclass(slots=True)
class Share:
    """Turns of officers: each officer counts once for each requirement."""

    label: str
    key: str = ""
    depth: int = 0
    assigned: int = 0
    done: int = 0
    overdue: int = 0

    def add(self, other: "Share") -> None:
        self.assigned += other.assigned
        self.done += other.done
        self.overdue += other.overdue

    @property
    def waiting(self) -> int:
        return self.assigned - self.done - self.overdue

    @property
    def percent(self) -> int:
        return 100 * self.done // self.assigned if self.assigned else 0

    @property
    def percent_overdue(self) -> int:
        return 100 - self._up_to(self.done + self.waiting) if self.assigned else 0

    @property
    def percent_waiting(self) -> int:
        return 100 - self.percent - self.percent_overdue if self.assigned else 0

    @property
    def percent_up_to_overdue(self) -> int:
        return self.percent + self.percent_waiting

    def _up_to(self, part: int) -> int:
        return 100 * part // self.assigned


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's share of one requirement."""

    unit: str
    requirement: str
    share: Share


def read_cells(department: Department, day: date) -> list[Cell]:
    """What was asked of active officers and not waived, by unit and requirement, as of the end of `day` (one query)."""
    end = end_of(day)
    done = Q(completed_at__lt=end) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    late = (Q(completed_at__isnull=True) | Q(completed_at__gte=end)) & Q(due_on__lt=day)
    rows: Iterable[Any] = (
        Assignment.objects.for_department(department)
        .of_active_officers()
        .filter(assigned_at__lt=end, requirement__active=True)
        .filter(Q(waived_at__isnull=True) | Q(waived_at__gte=end))
        .order_by()
        .values_list("officer__unit__path", "requirement__reference")
        .annotate(
            assigned=Count("officer", distinct=True),
            done=Count("officer", distinct=True, filter=done),
            overdue=Count("officer", distinct=True, filter=late),
        )
    )
    return [
        Cell(path or "", str(requirement), Share("", assigned=assigned, done=done, overdue=min(late, assigned - done)))
        for path, requirement, assigned, done, late in rows
    ]


def by_unit(cells: Iterable[Cell], units: Iterable[tuple[str, str]], elsewhere: str) -> list[Share]:
    """Each unit with all below it, in the order of the tree; then officers without a unit, when there are any."""
    cells = list(cells)
    shares = [
        Share(name, key=path, depth=path.count("/") - 2) for path, name in sorted(units, key=lambda unit: unit[0])
    ]
    for share in shares:
        _sum(share, cells, lambda cell, path=share.key: cell.unit.startswith(path))  # type: ignore[misc]
    nowhere = Share(elsewhere)
    _sum(nowhere, cells, lambda cell: not cell.unit)
    return [share for share in [*shares, nowhere] if share.assigned]


def by_requirement(cells: Iterable[Cell], titles: Iterable[tuple[str, str]]) -> list[Share]:
    cells = list(cells)
    shares = [Share(title, key=reference) for reference, title in titles]
    for share in shares:
        _sum(share, cells, lambda cell, key=share.key: cell.requirement == key)  # type: ignore[misc]
    return shares


def total(cells: Iterable[Cell], label: str) -> Share:
    share = Share(label)
    _sum(share, cells, lambda cell: True)
    return share


def _sum(share: Share, cells: Iterable[Cell], wanted: Callable[[Cell], bool]) -> None:
    for cell in cells:
        if wanted(cell):
            share.add(cell.share)
