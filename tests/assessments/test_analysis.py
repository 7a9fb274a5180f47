"""Item analysis, and the silence about few people."""

import pytest

from assessments.analysis import analyse
from assessments.services.attempts import finish_attempt, save_answer, start_attempt
from tests.factories.assessments import branching_item, make_quiz, multiple_item, single_item
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def take(quiz, user, *answers):
    attempt = start_attempt(actor=user, quiz=quiz, subject="x")
    for item, scene, choices in answers:
        save_answer(
            actor=user, attempt=attempt, item_key=item, scene_key=scene, choices=list(choices), token=item + scene
        )
    finish_attempt(actor=user, attempt=attempt)


def test_fewer_than_ten_people_are_not_reported():
    quiz = make_quiz(single_item())
    for _ in range(9):
        take(quiz, UserFactory(), ("sc-03", "", "b"))
    assert analyse(quiz).suppressed
    assert analyse(quiz).items == ()


def test_second_attempts_of_the_same_people_do_not_lift_the_silence():
    quiz = make_quiz(single_item())
    for _ in range(6):
        user = UserFactory()
        take(quiz, user, ("sc-03", "", "a"))
        take(quiz, user, ("sc-03", "", "b"))
    assert analyse(quiz).suppressed


def test_p_values_and_counts(django_assert_num_queries):
    quiz = make_quiz(branching_item(), single_item(), multiple_item())
    for number in range(10):
        story = [("sc-01", "s1", "a"), ("sc-01", "s2", "a")] if number < 5 else [("sc-01", "s1", "c")]
        take(quiz, UserFactory(), *story, ("sc-03", "", "b" if number < 8 else "a"), ("sc-04", "", "a"))
    with django_assert_num_queries(2):
        analysis = analyse(quiz)
    assert analysis.people == 10
    assert [item.p_value for item in analysis.items] == [0.5, 0.8, 0.75]
    counts = {(c.scene_key, c.choice.key): c.count for c in analysis.items[0].choices}
    assert counts["s1", "a"] == 5
    assert counts["s1", "c"] == 5
    assert counts["s2", "a"] is None
