"""Items that do not count: asked like the others, left out of the score, and kept with the attempt for ever."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.definition import from_data
from assessments.models import Attempt
from assessments.outcomes import standing
from assessments.scoring import Given, score_fraction
from assessments.services.attempts import attempt_state, finish_attempt, save_answer, start_attempt
from records.models import LedgerEntry
from tests.factories.assessments import branching_item, make_quiz, single_item
from tests.factories.people import UserFactory

WHY = [{"authority": "Code 1", "kind": "repealed"}]
QUIZ = from_data({"title": "T", "pass_mark": 80, "items": [branching_item(), single_item(), single_item("sc-04")]})
ANSWERS = [
    Given("sc-01", "s1", ("a",)),
    Given("sc-01", "s2", ("b",)),
    Given("sc-03", "", ("a",)),
    Given("sc-04", "", ("b",)),
]
KEYS = [item.key for item in QUIZ.items]


@given(st.sets(st.sampled_from(KEYS)))
def test_the_score_is_that_of_the_items_that_count(suspended):
    stands = standing(QUIZ, ANSWERS, suspended)
    counting = [result.score for result in standing(QUIZ, ANSWERS).items if result.item.key not in suspended]
    assert stands.fraction == score_fraction(counting)
    assert stands.scored == bool(counting)
    assert stands.complete
    assert not suspended & {result.item.key for result in stands.missed}


@given(st.lists(st.sampled_from(ANSWERS)), st.sets(st.sampled_from(KEYS)))
def test_suspending_changes_nothing_of_what_was_answered(answers, suspended):
    free, held = standing(QUIZ, answers), standing(QUIZ, answers, suspended)
    assert (held.answered, held.total, held.current) == (free.answered, free.total, free.current)
    assert [result.outcomes for result in held.items] == [result.outcomes for result in free.items]


@pytest.fixture
def attempt(db):
    quiz = make_quiz(single_item("sc-01"), single_item("sc-02"))
    return start_attempt(actor=UserFactory(), quiz=quiz, subject="x")


def answered(attempt, **choices):
    for number, (key, choice) in enumerate(choices.items()):
        save_answer(
            actor=attempt.user,
            attempt=attempt,
            item_key=key.replace("_", "-"),
            scene_key="",
            choices=[choice],
            token=str(number),
        )
    return attempt


def test_a_wrong_answer_to_a_suspended_item_costs_nothing_and_is_kept_with_the_reason(attempt):
    answered(attempt, sc_01="b", sc_02="a")
    assert attempt_state(attempt, {}).stands.fraction != 1
    assert attempt_state(attempt, {"sc-02": WHY}).stands.fraction == 1
    finished = finish_attempt(actor=attempt.user, attempt=attempt, suspended={"sc-02": WHY, "gone": WHY})
    assert (finished.score_percent, finished.passed) == (100, True)
    assert finished.not_counted == [{"item": "sc-02", "because": WHY}]
    entry = LedgerEntry.objects.get(action="assessments.attempt.finished")
    assert entry.data["not_counted"] == finished.not_counted


def test_a_finished_attempt_reads_the_same_whatever_is_suspended_later(attempt):
    answered(attempt, sc_01="b", sc_02="a")
    finished = finish_attempt(actor=attempt.user, attempt=attempt, suspended={"sc-02": WHY})
    for now in ({}, {"sc-01": WHY}):
        state = attempt_state(Attempt.objects.get(pk=finished.pk), now)
        assert [result.counts for result in state.items] == [True, False]
        assert state.suspended == {"sc-02": WHY}


def test_a_quiz_in_which_nothing_counts_is_passed_without_a_score(attempt):
    answered(attempt, sc_01="a", sc_02="a")
    finished = finish_attempt(actor=attempt.user, attempt=attempt, suspended={"sc-01": WHY, "sc-02": WHY})
    assert (finished.score_percent, finished.passed) == (None, True)
    assert len(finished.not_counted) == 2


def test_what_did_not_count_is_written_once(attempt):
    answered(attempt, sc_01="b", sc_02="b")
    finish_attempt(actor=attempt.user, attempt=attempt)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(subject="y")
