"""The workspace: notes by form and by script, wrong input, what others add, coverage, practice and agreement."""

import json
from uuid import uuid4

import pytest

from records.models import LedgerEntry
from review.models import Coverage, Flag
from review.services.covering import record_coverage
from review.targets import MaterialTarget, TargetRefused
from tests.factories.review import CriterionFactory, MaterialVersionFactory, TranscriptLineFactory, make_flag

AGENCIES = {"author", "reviewer", "second_author", "second_reviewer", "outside_author"}
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def version(db):
    CriterionFactory(code="REC-1", position=1)
    CriterionFactory(code="REC-2", position=2)
    version = MaterialVersionFactory()
    for n, text in enumerate(("It is on your street.", "Check the purse.", "Drive safely."), start=1):
        TranscriptLineFactory(version=version, n=n, start=(n - 1) * 10, end=n * 10, speaker="", text=text)
    return version


def note(version, **more):
    criterion = CriterionFactory(code="REC-1").pk
    form = {"token": str(uuid4()), "start": "0:10", "end": "0:20", "criteria": [criterion], "severity": "high"}
    return form | {"claim": "Condoms are not evidence.", "visibility": "reviewers"} | more


def address(version, part=""):
    return f"{version.get_absolute_url()}{part}"


def test_a_note_by_the_form_is_a_flag_with_its_step_and_ledger_entry(cast, client, version):
    client.force_login(cast.reviewer)
    answer = client.post(address(version, "notes/add/"), note(version, quote="the purse"))
    flag = Flag.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#note-{flag.reference}")
    assert (flag.kind, flag.start, flag.end, flag.quote_exact, flag.severity) == ("range", 10, 20, "the purse", "high")
    assert LedgerEntry.objects.filter(action="review.flag.raised").count() == 1
    page = client.get(address(version)).content.decode()
    assert "Condoms are not evidence." in page
    assert "by you" in page


def test_a_line_keeps_its_number_while_its_times_are_kept(cast, client, version):
    client.force_login(cast.reviewer)
    page = client.get(address(version) + "?line=2").content.decode()
    assert 'value="0:10"' in page
    client.post(address(version, "notes/add/"), note(version, line="2"))
    client.post(address(version, "notes/add/"), note(version, line="2", end="0:25"))
    assert list(Flag.objects.order_by("pk").values_list("kind", "line__n")) == [("line", 2), ("range", None)]
    assert client.get(address(version) + "?line=99").status_code == 404


def test_the_same_token_is_one_note_however_often_it_is_sent(cast, client, version):
    client.force_login(cast.reviewer)
    form = note(version)
    answers = [client.post(address(version, "notes/add/"), form, **JSON) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["reference"] for answer in answers}) == 1
    assert Flag.objects.count() == 1


WRONG = [
    ({"start": "0:20", "end": "0:10"}, "end", "ends before it starts"),
    ({"end": "1:01"}, "end", "The recording ends at 1:00"),
    ({"start": "soon"}, "start", "minutes and seconds"),
    ({"start": "-5"}, "start", "minutes and seconds"),
    ({"quote": "words that nobody says"}, "quote", "Nobody says these words there"),
    ({"claim": "x" * 2_000_000}, "claim", "At most 5000 characters; this has 2000000"),
    ({"claim": "  "}, "claim", "required"),
    ({"criteria": []}, "criteria", "required"),
    ({"criteria": ["999999"]}, "criteria", "999999"),
    ({"criteria": ["9" * 30]}, "criteria", "9" * 30),
    ({"claim": "a\0b"}, "claim", "Null characters"),
    ({"severity": "extreme"}, "severity", "extreme"),
    ({"token": "no-token"}, "token", "valid UUID"),
    ({"line": "0"}, "line", "greater than or equal to 1"),
]


@pytest.mark.parametrize(
    ("wrong", "field", "words"), WRONG, ids=[f"{field}-{n}" for n, (_w, field, _s) in enumerate(WRONG)]
)
def test_wrong_input_is_named_by_field_and_nothing_is_written(cast, client, version, wrong, field, words):
    client.force_login(cast.reviewer)
    answer = client.post(address(version, "notes/add/"), note(version, **wrong), **JSON)
    assert answer.status_code == 400
    assert words in " ".join(one["message"] for one in answer.json()["errors"][field])
    assert not Flag.objects.exists()
    assert not LedgerEntry.objects.filter(action__startswith="review.flag").exists()


def test_the_form_keeps_what_was_written_when_it_is_refused(cast, client, version):
    client.force_login(cast.reviewer)
    answer = client.post(address(version, "notes/add/"), note(version, end="9:00"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Condoms are not evidence." in page
    assert "The recording ends at 1:00" in page


def test_html_in_a_claim_is_shown_as_text_everywhere(cast, client, version):
    client.force_login(cast.reviewer)
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    client.post(address(version, "notes/add/"), note(version, claim=script))
    assert Flag.objects.get().claim == script
    live = client.get(address(version, "notes/")).json()["html"]
    for page in (client.get(address(version)).content.decode(), live):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_overlapping_notes_are_kept_and_said(cast, client, version):
    client.force_login(cast.reviewer)
    client.post(address(version, "notes/add/"), note(version), **JSON)
    said = client.post(address(version, "notes/add/"), note(version, start="0:15", end="0:25"), **JSON).json()
    assert said["overlaps"].startswith("It overlaps your note from 0:10 to 0:20")
    apart = client.post(address(version, "notes/add/"), note(version, start="0:30", end="0:40"), **JSON).json()
    assert apart["overlaps"] == ""
    assert Flag.objects.count() == 3


def test_an_open_page_hears_of_what_others_add(cast, client, version):
    client.force_login(cast.reviewer)
    page = client.get(address(version, "notes/")).json()["html"]
    stamp = page.split('data-stamp="')[1].split('"')[0]
    assert client.get(address(version, f"notes/?since={stamp}")).status_code == 204
    make_flag(MaterialTarget(material=version.material, version=version, start=1, end=2), by=cast.second_reviewer)
    fresh = client.get(address(version, f"notes/?since={stamp}"))
    assert fresh.status_code == 200
    assert "The number has no source." in fresh.json()["html"]
    assert cast.second_reviewer.name not in fresh.json()["html"]


def test_practice_hides_what_others_noted(cast, client, version):
    make_flag(MaterialTarget(material=version.material, version=version, start=1, end=2), by=cast.second_reviewer)
    client.force_login(cast.reviewer)
    assert "The number has no source." in client.get(address(version)).content.decode()
    for part in ("?practice=1", "notes/?practice=1"):
        assert "The number has no source." not in client.get(address(version, part)).content.decode()


def test_practice_measures_over_flagging(cast, client, version):
    material = version.material
    assert client.get(f"/materials/{material.slug}/practice/").status_code == 302
    client.force_login(cast.reviewer)
    assert client.get(f"/materials/{material.slug}/practice/").status_code == 404
    material.answer_key = [{"lines": [2], "criteria": ["REC-1"], "severity": "high", "note": "No evidence."}]
    material.keep = [3]
    material.save()
    for start in (10, 20):
        make_flag(MaterialTarget(material=material, version=version, start=start, end=start + 10), by=cast.reviewer)
    page = client.get(f"/materials/{material.slug}/practice/").content.decode()
    assert "1 of 1" in page
    assert "1 of the 2 lines that are no problem (50%)" in page
    assert "50% of the lines that you called a problem" in page
    newer = MaterialVersionFactory(material=material)
    late = TranscriptLineFactory(version=newer, n=1, start=10, end=60)
    make_flag(MaterialTarget(material=material, version=newer, line=late), by=cast.reviewer)
    again = client.get(f"/materials/{material.slug}/practice/").content.decode()
    assert "1 of the 2 lines that are no problem (50%)" in again


def test_coverage_is_merged_told_by_agency_and_names_nobody(cast, client, version):
    client.force_login(cast.reviewer)
    for spans in ([[0, 10], [5, 20]], [[0, 10]], [[40, 60]]):
        answer = client.post(address(version, "coverage/"), {"kind": "watched", "spans": json.dumps(spans)})
        assert answer.status_code == 204
    client.force_login(cast.second_reviewer)
    form = {"kind": "read", "start": "0:00", "end": "0:30"}
    assert client.post(address(version, "coverage/"), form).status_code == 302
    assert list(Coverage.objects.order_by("pk").values_list("spans", flat=True)) == [[[0, 20], [40, 60]], [[0, 30]]]
    page = client.get(address(version)).content.decode()
    assert "0:00\u20130:20, 0:40\u20131:00" in page
    assert "66%" in page
    assert "50%" in page
    assert cast.reviewer.name not in page
    assert str(cast.reviewer.reference) not in page


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "watched", "spans": "[[5, 2]]"},
        {"kind": "watched", "spans": "[[0, 61]]"},
        {"kind": "watched", "spans": "[[-1, 5]]"},
        {"kind": "watched", "spans": "[[true, 5]]"},
        {"kind": "watched", "spans": "[1, 5]"},
        {"kind": "watched", "spans": "{}"},
        {"kind": "watched", "spans": "nonsense"},
        {"kind": "watched", "spans": "[" * 19_999},
        {"kind": "dreamt", "spans": "[[0, 5]]"},
        {"kind": "watched", "start": "0:20", "end": "0:10"},
        {"kind": "watched", "start": "0:20", "end": "2:00"},
        {"kind": "watched", "start": "", "end": "0:10"},
    ],
)
def test_coverage_that_cannot_be_is_refused(cast, client, version, form):
    client.force_login(cast.reviewer)
    assert client.post(address(version, "coverage/"), form).status_code == 400
    assert not Coverage.objects.exists()


def test_agreement_counts_only_what_two_have_seen(cast, client, version):
    client.force_login(cast.reviewer)
    assert "Nothing can be said yet" in client.get(address(version, "agreement/")).content.decode()
    for person in (cast.reviewer, cast.second_reviewer):
        record_coverage(actor=person, version=version, kind="watched", spans=[(0, 30)])
        make_flag(MaterialTarget(material=version.material, version=version, start=10, end=20), by=person)
    page = client.get(address(version, "agreement/")).content.decode()
    assert "2 reviewers, 3 places judged by more than one." in page
    assert "1.00" in page
    assert "they agree" in page
    assert "nothing can be said: all gave the same answer everywhere" in page


def test_every_page_is_for_agencies_alone_and_of_its_own_material(cast, client, version):
    other = MaterialVersionFactory()
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        expected = 200 if name in AGENCIES else 403 if person else 302
        for part in ("", "notes/", "agreement/", "transcript/", "transcript.vtt"):
            assert client.get(address(version, part)).status_code == expected, (name, part)
    client.force_login(cast.reviewer)
    assert client.get(f"/materials/{other.material.slug}/versions/{version.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_workspace_costs_the_same_for_one_and_three(cast, client, version, django_assert_num_queries, count):
    for n, person in enumerate((cast.reviewer, cast.second_reviewer, cast.author)[:count]):
        make_flag(MaterialTarget(material=version.material, version=version, start=n * 10, end=n * 10 + 5), by=person)
        record_coverage(actor=person, version=version, kind="watched", spans=[(0, 10 * n + 5)])
    client.force_login(cast.reviewer)
    client.get(address(version))
    with django_assert_num_queries(13):
        client.get(address(version))
    with django_assert_num_queries(11):
        client.get(address(version, "notes/"))


def test_a_quote_is_looked_for_where_it_is_said(version):
    from_line = MaterialTarget(material=version.material, line=version.lines.get(n=1))
    assert from_line.fields()["kind"] == "line"
    with pytest.raises(TargetRefused):
        MaterialTarget(material=version.material, version=version, start=5, end=2).fields()


def test_the_lines_of_an_open_page_lead_to_what_was_added(cast, client, version):
    client.force_login(cast.reviewer)
    drawn = client.get(address(version, "notes/")).json()
    assert drawn["lines"] == {}
    flag = make_flag(
        MaterialTarget(material=version.material, version=version, start=12, end=25), by=cast.second_author
    )
    drawn = client.get(address(version, "notes/")).json()
    assert set(drawn["lines"]) == {"2", "3"}
    link = drawn["lines"]["2"]
    assert f'href="#note-{flag.reference}"' in link
    assert link in client.get(address(version)).content.decode()  # as the page itself draws it


def test_an_open_page_hears_that_a_note_was_sorted_or_joined(cast, client, version):
    target = MaterialTarget(material=version.material, version=version, start=12, end=25)
    flag, other = make_flag(target, by=cast.second_author), make_flag(target, by=cast.second_author)
    client.force_login(cast.reviewer)
    stamps = []
    for change in (None, lambda: flag.criteria.set([CriterionFactory(code="REC-2")]), lambda: _join(flag, other)):
        if change:
            change()
        stamps.append(client.get(address(version)).context["notes"].stamp)
    assert len(set(stamps)) == 3


def _join(flag, other):
    flag.merged_into = other
    flag.save()


def test_a_page_of_one_person_writes_nothing_in_the_name_of_another(cast, client, version):
    client.force_login(cast.reviewer)
    key = client.get(address(version)).context["device_key"]
    client.force_login(cast.second_reviewer)
    headers = {"headers": {"accept": "application/json", "x-written-by": key}}
    spans = {"kind": "watched", "spans": "[[0, 5]]"}
    assert client.post(address(version, "notes/add/"), note(version), **headers).status_code == 409
    assert client.post(address(version, "coverage/"), spans, **headers).status_code == 409
    assert client.get(address(version, "notes/"), **headers).status_code == 409
    assert not Flag.objects.exists()
    assert not Coverage.objects.exists()
    client.force_login(cast.reviewer)
    assert client.post(address(version, "notes/add/"), note(version), **headers).status_code == 201
    assert client.post(address(version, "coverage/"), spans, **headers).status_code == 204


def test_it_says_when_there_are_more_notes_than_it_shows(cast, client, version, monkeypatch):
    monkeypatch.setattr("review.workspace.MOST_NOTES", 1)
    client.force_login(cast.reviewer)
    for second, said in ((3, False), (5, True)):
        make_flag(
            MaterialTarget(material=version.material, version=version, start=second, end=second), by=cast.reviewer
        )
        page = client.get(version.get_absolute_url()).content.decode()
        assert (f"/docket/?about=material:{version.material_id}" in page) is said
    assert page.count('class="cg-note"') == 1
