"""Giving requirements to their audience, renewing and waiving."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from curriculum.errors import AssignmentClosed, WaiverNeedsReason
from curriculum.models import Assignment
from curriculum.services.assigning import assign_requirement, waive_assignment
from people.models import Officer, User
from records.models import LedgerEntry
from tests.factories.curriculum import make_assignment, make_course, make_requirement
from tests.factories.people import OfficerFactory, UnitFactory

NOON = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture
def course(db):
    return make_course()


def test_everyone_active_in_the_department_is_assigned_once(cast, course):
    requirement = make_requirement(department=cast.department, course=course, due_days=30)
    OfficerFactory(department=cast.department, active=False)
    first = assign_requirement(actor=cast.coordinator, requirement=requirement, now=NOON)
    again = assign_requirement(actor=cast.coordinator, requirement=requirement, now=NOON)
    assert (first.audience, first.assigned, again.assigned, again.untouched) == (2, 2, 0, 2)
    assert set(Assignment.objects.values_list("officer__user", "due_on")) == {
        (cast.officer.pk, date(2026, 12, 22)),
        (cast.teammate.pk, date(2026, 12, 22)),
    }
    entries = LedgerEntry.objects.filter(action="curriculum.requirement.assigned")
    assert [entry.data["assigned"] for entry in entries] == [2]


def test_units_take_all_below_them_and_nothing_beside(cast, course):
    mission = UnitFactory(department=cast.department, parent=cast.unit, code="mission")
    patrolling = UnitFactory(department=cast.department, code="patrol-boats")
    inside = OfficerFactory(department=cast.department, unit=mission)
    OfficerFactory(department=cast.department, unit=patrolling)
    requirement = make_requirement(department=cast.department, course=course, units=[cast.unit])
    assign_requirement(actor="test", requirement=requirement)
    assert set(Assignment.objects.values_list("officer", flat=True)) == {
        cast.officer.officer.pk,
        cast.teammate.officer.pk,
        inside.pk,
    }


def test_ranks_narrow_the_audience(cast, course):
    sergeant = OfficerFactory(department=cast.department, unit=cast.unit, rank="Sergeant")
    requirement = make_requirement(department=cast.department, course=course, ranks=["Sergeant"])
    assign_requirement(actor="test", requirement=requirement)
    assert list(Assignment.objects.values_list("officer", flat=True)) == [sergeant.pk]


def test_a_requirement_without_audience_is_for_nobody(cast, course):
    requirement = make_requirement(department=cast.department, course=course, everyone=False)
    assert assign_requirement(actor="test", requirement=requirement).audience == 0


def test_a_requirement_that_rests_assigns_nobody(cast, course):
    requirement = make_requirement(department=cast.department, course=course, active=False)
    assert assign_requirement(actor="test", requirement=requirement).assigned == 0


def test_the_time_runs_from_a_later_start(cast, course):
    requirement = make_requirement(department=cast.department, course=course, starts_on=date(2028, 2, 1), due_days=28)
    assign_requirement(actor="test", requirement=requirement, now=NOON)
    assert set(Assignment.objects.values_list("due_on", flat=True)) == {date(2028, 2, 29)}


@pytest.mark.parametrize("who", ["outside_coordinator", "officer", "auditor", "administrator", "author"])
def test_only_its_coordinators_assign(cast, course, who):
    requirement = make_requirement(department=cast.department, course=course)
    with pytest.raises(PermissionDenied):
        assign_requirement(actor=getattr(cast, who), requirement=requirement)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(("day", "renewed"), [(date(2027, 11, 1), 0), (date(2027, 11, 2), 1), (date(2028, 1, 5), 1)])
def test_a_renewal_is_assigned_in_time_for_the_lapse(cast, course, day, renewed):
    assignment = make_assignment(user=cast.officer, course=course, due_days=30)
    assignment.requirement.assignments.update(completed_at=NOON, valid_until=date(2027, 12, 2))
    moment = datetime.combine(day, NOON.timetz())
    result = assign_requirement(actor="test", requirement=assignment.requirement, now=moment)
    assert result.renewed == renewed * 2
    again = assign_requirement(actor="test", requirement=assignment.requirement, now=moment)
    assert again.assigned == 0
    due = set(Assignment.objects.open().values_list("due_on", flat=True))
    assert due == ({max(date(2027, 12, 2), day + timedelta(days=30))} if renewed else set())


def test_the_same_number_of_queries_for_ten_and_for_thousands(cast, course, django_assert_max_num_queries):
    users = User.objects.bulk_create(User(email=f"mass{n}@example.org", name=f"Mass {n}") for n in range(3000))
    Officer.objects.bulk_create(
        Officer(user=user, department=cast.department, unit=cast.unit, badge=f"M{user.pk}") for user in users
    )
    requirement = make_requirement(department=cast.department, course=course)
    with django_assert_max_num_queries(40):  # SQLite takes at most 999 values a statement; PostgreSQL needs 8
        result = assign_requirement(actor="test", requirement=requirement)
    assert result.assigned == 3002
    with django_assert_max_num_queries(6):
        assert assign_requirement(actor="test", requirement=requirement).assigned == 0


def test_one_open_assignment_is_held_by_the_database(cast, course):
    assignment = make_assignment(user=cast.officer, course=course)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            requirement=assignment.requirement, officer=assignment.officer, due_on=date(2027, 1, 1)
        )


def test_a_waiver_keeps_its_reason_and_stands(cast, course):
    assignment = make_assignment(user=cast.officer, course=course)
    waive_assignment(actor=cast.coordinator, assignment=assignment, reason=" Took it at the academy. ")
    assignment.refresh_from_db()
    assert assignment.waived_reason == "Took it at the academy."
    assert assignment.waived_by_reference == str(cast.coordinator.reference)
    entry = LedgerEntry.objects.get(action="curriculum.assignment.waived")
    assert "academy" not in str(entry.data)
    assert assign_requirement(actor="test", requirement=assignment.requirement).assigned == 0
    with pytest.raises(AssignmentClosed):
        waive_assignment(actor=cast.coordinator, assignment=assignment, reason="Again")


def test_a_waiver_without_reason_or_by_another_department_is_refused(cast, course):
    assignment = make_assignment(user=cast.officer, course=course)
    with pytest.raises(WaiverNeedsReason):
        waive_assignment(actor=cast.coordinator, assignment=assignment, reason="  ")
    with pytest.raises(PermissionDenied):
        waive_assignment(actor=cast.outside_coordinator, assignment=assignment, reason="Because")
    assignment.refresh_from_db()
    assert assignment.is_open
