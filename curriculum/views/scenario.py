"""A scenario step: start it, one question a page, what followed from each answer, and the result."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.errors import AlreadyAnswered, AssessmentError, WrongNumberOfChoices
from assessments.models import Attempt
from assessments.outcomes import AnswerOutcome
from assessments.services.attempts import attempt_state, start_attempt
from assessments.state import AttemptState
from curriculum.errors import TeachingError
from curriculum.forms import AnswerForm
from curriculum.queries.attempts import Goes, attempts_allowed, counts, goes_at, language_asked, mark_asked
from curriculum.queries.read_again import read_again
from curriculum.services.answering import answer_scenario
from curriculum.services.stepping import complete_step
from curriculum.step_html import feedback_html, missed_html, question_html
from curriculum.subjects import attempt_subject
from curriculum.views.place import Place, find_place, officer_of
from modules.moved import reasons_of
from modules.notices import with_notices
from modules.rendering import render_step
from modules.staleness import Notice
from people.access import officers_only


def scenario_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The start, the question that waits, what followed from one answer (`?item=&scene=`), the result."""
    goes = _goes(place)
    if goes.newest is None or (goes.newest.finished_at is None and place.enrolment.completed_at):
        return _start_page(request, place, goes)
    state = attempt_state(goes.newest, reasons_of(place.notices))
    if item_key := request.GET.get("item"):
        outcome = _told(state, item_key, request.GET.get("scene", ""))
        if outcome is not None:
            return _feedback_page(request, place, state, outcome)
        return redirect(place.url)
    if state.finished:
        return _result_page(request, place, goes, state)
    return _question_page(request, place, state)


@require_POST
@officers_only
def start(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Begin an attempt, or go on with the one that is open: a double click begins one."""
    place = find_place(request, reference, number)
    step = place.step.as_edition_step()
    if not _may_answer(place) or step.quiz is None:
        return _refused(request, place, _("This scenario cannot be taken now."))
    try:
        start_attempt(
            actor=officer_of(request).user,
            quiz=step.quiz,
            subject=attempt_subject(place.enrolment, step.key),
            limit=attempts_allowed(place.enrolment, step.key),
            alike={attempt.quiz_id for attempt in _goes(place).made},
        )
    except AssessmentError as refusal:
        messages.warning(request, refusal.message)
    return redirect(place.url)


@require_POST
@officers_only
def answer(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Keep one answer and go to what followed from it. The form sent twice counts once; the first answer stands."""
    place = find_place(request, reference, number)
    form = AnswerForm(request.POST)
    if not _may_answer(place) or not form.is_valid():
        message = _("The answer did not arrive whole. Go back to the question and answer again.")
        return _refused(request, place, message)
    try:
        finished = answer_scenario(
            actor=officer_of(request).user,
            enrolment=place.enrolment,
            step=place.step,
            choices=request.POST.getlist("choice"),
            **form.answer(),
        )
    except AlreadyAnswered as refusal:
        messages.info(request, refusal.message)
    except WrongNumberOfChoices as refusal:
        return _asked_again(request, place, form, refusal.message)
    except AssessmentError as refusal:
        return _refused(request, place, refusal.message)
    else:
        _complete_when_passed(request, place, finished)
    return redirect(form.told_at(place.url))


def _asked_again(request: HttpRequest, place: Place, form: AnswerForm, message: str) -> HttpResponse:
    attempt = _goes(place).find(form.cleaned_data["attempt"])
    if attempt is None:
        return _refused(request, place, message)
    return _question_page(request, place, attempt_state(attempt, reasons_of(place.notices)), error=message)


def _complete_when_passed(request: HttpRequest, place: Place, finished: Attempt | None) -> None:
    """Passing is enough: nobody loses a pass by closing the window before the last click."""
    if finished is None or not counts(place.enrolment, finished):
        return
    try:
        complete_step(actor=officer_of(request).user, enrolment=place.enrolment, step=place.step.as_edition_step())
    except TeachingError as refusal:
        messages.warning(request, str(refusal))


def _may_answer(place: Place) -> bool:
    open_to_take = not place.step.withdrawn and not place.step.paused
    return place.step.is_scenario and open_to_take and place.enrolment.completed_at is None


def _goes(place: Place) -> Goes:
    return goes_at(place.enrolment, place.step.as_edition_step())


def _asked(place: Place, state: AttemptState) -> dict[str, Any]:
    """The attempt, and in which language it was begun: an open one is finished in that, whatever is chosen now."""
    spoken = language_asked(place.step.as_edition_step(), state.attempt) or place.step.language
    return {**place.context(), "state": state, "asked_in": spoken, "begun_otherwise": spoken != place.step.language}


def _told(state: AttemptState, item_key: str, scene_key: str) -> AnswerOutcome | None:
    result = state.result(item_key)
    outcomes = result.outcomes if result else ()
    return next((told for told in outcomes if (told.scene.key if told.scene else "") == scene_key), None)


def _why_not(state: AttemptState, item_key: str) -> list[Notice]:
    """Why an item does not count: today, or for ever once the attempt is finished."""
    return [Notice.from_data(reason) for reason in state.suspended.get(item_key, ())]


def _start_page(request: HttpRequest, place: Place, goes: Goes) -> HttpResponse:
    step = place.step.as_edition_step()
    shown = render_step(step, flag_url=place.flag_url, language=place.step.language)
    body = with_notices(shown, place.notices)
    return render(request, "curriculum/scenario_start.html", {**place.context(), "goes": goes, "body": body})


def _question_page(request: HttpRequest, place: Place, state: AttemptState, error: str = "") -> HttpResponse:
    item, asked, csrf_token = state.current_item, _asked(place, state), get_token(request)
    question = question_html(
        state,
        place.step,
        asked_in=asked["asked_in"],
        not_counting=_why_not(state, item.key) if item else (),
        error=error,
        flag_url=place.flag_url,
        url=place.url,
        csrf_token=csrf_token,
        token=uuid4().hex,
    )
    context = {**asked, "item": item, "question": question, "error": error, "csrf_token": csrf_token}
    return render(request, "curriculum/question.html", context, status=400 if error else 200)


def _feedback_page(request: HttpRequest, place: Place, state: AttemptState, outcome: AnswerOutcome) -> HttpResponse:
    asked = _asked(place, state)
    told = feedback_html(
        state,
        place.step,
        outcome,
        asked_in=asked["asked_in"],
        not_counting=_why_not(state, outcome.item.key),
        flag_url=place.flag_url,
        url=place.url,
    )
    return render(request, "curriculum/feedback.html", {**asked, "outcome": outcome, "told": told})


def _result_page(request: HttpRequest, place: Place, goes: Goes, state: AttemptState) -> HttpResponse:
    asked = _asked(place, state)
    missed = read_again(place.outline, state.missed)
    context = {
        **asked,
        "goes": goes,
        "mark": mark_asked(place.enrolment, state.definition.pass_mark),
        "passed": counts(place.enrolment, state.attempt),
        "passed_before": any(counts(place.enrolment, attempt) for attempt in goes.made[1:]),
        "missed": [missed_html(state, row, asked_in=asked["asked_in"], base=place.base) for row in missed],
        "results": [(result, _why_not(state, result.item.key)) for result in state.items],
    }
    return render(request, "curriculum/result.html", context)


def _refused(request: HttpRequest, place: Place, message: str) -> HttpResponse:
    return render(request, "curriculum/refused.html", {**place.context(), "message": message}, status=400)
