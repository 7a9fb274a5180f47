"""The player: one step a page, with the outline beside it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from curriculum.errors import TeachingError
from curriculum.queries.outline import read_outline
from curriculum.services.stepping import complete_step, open_step
from curriculum.step_html import lesson_html
from curriculum.views.package import package_page
from curriculum.views.place import Place, find_enrolment, find_place, officer_of
from curriculum.views.scenario import scenario_page
from curriculum.views.screening import screening_page
from modules.notices import with_notices
from modules.rendering import render_step
from people.access import officers_only


@require_safe
@officers_only
def resume(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Go on at the first step that is not done; a finished course says so and leads to its certificate."""
    enrolment = find_enrolment(request, reference)
    outline = read_outline(enrolment)
    if enrolment.completed_at:
        return render(request, "curriculum/finished.html", {"enrolment": enrolment, "outline": outline})
    if outline.resume is None:
        raise Http404
    return redirect("curriculum:step", enrolment.reference, outline.resume.number)


@require_safe
@officers_only
def step(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """One step: a lesson to read, or a scenario to answer. Seeing it for the first time is remembered."""
    place = find_place(request, reference, number)
    if place.step.withdrawn and not place.enrolment.completed_at:
        return render(request, "curriculum/withdrawn.html", place.context())
    if place.step.paused and not place.enrolment.completed_at:
        return render(request, "curriculum/paused.html", place.context())
    if not place.step.opened and not place.enrolment.completed_at:
        open_step(actor=officer_of(request).user, enrolment=place.enrolment, step=place.step.as_edition_step())
    if place.step.is_scenario:
        return scenario_page(request, place)
    if place.step.is_package:
        return package_page(request, place)
    if place.step.is_screening:
        return screening_page(request, place)
    shown = render_step(place.step.as_edition_step(), flag_url=place.flag_url, language=place.step.language)
    csrf_token = get_token(request)
    lesson = lesson_html(
        place.step,
        finished=place.step.done or place.enrolment.completed_at is not None,
        following=place.following,
        url=place.url,
        base=place.base,
        body=with_notices(shown, place.notices),
        csrf_token=csrf_token,
    )
    return render(request, "curriculum/lesson.html", {**place.context(), "lesson": lesson, "csrf_token": csrf_token})


@require_POST
@officers_only
def complete(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Done with this step: go to the next one, or finish the course when it was the last."""
    place = find_place(request, reference, number)
    try:
        enrolment = complete_step(
            actor=officer_of(request).user, enrolment=place.enrolment, step=place.step.as_edition_step()
        )
    except TeachingError as refusal:
        messages.warning(request, str(refusal))
        return redirect(place.url)
    return redirect(next_url(place) if enrolment.completed_at is None else place.base)


def next_url(place: Place) -> str:
    """The step after this one; after the last, whatever is not done yet."""
    return f"{place.base}{place.following.number}/" if place.following else place.base
