"""Completion by unit, overdue, about to lapse, and all of it as of a day."""

from datetime import UTC, date, datetime

import pytest

from curriculum.models import Assignment, Enrolment
from curriculum.queries.completion import about_to_lapse, completion_by_unit, compliant_on, overdue_list
from tests.factories.curriculum import make_course, make_requirement
from tests.factories.people import OfficerFactory, UnitFactory

MARCH = datetime(2027, 3, 1, 20, tzinfo=UTC)


@pytest.fixture
def requirement(cast):
    return make_requirement(department=cast.department, course=make_course(agencies=[cast.agency]))


def give(requirement, officer, *, started=None, **fields):
    """One assignment as it may stand in the table after months of use."""
    assignment = Assignment.objects.create(
        **{"requirement": requirement, "officer": officer, "assigned_at": MARCH, "due_on": date(2027, 3, 31), **fields}
    )
    if started:
        Enrolment.objects.create(assignment=assignment, officer=officer, course=requirement.course, started_at=started)
    return assignment


@pytest.fixture
def standing(cast, requirement):
    """Patrol: one done on 10 March until 9 September, one started on 5 March. Mission: one not started, one waived."""
    mission = UnitFactory(department=cast.department, parent=cast.unit, name="Mission", code="mission")
    done = datetime(2027, 3, 11, 7, 30, tzinfo=UTC)  # still 10 March in California
    give(requirement, cast.officer.officer, started=MARCH, completed_at=done, valid_until=date(2027, 9, 9))
    give(requirement, cast.teammate.officer, started=datetime(2027, 3, 5, 20, tzinfo=UTC))
    give(requirement, OfficerFactory(department=cast.department, unit=mission))
    give(
        requirement,
        OfficerFactory(department=cast.department, unit=mission),
        waived_at=datetime(2027, 3, 20, 20, tzinfo=UTC),
        waived_by_reference="x",
        waived_reason="On leave",
    )
    give(requirement, OfficerFactory(department=cast.department, unit=mission, active=False))
    return requirement


def counts(department, day, **options):
    rows = completion_by_unit(department, day=day, **options)
    return [(row.name, row.assigned, row.done, row.in_progress, row.overdue) for row in rows]


@pytest.mark.parametrize(
    ("day", "patrol", "mission"),
    [
        (date(2027, 3, 4), (2, 0, 1, 0), (2, 0, 0, 0)),
        (date(2027, 3, 9), (2, 0, 2, 0), (2, 0, 0, 0)),
        (date(2027, 3, 10), (2, 1, 1, 0), (2, 0, 0, 0)),
        (date(2027, 3, 31), (2, 1, 1, 0), (1, 0, 0, 0)),
        (date(2027, 4, 1), (2, 1, 1, 1), (1, 0, 0, 1)),
        (date(2027, 9, 9), (2, 1, 1, 1), (1, 0, 0, 1)),
        (date(2027, 9, 10), (2, 0, 1, 1), (1, 0, 0, 1)),
    ],
)
def test_completion_by_unit_as_of_a_day(cast, standing, day, patrol, mission):
    assert counts(cast.department, day) == [("Patrol", *patrol), ("Mission", *mission)]


def test_nothing_was_assigned_before(cast, standing):
    assert counts(cast.department, date(2027, 2, 28)) == []


def test_another_department_sees_nothing_of_it(cast, standing):
    day = date(2027, 4, 1)
    assert counts(cast.other_department, day) == []
    assert not overdue_list(cast.other_department, day=day)
    assert not compliant_on(cast.other_department, day=day)
    assert not about_to_lapse(cast.other_department, day=day, within_days=365)


def test_one_requirement_or_all(cast, standing):
    other = make_requirement(department=cast.department, course=standing.course)
    give(other, cast.officer.officer)
    day = date(2027, 3, 31)
    assert counts(cast.department, day, requirement=other) == [("Patrol", 1, 0, 0, 0)]
    assert counts(cast.department, day)[0] == ("Patrol", 2, 1, 1, 0)


def test_overdue_is_sorted_by_how_long(cast, standing):
    Assignment.objects.filter(officer=cast.teammate.officer).update(due_on=date(2027, 3, 15))
    rows = overdue_list(cast.department, day=date(2027, 4, 1))
    assert [row.due_on for row in rows] == [date(2027, 3, 15), date(2027, 3, 31)]
    assert rows[0].officer == cast.teammate.officer


@pytest.mark.parametrize(("day", "found"), [("2027-07-10", 0), ("2027-07-11", 1), ("2027-09-09", 1), ("2027-09-10", 0)])
def test_about_to_lapse_within_sixty_days(cast, standing, day, found):
    assert about_to_lapse(cast.department, day=date.fromisoformat(day)).count() == found


def test_who_has_renewed_does_not_lapse(cast, standing):
    renewed = datetime(2027, 8, 1, 20, tzinfo=UTC)
    give(standing, cast.officer.officer, completed_at=renewed, valid_until=date(2028, 8, 1))
    assert not about_to_lapse(cast.department, day=date(2027, 8, 2))


def test_compliant_on_a_day_names_the_completions(cast, standing):
    assert [row.officer for row in compliant_on(cast.department, day=date(2027, 5, 1))] == [cast.officer.officer]


def test_the_number_of_queries_is_one_each(cast, standing, django_assert_num_queries):
    day = date(2027, 4, 1)
    with django_assert_num_queries(4):
        completion_by_unit(cast.department, day=day)
        for rows in (
            overdue_list(cast.department, day=day),
            compliant_on(cast.department, day=day),
            about_to_lapse(cast.department, day=day, within_days=365),
        ):
            for row in rows:
                assert row.officer.user.name
                assert row.requirement.course.title
                assert row.officer.unit.name
