"""The pure parts: anchoring, sections, times, practice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.anchoring import Quote, Span, anchor, plain, with_surroundings
from review.practice import compare_with_key
from review.sections import cut_sections
from review.times import clock, seconds


def test_anchor_finds_the_place_that_its_surroundings_name():
    text = "Ask her name. Then stop. Ask her name. Then listen."
    assert anchor(text, Quote("Ask her name.")) == Span(0, 13)
    assert anchor(text, Quote("Ask her name.", suffix=" Then listen")) == Span(25, 38)
    assert anchor(text, Quote("Ask her name.", prefix="Then stop. ")) == Span(25, 38)


def test_anchor_ignores_line_breaks_and_curly_quotes_but_never_guesses():
    assert anchor("You don\u2019t\n  need that", Quote("You don't need that"))
    assert anchor("You do not need that", Quote("You don't need that")) is None
    assert anchor("anything", Quote("  ")) is None


@given(st.text(), st.data())
def test_a_quote_taken_from_a_text_is_found_in_it(text, data):
    body = plain(text)
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    exact = body[start:end]
    if not plain(exact):
        return
    span = anchor(text, Quote(exact))
    assert span is not None
    assert body[span.start : span.end] == plain(exact)
    assert anchor(text, with_surroundings(text, Quote(exact))) == span


def test_sections_are_cut_with_their_words_and_without_the_numbers_of_notes():
    html = (
        '<section class="cg-block" id="b-one" data-block="one"><p>First &amp; foremost'
        '<sup class="cg-cite"><a href="#n1">1</a></sup>.</p><ul><li>a</li><li>b</li></ul></section>\n'
        '<section data-block="two"><section><p>inner</p></section><script>no()</script></section>'
    )
    sections = cut_sections(html)
    assert sections["one"].text == "First & foremost.\na\nb"
    assert sections["one"].html.startswith('<section class="cg-block"')
    assert sections["one"].html.endswith("</section>")
    assert sections["two"].text == "inner"
    assert sections["one"].html + "\n" + sections["two"].html == html


@pytest.mark.parametrize(
    ("text", "value"), [("75", 75), ("1:15", 75), ("0:01:15", 75), (" 1:15.5 ", 75), ("100:00", 6000)]
)
def test_seconds_reads_what_people_write(text, value):
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["", "abc", "-5", "1:75", "1:2:3:4", "\u0661", "9999999", "1:15:99", "1:75:00"])
def test_seconds_refuses_anything_else(text):
    with pytest.raises(ValueError, match="not a time"):
        seconds(text)


@given(st.integers(0, 90_000))
def test_clock_and_seconds_are_inverse(value):
    assert seconds(clock(value)) == value


def test_practice_says_what_was_found_named_otherwise_missed_and_overflagged():
    key = [
        {"lines": [1, 20], "criteria": ["REC-8"], "severity": "medium", "note": "x"},
        {"lines": [3], "criteria": ["REC-1"], "severity": "high", "note": "y"},
        {"lines": [4], "criteria": ["REC-2"], "severity": "high", "note": "z"},
    ]
    result = compare_with_key({20: {"REC-8"}, 3: {"REC-4"}, 5: {"REC-1"}, 8: {"GOOD"}}, key, [5, 8])
    assert [row.result for row in result.rows] == ["found", "other", "missed"]
    assert result.found == 1
    assert result.overflagged == (5,)
