"""The coordinator's list of assignments, filtered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from curriculum.enums import Standing
from curriculum.models import Assignment, AssignmentQuerySet, Requirement
from curriculum.queries.completion import FOR_LISTS, about_to_lapse
from people.models import Department, Unit

LAPSING = "lapsing"
LAPSES_WITHIN = 60


@dataclass(frozen=True)
class AssignmentFilter:
    """What the list is narrowed to; empty means everything."""

    unit: Unit | None = None
    state: str = ""
    requirement: Requirement | None = None
    text: str = ""


def list_assignments(department: Department, wanted: AssignmentFilter, day: date) -> AssignmentQuerySet:
    """Turns of the department's active officers, the soonest due first; everything a list shows in one query."""
    rows = Assignment.objects.for_department(department).of_active_officers()
    if wanted.unit:
        rows = rows.filter(officer__unit__path__startswith=wanted.unit.path)
    if wanted.requirement:
        rows = rows.filter(requirement=wanted.requirement)
    for word in wanted.text.split()[:5]:
        rows = rows.filter(
            Q(officer__user__name__icontains=word)
            | Q(officer__user__email__icontains=word)
            | Q(officer__badge__iexact=word)
        )
    return _in_state(rows, department, wanted.state, day).select_related(*FOR_LISTS, "enrolment")


def _in_state(rows: AssignmentQuerySet, department: Department, state: str, day: date) -> AssignmentQuerySet:
    """The same rules as `Assignment.standing`, asked of the database."""
    in_time = rows.open().filter(due_on__gte=day)
    if state == LAPSING:
        soon = about_to_lapse(department, day=day, within_days=LAPSES_WITHIN)
        return rows.filter(pk__in=soon.order_by().values("pk"))
    if state == Standing.OVERDUE:
        return rows.overdue(day)
    if state == Standing.IN_PROGRESS:
        return in_time.filter(enrolment__isnull=False)
    if state == Standing.NOT_STARTED:
        return in_time.filter(enrolment__isnull=True)
    if state == Standing.DONE:
        return rows.filter(completed_at__isnull=False)
    if state == Standing.WAIVED:
        return rows.filter(waived_at__isnull=False)
    return rows
