"""Issuing once, revoking with a reason, reissuing with a correction."""

from datetime import date

import pytest

from records.enums import CertificateEventKind, CertificateState
from records.models import Certificate, CertificateEvent, LedgerEntry
from records.serials import read_serial
from records.services.certificates import (
    CertificateRefused,
    issue_certificate,
    reissue_certificate,
    revoke_certificate,
)
from tests.factories.records import CertificateFactory, CompletionFactory


def fresh(certificate):
    return Certificate.objects.get(pk=certificate.pk)


def test_certificate_carries_the_name_of_the_completion_and_a_serial(db):
    certificate = issue_certificate(actor="test", completion=CompletionFactory())
    assert (certificate.person_name, certificate.badge) == ("Olive Officer", "1001")
    assert read_serial(certificate.serial) == (certificate.serial, None)
    assert certificate.state == CertificateState.VALID
    entry = certificate.entry
    assert (entry.action, entry.data["digest"]) == ("records.certificate.issued", fresh(certificate).digest())
    assert "Olive" not in str(entry.data)


def test_issuing_twice_gives_the_same_certificate(db):
    completion = CompletionFactory()
    assert issue_certificate(actor="a", completion=completion) == issue_certificate(actor="b", completion=completion)
    assert Certificate.objects.count() == 1
    assert LedgerEntry.objects.filter(action="records.certificate.issued").count() == 1


def test_revoking_is_recorded_with_its_reason(db):
    certificate = CertificateFactory()
    assert certificate.state == CertificateState.VALID
    revoke_certificate(actor="test", certificate=certificate, reason=" Issued in error. ")
    event = CertificateEvent.objects.get()
    assert (event.kind, event.reason, event.actor) == ("revoked", "Issued in error.", "test")
    assert certificate.state == fresh(certificate).state == CertificateState.REVOKED
    assert event.entry.data == {"digest": event.digest()}


def test_reissuing_replaces_and_corrects(db):
    certificate = CertificateFactory()
    successor = reissue_certificate(actor="test", certificate=certificate, reason="Misspelt.", person_name="Olivia O.")
    assert (successor.person_name, successor.badge, successor.replaces) == ("Olivia O.", "1001", certificate)
    assert (fresh(certificate).state, successor.state) == (CertificateState.REPLACED, CertificateState.VALID)
    assert certificate.events.get().successor == successor
    assert successor.entry.action == "records.certificate.reissued"
    assert fresh(certificate).person_name == "Olive Officer"


def test_revoked_certificate_can_be_reissued_and_stays_revoked(db):
    certificate = CertificateFactory(revoked=True)
    successor = reissue_certificate(actor="test", certificate=certificate, reason="The error was ours.")
    assert (fresh(certificate).state, successor.state) == (CertificateState.REVOKED, CertificateState.VALID)


@pytest.mark.parametrize(
    ("trait", "act"),
    [
        ("revoked", lambda c: revoke_certificate(actor="t", certificate=c, reason="Again.")),
        ("replaced", lambda c: revoke_certificate(actor="t", certificate=c, reason="Again.")),
        ("replaced", lambda c: reissue_certificate(actor="t", certificate=c, reason="Again.")),
        (None, lambda c: revoke_certificate(actor="t", certificate=c, reason="  ")),
        (None, lambda c: reissue_certificate(actor="t", certificate=c, reason="")),
        (None, lambda c: reissue_certificate(actor="t", certificate=c, reason="x", person_name=" ")),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(db, trait, act):
    certificate = CertificateFactory(**({trait: True} if trait else {}))
    before = (Certificate.objects.count(), CertificateEvent.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(CertificateRefused):
        act(certificate)
    assert (Certificate.objects.count(), CertificateEvent.objects.count(), LedgerEntry.objects.count()) == before


def test_states_by_query_are_the_states_one_by_one(db):
    CertificateFactory(revoked=True)
    CertificateFactory(replaced=True)
    CertificateFactory(completion__valid_until=None)
    CertificateFactory(completion__expired=True)
    reissue_certificate(actor="t", certificate=CertificateFactory(revoked=True), reason="Ours.")
    for state in CertificateState:
        found = set(Certificate.objects.in_state(state))
        assert found == {c for c in Certificate.objects.all() if c.state == state}
        assert found


def test_validity_includes_its_last_day(db):
    certificate = CertificateFactory(completion__valid_until=date(2027, 5, 1))
    assert certificate.state_on(date(2027, 5, 1)) == CertificateState.VALID
    assert certificate.state_on(date(2027, 5, 2)) == CertificateState.EXPIRED


def test_evidence_of_many_costs_a_fixed_number_of_queries(db, django_assert_num_queries):
    for trait in ("revoked", "replaced"):
        CertificateFactory(**{trait: True})
    with django_assert_num_queries(3):
        for certificate in Certificate.objects.with_evidence():
            assert certificate.state
            assert certificate.completion.course_title
            assert getattr(certificate.entry, "leaf", None) is None
            assert len([event.successor for event in certificate.events.all()]) == (certificate.state != "valid")


def test_scopes(db):
    mine, other = CertificateFactory(), CertificateFactory(completion__department="elsewhere-sheriff")
    assert list(Certificate.objects.for_person(mine.completion.person_reference)) == [mine]
    assert list(Certificate.objects.for_departments(["elsewhere-sheriff"])) == [other]
    assert CertificateEventKind.REVOKED in CertificateEventKind
