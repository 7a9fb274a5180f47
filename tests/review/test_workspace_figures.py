"""Spans, lanes, agreement and over-flagging. Pure."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.agreement import agreement
from review.note_forms import keys_of
from review.practice import compare_with_key
from review.spans import merged, share, total, within
from review.timeline import WIDTH, bar, length_of, ticks

spans = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted).map(tuple), max_size=12)


@settings(max_examples=60, deadline=None)
@given(spans, spans)
def test_merging_is_a_union_however_it_is_told(one, other):
    seconds = {at for start, end in [*one, *other] for at in range(start, end)}
    both = merged([*one, *other])
    assert total(both) == len(seconds)
    assert merged([*both, *one]) == both
    assert merged([*other, *one]) == both
    assert all(first[1] < second[0] for first, second in pairwise(both))


def test_share_and_within():
    assert share([(0, 30), (20, 50)], 100) == 50
    assert share([(0, 30)], None) is None
    assert within([(0, 30)], 10, 30)
    assert not within([(0, 30)], 10, 31)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9000), st.integers(0, 9000), st.integers(0, 7200))
def test_a_bar_never_leaves_the_drawing(start, length, duration):
    drawn = bar(start, start + length, duration)
    assert 0 <= drawn.x < WIDTH
    assert drawn.width >= 1
    assert drawn.x + drawn.width <= WIDTH


def test_ticks_are_the_quarters_and_the_length_is_never_nothing():
    assert [tick.label for tick in ticks(404)] == ["0:00", "1:41", "3:22", "5:03", "6:44"]
    assert length_of(None, [3, None, 90]) == 90
    assert length_of(None, []) == 60


@pytest.mark.parametrize(("count", "last"), [(3, "3"), (13, "Shift+3"), (22, "")])
def test_criteria_have_the_keys_of_their_places(count, last):
    assert keys_of(count)[-1] == last
    assert len(keys_of(count)) == count


def test_alpha_is_that_of_the_textbook():
    """The two-coder, ten-unit binary example of Krippendorff's *Computing Krippendorff's Alpha-Reliability*: 0.095."""
    meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    marks = {who: {unit: {"X"} for unit, yes in enumerate(row) if yes} for who, row in (("meg", meg), ("owen", owen))}
    seen = {"meg": range(10), "owen": range(10)}
    (row,) = agreement(seen, marks, ["X"])
    assert row.alpha == pytest.approx(0.095, abs=0.0005)
    assert (row.reviewers, row.units, row.same) == (2, 10, 0.6)
    assert row.strength == "weak"


def test_what_was_not_seen_is_no_judgment():
    seen = {"a": {1, 2, 3}, "b": {1, 2}, "c": {9}}
    (row,) = agreement(seen, {"a": {1: {"X"}, 3: {"X"}}, "b": {1: {"X"}}}, ["X"])
    assert (row.reviewers, row.units, row.alpha) == (2, 2, 1.0)
    assert row.strength == "firm"


def test_nothing_is_said_of_one_reviewer_or_without_a_difference():
    (alone,) = agreement({"a": {1}}, {}, ["X"])
    assert (alone.alpha, alone.reviewers, alone.same) == (None, 0, None)
    (even,) = agreement({"a": {1}, "b": {1}}, {}, ["X"])
    assert (even.alpha, even.same) == (None, 1.0)


def test_over_flagging_is_measured_on_every_line_that_the_key_leaves_alone():
    key = [{"lines": [3], "criteria": ["REC-1"], "severity": "high", "note": "No source."}]
    marks = {3: {"REC-1"}, 5: {"REC-2"}, 6: {"GOOD"}, 7: {"REC-1"}}
    result = compare_with_key(marks, key, [5], lines=range(1, 12))
    assert (result.found, result.overflagged, result.needless, result.others) == (1, (5,), (5, 7), 10)
    assert (result.overflag_percent, result.right_percent) == (20, 33)


def test_who_marks_nothing_over_flags_nothing():
    result = compare_with_key({}, [], [5], lines=range(1, 3))
    assert (result.overflag_percent, result.right_percent) == (0, None)
