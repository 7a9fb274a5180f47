"""Granting and taking back roles: groups follow, the ledger knows, the scope is bound by the database."""

import pytest
from django.db import IntegrityError, transaction

from people.enums import RoleName
from people.models import RoleGrant
from people.services.roles import agency_group, grant_role, take_role_back
from records.models import LedgerEntry
from tests.factories.people import UserFactory


def group_names(user):
    return set(user.groups.values_list("name", flat=True))


def test_grant_role_puts_author_into_both_groups(cast):
    assert group_names(cast.author) == {"Authors", agency_group(cast.agency).name}
    assert cast.author.is_staff


def test_grant_role_gives_reviewer_no_page_permissions(cast):
    assert group_names(cast.reviewer) == {"Reviewers"}


def test_every_role_may_enter_the_workspace(cast):
    for person in (cast.author, cast.reviewer, cast.coordinator, cast.auditor, cast.administrator):
        assert person.has_perm("wagtailadmin.access_admin"), person
    assert not cast.officer.has_perm("wagtailadmin.access_admin")


def test_grant_role_twice_grants_and_records_once(cast):
    user = UserFactory()
    before = LedgerEntry.objects.count()
    first = grant_role(actor=cast.administrator, user=user, role=RoleName.AUDITOR, department=cast.department)
    again = grant_role(actor=cast.administrator, user=user, role=RoleName.AUDITOR, department=cast.department)
    assert first == again
    assert LedgerEntry.objects.count() == before + 1
    entry = LedgerEntry.objects.order_by("pk").last()
    assert entry.action == "people.role.granted"
    assert entry.subject == f"user:{user.reference}"


def test_ledger_of_a_grant_holds_no_name(cast):
    for entry in LedgerEntry.objects.filter(action="people.role.granted"):
        assert "@" not in str(entry.data)
        assert "Kim" not in str(entry.data)


def test_take_role_back_leaves_groups_that_another_grant_needs(cast):
    grant_role(actor="test", user=cast.author, role=RoleName.AUTHOR, agency=cast.second_agency)
    take_role_back(actor="test", grant=RoleGrant.objects.get(user=cast.author, agency=cast.agency))
    assert group_names(cast.author) == {"Authors", agency_group(cast.second_agency).name}
    assert cast.author.is_staff


def test_take_last_role_back_ends_staff(cast):
    take_role_back(actor="test", grant=RoleGrant.objects.get(user=cast.auditor))
    cast.auditor.refresh_from_db()
    assert not cast.auditor.is_staff
    assert group_names(cast.auditor) == set()
    assert LedgerEntry.objects.filter(action="people.role.taken_back").count() == 1


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (RoleName.AUTHOR, {}),
        (RoleName.AUTHOR, {"department": True}),
        (RoleName.COORDINATOR, {"agency": True}),
        (RoleName.COORDINATOR, {"agency": True, "department": True}),
        (RoleName.ADMINISTRATOR, {"department": True}),
    ],
)
def test_role_with_wrong_scope_is_refused_whole(cast, role, scope):
    user = UserFactory()
    given = {name: getattr(cast, name) for name in scope}
    with pytest.raises(IntegrityError), transaction.atomic():
        grant_role(actor="test", user=user, role=role, **given)
    assert not RoleGrant.objects.filter(user=user).exists()
    assert group_names(user) == set()


@pytest.mark.parametrize("name", ["author", "coordinator", "administrator"])
def test_same_role_twice_is_refused_by_the_database(cast, name):
    grant = RoleGrant.objects.get(user=getattr(cast, name))
    grant.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        grant.save(force_insert=True)
