"""A form sent after the session ended is kept, shown again after sign-in, and sent from there."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import JsonResponse
from django.test import Client
from django.urls import include, path, reverse

from people.access import signed_in
from people.services.kept_forms import MOST_BYTES
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.test_kept_forms")]


@signed_in
def echo(request):
    return JsonResponse(dict(request.POST.lists()))


urlpatterns = [path("echo/", echo), path("", include("config.urls"))]

SENT = {"claim": "It says “always”.\n<b>Bold</b> claim", "criteria": ["r1", "r2"], "password": "secret"}


def keep(client: Client) -> str:
    answer = client.post("/echo/?page=2", SENT)
    assert answer.status_code == 302
    found = re.fullmatch(r"/accounts/login/\?next=(/kept-form/[^/]+/)", answer.url)
    assert found
    return found[1]


def test_posted_form_is_kept_and_sent_after_sign_in(client):
    kept = keep(client)
    client.force_login(UserFactory())
    page = client.get(kept).content.decode()
    assert 'action="/echo/?page=2"' in page
    assert "&lt;b&gt;Bold&lt;/b&gt; claim" in page
    assert page.count('name="criteria"') == 2
    client.post("/echo/?page=3", {"claim": "Another form."})
    assert "kept_form" in client.session
    sent = client.post("/echo/?page=2", {"claim": SENT["claim"], "criteria": ["r1", "r2"]})
    assert sent.json()["criteria"] == ["r1", "r2"]
    assert "kept_form" not in client.session  # which now says whose it is


def test_password_is_never_kept(client):
    kept = keep(client)
    client.force_login(UserFactory())
    assert "secret" not in client.get(kept).content.decode()


def test_kept_form_itself_asks_for_sign_in(client):
    answer = client.get(keep(client))
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_form_beyond_the_limit_is_not_kept_but_leads_back(client):
    answer = client.post("/echo/", {"claim": "x" * (MOST_BYTES + 1)})
    assert answer.url == "/accounts/login/?next=/echo/"
    assert "kept_form" not in client.session


def test_lost_file_is_said(client):
    client.post("/echo/", {"claim": "x", "roster": SimpleUploadedFile("officers.csv", b"badge")})
    token = client.session["kept_form"]["token"]
    client.force_login(UserFactory())
    assert "was not kept" in client.get(reverse("people:kept_form", args=[token])).content.decode()


def test_multibyte_form_is_measured_in_bytes(client):
    answer = client.post("/echo/", {"claim": "語" * (MOST_BYTES // 2)})
    assert answer.url == "/accounts/login/?next=/echo/"


def test_foreign_token_is_not_found(client):
    kept = keep(client)
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.get(kept).status_code == 404


def test_wrong_token_is_not_found(client):
    keep(client)
    client.force_login(UserFactory())
    assert client.get(reverse("people:kept_form", args=["not-the-token"])).status_code == 404
    assert client.get(reverse("people:kept_form", args=["tökén"])).status_code == 404


def test_form_with_hostile_text_is_kept_as_it_was(client):
    client.post("/echo/", {"claim": '"><script>alert(1)</script>'})
    token = client.session["kept_form"]["token"]
    client.force_login(UserFactory())
    page = client.get(reverse("people:kept_form", args=[token])).content.decode()
    assert "<script>alert" not in page
