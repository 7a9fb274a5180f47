"""What coordinators and auditors ask: completion by unit, who is overdue, who is about to lapse, on any day.

Every function takes assignments that are already scoped (`Assignment.objects.for_department(...)`) or the department
itself, and asks the database once, whatever the number of officers.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from curriculum.models import Assignment, AssignmentQuerySet, Requirement
from people.models import Department


@dataclass(frozen=True, slots=True)
class UnitCompletion:
    """Officers of one unit, each counted once a column. Who is renewing early is both done and in progress."""

    unit: int | None
    name: str
    path: str
    assigned: int
    done: int
    in_progress: int
    overdue: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.assigned if self.assigned else 0


def end_of(day: date) -> datetime:
    """The first moment after `day` where the departments are."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min), timezone.get_default_timezone())


def completion_by_unit(
    department: Department, *, day: date, requirement: Requirement | None = None
) -> list[UnitCompletion]:
    """As of the end of `day`, for active officers, by unit in the order of the tree (one query)."""
    end = end_of(day)
    rows = (
        _as_of(department, end, requirement)
        .order_by()
        .values("officer__unit", "officer__unit__name", "officer__unit__path")
        .annotate(
            assigned=Count("officer", distinct=True),
            done=Count("officer", distinct=True, filter=_done(day, end)),
            in_progress=Count("officer", distinct=True, filter=_open(end) & Q(enrolment__started_at__lt=end)),
            overdue=Count("officer", distinct=True, filter=_open(end) & Q(due_on__lt=day)),
        )
    )
    found = [
        UnitCompletion(
            unit=row["officer__unit"],
            name=row["officer__unit__name"] or "",
            path=row["officer__unit__path"] or "",
            assigned=row["assigned"],
            done=row["done"],
            in_progress=row["in_progress"],
            overdue=row["overdue"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: row.path)


def compliant_on(department: Department, *, day: date, requirement: Requirement | None = None) -> AssignmentQuerySet:
    """The completions that counted at the end of `day`, one assignment each."""
    return _as_of(department, end_of(day), requirement).filter(_done(day, end_of(day))).select_related(*FOR_LISTS)


def overdue_list(department: Department, *, day: date, requirement: Requirement | None = None) -> AssignmentQuerySet:
    """Open assignments past their due day, the longest overdue first."""
    rows = Assignment.objects.for_department(department).of_active_officers().overdue(day)
    return _of(rows, requirement).select_related(*FOR_LISTS, "enrolment").order_by("due_on", "pk")


def about_to_lapse(
    department: Department, *, day: date, within_days: int = 60, requirement: Requirement | None = None
) -> AssignmentQuerySet:
    """Completions whose last valid day is `day` or one of the `within_days` after it, the soonest first.

    Who has renewed already is left out.
    """
    last = day + timedelta(days=within_days)
    renewed = Assignment.objects.filter(
        requirement=OuterRef("requirement"), officer=OuterRef("officer"), completed_at__gt=OuterRef("completed_at")
    )
    rows = Assignment.objects.for_department(department).of_active_officers()
    rows = rows.filter(~Exists(renewed), valid_until__gte=day, valid_until__lte=last)
    return _of(rows, requirement).select_related(*FOR_LISTS).order_by("valid_until", "pk")


FOR_LISTS = ("requirement__course", "officer__user", "officer__unit")


def _as_of(department: Department, end: datetime, requirement: Requirement | None) -> AssignmentQuerySet:
    """What had been assigned before `end` and was not waived by then."""
    rows = Assignment.objects.for_department(department).of_active_officers().filter(assigned_at__lt=end)
    return _of(rows.filter(Q(waived_at__isnull=True) | Q(waived_at__gte=end)), requirement)


def _of(rows: AssignmentQuerySet, requirement: Requirement | None) -> AssignmentQuerySet:
    return rows if requirement is None else rows.filter(requirement=requirement)


def _done(day: date, end: datetime) -> Q:
    return Q(completed_at__lt=end) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def _open(end: datetime) -> Q:
    return Q(completed_at__isnull=True) | Q(completed_at__gte=end)
