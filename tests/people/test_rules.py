"""What each of the cast may do, and what nobody may."""

import pytest
from django.contrib.auth.models import AnonymousUser

from people import rules
from people.queries import agencies_of, departments_audited_by, departments_coordinated_by
from tests.factories.people import OfficerFactory, UserFactory

PREDICATES = {
    rules.is_officer: {"officer", "teammate", "outside_officer"},
    rules.is_author: {"author", "second_author", "outside_author"},
    rules.is_reviewer: {"reviewer", "second_reviewer"},
    rules.is_coordinator: {"coordinator", "outside_coordinator"},
    rules.is_auditor: {"auditor", "outside_auditor"},
    rules.is_administrator: {"administrator"},
}


@pytest.mark.parametrize("predicate", PREDICATES, ids=lambda predicate: predicate.__name__)
def test_predicate_holds_for_its_own_people_only(cast, predicate):
    holders = {name for name, person in cast.everyone().items() if predicate(person or AnonymousUser())}
    assert holders == PREDICATES[predicate]


def test_author_writes_for_own_agency_only(cast):
    assert rules.is_author_for(cast.author, cast.agency)
    assert not rules.is_author_for(cast.author, cast.second_agency)
    assert not rules.is_author_for(cast.reviewer, cast.agency)
    assert rules.is_member_of(cast.reviewer, cast.agency)


def test_coordinator_and_auditor_hold_one_department(cast):
    assert rules.is_coordinator_of(cast.coordinator, cast.department)
    assert not rules.is_coordinator_of(cast.coordinator, cast.other_department)
    assert rules.is_auditor_of(cast.auditor, cast.department)
    assert not rules.is_auditor_of(cast.coordinator, cast.department)


def test_roles_end_when_account_is_closed(cast):
    cast.coordinator.is_active = False
    assert rules.roles_of(cast.coordinator) == rules.NO_ROLES


def test_former_officer_is_no_officer(cast):
    assert not rules.is_officer(OfficerFactory(active=False).user)


def test_superuser_is_administrator(db):
    assert rules.is_administrator(UserFactory(is_superuser=True))


def test_roles_are_read_once(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert rules.is_coordinator(cast.coordinator)
        assert not rules.is_auditor(cast.coordinator)


def test_any_staff_is_everyone_but_officers(cast):
    plain = {name for name, person in cast.everyone().items() if person and not rules.roles_of(person).any_staff}
    assert plain == {"officer", "teammate", "outside_officer"}


def test_queries_return_own_agencies_and_departments(cast):
    assert list(agencies_of(cast.reviewer)) == [cast.agency]
    assert list(departments_coordinated_by(cast.coordinator)) == [cast.department]
    assert list(departments_audited_by(cast.outside_auditor)) == [cast.other_department]
    assert not departments_coordinated_by(cast.officer).exists()
