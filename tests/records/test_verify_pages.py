"""Anybody may check a certificate; a name shows only to who holds it."""

import json

import pytest
from django.urls import reverse

from records.holder_secret import holder_secret
from records.notes import VerifierKey, open_checkpoint
from records.proofs import verify_proof
from records.services.sequencing import sequence_ledger
from tests.factories.records import CertificateFactory

PRIVATE = ("Olive", "Officer", "1001", "Northern Patrol", "Example City Police", "92", "example-city-police")


@pytest.fixture
def certificate(db):
    return CertificateFactory()


def serial_url(certificate):
    return reverse("records:verify_serial", args=[certificate.serial])


def holder_url(certificate, secret=None):
    return reverse("records:verify_holder", args=[certificate.serial, secret or holder_secret(certificate.serial)])


def main_of(response):
    content = response.content.decode()
    assert content.count("<h1") == 1
    return content.split("<main", 1)[1].split("</main>", 1)[0]


def leaked(text):
    bare = text.replace("Officer training", "").replace("peace officers", "")
    return [word for word in PRIVATE[:5] if word in bare]


def test_form_is_shown(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("records:verify"))
    assert response.status_code == 200
    assert main_of(response)


@pytest.mark.parametrize("shape", [str.lower, lambda s: s.replace("-", " "), lambda s: f" {s.replace('-', '')} "])
def test_typed_serial_leads_to_its_page(client, certificate, shape):
    response = client.get(reverse("records:verify"), {"serial": shape(certificate.serial)})
    assert response.status_code == 302
    assert response.url == serial_url(certificate)


@pytest.mark.parametrize(
    ("typed", "said"), [("", "required"), ("7K3M", "twelve"), ("7K3M-9QXR-2FV8", "mistyped"), ("#" * 99, "60")]
)
def test_mistyped_serial_is_explained(client, db, typed, said):
    response = client.get(reverse("records:verify"), {"serial": typed})
    assert response.status_code == 400
    assert said in main_of(response)


def test_page_by_serial_shows_state_and_no_person(client, certificate, django_assert_num_queries):
    sequence_ledger()
    with django_assert_num_queries(2):
        response = client.get(serial_url(certificate))
    text = main_of(response)
    assert response.status_code == 200
    assert "Valid" in text
    assert certificate.completion.course_title in text
    assert certificate.completion.editions[0]["digest"] in text
    assert leaked(response.content.decode()) == []


def test_page_by_secret_shows_the_name(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(2):
        response = client.get(holder_url(certificate))
    assert response.status_code == 200
    assert "Olive Officer" in main_of(response)
    assert "<title>" in response.content.decode()
    assert "Olive" not in response.content.decode().split("</title>")[0]


@pytest.mark.parametrize("secret", ["x", "a" * 26, "é" * 26, "a" * 3000])
def test_wrong_secret_shows_no_more_than_none(client, certificate, secret):
    response = client.get(f"/verify/{certificate.serial}/{secret}/")
    assert response.status_code == 200
    assert "is not the one printed" in main_of(response)
    assert leaked(response.content.decode()) == []


def test_secret_of_another_certificate_does_not_open_this_one(client, certificate):
    response = client.get(holder_url(certificate, holder_secret(CertificateFactory().serial)))
    assert "Olive" not in response.content.decode()


@pytest.mark.parametrize("url", [serial_url, holder_url, lambda c: reverse("records:proof", args=[c.serial])])
def test_nothing_is_cached_indexed_or_told_on(client, certificate, url):
    response = client.get(url(certificate))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("traits", "said", "happened"),
    [
        ({"revoked": True}, "declared void", "Revoked: "),
        ({"replaced": True}, "replaced by another", "Replaced by another certificate: "),
        ({"completion__expired": True}, "validity ended", ""),
    ],
)
def test_states_are_told_without_reasons(client, db, traits, said, happened):
    text = main_of(client.get(serial_url(CertificateFactory(**traits))))
    assert said in text
    assert happened in text
    assert "Issued in error" not in text
    assert "misspelt" not in text


@pytest.mark.parametrize("serial", ["0000-0000-0000", "7K3M-9QXR-2FV8", "x", "<script>alert(1)", "é", "a" * 2000])
def test_unknown_or_malformed_serial_is_404_and_offers_the_form(client, db, serial):
    response = client.get(f"/verify/{serial}/")
    assert response.status_code == 404
    assert b"<script>alert" not in response.content


def test_malformed_serial_with_a_secret_is_404(client, db):
    for serial in ("-", "x", "7K3M-9QXR-2FV8", "a" * 500):
        assert client.get(f"/verify/{serial}/{'a' * 26}/").status_code == 404


def test_serial_in_another_shape_is_redirected(client, certificate):
    response = client.get(f"/verify/{certificate.serial.lower()}/")
    assert (response.status_code, response.url) == (302, serial_url(certificate))
    secret = holder_secret(certificate.serial)
    response = client.get(f"/verify/{certificate.serial.replace('-', '')}/{secret}/")
    assert (response.status_code, response.url) == (302, holder_url(certificate))


@pytest.mark.parametrize("name", ["verify", "ledger", "checkpoint", "public_key"])
def test_only_reading_is_allowed(client, db, name):
    assert client.post(reverse(f"records:{name}")).status_code == 405


def test_proof_can_be_checked_by_an_outsider(client, db):
    certificate = CertificateFactory(revoked=True)
    sequence_ledger()
    response = client.get(reverse("records:proof", args=[certificate.serial]))
    data = json.loads(response.content)
    key = VerifierKey.from_text(client.get(reverse("records:public_key")).content.decode())
    assert data["key"] == key.as_text()
    assert verify_proof(data["proof"], key)["data"]["completion"] == certificate.completion.digest
    assert verify_proof(data["events"][0]["proof"], key)["subject"] == f"certificate:{certificate.serial}"
    assert data["state"] == "revoked"
    assert leaked(response.content.decode()) == []
    assert str(certificate.completion.person_reference) not in response.content.decode()


def test_proof_that_is_not_ready_says_when_to_ask_again(client, certificate):
    response = client.get(reverse("records:proof", args=[certificate.serial]))
    assert (response.status_code, response["Retry-After"]) == (202, "60")
    assert "within a minute" in main_of(client.get(serial_url(certificate)))


def test_proof_of_nothing_is_404(client, db):
    assert client.get(reverse("records:proof", args=["0000-0000-0000"])).status_code == 404


def test_checkpoint_is_a_signed_note(client, certificate):
    assert client.get(reverse("records:checkpoint")).status_code == 404
    assert "No checkpoint" in main_of(client.get(reverse("records:ledger")))
    sequence_ledger()
    response = client.get(reverse("records:checkpoint"))
    assert response["Content-Type"].startswith("text/plain")
    key = VerifierKey.from_text(client.get(reverse("records:public_key")).content.decode())
    assert open_checkpoint(response.content.decode(), key).size == 2
    assert key.as_text() in main_of(client.get(reverse("records:ledger"))).replace("&#x2B;", "+")


def test_whole_cast_sees_the_same(client, cast, django_assert_max_num_queries):
    certificate = CertificateFactory()
    for person in cast.everyone().values():
        if person:
            client.force_login(person)
        else:
            client.logout()
        response = client.get(serial_url(certificate))
        assert response.status_code == 200
        assert certificate.person_name not in main_of(response)
