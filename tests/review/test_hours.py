"""Hours for payment: entered, approved by somebody else, exported, and seen by nobody outside."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from people.enums import RoleName
from people.services.roles import grant_role
from review.models import HoursEntry
from review.services.hours import HoursDecided, decide_hours, enter_hours


def enter(cast, person=None, **more):
    words = {"name": "River", "day": timezone.localdate(), "hours": Decimal("2.5"), "work": "Reading"} | more
    return enter_hours(actor=person or cast.reviewer, agency=cast.agency, **words)


@pytest.mark.parametrize(
    "wrong", [{"hours": Decimal(25)}, {"hours": Decimal(0)}, {"name": ""}, {"day": timezone.localdate() + timedelta(2)}]
)
def test_hours_that_cannot_be_are_refused(cast, wrong):
    with pytest.raises(ValidationError):
        enter(cast, **wrong)


def test_an_author_approves_what_somebody_else_entered_once(cast):
    row = enter(cast)
    for person in (cast.reviewer, cast.second_author, cast.administrator):
        with pytest.raises(PermissionDenied):
            decide_hours(actor=person, entry=row, approve=True)
    assert decide_hours(actor=cast.author, entry=row, approve=True).state == "approved"
    assert decide_hours(actor=cast.author, entry=row, approve=True).state == "approved"
    with pytest.raises(HoursDecided):
        decide_hours(actor=cast.author, entry=row, approve=False)


def test_nobody_approves_their_own_but_an_only_author(cast):
    row = enter(cast, cast.author)
    grant_role(actor="test", user=cast.reviewer, role=RoleName.AUTHOR, agency=cast.agency)
    with pytest.raises(PermissionDenied):
        decide_hours(actor=cast.author, entry=row, approve=True)
    assert decide_hours(actor=cast.reviewer, entry=row, approve=True).state == "approved"


@pytest.mark.parametrize("name", ["hours", "hours_csv"])
def test_only_the_agency_and_administrators_see_them(cast, client, name):
    enter(cast)
    seen, statuses = set(), {}
    for who, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(reverse(f"review:{name}"))
        statuses[who] = answer.status_code
        text = answer.getvalue().decode()
        if "River" in text:
            seen.add(who)
    assert seen == {"author", "reviewer", "administrator"}
    assert (statuses["second_author"], statuses["officer"], statuses["anonymous"]) == (200, 403, 302)


def test_the_table_runs_nothing_in_a_spreadsheet(cast, client):
    enter(cast, name="=HYPERLINK(1)", work="@SUM(A1)")
    client.force_login(cast.author)
    text = client.get(reverse("review:hours_csv")).getvalue().decode()
    assert "'=HYPERLINK(1)" in text
    assert "'@SUM(A1)" in text


def test_from_the_page(cast, client):
    url = reverse("review:hours")
    words = {"agency": cast.agency.pk, "name": "River", "day": timezone.localdate(), "hours": "1.5", "work": "Scenes"}
    client.force_login(cast.reviewer)
    assert client.post(url, words | {"hours": "30"}).status_code == 400
    assert client.post(url, words | {"agency": cast.second_agency.pk}).status_code == 400
    assert client.post(url, words).status_code == 302
    decide = reverse("review:decide_hours", args=[HoursEntry.objects.get().reference])
    client.force_login(cast.second_author)
    assert client.post(decide, {"approve": "yes"}).status_code == 404
    client.force_login(cast.author)
    client.post(decide, {"approve": "yes"})
    assert HoursEntry.objects.get().state == "approved"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, client, rows, django_assert_max_num_queries):
    for number in range(rows):
        enter(cast, name=f"Person {number}")
    client.force_login(cast.reviewer)
    with django_assert_max_num_queries(12):
        client.get(reverse("review:hours"))
