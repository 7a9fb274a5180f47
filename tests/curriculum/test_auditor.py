"""The auditor's desk: search, sample, pull, evidence, and who was compliant on a day."""

import csv
import hashlib
import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from curriculum.clock import today
from curriculum.models import Assignment
from curriculum.queries.audit import CertificateFilter, find_certificates, sample_of
from records.models import Certificate, LedgerEntry
from records.services.certificates import reissue_certificate, revoke_certificate
from records.services.sequencing import sequence_ledger
from tests.factories.curriculum import finish, make_course, make_enrolment
from tests.factories.people import OfficerFactory
from tests.factories.records import CertificateFactory

AUDIT, PULL, AS_OF = "curriculum_admin:audit", "curriculum_admin:audit_pull", "curriculum_admin:audit_as_of"


@pytest.fixture
def ada(client, cast):
    client.force_login(cast.auditor)
    return client


@pytest.fixture
def certificate(cast) -> Certificate:
    return CertificateFactory(completion__person_name="Olive Officer", completion__badge="1001")


@pytest.fixture
def foreign(cast) -> Certificate:
    return CertificateFactory(completion__department="elsewhere-sheriff", completion__person_name="Otto Outside")


def found(response) -> list[str]:
    return [row.person_name for row in response.context["page_obj"]]


def urls(certificate) -> list[str]:
    return [
        reverse(AUDIT),
        reverse(AS_OF),
        reverse("curriculum_admin:audit_as_of_export"),
        reverse("curriculum_admin:audit_certificate", args=[certificate.serial]),
    ]


def test_auditor_sees_every_page_with_one_heading(ada, certificate):
    for url in urls(certificate):
        response = ada.get(url)
        assert response.status_code == 200, url
        if not response.streaming:
            assert response.content.decode().count("<h1") == 1, url


@pytest.mark.parametrize("name", ["coordinator", "author", "administrator"])
def test_other_roles_are_refused(client, cast, certificate, name):
    client.force_login(getattr(cast, name))
    for url in urls(certificate):
        assert client.get(url).status_code == 403, url
    assert client.post(reverse(PULL), {"everything": "on"}).status_code == 403


@pytest.mark.parametrize("name", ["officer", None])
def test_who_may_not_enter_the_admin_is_sent_to_sign_in(client, cast, certificate, name):
    if name:
        client.force_login(getattr(cast, name))
    for url in urls(certificate):
        assert client.get(url).status_code == 302, url


def test_another_departments_certificates_do_not_exist(ada, cast, certificate, foreign):
    assert found(ada.get(reverse(AUDIT))) == ["Olive Officer"]
    assert found(ada.get(reverse(AUDIT), {"q": foreign.serial})) == []
    assert ada.get(reverse("curriculum_admin:audit_certificate", args=[foreign.serial])).status_code == 404
    assert ada.post(reverse(PULL), {"picked": [certificate.serial, foreign.serial]}).status_code == 404
    assert ada.get(reverse(AS_OF), {"department": cast.other_department.slug}).status_code == 404


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ({"q": "olive"}, 1),
        ({"q": "1001"}, 1),
        ({"q": "nobody"}, 0),
        ({"course": "the-bulletin"}, 1),
        ({"course": "another"}, 1),
        ({"since": "2026-11-03", "until": "2026-11-03"}, 1),
        ({"since": "2026-11-04"}, 0),
        ({"until": "2026-11-02"}, 0),
        ({"state": "valid"}, 1),
        ({"state": "revoked"}, 0),
        ({"since": "yesterday"}, 1),
    ],
)
def test_search_is_filtered(ada, certificate, query, hits):
    assert len(found(ada.get(reverse(AUDIT), query))) == hits


def test_sample_is_drawn_again_by_its_seed(ada, cast):
    for number in range(12):
        CertificateFactory(completion__person_name=f"Officer {number}")
    rows = find_certificates([cast.department.slug], CertificateFilter())
    first = sample_of(rows, seed="2026", size=5)
    expected = sorted(
        Certificate.objects.values_list("serial", flat=True),
        key=lambda s: hashlib.sha256(f"2026:{s}".encode()).digest(),
    )[:5]
    assert first == expected == sample_of(rows, seed="2026", size=5)
    response = ada.get(reverse(AUDIT), {"sample": "5", "seed": "2026"})
    assert {row.serial for row in response.context["page_obj"]} == set(first)
    assert "2026" in response.content.decode()


def test_sample_without_a_seed_gets_one_that_stands_in_the_address(ada, certificate):
    response = ada.get(reverse(AUDIT), {"sample": "1"})
    assert response.status_code == 302
    assert "seed=" in response.url
    assert found(ada.get(response.url)) == ["Olive Officer"]


@pytest.mark.parametrize("size", ["0", "-3", "many", "1001"])
def test_nonsense_sample_size_is_an_error_and_no_sample(ada, certificate, size):
    response = ada.get(reverse(AUDIT), {"sample": size})
    assert "sample" in response.context["filters"].errors


def test_pulled_zip_holds_every_certificate_and_a_manifest_whose_digests_match(ada, certificate, foreign):
    other = CertificateFactory(completion__person_name="Tess Teammate")
    response = ada.post(reverse(PULL), {"everything": "on"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    manifest = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    assert {row["serial"] for row in manifest} == {certificate.serial, other.serial}
    for row in manifest:
        assert hashlib.sha256(archive.read(row["file"])).hexdigest() == row["sha256"]
    assert LedgerEntry.objects.get(action="records.binder.pulled").data["certificates"] == 2


def test_only_what_is_picked_or_found_is_pulled(ada, certificate):
    CertificateFactory(completion__person_name="Tess Teammate")
    for url, posted in (
        (reverse(PULL), {"picked": [certificate.serial]}),
        (reverse(PULL) + "?q=olive", {"everything": "on"}),
    ):
        names = zipfile.ZipFile(io.BytesIO(b"".join(ada.post(url, posted).streaming_content))).namelist()
        assert [name for name in names if name.endswith(".pdf")] == [f"certificates/{certificate.serial}.pdf"]


def test_nothing_chosen_pulls_nothing(ada, certificate):
    assert ada.post(reverse(PULL), {}).status_code == 302
    assert not LedgerEntry.objects.filter(action="records.binder.pulled").exists()


def test_evidence_is_checked_anew(ada, certificate):
    sequence_ledger()
    evidence = ada.get(reverse("curriculum_admin:audit_certificate", args=[certificate.serial])).context["evidence"]
    assert evidence.whole
    assert evidence.proof_holds
    assert not evidence.editions[0].kept


def test_editions_that_are_kept_are_said_to_be(ada, cast):
    finish(make_enrolment(user=cast.officer))
    serial = Certificate.objects.get().serial
    evidence = ada.get(reverse("curriculum_admin:audit_certificate", args=[serial])).context["evidence"]
    assert evidence.editions[0].kept


def test_what_happened_to_a_certificate_is_told(ada, certificate):
    reissue_certificate(actor="test", certificate=certificate, reason="The name was misspelt.", person_name="Olive O.")
    page = ada.get(reverse("curriculum_admin:audit_certificate", args=[certificate.serial])).content.decode()
    assert "The name was misspelt." in page


def as_of(client, day: date, **query) -> dict[str, int]:
    response = client.get(reverse(AS_OF), {"day": day.isoformat(), **query})
    return {str(label): count for label, count in response.context["counts"]}


def test_compliance_follows_the_days(ada, cast):
    finish(make_enrolment(user=cast.officer, course=make_course(validity_months=12)))
    Assignment.objects.update(assigned_at=datetime(2020, 1, 1, tzinfo=UTC), due_on=date(2020, 2, 1))
    day = today()
    assert as_of(ada, day) == {"Compliant": 1, "Waived": 0, "Still in time": 0, "Overdue": 1}
    assert as_of(ada, day - timedelta(days=1))["Compliant"] == 0
    assert as_of(ada, date(2020, 1, 15)) == {"Compliant": 0, "Waived": 0, "Still in time": 2, "Overdue": 0}
    assert as_of(ada, date(2019, 12, 1))["Still in time"] == 0
    assert as_of(ada, day + timedelta(days=400))["Compliant"] == 0
    assert as_of(ada, day, state="compliant")["Overdue"] == 0


def test_revoked_certificate_no_longer_proves(ada, cast):
    finish(make_enrolment(user=cast.officer))
    revoke_certificate(actor="test", certificate=Certificate.objects.get(), reason="Issued in error.")
    assert as_of(ada, today())["Compliant"] == 0


def test_as_of_file_names_the_certificate(ada, cast):
    finish(make_enrolment(user=cast.officer))
    response = ada.get(reverse("curriculum_admin:audit_as_of_export"))
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert {row["badge"]: row["certificate"] for row in rows} == {"1001": Certificate.objects.get().serial, "1002": ""}
    assert ada.get(reverse("curriculum_admin:audit_as_of_export"), {"day": "never"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_search_costs_the_same_for_any_number_of_rows(ada, rows, django_assert_num_queries):
    for number in range(rows):
        CertificateFactory(completion__person_name=f"Officer {number}")
    ada.get(reverse(AUDIT))
    with django_assert_num_queries(16):
        ada.get(reverse(AUDIT))


@pytest.mark.parametrize("rows", [1, 3])
def test_compliance_costs_the_same_for_any_number_of_rows(ada, cast, rows, django_assert_num_queries):
    finish(make_enrolment(user=cast.officer))
    for number in range(rows):
        user = OfficerFactory(department=cast.department, unit=cast.unit, badge=f"40{number}").user
        Assignment.objects.create(
            requirement=Assignment.objects.first().requirement, officer=user.officer, due_on=today()
        )
    ada.get(reverse(AS_OF))
    with django_assert_num_queries(17):
        ada.get(reverse(AS_OF))
