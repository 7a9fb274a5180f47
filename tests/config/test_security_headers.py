"""The headers that keep pages to themselves: strict for ours, a looser policy for the workspace alone."""

import pytest
from django.test import Client
from django.urls import reverse

from config.settings import base

pytestmark = pytest.mark.django_db
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())


@pytest.mark.parametrize("name", ["about", "account_login", "healthz"])
def test_pages_of_ours_carry_exactly_the_strict_policy(client, name):
    assert directives(client.get(reverse(name))["Content-Security-Policy"]) == directives(STRICT)


def test_error_pages_carry_the_strict_policy(client):
    answer = client.get("/there-is-no-such-page/")
    assert answer.status_code == 404
    assert directives(answer["Content-Security-Policy"]) == directives(STRICT)


def test_workspace_policy_loads_from_nowhere_else(client, cast):
    client.force_login(cast.administrator)
    policy = directives(client.get("/admin/")["Content-Security-Policy"])
    allowed = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert {source for sources in policy.values() for source in sources.split()} <= allowed
    assert policy["frame-ancestors"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == "'none'"
    assert policy["object-src"] == "'none'"


@pytest.mark.parametrize("path", ["/administration", "/about/?x=/admin/"])
def test_looser_policy_ends_at_the_workspace(client, path):
    assert "unsafe" not in client.get(path)["Content-Security-Policy"]


def test_other_headers(client):
    answer = client.get(reverse("about"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


def test_session_cookie_is_out_of_reach_of_scripts(client, cast):
    cast.officer.set_password("a long enough password")
    cast.officer.save()
    client.post(reverse("account_login"), {"login": cast.officer.email, "password": "a long enough password"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_form_cookie_stays_on_this_site(client):
    client.get(reverse("account_login"))
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_form_without_its_token_is_refused_and_says_what_to_do(cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": "x@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


def test_policy_in_settings_is_the_tested_one():
    assert set(directives(STRICT)) == set(base.CONTENT_SECURITY_POLICY["DIRECTIVES"])
