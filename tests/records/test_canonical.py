"""Equal values have equal digests, and what is kept comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.canonical import canonical_copy, canonical_json, digest

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
FINITE = st.floats(min_value=-1e15, max_value=1e15)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | FINITE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)


def test_written_as_the_standard_says():
    assert canonical_json({"b": [1, 2.50, True, None], "a": "€"}) == '{"a":"€","b":[1,2.5,true,null]}'


def test_digest_is_known():
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(VALUES)
def test_writing_what_was_read_changes_nothing(value):
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text
    assert canonical_json(canonical_copy(value)) == text


@given(st.dictionaries(TEXT, WHOLE, min_size=2))
def test_order_of_keys_does_not_matter(value):
    assert digest(value) == digest(dict(reversed(value.items())))


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**60, object(), {1: "a"}, "a\x00b", {"\x00": 1}, "\ud800"]
)
def test_value_without_canonical_form_is_refused(value):
    with pytest.raises(ValueError, match="not canonical JSON"):
        canonical_json(value)


def test_backslashes_before_u0000_are_not_mistaken_for_nul():
    assert json.loads(canonical_json("\\u0000")) == "\\u0000"


def test_float_too_large_to_keep_exactly_is_refused():
    with pytest.raises(ValueError, match="too large"):
        canonical_copy({"n": 1e21})
