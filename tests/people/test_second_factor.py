"""In production, staff add a second factor before anything else; officers need none; the demo asks nobody."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

pytestmark = pytest.mark.django_db
STAFF = ["author", "reviewer", "coordinator", "auditor", "administrator"]


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("name", STAFF)
def test_staff_without_second_factor_are_sent_to_add_one(client, cast, required, name):
    client.force_login(getattr(cast, name))
    for address in ("/account/", "/admin/", "/about/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url == reverse("mfa_index")


def test_staff_may_not_post_past_it(client, cast, required):
    client.force_login(cast.coordinator)
    assert client.post("/admin/", {"x": "1"}).url == reverse("mfa_index")


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_staff_with_second_factor_go_on(client, cast, required, kind):
    Authenticator.objects.create(user=cast.coordinator, type=kind, data={"secret": "x"})
    client.force_login(cast.coordinator)
    assert client.get("/account/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, cast, required):
    Authenticator.objects.create(user=cast.auditor, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(cast.auditor)
    assert client.get("/account/").status_code == 302


def test_pages_that_lead_to_a_second_factor_stay_open(client, cast, required):
    client.force_login(cast.auditor)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("name", ["officer", "anonymous"])
def test_officer_and_anonymous_are_not_asked(client, cast, required, name):
    person = cast.everyone()[name]
    if person:
        client.force_login(person)
    assert client.get("/about/").status_code == 200


def test_demo_asks_nobody(client, cast):
    client.force_login(cast.administrator)
    assert client.get("/account/").status_code == 200
