"""The coordinator's roster screens, asked by the whole cast."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import Officer, RosterUpload
from people.roster import COLUMNS
from people.services.roster import MOST_BYTES, keep_upload
from tests.factories.people import OfficerFactory

DRY_RUN_QUERIES = 13
NEW = "2001,Nia New,nia@example.org,Patrol,Officer,2024-05-01,active"


def content(*lines: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *lines]).encode()


def body(response) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")


@pytest.fixture
def upload(cast) -> RosterUpload:
    return keep_upload(actor=cast.coordinator, department=cast.department, content=content(NEW))


@pytest.fixture
def kim(client, cast):
    client.force_login(cast.coordinator)
    return client


def urls(upload) -> list[str]:
    return [
        reverse("people_admin:roster"),
        reverse("people_admin:roster_template"),
        reverse("people_admin:roster_present"),
        reverse("people_admin:roster_dry_run", args=[upload.reference]),
        reverse("people_admin:roster_plan", args=[upload.reference]),
    ]


def test_coordinator_sees_every_page_with_one_heading(kim, upload):
    for url in urls(upload):
        response = kim.get(url)
        assert response.status_code == 200, url
        if not response.streaming:
            assert response.content.decode().count("<h1") == 1, url


@pytest.mark.parametrize("name", ["auditor", "author", "administrator"])
def test_other_roles_are_refused(client, cast, upload, name):
    client.force_login(getattr(cast, name))
    for url in urls(upload):
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code in (403, 405), url


@pytest.mark.parametrize("name", ["officer", None])
def test_who_may_not_enter_the_admin_is_sent_to_sign_in(client, cast, upload, name):
    if name:
        client.force_login(getattr(cast, name))
    for url in urls(upload):
        assert client.get(url).status_code == 302, url


def test_upload_of_another_department_is_not_found(client, cast, upload):
    client.force_login(cast.outside_coordinator)
    for name in ("roster_dry_run", "roster_plan"):
        assert client.get(reverse(f"people_admin:{name}", args=[upload.reference])).status_code == 404
    confirm = reverse("people_admin:roster_dry_run", args=[upload.reference])
    assert client.post(confirm, {"digest": "0" * 64}).status_code == 404
    assert client.get(reverse("people_admin:roster"), {"department": cast.department.slug}).status_code == 404


def test_upload_dry_run_confirm(kim, cast):
    sent = kim.post(reverse("people_admin:roster"), {"file": SimpleUploadedFile("r.csv", content(NEW))})
    assert sent.status_code == 302
    shown = kim.get(sent.url)
    assert "Nia New" in shown.content.decode()
    assert not Officer.objects.filter(badge="2001").exists()
    digest = shown.context["plan"].digest()
    for _ in range(2):
        assert kim.post(sent.url, {"digest": digest}).status_code == 302
    assert Officer.objects.filter(badge="2001").count() == 1
    assert "Roster imported" in kim.get(sent.url).content.decode()


def test_stale_dry_run_is_shown_anew(kim, cast, upload):
    url = reverse("people_admin:roster_dry_run", args=[upload.reference])
    digest = kim.get(url).context["plan"].digest()
    OfficerFactory(department=cast.department, badge="1003", user__name="Late Comer")
    response = kim.post(url, {"digest": digest})
    assert response.status_code == 409
    assert "Late Comer" in response.content.decode()
    assert not Officer.objects.filter(badge="2001").exists()


@pytest.mark.parametrize("posted", [{}, {"digest": "x"}, {"digest": "0" * 64}, {"digest": "", "leaving": ["a", "-1"]}])
def test_forged_confirm_changes_nothing(kim, upload, posted):
    url = reverse("people_admin:roster_dry_run", args=[upload.reference])
    assert kim.post(url, posted).status_code == 409
    assert not Officer.objects.filter(badge="2001").exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"badge,name\n1,Ann", "Missing: email"),
        (b"PK\x03\x04\x00\x00", "Excel"),
        (content("1,Ann,a@example.org,,,,active") + b"x" * MOST_BYTES, "Split it by unit"),
    ],
)
def test_unreadable_file_is_refused_with_the_reason(kim, data, said):
    response = kim.post(reverse("people_admin:roster"), {"file": SimpleUploadedFile("r.csv", data)})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not RosterUpload.objects.exists()


def test_no_file_is_asked_for(kim):
    assert "required" in kim.post(reverse("people_admin:roster"), {}).content.decode()


def test_faults_are_shown_with_their_lines_and_no_button(kim, cast):
    bad = keep_upload(
        actor=cast.coordinator, department=cast.department, content=content(NEW, "3,<b>Bad</b>,no,,,,active")
    )
    page = kim.get(reverse("people_admin:roster_dry_run", args=[bad.reference])).content.decode()
    assert "This is not an e-mail address." in page
    assert "Import exactly this" not in page


def test_present_roster_can_be_imported_again_without_change(kim, cast):
    text = body(kim.get(reverse("people_admin:roster_present")))
    assert [row["badge"] for row in csv.DictReader(text.splitlines())] == ["1001", "1002"]
    sent = kim.post(reverse("people_admin:roster"), {"file": SimpleUploadedFile("r.csv", text.encode())})
    planned = kim.get(sent.url).context["plan"]
    assert (planned.new, planned.changed, planned.unchanged, planned.leaving) == ((), (), 2, ())


def test_template_holds_the_columns(kim):
    assert body(kim.get(reverse("people_admin:roster_template"))).strip() == ",".join(COLUMNS)


def test_dry_run_file_neutralises_cells(kim, cast):
    cast.teammate.name = "=HYPERLINK(1)"
    cast.teammate.save()
    upload = keep_upload(actor=cast.coordinator, department=cast.department, content=content(NEW))
    text = body(kim.get(reverse("people_admin:roster_plan", args=[upload.reference])))
    assert "2001" in text
    assert ",=HYPERLINK" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_any_number_of_rows(kim, cast, rows, django_assert_num_queries):
    lines = [f"N{n},Name {n},n{n}@example.org,Patrol,,,active" for n in range(rows)]
    upload = keep_upload(actor=cast.coordinator, department=cast.department, content=content(*lines))
    url = reverse("people_admin:roster_dry_run", args=[upload.reference])
    kim.get(url)
    with django_assert_num_queries(DRY_RUN_QUERIES):
        kim.get(url)


def test_menu_item_is_for_coordinators(client, cast):
    for name, shown in (("coordinator", True), ("auditor", False)):
        client.force_login(getattr(cast, name))
        assert (reverse("people_admin:roster") in client.get("/admin/").content.decode()) is shown
