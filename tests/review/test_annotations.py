"""Web Annotations: out, in, out again the same; and files with faults in them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from review.anchoring import Quote
from review.annotations import exportable, notes_of, plan_import
from review.models import Flag
from review.passages import choices_of
from review.targets import EditionTarget, MaterialTarget, RegisterTarget
from review.views import annotations
from review.web_annotation import as_annotation, as_collection, read_annotations
from tests.factories.modules import ProvisionFactory, SourceFactory, make_current_edition
from tests.factories.review import MaterialFactory, block_target, make_flag, scenario_of

URL = "/docket/import/"


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


@pytest.fixture
def flags(cast, edition):
    film = MaterialFactory(slug="film", duration_seconds=60)
    return [
        make_flag(block_target(edition, quote=Quote("reports is covered")), by=cast.reviewer, suggestion="Say why."),
        make_flag(edition, by=cast.reviewer, visibility="public", severity="low"),
        make_flag(EditionTarget(step=scenario_of(edition), item_key="sc-01"), by=cast.reviewer),
        make_flag(MaterialTarget(material=film, start=3, end=9), by=cast.reviewer),
    ]


def file_of(text):
    return {"file": SimpleUploadedFile("notes.jsonld", text.encode(), content_type="application/ld+json")}


def test_what_leaves_comes_back_the_same(cast, client, flags):
    client.force_login(cast.author)
    response = client.get(reverse("review:own_annotations"))
    assert response.headers["Content-Type"].startswith("application/ld+json")
    out = response.content.decode()
    read = read_annotations(out)
    assert not read.faults
    assert len(read.notes) == 4
    client.force_login(cast.second_author)
    page = client.post(URL, file_of(out))
    assert len(page.context["arrivals"]) == 4
    assert not page.context["faults"]
    assert Flag.objects.count() == 4
    for _again in range(2):
        client.post(URL, {"content": out})
        assert Flag.objects.count() == 8
    ours, theirs = (
        Flag.objects.filter(flagger_agency=cast.agency),
        Flag.objects.filter(flagger_agency=cast.second_agency),
    )
    assert [_said(row) for row in ours.order_by("pk")] == [_said(row) for row in theirs.order_by("pk")]


def _said(flag):
    return (flag.kind, flag.step_id, flag.block_id, flag.item_key, flag.quote_exact, flag.start, flag.end, flag.claim,
            flag.suggestion, flag.severity, flag.selectors)  # fmt: skip


def test_the_public_file_has_public_flags_only(client, flags):
    items = client.get(reverse("review:public_annotations")).json()["first"]["items"]
    assert [item["id"] for item in items] == [f"urn:uuid:{flags[1].reference}"]
    assert client.get(reverse("review:public_annotations") + "?module=none").json()["total"] == 0
    assert client.get(reverse("review:public_report", args=[flags[0].reference])).status_code == 404
    assert client.get(reverse("review:public_report", args=[flags[1].reference])).status_code == 200


def test_a_dry_run_lists_every_bad_entry_and_writes_nothing(cast, client, flags):
    good = as_annotation(notes_of(exportable(Flag.objects.filter(pk=flags[0].pk)))[0])
    lost = json.loads(json.dumps(good))
    lost["target"]["selector"]["refinedBy"][0]["exact"] = "words that are nowhere"
    cases = [
        good,
        {"type": "Annotation"},
        lost,
        {**good, "target": {"source": "https://elsewhere.example/page"}},
        {**good, "body": [{"type": "TextualBody", "value": "No criterion.", "purpose": "assessing"}]},
        {**good, "body": [{"type": "TextualBody", "value": "x" * 5001, "purpose": "assessing"}]},
        "nonsense",
        {**good, "target": {"source": good["target"]["source"], "selector": {"type": "XPathSelector", "value": "/"}}},
    ]
    client.force_login(cast.second_author)
    before = Flag.objects.count()
    page = client.post(URL, file_of(json.dumps(cases)))
    assert [row.entry for row in page.context["arrivals"]] == [1]
    assert {fault.entry for fault in page.context["faults"]} == set(range(2, 9))
    assert Flag.objects.count() == before


@pytest.mark.parametrize("text", ["", "{", "[]" * 3, "7", '{"type": "AnnotationCollection"}', "[" * 5000])
def test_what_is_no_file_of_annotations_says_so(cast, text):
    arrivals, faults = plan_import(cast.author, text)
    assert not arrivals
    assert [fault.entry for fault in faults] == [0]


def test_a_file_that_is_too_large_or_not_text_is_refused(cast, client):
    client.force_login(cast.author)
    for content in (b"x" * (1024 * 1024 + 1), b"\xff\xfe\x00"):
        response = client.post(URL, {"file": SimpleUploadedFile("x", content)})
        assert response.status_code == 400


def test_html_in_a_claim_stays_text(cast, client, edition):
    claim = "<script>alert(1)</script><b>wrong</b>"
    flag = make_flag(edition, by=cast.reviewer, claim=claim, visibility="public")
    client.force_login(cast.second_reviewer)
    for url in (flag.get_absolute_url(), "/docket/", reverse("review:public_report", args=[flag.reference])):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_claim_of_two_megabytes_is_refused_kindly(cast, client, edition):
    step = edition.steps.first()
    url = reverse("review:raise_flag_step", args=[edition.digest, step.key]) + f"?block={step.blocks[0]['id']}"
    client.force_login(cast.officer)
    response = client.post(url, {"token": "6f1d3f0e-6f0e-4d3a-9d6f-0123456789ab", "claim": "x" * 2_000_000})
    assert response.status_code == 400
    assert "At most 5000 characters; this has 2000000." in response.content.decode()
    assert "x" * 2_000_000 in response.content.decode()  # nothing typed is lost
    assert not Flag.objects.exists()


def test_a_collection_counts_what_is_in_it():
    assert as_collection([], identity="urn:x", label="None")["total"] == 0


def test_what_is_more_than_a_page_holds_stands_on_the_next(client, flags, monkeypatch):
    monkeypatch.setattr(annotations, "MOST", 2)
    Flag.objects.update(visibility="public")
    url = reverse("review:public_annotations") + "?module=" + flags[0].module.slug
    whole = client.get(url).json()
    assert (whole["total"], len(whole["first"]["items"])) == (3, 2)
    following = whole["first"]["next"]
    rest = client.get(f"{url}&page=2").json()
    assert (rest["type"], rest["startIndex"], len(rest["items"])) == ("AnnotationPage", 2, 1)
    assert (rest["id"], rest["partOf"]) == (following, whole["id"])
    assert "next" not in rest
    assert [note.identity for _entry, note in read_annotations(json.dumps(rest)).notes] == [rest["items"][0]["id"]]
    for wrong in ("3", "0", "x", "-1"):
        assert client.get(f"{url}&page={wrong}").status_code == 404


@pytest.fixture
def entries(cast):
    return ProvisionFactory(fact_id="A-20"), SourceFactory(key="S-01")


def test_rules_sources_and_choices_come_in_as_they_went_out(cast, edition, entries):
    step = scenario_of(edition)
    key, words = choices_of(step, "sc-01")[0]
    targets = [RegisterTarget(entries[0]), RegisterTarget(entries[1])]
    targets += [EditionTarget(step=step, item_key="sc-01", choice_key=key)]
    targets += [EditionTarget(step=step, item_key="sc-01", quote=Quote(words))]
    flags = [make_flag(target, by=cast.reviewer) for target in targets]
    items = [as_annotation(note) for note in notes_of(exportable(Flag.objects.all()))]
    arrivals, faults = plan_import(cast.second_author, json.dumps(items))
    assert not faults
    for flag, arrival in zip(flags, arrivals, strict=True):
        again = make_flag(arrival.target, by=cast.second_author)
        for name in ("kind", "provision", "source", "item_key", "choice_key", "quote_exact", "excerpt", "selectors"):
            assert getattr(again, name) == getattr(flag, name), name


def test_rules_sources_and_choices_that_are_not_here_are_named(cast, edition, entries):
    step = scenario_of(edition)
    key, _words = choices_of(step, "sc-01")[0]
    targets = [RegisterTarget(entries[0]), RegisterTarget(entries[1])]
    targets += [EditionTarget(step=step, item_key="sc-01", choice_key=key)]
    for target in targets:
        make_flag(target, by=cast.reviewer)
    rule, source, choice = [as_annotation(note) for note in notes_of(exportable(Flag.objects.all()))]
    other = json.loads(json.dumps(rule))
    other["target"]["selector"]["value"] = "A-99"
    elsewhere = json.loads(json.dumps(rule))
    elsewhere["target"]["source"] = elsewhere["target"]["source"].replace(entries[0].authority.key, "no-such-law")
    nowhere = json.loads(json.dumps(source))
    nowhere["target"].pop("selector")
    misquoted = json.loads(json.dumps(source))
    misquoted["target"]["selector"]["refinedBy"] = {"type": "TextQuoteSelector", "exact": "nobody wrote this"}
    unsaid = json.loads(json.dumps(choice))
    unsaid["target"]["selector"]["refinedBy"]["exact"] = "nobody offers this"
    unplayed = json.loads(json.dumps(choice))
    unplayed["target"]["selector"]["value"] = "b-sc-99"
    wrong = [other, elsewhere, nowhere, misquoted, unsaid, unplayed]
    arrivals, faults = plan_import(cast.second_author, json.dumps([rule, *wrong]))
    assert [row.entry for row in arrivals] == [1]
    assert [fault.entry for fault in faults] == [2, 3, 4, 5, 6, 7]
    assert all(fault.message and fault.message != "sc-99" for fault in faults), faults


def test_words_that_cannot_be_kept_are_faults_of_their_entry(cast, client, flags):
    good = as_annotation(notes_of(exportable(Flag.objects.filter(pk=flags[0].pk)))[0])
    said = {"type": "TextualBody", "value": "x" * 3000, "purpose": "assessing"}
    wrong = [
        {**good, "body": [*good["body"], said, said]},
        {**good, "body": [*good["body"], {**said, "value": "half a letter: \ud800"}]},
        {**good, "body": [*good["body"], {**said, "value": "nothing: \x00"}]},
    ]
    client.force_login(cast.second_author)
    before = Flag.objects.count()
    for entry in wrong:
        page = client.post(URL, file_of(json.dumps([entry])))
        assert page.status_code == 200
        assert client.post(URL, {"content": json.dumps([entry])}).status_code == 302
    assert Flag.objects.count() == before
