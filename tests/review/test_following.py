"""Finding flagged places again: examples, and made-up edits with a known truth."""

import pytest

from review.anchoring import Quote
from review.following import Texts, follow_block, follow_quote
from tests.bench.edits import Maker

OLD = {
    "a": "An officer who hears a report of robbery writes it down. The person is not arrested for sex work. Ask twice.",
    "b": "Another passage of the same lesson says something else altogether, and says it at some length here.",
}
QUOTE = Quote("is not arrested", "writes it down. The person ", " for sex work.")


def followed(new, quote=QUOTE, key="a"):
    return follow_quote(key, quote, Texts(OLD), Texts(new))


def test_an_unchanged_block_keeps_its_quote():
    assert followed(OLD).same


def test_a_change_elsewhere_in_the_block_moves_the_quote():
    found = followed({**OLD, "a": "Listen first. " + OLD["a"]})
    assert (found.key, found.exact, found.same) == ("a", "is not arrested", False)


def test_a_quote_moves_with_its_surroundings_to_another_block():
    found = followed({"b": OLD["b"] + " " + OLD["a"]})
    assert (found.key, found.exact) == ("b", "is not arrested")


def test_a_word_changed_within_a_quote_is_followed():
    long = Quote("The person is not arrested for sex work.")
    found = followed({**OLD, "a": OLD["a"].replace("arrested for", "arrested today for")}, long)
    assert found is None or found.exact == "The person is not arrested today for sex work."


@pytest.mark.parametrize(
    "text",
    [
        OLD["a"].replace("is not arrested ", ""),
        OLD["a"] + " " + OLD["a"],
        "The person may be arrested.",
        "",
    ],
)
def test_what_was_cut_copied_or_rewritten_is_lost(text):
    assert followed({**OLD, "a": text}) is None


def test_a_block_is_followed_by_its_id_or_by_its_whole_text():
    old = Texts(OLD)
    assert follow_block("a", old, Texts(OLD)).same
    assert follow_block("a", old, Texts({"a": OLD["a"] + " And again."})).key == "a"
    assert follow_block("a", old, Texts({"z": OLD["a"]})).key == "z"
    assert follow_block("a", old, Texts({"y": OLD["a"], "z": OLD["a"]})) is None
    assert follow_block("a", old, Texts({"a": OLD["b"]})) is None


def test_no_flag_is_anchored_to_the_wrong_place():
    cases = list(Maker(7).cases(600))
    assert [case for case in cases if case.wrong()] == []
    assert sum(case.found is not None for case in cases) > 100
