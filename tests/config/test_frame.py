"""The kept header is the person's own: their links, their name, their token."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


def test_header_is_of_the_person_who_asks(client, cast: Cast) -> None:
    about = reverse("about")
    for person, sees, never in (
        (cast.officer, "My training", "Docket"),
        (cast.reviewer, "Docket", "My training"),
        (cast.teammate, cast.teammate.name, cast.officer.name),
    ):
        client.force_login(person)
        for _again in range(2):
            page = client.get(about).content.decode()
            assert sees in page
            assert never not in page
    client.logout()
    assert "Sign out" not in client.get(about).content.decode()


def test_kept_header_carries_a_token_that_works(cast: Cast) -> None:
    for person in (cast.officer, cast.officer, cast.coordinator):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        token = TOKEN.search(client.get(reverse("about")).content)
        assert token is not None
        answer = client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token.group(1).decode()})
        assert answer.status_code == 302
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["modules:library", "records:verify"])
def test_present_page_alone_is_marked(client, db: None, name: str) -> None:
    marked = re.findall(r'href="([^"]+)" aria-current="page"', client.get(reverse(name)).content.decode())
    assert reverse(name) in marked
    assert set(marked) == {reverse(name)}
