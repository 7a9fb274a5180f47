"""The page about oneself."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_account_anonymous_is_sent_to_sign_in(client):
    answer = client.get(reverse("people:account"))
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/account/"


def test_account_shows_officer_and_department(client, cast):
    client.force_login(cast.officer)
    page = client.get(reverse("people:account")).content.decode()
    assert "Example City Police, Patrol" in page
    assert "1001" in page
    assert cast.teammate.name not in page


def test_account_shows_roles_with_their_scope(client, cast):
    client.force_login(cast.coordinator)
    page = client.get(reverse("people:account")).content.decode()
    assert "Training coordinator" in page
    assert "Example City Police" in page
    assert "Elsewhere Sheriff" not in page


def test_account_refuses_post(client, cast):
    client.force_login(cast.officer)
    assert client.post(reverse("people:account")).status_code == 405


def test_account_asks_a_fixed_number_of_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(7):
        client.get(reverse("people:account"))
