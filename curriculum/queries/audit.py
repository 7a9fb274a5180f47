"""What auditors ask of the records: find, sample, and who was compliant on a day."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q, QuerySet

from curriculum.models import Assignment, Course, Requirement
from curriculum.queries.completion import FOR_LISTS, end_of
from people.models import Department, Unit
from records.enums import CertificateEventKind
from records.models import Certificate, CertificateEvent, Completion
from records.models.certificates import CertificateQuerySet
from records.serials import read_serial


@dataclass(frozen=True)
class CertificateFilter:
    """What the search is narrowed to; empty means everything. Days are whole days where the departments are."""

    text: str = ""
    course: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


def find_certificates(departments: Iterable[str], wanted: CertificateFilter) -> CertificateQuerySet:
    """The certificates of these departments (slugs), the newest completion first."""
    rows = Certificate.objects.for_departments(departments)
    for word in wanted.text.split()[:5]:
        serial, _fault = read_serial(word)
        rows = rows.filter(Q(person_name__icontains=word) | Q(badge__iexact=word) | Q(serial=serial))
    if wanted.course:
        rows = rows.filter(completion__course_key=wanted.course)
    if wanted.since:
        rows = rows.filter(completion__completed_at__gte=_start_of(wanted.since))
    if wanted.until:
        rows = rows.filter(completion__completed_at__lt=end_of(wanted.until))
    if wanted.state:
        rows = rows.in_state(wanted.state)
    return rows.order_by("-completion__completed_at", "-pk")


def sample_of(certificates: CertificateQuerySet, *, seed: str, size: int) -> list[str]:
    """The serials whose SHA-256 of `seed:serial` is smallest: anybody can draw the same sample again."""
    serials = certificates.order_by().values_list("serial", flat=True).iterator(chunk_size=2000)
    return heapq.nsmallest(size, serials, key=lambda serial: sha256(f"{seed}:{serial}".encode()).digest())


def courses_completed(departments: Iterable[str]) -> QuerySet[Completion, str]:
    keys = Completion.objects.for_departments(departments).order_by("course_key")
    return keys.values_list("course_key", flat=True).distinct()


@dataclass(frozen=True)
class AsOfFilter:
    day: date
    requirement: Requirement | None = None
    unit: Unit | None = None
    state: str = ""


COMPLIANT, WAIVED, IN_TIME, OVERDUE = "compliant", "waived", "in_time", "overdue"


def standing_as_of(department: Department, wanted: AsOfFilter) -> QuerySet[Assignment]:
    """What had been asked of each officer by the end of the day, each with `proven`: whether a certificate shows it.

    A completion proves a turn while it counts on that day and one of its certificates was not revoked by then.
    Officers who have left since are in it; units are those of today.
    """
    end = end_of(wanted.day)
    rows = Assignment.objects.for_department(department).filter(assigned_at__lt=end)
    newest = rows.order_by().values("requirement", "officer").annotate(newest=Max("pk"))
    proven = ExpressionWrapper(_proven(department, wanted.day), output_field=BooleanField())
    rows = rows.filter(pk__in=newest.values("newest")).annotate(proven=proven)
    if wanted.requirement:
        rows = rows.filter(requirement=wanted.requirement)
    if wanted.unit:
        rows = rows.filter(officer__unit__path__startswith=wanted.unit.path)
    if wanted.state:
        rows = rows.filter(_conditions(wanted.day, end)[wanted.state])
    return rows.select_related(*FOR_LISTS).order_by("requirement__title", "officer__badge", "pk")


def count_as_of(rows: QuerySet[Assignment], day: date) -> dict[str, int]:
    """How many turns stand in each state (one query)."""
    counts = {name: Count("pk", filter=condition) for name, condition in _conditions(day, end_of(day)).items()}
    return rows.order_by().aggregate(**counts)


def state_as_of(row: Assignment, day: date) -> str:
    """The state of one row of `standing_as_of`."""
    if row.proven:  # type: ignore[attr-defined]
        return COMPLIANT
    if row.waived_at and row.waived_at < end_of(day):
        return WAIVED
    return OVERDUE if row.due_on < day else IN_TIME


def with_proofs(rows: Iterable[Assignment], department: Department, day: date) -> list[tuple[Assignment, str]]:
    """Each row with the serial of the newest certificate that proves it, or nothing (one query)."""
    rows = list(rows)
    proofs = _proofs(department, day).filter(
        completion__person_reference__in={row.officer.user.reference for row in rows if row.proven},  # type: ignore[attr-defined]
    )
    found = proofs.order_by("completion__completed_at", "pk").values_list(
        "completion__person_reference", "completion__course_key", "serial"
    )
    serials = {(person, course): serial for person, course, serial in found}
    return [
        (row, serials.get((row.officer.user.reference, row.requirement.course.key), "") if row.proven else "")  # type: ignore[attr-defined]
        for row in rows
    ]


def _proofs(department: Department, day: date) -> CertificateQuerySet:
    """The department's certificates that counted at the end of the day."""
    end = end_of(day)
    revoked = CertificateEvent.objects.filter(kind=CertificateEventKind.REVOKED, occurred_at__lt=end)
    return Certificate.objects.filter(
        Q(completion__valid_until__isnull=True) | Q(completion__valid_until__gte=day),
        completion__department=department.slug,
        completion__completed_at__lt=end,
    ).exclude(pk__in=revoked.order_by().values("certificate"))


def _proven(department: Department, day: date) -> Q:
    """Course by course, so that the database reads the proofs once and not again for each officer (one query)."""
    courses = Course.objects.filter(requirements__department=department).order_by().distinct()
    proven = Q(pk__in=[])
    for course, key in courses.values_list("pk", "key"):
        people = _proofs(department, day).filter(completion__course_key=key).order_by()
        named = Q(officer__user__reference__in=people.values("completion__person_reference"))
        proven |= Q(requirement__course=course) & named
    return proven


def _conditions(day: date, end: datetime) -> dict[str, Q]:
    proven = Q(proven=True)
    waived = Q(waived_at__isnull=False, waived_at__lt=end)
    return {
        COMPLIANT: proven,
        WAIVED: ~proven & waived,
        IN_TIME: ~proven & ~waived & Q(due_on__gte=day),
        OVERDUE: ~proven & ~waived & Q(due_on__lt=day),
    }


def _start_of(day: date) -> datetime:
    return end_of(day) if day == date.min else end_of(date.fromordinal(day.toordinal() - 1))
