"""Thin packages: a licence opens the edition here, in a frame of the systems it names, until it is switched off."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from modules.models import ThinLaunch, ThinLicence
from modules.scorm.report import inspect_package
from modules.services.licensing import (
    clean_origins,
    issue_licence,
    opened_edition,
    pin_licence,
    switch_licence,
    write_thin_package,
)
from modules.services.publishing import withdraw_edition
from records.models import LedgerEntry
from tests.factories.modules import make_current_edition, next_edition

pytestmark = pytest.mark.django_db
LMS = "https://lms.example.org"


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency])


@pytest.fixture
def licence(cast, edition) -> ThinLicence:
    return issue(cast, edition)


def issue(cast, edition, **fields) -> ThinLicence:
    given = {"agency": cast.agency, "name": "A city", "origins": [LMS]} | fields
    return issue_licence(actor=cast.author, module=edition.module, **given)


def thin(licence, standard="1.2") -> bytes:
    target = io.BytesIO()
    write_thin_package(licence, standard, target)
    return target.getvalue()


def entry(licence) -> str:
    return reverse("modules:licensed", args=[licence.token])


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_package_is_small_sound_and_names_the_licence(licence, standard):
    packed = thin(licence, standard)
    assert len(packed) < 12_000
    assert packed == thin(licence, standard)
    report, _package = inspect_package(io.BytesIO(packed))
    assert report.importable
    assert report.errors + report.warnings == ()
    page = zipfile.ZipFile(io.BytesIO(packed)).read("index.html").decode()
    assert re.search(r'data-address="([^"]*)"', page)[1].endswith(entry(licence))


def test_licence_opens_the_current_edition_and_counts_no_person(client, edition, licence):
    for _ in range(2):
        answer = client.get(entry(licence), follow=True)
    assert answer.status_code == 200
    assert "Most do not report." in answer.content.decode() or "Who is covered" in answer.content.decode()
    client.head(entry(licence))
    client.get(answer.redirect_chain[-1][0])
    assert [row.count for row in ThinLaunch.objects.all()] == [2]
    assert {field.name for field in ThinLaunch._meta.get_fields()} == {"id", "licence", "day", "count"}
    assert "sessionid" not in answer.cookies


def test_only_the_systems_it_names_may_frame_it(client, licence):
    for address in (entry(licence), client.get(entry(licence))["Location"]):
        answer = client.get(address)
        assert "X-Frame-Options" not in answer
        assert f"frame-ancestors {LMS};" in answer["Content-Security-Policy"] + ";"
        assert "script-src 'self'" in answer["Content-Security-Policy"]
    for other in (reverse("modules:library"), reverse("modules:licensed", args=["0" * 64])):
        answer = client.get(other)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_pages_of_a_licence_hold_nothing_inline_and_name_its_systems(client, edition, licence):
    for step in edition.steps.all():
        page = client.get(reverse("modules:licensed_step", args=[licence.token, step.slug])).content.decode()
        assert not re.search(r"<style|style=|<script>|\son\w+=", page)
        assert page.count("<h1") == 1
        origins = re.search(r'data-origins="([^"]*)"', page)[1].replace("&quot;", '"')
        assert json.loads(origins) == [LMS]


def test_pinned_licence_stays_with_its_edition_and_follows_again(cast, edition):
    pinned, following = issue(cast, edition, pinned=True), issue(cast, edition)
    newer = next_edition(edition, actor=cast.author)
    assert (opened_edition(pinned), opened_edition(following)) == (edition, newer)
    pin_licence(actor=cast.author, licence=pinned, pinned=False)
    pinned.refresh_from_db()
    assert opened_edition(pinned) == newer


def test_step_that_a_newer_edition_lost_leads_to_the_beginning(client, licence):
    answer = client.get(reverse("modules:licensed_step", args=[licence.token, "gone"]))
    assert (answer.status_code, answer["Location"]) == (302, entry(licence))


def test_switched_off_licence_says_so_inside_the_frame(client, cast, licence):
    switch_licence(actor=cast.author, licence=licence, on=False)
    answer = client.get(entry(licence))
    assert answer.status_code == 410
    assert "switched this licence off" in answer.content.decode()
    assert f"frame-ancestors {LMS}" in answer["Content-Security-Policy"]
    assert not ThinLaunch.objects.exists()
    switch_licence(actor=cast.author, licence=licence, on=True)
    assert client.get(entry(licence)).status_code == 302


def test_withdrawn_edition_is_opened_by_no_licence(client, cast, edition):
    licence = issue(cast, edition, pinned=True)
    withdraw_edition(actor=cast.administrator, edition=edition, reason="A rule was wrong.")
    answer = client.get(entry(licence))
    assert (answer.status_code, "was withdrawn" in answer.content.decode()) == (410, True)


def test_tokens_that_nobody_issued_open_nothing(client, licence):
    token = licence.token
    altered = token[:-1] + ("0" if token[-1] != "0" else "1")
    for wrong in (altered, token[:32], "x", "0" * 64):
        assert client.get(reverse("modules:licensed", args=[wrong])).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    ["", "lms.example.org", "http://lms.example.org", "https://lms.example.org/path", "https://*.example.org", "*",
     "https://a.example;script-src", "https://u@a.example", "javascript:alert(1)", "https://ü.example", "https://"],
)  # fmt: skip
def test_addresses_that_are_none_are_refused(wrong):
    with pytest.raises(ValidationError):
        clean_origins([wrong])


def test_addresses_are_kept_as_browsers_compare_them():
    written = [" https://LMS.example.org/ ", "https://lms.example.org", "http://localhost:8080"]
    assert clean_origins(written) == [LMS, "http://localhost:8080"]
    with pytest.raises(ValidationError):
        clean_origins([f"https://{n}.example.org" for n in range(11)])


def test_licences_are_issued_for_ones_own_only(cast, edition):
    mine = make_current_edition([cast.second_agency], title="Of the second agency")
    refused = [
        {"actor": cast.author, "module": mine.module, "agency": cast.agency},
        {"actor": cast.author, "module": edition.module, "agency": cast.second_agency},
        {"actor": cast.reviewer, "module": edition.module, "agency": cast.agency},
        {"actor": cast.coordinator, "module": edition.module, "department": cast.other_department},
        {"actor": cast.officer, "module": edition.module},
    ]
    for given in refused:
        with pytest.raises(PermissionDenied):
            issue_licence(name="A city", origins=[LMS], **given)
    kept = issue_licence(
        actor=cast.coordinator, module=edition.module, department=cast.department, name="Ours", origins=[LMS]
    )
    assert LedgerEntry.objects.get(action="thin_licence_issued").subject == f"thin_licence:{kept.reference}"


def test_workspace_issues_watches_and_switches_off(client, cast, edition):
    client.force_login(cast.author)
    given = {"name": "A city", "module": edition.module_id, "issuer": f"agency-{cast.agency.pk}", "origins": LMS}
    wrong = client.post(reverse("modules_admin:new_licence"), given | {"origins": "lms.example.org"})
    assert wrong.status_code == 400
    assert "is not an address" in wrong.content.decode()
    assert not ThinLicence.objects.exists()
    client.post(reverse("modules_admin:new_licence"), given)
    licence = ThinLicence.objects.get()
    client.get(entry(licence))
    assert "A city" in client.get(reverse("modules_admin:licences")).content.decode()
    page = client.get(reverse("modules_admin:licence", args=[licence.reference])).content.decode()
    assert "1 launch in all" in page
    packed = client.get(reverse("modules_admin:thin_package", args=[licence.reference]), {"as": "1.2"})
    assert b"".join(packed.streaming_content) == thin(licence)
    change = reverse("modules_admin:change_licence", args=[licence.reference])
    for wanted in ("pin", "off", "nonsense"):
        client.post(change, {"change": wanted})
    licence.refresh_from_db()
    assert (licence.edition, licence.closed_at is None) == (edition, False)
    actions = LedgerEntry.objects.filter(subject=f"thin_licence:{licence.reference}").values_list("action", flat=True)
    assert sorted(actions) == ["thin_licence_issued", "thin_licence_pinned", "thin_licence_switched_off"]


def test_other_tenants_and_visitors_see_nothing_of_it(client, cast, licence):
    addresses = [
        reverse("modules_admin:licence", args=[licence.reference]),
        reverse("modules_admin:thin_package", args=[licence.reference]),
    ]
    change = reverse("modules_admin:change_licence", args=[licence.reference])
    assert client.get(addresses[0]).status_code == 302
    for person in (cast.outside_author, cast.coordinator, cast.second_author):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        assert client.post(change, {"change": "off"}).status_code == 404
        assert "A city" not in client.get(reverse("modules_admin:licences")).content.decode()
    client.force_login(cast.officer)
    assert client.get(reverse("modules_admin:licences")).status_code in (302, 403)
    licence.refresh_from_db()
    assert licence.closed_at is None
    with pytest.raises(PermissionDenied):
        switch_licence(actor=cast.outside_author, licence=licence, on=False)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(client, cast, edition, count, django_assert_num_queries):
    for _ in range(count):
        issue(cast, edition)
    client.force_login(cast.author)
    client.get(reverse("modules_admin:licences"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("modules_admin:licences"))


LIST_QUERIES = 11


def test_command_issues_a_licence_with_its_package(edition, tmp_path):
    target = tmp_path / "thin.zip"
    wanted = ["scorm_export", edition.digest[:10], "--as", "thin", "--for", "A city", "--output", str(target)]
    with pytest.raises(CommandError, match="addresses"):
        call_command(*wanted)
    assert not list(tmp_path.iterdir())
    call_command(*wanted, "--origin", LMS)
    assert target.read_bytes() == thin(ThinLicence.objects.get())
