"""Documents as PDF/UA: tags, same bytes, words that are no source, letters that no font has."""

from datetime import UTC, datetime

import pytest

from records.typesetting import CannotTypeset, settable, typeset
from records.typesetting.blocks import facts, heading, items, notice, quote, small, strong, table, text
from tests.pdf_structure import fonts_not_inside, opened, says_that_it_is_accessible, tags_of, words_of

MADE = datetime(2026, 5, 4, 12, tzinfo=UTC)


def document(*blocks, **more):
    known = {"title": "A title", "authors": ["An agency"], "subject": "", "language": "en", "region": None}
    known |= {"foot": "Foot", "page": "Page {number}", "lost_words": "Some letters are missing."}
    return known | {"blocks": [heading(1, "A title"), *blocks]} | more


def words(*blocks):
    return words_of(opened(typeset(document(*blocks), made=MADE)))


def test_it_is_tagged_named_and_whole():
    reader = opened(typeset(document(table(["A", "B"], [["1", "2"]], (1, 1)), items(["One"])), made=MADE))
    assert says_that_it_is_accessible(reader)
    assert fonts_not_inside(reader) == set()
    assert reader.metadata.title == "A title"
    assert reader.metadata.creation_date == MADE
    names = [tag.name for tag in tags_of(reader)]
    assert names[:2] == ["Document", "H1"]
    assert {"Table", "THead", "TH", "TD", "L", "LI"} <= set(names)


def test_the_same_document_gives_the_same_bytes(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert typeset(document(text("Same.")), made=MADE) == typeset(document(text("Same.")), made=MADE)
    assert typeset(document(text("Same.")), made=MADE) != typeset(document(text("Other.")), made=MADE)


@pytest.mark.parametrize(
    "source",
    [
        '#panic("x")',
        '#read("/etc/passwd")',
        "$ x^2 $",
        "= Not a heading",
        '#import "@preview/x:1.0.0"',
        "*a* _b_ `c`",
        "\\u{41}",
    ],
)
def test_words_are_never_read_as_source(source):
    parts = (heading(2, source), text(strong(source), source), quote(source), notice(source), small(source))
    reader = opened(
        typeset(
            document(*parts, items([source]), facts([(source, source)]), table([source], [[source]], (1,))), made=MADE
        )
    )
    assert words_of(reader).count(" ".join(source.split())) == 11
    assert [tag.name for tag in tags_of(reader)].count("H2") == 1


@pytest.mark.parametrize(
    ("said", "drawn"),
    [("Привет", "Привет"), ("Ελλάδα", "Ελλάδα"), ("Tiếng Việt", "Tiếng Việt"), ("a\u0000\u0007b", "ab")],
)
def test_letters_of_other_scripts_are_drawn(said, drawn):
    assert drawn in words(text(said))


@pytest.mark.parametrize("said", ["שלום עולם", "مرحبا بالعالم", "mixed שלום and مرحبا 12"])
def test_words_from_right_to_left_do_not_break_it(said):
    reader = opened(typeset(document(quote(said), table([said], [[said]], (1,))), made=MADE))
    assert says_that_it_is_accessible(reader)
    assert "□" not in words_of(reader)


def test_what_no_font_has_is_a_square_and_that_is_said():
    found = words(text("rare \U0001f9ff\U00013000 here, \ue000 and \uffff"))
    assert "Some letters are missing." in found
    assert "□" in found
    assert "Some letters are missing." not in words(text("plain"))


def test_marks_that_turn_words_around_are_dropped():
    assert "cod.exe" in words(text("\u202ecod.exe\u202c"))


def test_a_word_without_end_breaks_and_a_digest_does_not():
    assert settable("a" * 64) == "a" * 64
    assert "\u200b" in settable("W" * 300)
    assert words(text("W" * 5000), table(["W" * 90], [["W" * 900]], (1,))).count("W") == 5990


def test_a_document_that_breaks_the_standard_is_refused():
    with pytest.raises(CannotTypeset, match="heading"):
        typeset(document(heading(4, "Levels were skipped")), made=MADE)
    with pytest.raises(CannotTypeset):
        typeset(document({"kind": "nothing known"}), made=MADE)
