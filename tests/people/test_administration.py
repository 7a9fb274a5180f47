"""The administrator's desk: accounts, roles, departments and agencies."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.enums import RoleName
from people.models import Agency, Department, RoleGrant, User
from people.rules import roles_of
from records.models import LedgerEntry
from tests.factories.people import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db
NOT_THEIRS = ["author", "reviewer", "coordinator", "auditor"]


@pytest.fixture
def max_(client, cast):
    client.force_login(cast.administrator)
    return client


def desk(cast) -> list[str]:
    return [
        reverse("people_desk:accounts"),
        reverse("people_desk:account_add"),
        reverse("people_desk:account", args=[cast.author.reference]),
        reverse("people_desk:organisations"),
        reverse("people_desk:department_add"),
        reverse("people_desk:department", args=[cast.department.slug]),
        reverse("people_desk:agency_add"),
        reverse("people_desk:agency", args=[cast.agency.slug]),
    ]


def last_action() -> str:
    return LedgerEntry.objects.order_by("pk").last().action


def test_administrator_sees_every_page_with_one_heading(max_, cast):
    for url in desk(cast):
        answer = max_.get(url)
        assert answer.status_code == 200, url
        assert answer.content.decode().count("<h1") == 1, url


@pytest.mark.parametrize("name", NOT_THEIRS)
def test_other_roles_are_refused(client, cast, name):
    client.force_login(getattr(cast, name))
    for url in desk(cast):
        assert client.get(url).status_code == 403, url
        assert client.post(url, {"name": "x"}).status_code in {403, 405}, url
    given = reverse("people_desk:grant", args=[getattr(cast, name).reference])
    assert client.post(given, {"role": RoleName.ADMINISTRATOR}).status_code == 403
    assert not roles_of(User.objects.get(pk=getattr(cast, name).pk)).administrator


def test_new_account_gets_a_letter_that_leads_to_a_password(max_, client):
    answer = max_.post(reverse("people_desk:account_add"), {"name": "Nora New", "email": "Nora@Example.org"})
    user = User.objects.get(email="nora@example.org")
    assert answer.url == reverse("people_desk:account", args=[user.reference])
    assert not user.has_usable_password()
    assert mail.outbox[0].to == ["nora@example.org"]
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    client.logout()
    form = client.get(path, follow=True)
    password = "a long enough password"
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    user.refresh_from_db()
    assert user.check_password(password)


@pytest.mark.parametrize("posted", [{}, {"name": "X", "email": "no address"}, {"name": "", "email": "x@example.org"}])
def test_unsound_account_is_not_made(max_, posted):
    before = User.objects.count()
    assert max_.post(reverse("people_desk:account_add"), posted).status_code == 422
    assert User.objects.count() == before
    assert mail.outbox == []


def test_second_account_of_an_address_is_refused(max_, cast):
    answer = max_.post(reverse("people_desk:account_add"), {"name": "X", "email": cast.author.email.upper()})
    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_account_is_renamed_and_closed(max_, cast, client):
    url = reverse("people_desk:account", args=[cast.author.reference])
    max_.post(url, {"name": "Ana Author-Novak"})
    cast.author.refresh_from_db()
    assert cast.author.name == "Ana Author-Novak"
    assert not cast.author.is_active
    assert last_action() == "people.account.changed"
    entries = LedgerEntry.objects.count()
    max_.post(url, {"name": "Ana Author-Novak"})
    assert LedgerEntry.objects.count() == entries


def test_administrator_does_not_close_their_own_account(max_, cast):
    RoleGrant.objects.create(user=cast.author, role=RoleName.ADMINISTRATOR)
    answer = max_.post(
        reverse("people_desk:account", args=[cast.administrator.reference]), {"name": "Max"}, follow=True
    )
    assert "own account" in answer.content.decode()
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_role_is_given_once_and_taken_back(max_, cast):
    user = UserFactory()
    url = reverse("people_desk:grant", args=[user.reference])
    for _ in range(2):
        max_.post(url, {"role": RoleName.AUDITOR, "department": cast.department.pk, "agency": cast.agency.pk})
    held = RoleGrant.objects.get(user=user)
    assert (held.role, held.department, held.agency) == (RoleName.AUDITOR, cast.department, None)
    take = reverse("people_desk:take_back", args=[user.reference, held.pk])
    for _ in range(2):
        assert max_.post(take).status_code == 302
    assert not RoleGrant.objects.filter(user=user).exists()
    assert last_action() == "people.role.taken_back"


@pytest.mark.parametrize("role", [RoleName.AUTHOR, RoleName.COORDINATOR, "made-up", ""])
def test_role_without_its_scope_is_refused(max_, role):
    user = UserFactory()
    answer = max_.post(reverse("people_desk:grant", args=[user.reference]), {"role": role})
    assert answer.status_code == 422
    assert not RoleGrant.objects.filter(user=user).exists()


def test_role_of_another_person_is_not_taken_back_by_its_number(max_, cast):
    held = RoleGrant.objects.get(user=cast.author)
    max_.post(reverse("people_desk:take_back", args=[cast.reviewer.reference, held.pk]))
    assert RoleGrant.objects.filter(pk=held.pk).exists()


def test_last_administrator_stays(max_, cast):
    held = RoleGrant.objects.get(user=cast.administrator)
    answer = max_.post(reverse("people_desk:take_back", args=[cast.administrator.reference, held.pk]), follow=True)
    assert "last administrator" in answer.content.decode()
    assert RoleGrant.objects.filter(pk=held.pk).exists()


def test_search_by_name_address_and_role(max_, cast):
    def found(**query: str) -> set[str]:
        page = max_.get(reverse("people_desk:accounts"), query).context["page_obj"]
        return {person.name for person in page}

    assert found(words="kim") == {"Kim Coordinator"}
    assert found(words="otto") == {"Otto Outside"}
    assert found(role=RoleName.AUDITOR) == {"Ada Auditor", "Eli Auditor"}
    assert found(role=RoleName.AUDITOR, words="eli") == {"Eli Auditor"}
    assert len(found(role="made-up")) > 5


def test_list_costs_the_same_for_more_people(max_, cast):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            max_.get(reverse("people_desk:accounts"))
        return len(asked)

    cost()
    before = cost()
    for _ in range(3):
        RoleGrantFactory(user=UserFactory(), role=RoleName.REVIEWER, agency=cast.agency)
    assert cost() == before


def test_department_and_agency_are_added_and_changed(max_, cast):
    max_.post(reverse("people_desk:department_add"), {"name": "New Police", "slug": "new-police", "kind": "police"})
    assert Department.objects.filter(slug="new-police").exists()
    assert last_action() == "people.department.added"
    max_.post(
        reverse("people_desk:agency", args=[cast.agency.slug]),
        {"name": "Example Peers Together", "slug": "other-slug", "perspective": "sex_worker_led"},
    )
    row = Agency.objects.get(pk=cast.agency.pk)
    assert (row.name, row.slug) == ("Example Peers Together", cast.agency.slug)
    assert last_action() == "people.agency.changed"


def test_second_department_of_a_name_is_refused(max_, cast):
    posted = {"name": cast.department.name, "slug": "again", "kind": "police"}
    assert max_.post(reverse("people_desk:department_add"), posted).status_code == 422
    assert Department.objects.count() == 2
