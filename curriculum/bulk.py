"""What a bulk action would do, before it is done: whom it touches, whom it passes over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from curriculum.coordinator_forms import BulkForm
from curriculum.models import Assignment, AssignmentQuerySet, Reminder
from curriculum.queries.assignment_list import AssignmentFilter, list_assignments
from people.models import Department
from records.canonical import digest


@dataclass(frozen=True)
class BulkPlan:
    """The assignments that the action touches, in the order of the list, and how many others were chosen."""

    action: str
    touched: tuple[Assignment, ...]
    passed_over: int

    @property
    def officers(self) -> int:
        return len({row.officer_id for row in self.touched})

    def digest(self) -> str:
        return digest([self.action, sorted(str(row.reference) for row in self.touched)])


def plan_bulk(
    department: Department, *, action: str, picked: Collection[str] | None, wanted: AssignmentFilter, day: date
) -> BulkPlan:
    """Plan for the picked assignments, or for everything that the filter shows when `picked` is None.

    Reminding touches what is overdue, of officers who were not reminded today; waiving touches what is open.
    """
    chosen: AssignmentQuerySet = list_assignments(department, AssignmentFilter() if picked is not None else wanted, day)
    if picked is not None:
        chosen = chosen.filter(pk__in=[int(pk) for pk in picked])
    if action == BulkForm.REMIND:
        reminded = Reminder.objects.filter(sent_on=day, officer__department=department)
        fitting = chosen.overdue(day).exclude(officer__in=reminded.values("officer"))
    else:
        fitting = chosen.open()
    touched = tuple(fitting)
    return BulkPlan(action=action, touched=touched, passed_over=chosen.count() - len(touched))
