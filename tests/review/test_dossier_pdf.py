"""The PDF of a dossier: accessible, complete, and whole whatever was written in it."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from people.models import Agency
from review.dossier.findings import Finding, FindingFate
from review.dossier.pdf import dossier_pdf
from review.dossier.shown import ShownDossier, ShownFinding
from review.dossier_enums import Fate
from review.models import DossierEdition, DossierSignOff, Flag, MaterialVersion, PublisherAnswer
from tests.pdf_structure import fonts_not_inside, opened, says_that_it_is_accessible, tags_of, words_of

SIGNED = datetime(2026, 5, 4, 12, tzinfo=UTC)
CRITERIA = [
    {"code": "REC-1", "title": "Data", "question": "Is it right?"},
    {"code": "REC-9", "title": "Condoms", "question": "Are they evidence?"},
]
ODD = {
    "long": "W" * 4000,
    "hebrew": "שלום עולם, \u202e12\u202c",
    "arabic": "مرحبا",
    "rare": "中文 \U0001f9ff \U00013000",
    "source": "#panic()\n= x\n$",
    "controls": "\x00\x07\uffff",
    "empty": "",
    "lines": "x\n\n\n\ny",
    "much": "a b " * 2000,
}


def finding(number, **more):
    known = {"number": number, "key": f"k{number}", "start": number * 20, "end": number * 20 + 7, "line": number}
    known |= {"excerpt": f"Words {number}.", "criteria": ["REC-1", "REC-9"], "severity": "high", "outcome": "partly"}
    known |= {"claim": f"Claim {number}.", "fix": f"Fix {number}.", "reasons": "Reasons.", "decided_by": "panel"}
    known |= {
        "rules": [{"fact": "X", "cite": "PC 647.3", "title": "No arrest"}],
        "sources": [],
        "dissent": "",
        "minority": "",
    }
    return known | {"carried_from": ""} | more


def content(*findings, **more):
    material = {"title": "A film", "publisher": "A house", "year": 2011, "mandate": "PC 1", "fictional": True}
    material |= {"notice": "Invented.", "content_note": "", "version": "First", "duration_seconds": 7200}
    rubric = {"key": "house", "title": "House", "version": 2, "digest": "d", "criteria": CRITERIA}
    known = {"material": material, "rubric": rubric, "summary": "One.\n\nTwo.", "method": "So.", "open_reports": 1}
    known |= {"reviewers": [{"name": "An agency", "reviewers": 2, "reports": 3}], "keep": [], "scores": []}
    known |= {"coverage": [{"agency": "An agency", "kind": "read", "percent": None}], "findings": list(findings)}
    return known | {"agreement": [{"criterion": "REC-1", "alpha": 81, "reviewers": 2, "units": 9}]} | more


def shown(data, *, language="en", answers=(), rows=None, newer=None):
    edition = DossierEdition(
        number=1, title="What it teaches", language=language, digest="ab" * 32, content=data, published_at=SIGNED
    )
    found = tuple(ShownFinding(row) for row in data["findings"]) if rows is None else rows
    return ShownDossier(edition, found, tuple(answers), (), newer, None)


def read(*given, **more):
    reader = opened(dossier_pdf(shown(*given, **more)))
    assert says_that_it_is_accessible(reader)
    assert fonts_not_inside(reader) == set()
    return reader


def test_headings_header_cells_and_the_chart_are_tagged():
    reader = read(content(finding(1), finding(2, severity="critical")))
    tags = tags_of(reader)
    levels = [int(tag.name[1]) for tag in tags if tag.name in {"H1", "H2", "H3", "H4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(levels) == 4
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {tag.scope for tag in tags if tag.name == "TH"} == {"/Column"}
    assert [tag.alternative for tag in tags if tag.name == "Figure"] == [
        "2 findings along 2:00:00. The table below says the same."
    ]
    assert {"BlockQuote", "L", "Link"} <= {tag.name for tag in tags}


def test_it_says_what_its_page_says():
    signed = [
        DossierSignOff(agency_name="An agency", answer="approve", dissent="Not the music.", created_at=SIGNED),
        DossierSignOff(agency_name="Another", answer="abstain", created_at=SIGNED),
    ]
    answer = PublisherAnswer(agency=Agency(name="An agency"), words="We shall cut it.", on=date(2026, 6, 1))
    score = {"criterion": "REC-1", "agency": "An agency", "score": "met", "words": "Well told."}
    data = content(finding(1, minority="We see it otherwise."), keep=[finding(9)], scores=[score])
    fate = FindingFate(Finding(Flag(), 20, 27, 1, ""), Fate.FIXED, words="It is gone.")
    found = (ShownFinding(data["findings"][0], (answer,), fate),)
    words = words_of(read(data, answers=signed, rows=found, newer=MaterialVersion(label="Second")))
    expected = ["One. Two.", "0:20\u20130:27", "Claim 1.", "Words 1.", "Fix: Fix 1.", "PC 647.3", "Well told."]
    expected += ["1 report about", "Not the music.", "We see it otherwise.", "Abstain", "May 4, 2026", "June 1, 2026"]
    expected += ["We shall cut it.", "Second", "Fixed", "It is gone.", "Claim 9.", "ab" * 32, "House, version 2"]
    assert [said for said in [*expected, "Partly upheld"] if said not in words] == []


def test_words_typed_in_a_browser_keep_their_paragraphs_and_both_dissents_are_said():
    data = content(finding(1, claim="One\tsays.\r\n\r\nTwo says.", minority="The few.", dissent="The first."))
    plain = content(finding(1, claim="One says.\n\nTwo says.", minority="The few.", dissent="The first."))
    typed = read(data | {"summary": "First part.\r\n\r\nSecond part."})
    assert tags_of(typed) == tags_of(read(plain | {"summary": "First part.\n\nSecond part."}))
    for words in ("One says.", "The few.", "The first."):
        assert words in words_of(typed)


def test_a_dossier_without_findings_or_signatures():
    words = words_of(read(content(coverage=[], agreement=[], reviewers=[])))
    assert "Nobody has signed yet." in words
    assert "Findings along the running time" not in words


def test_three_hundred_findings():
    reader = read(content(*(finding(number) for number in range(1, 301))))
    assert len(reader.pages) > 30
    assert "Claim 300." in reader.pages[-2].extract_text() + reader.pages[-1].extract_text()


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_odd_words_anywhere_do_not_break_it(odd):
    read(
        content(
            finding(1, claim=odd, excerpt=odd, fix=odd, reasons=odd, decided_by=odd, minority=odd, carried_from=odd),
            finding(2, start=None, end=None, severity="low", criteria=["GONE"]),
            summary=odd,
            method=odd,
            reviewers=[{"name": odd, "reviewers": 1, "reports": 1}],
            scores=[{"criterion": "REC-9", "agency": odd, "score": "not_met", "words": odd}],
        )
    )


@pytest.mark.parametrize(
    ("language", "said", "kept"), [("es", "Resumen", "es"), ("zh-hant", "Summary", "zh-TW"), ("tl", "Summary", "tl")]
)
def test_it_speaks_the_language_of_the_dossier(language, said, kept):
    reader = read(content(finding(1)), language=language)
    assert said in words_of(reader)
    assert reader.trailer["/Root"]["/Lang"] == kept


def test_the_same_dossier_gives_the_same_bytes(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert dossier_pdf(shown(content(finding(1)))) == dossier_pdf(shown(content(finding(1))))
