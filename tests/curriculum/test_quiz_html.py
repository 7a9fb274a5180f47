"""What is kept of questions and of what followed from answers is what their templates say, whoever asked first."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings

from assessments.definition import from_data
from assessments.models import Attempt, Quiz
from assessments.outcomes import standing
from assessments.state import AttemptState
from curriculum.quiz_html import question_html, told_html
from tests.assessments.test_scoring import QUIZ, some_answers
from tests.factories.assessments import quiz_data, single_item


def state_of(definition, answers, digest="first") -> AttemptState:
    attempt = Attempt(quiz=Quiz(digest=digest))
    return AttemptState(attempt=attempt, definition=definition, stands=standing(definition, answers))


def anew(name: str, **context) -> str:
    return render_to_string(f"curriculum/includes/{name}.html", context)


@settings(max_examples=40, deadline=None)
@given(some_answers())
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_what_the_templates_say(language, answers):
    with translation.override(language):
        state = state_of(QUIZ, answers)
        for result in state.items:
            for outcome in result.outcomes:
                assert told_html(state, outcome, "es") == anew("told", outcome=outcome, asked_in="es")
        item, scene = state.current_item, state.current_scene
        if item is None:
            return
        result = state.result(item.key)
        shown = {
            "item": item,
            "scene": scene,
            "choices": scene.choices if scene else item.choices,
            "so_far": result.outcomes,
            "asked_in": "en",
        }
        for error in ("", "Choose one answer."):
            kept = question_html(state, item, scene, "en", error)
            assert kept.story == anew("story", **shown, error=error)
            assert kept.fields == anew("question_fields", **shown, error=error)


def test_two_quizzes_with_the_same_keys_are_told_apart():
    other = from_data(quiz_data(single_item() | {"stem": "Which other?"}))
    one = from_data(quiz_data(single_item()))
    asked = [
        question_html(state_of(quiz, [], digest), quiz.items[0], None, "en", "").story
        for quiz, digest in ((one, "one"), (other, "other"), (one, "one"))
    ]
    assert "Which other?" in asked[1]
    assert asked[0] == asked[2] != asked[1]
