"""What is kept of lessons, questions and feedback is what their templates say anew, whoever asked first."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given, settings

from assessments.definition import from_data
from assessments.models import Answer, Attempt, Quiz
from assessments.outcomes import standing
from assessments.scoring import Given
from assessments.state import AttemptState
from curriculum import kept_html
from curriculum.queries.outline import OutlineStep
from curriculum.queries.read_again import Missed, Passage
from curriculum.step_html import feedback_html, lesson_html, missed_html, question_html
from modules.staleness import Notice
from tests.assessments.test_scoring import QUIZ, some_answers
from tests.factories.assessments import quiz_data, single_item
from tests.factories.curriculum import make_course, make_enrolment

MOVED = Notice(str(uuid4()), "repealed", "An Act", "an-act", "2026-01-02")


def a_step(number: int = 2, **changes: Any) -> OutlineStep:
    fields = dict.fromkeys(OutlineStep.__dataclass_fields__, "")
    return OutlineStep(**{**fields, "number": number, "title": "It's <b>", "language": "en", "minutes": 7, **changes})


def state_of(definition, answers, digest="first") -> AttemptState:
    return AttemptState(Attempt(quiz=Quiz(digest=digest)), definition, standing(definition, answers))


def own() -> dict[str, str]:
    """What no two requests share."""
    return {"url": f"/training/{uuid4()}/2/", "csrf_token": uuid4().hex}


def anew(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"curriculum/kept/{name}.html", context)


@settings(max_examples=30, deadline=None)
@given(some_answers())
@pytest.mark.parametrize("language", ["en", "es"])
def test_questions_and_feedback(language, answers):
    state = state_of(QUIZ, answers)
    step = a_step()
    said = {"title": step.title, "language": "en", "asked_in": "es", "flag_url": "/flags/new/?edition=a&step=b"}
    with translation.override(language):
        for not_counting in ((), (MOVED,)):
            for outcome in (one for result in state.items for one in result.outcomes):
                url = own()["url"]
                given_ = {"asked_in": "es", "flag_url": said["flag_url"], "not_counting": not_counting, "url": url}
                plain = {**said, **given_, "complete": state.complete, "outcome": outcome}
                assert feedback_html(state, step, outcome, **given_) == anew("feedback", plain)
            for error in ("", "Choose one answer."):
                check_question(state, step, said, not_counting, error)


def check_question(state, step, said, not_counting, error):
    item, scene, mine = state.current_item, state.current_scene, {**own(), "token": uuid4().hex}
    asked = {"asked_in": "es", "flag_url": said["flag_url"], "not_counting": not_counting, "error": error}
    kept = question_html(state, step, **asked, **mine)
    if item is None:
        assert kept == ""
        return
    counted = {"answered": state.answered, "number": state.answered + 1, "total": state.total}
    choices = scene.choices if scene else item.choices
    shown = {"item": item, "scene": scene, "choices": choices, "so_far": state.result(item.key).outcomes}
    plain = {**said, **asked, **counted, **shown, **mine, "attempt": str(state.attempt.reference)}
    assert kept == anew("question", plain)


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("following", [None, a_step(3)])
@pytest.mark.parametrize("body", [mark_safe("<p>Ours</p>"), "<p>not ours</p>"])
def test_lessons(finished, following, body):
    for step in (a_step(), a_step(title="Another", minutes=90), a_step()):
        mine = {**own(), "base": f"/training/{uuid4()}/", "body": body}
        said = {"language": "en", "title": step.title, "minutes": step.minutes, "finished": finished}
        kept = lesson_html(step, finished=finished, following=following, **mine)
        assert kept == anew("lesson", {**said, "following": 3 if following else 0, **mine})


def test_two_quizzes_with_the_same_keys_are_told_apart():
    one, other = (from_data(quiz_data(single_item() | {"stem": stem})) for stem in ("Which?", "Which other?"))
    said = {"asked_in": "en", "not_counting": (), "error": "", "flag_url": "/f/?a=b", "token": "t"}
    asked = [
        question_html(state_of(quiz, [], digest), a_step(), **said, **own())
        for quiz, digest in ((one, "one"), (other, "other"), (one, "one"))
    ]
    assert ["Which other?" in page for page in asked] == [False, True, False]
    assert not any(mark in page for mark in kept_html.OWN.values() for page in asked)


def test_forms_of_two_officers_are_their_own(cast) -> None:
    """Both stand at the same step, so that one's page is kept before the other asks for it."""
    course = make_course(agencies=[cast.agency])
    for person in (cast.officer, cast.outside_officer):
        mine, client = make_enrolment(user=person, course=course), Client(enforce_csrf_checks=True)
        client.force_login(person)
        address = reverse("curriculum:resume", args=[mine.reference])

        def send(number: int, action: str, given: dict[str, str]) -> int:
            return client.post(f"{address}{number}/{action}/", given).status_code  # noqa: B023 - called here alone

        def form(number: int, opening: str) -> dict[str, str]:
            page = client.get(f"{address}{number}/").content.decode()  # noqa: B023
            inside = page[page.index(f'action="{address}{number}/{opening}/"') :]  # noqa: B023
            return dict(re.findall(r'name="([a-z]+)" value="([^"]*)"', inside.split("</form>")[0]))

        assert send(1, "complete", {}) == 403
        assert send(1, "complete", form(1, "complete")) == 302
        assert send(2, "start", form(2, "start")) == 302
        asked = form(2, "answer")
        assert asked["attempt"] == str(Attempt.objects.get(user=person).reference)
        assert send(2, "answer", asked | {"choice": "a"}) == 302
        assert Answer.objects.filter(attempt__user=person).count() == 1


def test_what_was_missed() -> None:
    step = a_step(title="Read <this>")
    for chosen in ("c", "a", "c"):
        state = state_of(QUIZ, [Given("sc-03", "", (chosen,))])
        [result] = state.missed
        rule = {"title": f"Rule {chosen}", "cite": "1", "layer": "state_law", "last_verified": "2026-01-02"}
        for passages in ((), (Passage(step, "one"), Passage(step, chosen))):
            missed = Missed(result.item, 0, 1, result.outcomes, (rule,), passages)
            plain = {"asked_in": "es", "item": result.item, "provisions": (rule,), "base": own()["url"]}
            named = [(one.address, one.step.title) for one in passages]
            kept = missed_html(state, missed, asked_in="es", base=plain["base"])
            assert kept == anew("missed", {**plain, "passages": named})
