"""The pages of dossiers and rubrics: who sees what, what is refused, how many queries."""

import csv
import hashlib
import io
import json
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from records.models import LedgerEntry
from review.dossier.chart import chart_of
from review.models import Dossier, DossierEdition, Flag, Rubric, RubricVersion
from review.services.dossiers import put_up_dossier, withdraw_dossier
from review.services.publishers import ask_publisher, keep_publisher_answer
from review.services.reanchoring import reanchor_version
from tests.factories.dossiers import LINES, make_dossier, make_published_dossier, make_rubric, make_version, sign_by
from tests.pdf_structure import opened, words_of

AGENCIES = {"author", "reviewer", "second_author", "second_reviewer", "outside_author"}


@pytest.fixture
def published(cast) -> DossierEdition:
    edition = make_published_dossier(cast)
    flag = Flag.objects.get(claim="Condoms prove nothing.")
    ask_publisher(actor=cast.reviewer, dossier=edition.dossier, asks="Cut the scene.", findings=[flag])
    keep_publisher_answer(actor=cast.reviewer, dossier=edition.dossier, flag=flag, words="=We agree.")
    return edition


def test_anybody_reads_a_published_dossier(client, published):
    assert published.title in client.get(reverse("review:dossiers")).content.decode()
    page = client.get(published.get_absolute_url()).content.decode()
    for words in (
        "Condoms prove nothing.",
        "Say that condoms are never evidence.",
        "0:10",
        "=We agree.",
        "Cut the scene.",
    ):
        assert words in page
    assert page.count("<h1") == 1
    assert "Rita" not in page


def test_a_request_says_what_it_is_about_and_a_long_one_is_no_heading(cast, client, published):
    asks = "Take the film off the shelf. " * 40
    ask_publisher(actor=cast.reviewer, dossier=published.dossier, asks=asks)
    page = client.get(published.get_absolute_url()).content.decode()
    assert re.search(r'About:\s*<a class="usa-link" href="#finding-2">finding 2</a>', page)
    assert max(len(found) for found in re.findall(r"<h3[^>]*>(.*?)</h3>", page)) < 250
    assert asks.strip() in page
    words = words_of(opened(client.get(reverse("review:dossier_pdf", args=[published.digest])).content))
    assert "About findings: 2." in words
    assert asks.strip() in words


def test_nobody_reads_a_candidate_in_public(cast, client):
    edition = put_up_dossier(actor=cast.reviewer, dossier=make_dossier(cast))
    for name in ("dossier", "dossier_pdf", "dossier_csv", "dossier_json", "dossier_canonical"):
        assert client.get(reverse(f"review:{name}", args=[edition.digest])).status_code == 404
    assert client.get(reverse("review:dossier", args=["nothing"])).status_code == 404


def test_the_exact_text_the_data_and_the_table(client, published):
    exact = client.get(reverse("review:dossier_canonical", args=[published.digest])).content
    assert hashlib.sha256(exact).hexdigest() == published.digest
    data = client.get(reverse("review:dossier_json", args=[published.digest])).json()
    assert data["signed"] == json.loads(exact)
    assert [row["words"] for row in data["answers_of_publisher"]] == ["=We agree."]
    table = b"".join(client.get(reverse("review:dossier_csv", args=[published.digest]))).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["from"], row["criteria"]) for row in rows] == [("0:00", "REC-1"), ("0:10", "REC-9")]
    assert not rows[1]["publisher's answers"].startswith("=")
    assert client.get(reverse("review:dossier_schema")).json()["title"]


def test_the_pdf_has_title_language_bookmarks_and_words(client, published):
    raw = client.get(reverse("review:dossier_pdf", args=[published.digest])).content
    document = PdfReader(io.BytesIO(raw))
    assert document.metadata.title == published.title
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert "Findings by criterion" in str(document.outline)
    words = "".join(page.extract_text() for page in document.pages)
    assert "Condoms prove nothing." in words
    assert raw == client.get(reverse("review:dossier_pdf", args=[published.digest])).content


def test_a_withdrawn_one_can_still_be_read_with_the_reason(cast, client, published):
    withdraw_dossier(actor=cast.reviewer, edition=published, reason="It named a wrong version.")
    assert "It named a wrong version." in client.get(published.get_absolute_url()).content.decode()
    assert published.title not in client.get(reverse("review:dossiers")).content.decode()


def test_the_page_asks_as_often_for_many_findings(cast, client, published, django_assert_max_num_queries):
    newer = make_version("Second cut", published.dossier.version.material, LINES[2:])
    reanchor_version(newer)
    client.get(published.get_absolute_url())
    with django_assert_max_num_queries(16):
        page = client.get(published.get_absolute_url()).content.decode()
    assert "Second cut" in page


@pytest.mark.parametrize("name", ["dossier_room", "dossier_scores", "publisher", "later_versions"])
def test_rooms_are_for_agencies(cast, client, name):
    dossier = make_dossier(cast, flags=False)
    path = reverse(f"review:{name}", args=[dossier.reference])
    for who, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        expected = 200 if who in AGENCIES else 403 if person else 302
        assert client.get(path).status_code == expected, who


def test_the_whole_way_by_hand(cast, client):
    version = make_version()
    rubric = make_rubric()
    client.force_login(cast.reviewer)
    begun = {"version": version.pk, "rubric": rubric.pk, "lead": cast.agency.pk, "approvals": 2, "title": "The film"}
    too_few = client.post(reverse("review:dossier_rooms"), begun | {"agencies": [cast.agency.pk]})
    assert too_few.status_code == 400
    client.post(reverse("review:dossier_rooms"), begun | {"agencies": [cast.second_agency.pk]})
    dossier = Dossier.objects.get()
    make_dossier(cast, version)
    finding = Flag.objects.get(claim="No source for thirteen.")
    room = reverse("review:dossier_room", args=[dossier.reference])
    fix = f"fix-{finding.reference}"
    words = {"title": "The film", "summary": "Wrong in two places.", "method": "Two agencies.", fix: "Name the study."}
    words["seen"] = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(room).content.decode())[1]
    assert client.post(room, words | {"title": ""}).status_code == 400
    assert client.post(room, words).status_code == 302
    late = client.post(room, words | {"summary": "Of somebody who opened it before."})
    assert late.status_code == 400
    assert "Somebody changed this since you opened it." in late.content.decode()
    assert "Of somebody who opened it before." in late.content.decode()
    assert Dossier.objects.get().summary == "Wrong in two places."
    scores = reverse("review:dossier_scores", args=[dossier.reference])
    score = {"agency": cast.agency.pk, "criterion": "REC-1", "score": "not_met"}
    assert client.post(scores, score).status_code == 400
    assert client.post(scores, score | {"evidence": [finding.reference]}).status_code == 302
    client.post(reverse("review:put_up_dossier", args=[dossier.reference]))
    edition = DossierEdition.objects.get()
    assert edition.findings[0]["fix"] == "Name the study."
    page = reverse("review:dossier_edition", args=[edition.reference])
    answer = {"digest": edition.digest, "answer": "approve", "dissent": "We would say it more softly."}
    assert client.post(page, answer | {"agency": cast.second_agency.pk}).status_code == 400
    assert client.post(page, answer | {"agency": cast.agency.pk}).status_code == 302
    client.force_login(cast.second_reviewer)
    client.post(page, answer | {"agency": cast.second_agency.pk, "dissent": ""})
    edition.refresh_from_db()
    assert edition.state == "current"
    public = client.get(edition.get_absolute_url()).content.decode()
    assert "We would say it more softly." in public
    assert "Not met" in public


def test_the_lead_asks_further_agencies_for_the_next_edition(cast, client):
    """One that was asked never answers: the dossier must not be stuck, nor an objection got rid of."""
    dossier = make_dossier(cast)
    first = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    path = reverse("review:ask_agencies", args=[dossier.reference])
    for person, status in ((cast.second_reviewer, 403), (cast.reviewer, 302), (cast.reviewer, 302)):
        client.force_login(person)
        assert client.post(path, {"agencies": [cast.outside_agency.pk]}).status_code == status
    assert dossier.agencies.count() == 3
    assert LedgerEntry.objects.filter(action="review.dossier.agencies_asked").count() == 1
    client.force_login(cast.outside_author)
    answer = {"agency": cast.outside_agency.pk, "answer": "approve", "digest": first.digest}
    page = reverse("review:dossier_edition", args=[first.reference])
    assert "Record this answer" not in client.get(page).content.decode()
    client.post(page, answer)
    assert not first.sign_offs.exists()
    second = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    sign_by(cast, second, cast.reviewer)
    client.post(reverse("review:dossier_edition", args=[second.reference]), answer | {"digest": second.digest})
    second.refresh_from_db()
    assert second.state == "current"


def test_only_the_lead_writes_and_withdraws(cast, client, published):
    client.force_login(cast.second_reviewer)
    room = reverse("review:dossier_room", args=[published.dossier.reference])
    client.post(room, {"title": "Mine", "summary": "x", "method": "y"})
    assert client.post(reverse("review:put_up_dossier", args=[published.dossier.reference])).status_code == 403
    withdraw = reverse("review:withdraw_dossier", args=[published.reference])
    assert client.post(withdraw, {"reason": "No."}).status_code == 403
    published.dossier.refresh_from_db()
    assert published.dossier.title != "Mine"


def test_what_the_publisher_said_is_entered_by_those_who_sign(cast, client, published):
    path = reverse("review:publisher", args=[published.dossier.reference])
    client.force_login(cast.second_reviewer)
    assert client.post(path, {"form": "ask", "asks": "", "on": "2026-01-01"}).status_code == 400
    good = Flag.objects.get(claim="Help comes first.")  # an answer to it would be shown nowhere
    answer = {"form": "answer", "flag": good.reference, "words": "Thank you.", "on": "2026-01-01"}
    assert client.post(path, answer).status_code == 400
    assert client.post(path, {"form": "ask", "asks": "Answer us.", "on": "2026-01-01"}).status_code == 302
    request = published.dossier.requests.get(number=2)
    follow = reverse("review:follow_request", args=[request.reference])
    client.post(follow, {"kind": "refused", "on": "2026-01-02", "words": ""})
    client.post(follow, {"kind": "acknowledged", "on": "2026-01-02"})
    assert [step.kind for step in request.steps.all()] == ["sent", "acknowledged"]
    client.force_login(cast.outside_author)
    assert client.post(path, {"form": "ask", "asks": "Mine.", "on": "2026-01-01"}).status_code == 403
    assert client.post(follow, {"kind": "done", "on": "2026-01-02"}).status_code == 403


def test_a_reviewer_says_what_became_of_a_finding(cast, client, published):
    newer = make_version("Second cut", published.dossier.version.material, LINES[2:])
    reanchor_version(newer)
    flag = Flag.objects.get(claim="Condoms prove nothing.")
    client.force_login(cast.outside_author)
    path = reverse("review:check_finding", args=[published.dossier.reference, flag.reference])
    assert (
        f'name="version" value="{newer.pk}"'
        in client.get(reverse("review:later_versions", args=[published.dossier.reference])).content.decode()
    )
    client.post(path, {"verdict": "nonsense", "version": newer.pk})
    client.post(path, {"verdict": "fixed"})
    assert not flag.checks.exists()
    client.post(path, {"verdict": "fixed", "words": "Cut.", "version": newer.pk})
    assert flag.checks.get().agency == cast.outside_agency
    assert "Cut." in client.get(published.get_absolute_url()).content.decode()


def test_what_was_seen_of_one_version_is_not_recorded_of_a_newer_one(cast, client, published):
    """The page was open while a third cut came."""
    material = published.dossier.version.material
    seen = make_version("Second cut", material, LINES[2:])
    reanchor_version(make_version("Third cut", material, LINES))
    flag = Flag.objects.get(claim="Condoms prove nothing.")
    client.force_login(cast.reviewer)
    path = reverse("review:check_finding", args=[published.dossier.reference, flag.reference])
    answer = client.post(path, {"verdict": "fixed", "version": seen.pk}, follow=True)
    assert "A newer version is there since you opened the page." in answer.content.decode()
    assert not flag.checks.exists()


def test_rubrics_by_hand(cast, client):
    make_rubric()
    client.force_login(cast.reviewer)
    lines = {"c-TOTAL_FORMS": "1", "c-INITIAL_FORMS": "0", "c-0-code": "PEER-PAY"}
    new = {"agency": cast.agency.pk, "key": "peer", "title": "Peers ask", **lines}
    assert client.post(reverse("review:rubrics"), new).status_code == 400
    full = new | {"c-0-title": "Unpaid", "c-0-question": "Is work unpaid?", "c-0-kind": "problem"}
    left_empty = {"c-TOTAL_FORMS": "2", "c-1-code": "", "c-1-title": "", "c-1-kind": "problem"}
    assert client.post(reverse("review:rubrics"), full | left_empty).status_code == 302
    rubric = Rubric.objects.get(key="peer")
    assert client.get(rubric.get_absolute_url()).status_code == 200
    lines = {"c-TOTAL_FORMS": "2", "c-INITIAL_FORMS": "1", "c-0-code": "PEER-PAY", "c-1-code": "REC-1"}
    assert client.post(rubric.get_absolute_url(), {"title": "Peers ask", **lines}).status_code == 302
    assert [version.codes for version in rubric.versions.all()] == [["PEER-PAY", "REC-1"], ["PEER-PAY"]]
    house = Rubric.objects.get(key="house")
    assert client.post(house.get_absolute_url(), {"title": "Ours", **lines}).status_code == 403
    client.force_login(cast.officer)
    assert client.get(reverse("review:rubrics")).status_code == 403
    assert RubricVersion.objects.count() == 3


def test_more_lines_are_asked_for_without_losing_any(cast, client):
    make_rubric()
    client.force_login(cast.reviewer)
    typed = {
        "c-TOTAL_FORMS": "4",
        "c-INITIAL_FORMS": "0",
        "c-0-code": "PEER-PAY",
        "c-0-title": "Unpaid",
        "c-2-code": "REC-1",
    }
    page = client.post(reverse("review:rubrics"), typed | {"key": "peer", "title": "Peers ask", "more": "1"})
    said = page.content.decode()
    assert page.status_code == 200
    assert not Rubric.objects.filter(key="peer").exists()
    for kept in ('value="Peers ask"', 'value="PEER-PAY"', 'value="Unpaid"', 'name="c-5-code"'):
        assert kept in said
    assert 'name="c-6-code"' not in said
    odd = {"c-TOTAL_FORMS": "9" * 30, "c-0-code": "\x00<b>", "more": "1"}
    assert client.post(reverse("review:rubrics"), odd).status_code == 200
    assert client.post(reverse("review:rubrics"), {"c-TOTAL_FORMS": "x", "more": "1"}).status_code == 200
    house = Rubric.objects.get(key="house")
    assert client.post(house.get_absolute_url(), {"more": "1"}).status_code == 403


def test_a_material_leads_to_its_published_dossier(cast, client, published):
    client.force_login(cast.reviewer)
    page = client.get(published.dossier.version.material.get_absolute_url()).content.decode()
    assert published.get_absolute_url() in page
    assert "missing" not in client.get(reverse("review:dossier_edition", args=[published.reference])).content.decode()


def test_the_drawing_stays_within_its_paper():
    rows = [
        {"number": 1, "severity": "low", "start": 0, "end": 0},
        {"number": 2, "severity": "critical", "start": 40, "end": 99},
        {"number": 3, "severity": "high", "start": None, "end": None},
    ]
    chart = chart_of(rows, 40)
    assert [name for name, _ in chart.rows] == ["critical", "low"]
    assert all(chart.left <= bar.x and bar.x + bar.width <= chart.width for bar in chart.bars)
    assert chart.untimed == (3,)
    assert chart_of([], None).bars == ()
