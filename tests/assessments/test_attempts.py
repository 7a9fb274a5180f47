"""Attempts and answers: what is kept, what is refused, and that nothing doubles."""

import pytest
from django.db import IntegrityError, transaction

from assessments import errors
from assessments.definition import Outcome
from assessments.models import Answer, Attempt, Quiz
from assessments.services.attempts import attempt_state, finish_attempt, save_answer, start_attempt
from records.models import LedgerEntry
from tests.factories.assessments import BEST_ANSWERS, branching_item, make_quiz, single_item
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def attempt(user):
    return start_attempt(actor=user, quiz=make_quiz(), subject="enrolment:1")


def answer(attempt, item, scene="", choices="a", token=None, actor=None):
    return save_answer(
        actor=actor or attempt.user,
        attempt=attempt,
        item_key=item,
        scene_key=scene,
        choices=list(choices),
        token=token or f"{item}{scene}{choices}",
    )


def answer_best(attempt):
    for item, scene, choices in BEST_ANSWERS:
        answer(attempt, item, scene, choices)


def test_same_definition_is_the_same_quiz():
    assert make_quiz() == make_quiz()
    assert make_quiz(single_item()) != make_quiz()


def test_open_attempt_is_taken_up_again(user, attempt):
    assert start_attempt(actor=user, quiz=attempt.quiz, subject="enrolment:1") == attempt
    assert start_attempt(actor=user, quiz=attempt.quiz, subject="enrolment:2") != attempt


def test_answer_tells_consequence_feedback_provision_and_belief(attempt):
    outcome = answer(attempt, "sc-01", "s1", "a")
    assert outcome.consequence == "Then a happens."
    assert outcome.feedback == "Because of a."
    assert outcome.provision == {"fact": "P-16", "cite": "17-249"}
    assert outcome.belief == "A wrong belief."
    assert (outcome.outcome, outcome.points, outcome.next_scene.key) == (Outcome.BEST, 2, "s2")


def test_single_choice_shows_what_was_right(attempt):
    outcome = answer(attempt, "sc-03", choices="a")
    assert [(shown.choice.key, shown.chosen, shown.right) for shown in outcome.choices] == [
        ("a", True, False), ("b", False, True),
    ]  # fmt: skip
    assert outcome.outcome is Outcome.POOR


def test_state_follows_the_story(attempt):
    answer(attempt, "sc-01", "s1", "b")
    state = attempt_state(attempt)
    assert (state.current_item.key, state.current_scene.key, state.answered, state.total) == ("sc-01", "s1b", 0, 3)


def test_same_answer_again_returns_the_same_and_keeps_one(attempt):
    first = answer(attempt, "sc-03", choices="a", token="t1")
    again = answer(attempt, "sc-03", choices="a", token="t1")
    assert again.repeated
    assert again.choices == first.choices
    assert answer(attempt, "sc-03", choices="a", token="t2").repeated
    assert Answer.objects.count() == 1


def test_different_second_answer_is_refused_and_the_first_stands(attempt):
    answer(attempt, "sc-03", choices="a", token="t1")
    for token in ("t1", "t2"):
        with pytest.raises(errors.AlreadyAnswered, match="first answer stands") as caught:
            answer(attempt, "sc-03", choices="b", token=token)
        assert caught.value.outcome.chosen[0].key == "a"
    assert Answer.objects.get().choices == ["a"]


def test_token_of_another_question_is_refused(attempt):
    answer(attempt, "sc-03", choices="a", token="t1")
    with pytest.raises(errors.TokenUsed):
        answer(attempt, "sc-04", choices="ab", token="t1")


@pytest.mark.parametrize(
    ("item", "scene", "choices", "error"),
    [
        ("sc-99", "", "a", errors.UnknownItem),
        ("sc-01", "s2", "a", errors.SceneNotReached),
        ("sc-01", "", "a", errors.SceneNotReached),
        ("sc-01", "s9", "a", errors.SceneNotReached),
        ("sc-03", "s1", "a", errors.SceneNotReached),
        ("sc-03", "", "z", errors.UnknownChoice),
        ("sc-01", "s1", "z", errors.UnknownChoice),
        ("sc-03", "", "ab", errors.WrongNumberOfChoices),
        ("sc-03", "", "", errors.WrongNumberOfChoices),
        ("sc-04", "", "", errors.WrongNumberOfChoices),
    ],
)
def test_answer_that_does_not_fit_is_refused_and_nothing_kept(attempt, item, scene, choices, error):
    with pytest.raises(error) as caught:
        answer(attempt, item, scene, choices)
    assert caught.value.message
    assert not Answer.objects.exists()


def test_item_of_another_quiz_is_refused(user, attempt):
    other = start_attempt(actor=user, quiz=make_quiz(branching_item("sc-55")), subject="enrolment:1")
    with pytest.raises(errors.UnknownItem):
        answer(attempt, "sc-55", "s1", "a")
    assert answer(other, "sc-55", "s1", "a").points == 2


def test_scene_off_the_path_is_refused(attempt):
    answer(attempt, "sc-01", "s1", "a")
    with pytest.raises(errors.SceneNotReached):
        answer(attempt, "sc-01", "s1b", "a")


def test_someone_elses_attempt_is_refused(attempt):
    stranger = UserFactory()
    with pytest.raises(errors.NotYourAttempt):
        answer(attempt, "sc-03", choices="a", actor=stranger)
    with pytest.raises(errors.NotYourAttempt):
        finish_attempt(actor=stranger, attempt=attempt)
    assert not Answer.objects.exists()


def test_finish_scores_passes_and_writes_the_ledger(user, attempt):
    answer_best(attempt)
    finished = finish_attempt(actor=user, attempt=attempt)
    assert (finished.score_percent, finished.passed) == (100, True)
    entry = LedgerEntry.objects.get(action="assessments.attempt.finished")
    assert entry.data["score_percent"] == 100
    assert user.email not in str(entry.data)


def test_finish_twice_changes_nothing(user, attempt):
    answer_best(attempt)
    first = finish_attempt(actor=user, attempt=attempt)
    again = finish_attempt(actor=user, attempt=attempt)
    assert again.finished_at == first.finished_at
    assert LedgerEntry.objects.filter(action="assessments.attempt.finished").count() == 1


def test_unfinished_attempt_cannot_be_finished(user, attempt):
    answer(attempt, "sc-03", choices="b")
    with pytest.raises(errors.AttemptUnfinished) as caught:
        finish_attempt(actor=user, attempt=attempt)
    assert caught.value.left == 2
    attempt.refresh_from_db()
    assert attempt.finished_at is None


def test_finished_attempt_takes_no_new_answer(user):
    attempt = start_attempt(actor=user, quiz=make_quiz(branching_item()), subject="x")
    answer(attempt, "sc-01", "s1", "c")
    finish_attempt(actor=user, attempt=attempt)
    assert answer(attempt, "sc-01", "s1", "c").repeated
    with pytest.raises(errors.AttemptFinished):
        answer(attempt, "sc-01", "s2", "a")


def test_limit_of_attempts(user):
    quiz = make_quiz(single_item())
    for number in (1, 2):
        attempt = start_attempt(actor=user, quiz=quiz, subject="x", limit=2)
        assert attempt.number == number
        answer(attempt, "sc-03", choices="a")
        finish_attempt(actor=user, attempt=attempt)
    with pytest.raises(errors.AttemptsExhausted, match="all 2 attempts"):
        start_attempt(actor=user, quiz=quiz, subject="x", limit=2)
    assert Attempt.objects.count() == 2


def test_missed_items_say_what_to_read_again(user):
    attempt = start_attempt(actor=user, quiz=make_quiz(branching_item()), subject="x")
    answer(attempt, "sc-01", "s1", "a")
    answer(attempt, "sc-01", "s2", "b")
    state = attempt_state(attempt)
    assert [result.item.key for result in state.missed] == ["sc-01"]
    assert [provision["fact"] for provision in state.missed[0].read_again] == ["P-16"]
    assert state.missed[0].item.supports == ("P-16",)


def test_database_refuses_to_change_answers_and_quizzes(attempt):
    answer(attempt, "sc-03", choices="a")
    for change in (
        lambda: Answer.objects.update(choices=["b"]),
        lambda: Answer.objects.all().delete(),
        lambda: Quiz.objects.update(title="Another"),
        lambda: Attempt.objects.update(number=9),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert Answer.objects.get().choices == ["a"]


def test_database_keeps_one_answer_per_scene_and_one_open_attempt(user, attempt):
    answer(attempt, "sc-03", choices="a", token="t1")
    kept = Answer.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            attempt=attempt, item_key="sc-03", choices=["b"], token="t2", answered_at=kept.answered_at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            user=user, quiz=attempt.quiz, subject="enrolment:1", number=2, started_at=kept.answered_at
        )


def test_queries_of_an_answer_and_of_the_state(user, attempt, django_assert_max_num_queries):
    attempt = Attempt.objects.select_related("quiz").get(pk=attempt.pk)
    with django_assert_max_num_queries(6):
        answer(attempt, "sc-01", "s1", "a", actor=user)
    with django_assert_max_num_queries(3):
        attempt_state(attempt)
