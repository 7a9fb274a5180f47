"""A step that plays a package made elsewhere: what it claims so far, and the frame in which it plays."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from curriculum.queries.packages import package_run
from curriculum.services.packages import launch_package, start_anew
from curriculum.views.place import Place, find_place, officer_of
from modules.content_origin import SANDBOX
from modules.notices import with_notices
from modules.rendering import render_step
from people.access import officers_only


def package_page(request: HttpRequest, place: Place) -> HttpResponse:
    """What to read before the package, what it says so far, and the way in."""
    step = place.step.as_edition_step()
    shown = render_step(step, flag_url=place.flag_url, language=place.step.language)
    context = {
        **place.context(),
        "body": with_notices(shown, place.notices),
        "run": package_run(place.enrolment, step),
    }
    return render(request, "curriculum/package.html", context)


@require_safe
@officers_only
def play(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """The frame in which the package plays, on its own origin. Nothing of this page can be reached from there."""
    place = _package_place(request, reference, number)
    if not place.enrolment.completed_at and (place.step.withdrawn or place.step.paused):
        return redirect(place.url)
    address = launch_package(
        actor=officer_of(request).user, enrolment=place.enrolment, step=place.step.as_edition_step()
    )
    context = {**place.context(), "address": address, "content_origin": settings.CONTENT_ORIGIN, "sandbox": SANDBOX}
    return framed(render(request, "curriculum/package_play.html", context))


@require_POST
@officers_only
def again(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Begin the package anew."""
    place = _package_place(request, reference, number)
    start_anew(actor=officer_of(request).user, enrolment=place.enrolment, step=place.step.as_edition_step())
    return redirect("curriculum:package", place.enrolment.reference, place.step.number)


def framed(response: HttpResponse) -> HttpResponse:
    """This page, and no other, shows the content origin in a frame; its address goes nowhere."""
    response._csp_update = {"frame-src": [settings.CONTENT_ORIGIN]}  # type: ignore[attr-defined]  # for django-csp
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _package_place(request: HttpRequest, reference: UUID, number: int) -> Place:
    place = find_place(request, reference, number)
    if not place.step.is_package:
        raise Http404
    return place
