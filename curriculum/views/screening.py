"""A screening: the material or a clock beside it, the notes at their seconds, and which of them were shown."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from curriculum.enums import HowShown
from curriculum.errors import TeachingError
from curriculum.queries.screening import (
    captions_of,
    left_in_words,
    recording_for_officers,
    screening_of,
    version_shown,
)
from curriculum.services.screening import record_notes_shown
from curriculum.views.place import Place, find_place, officer_of
from modules.notices import with_notices
from modules.rendering import render_step
from people.access import officers_only
from review.models import MaterialVersion
from review.views.hosting import serve_hosted


def screening_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The notes as a list, which needs no script; a player or a clock that shows each at its second."""
    step = place.step.as_edition_step()
    screening = screening_of(place.enrolment, step)
    version = version_shown(screening.material)
    shown = render_step(step, flag_url=place.flag_url, language=place.step.language)
    context = {
        **place.context(),
        "body": with_notices(shown, place.notices),
        "screening": screening,
        "left": left_in_words(screening),
        "version": version,
        "recording": recording_for_officers(version),
    }
    return render(request, "curriculum/screening.html", context)


@require_POST
@officers_only
def notes_shown(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Remember notes that were shown: from the player at their second, or ticked in the list."""
    place = _place(request, reference, number)
    how = request.POST.get("how", "")
    played = how in (HowShown.PLAYED, HowShown.PASSED)
    try:
        screening = record_notes_shown(
            actor=officer_of(request).user,
            enrolment=place.enrolment,
            step=place.step.as_edition_step(),
            notes=request.POST.getlist("note"),
            how=HowShown(how) if played else HowShown.LISTED,
        )
    except TeachingError as refusal:
        if played:
            return JsonResponse({"refused": str(refusal)}, status=409)
        messages.warning(request, str(refusal))
        return redirect(place.url)
    said = left_in_words(screening)
    if played:
        return JsonResponse({"complete": screening.complete, "said": said})
    messages.info(request, said)
    return redirect(f"{place.url}#notes-read")


@require_safe
@officers_only
def recording(request: HttpRequest, reference: UUID, number: int) -> HttpResponseBase:
    """The recording, while it may be shown to officers; afterwards it is not found."""
    return serve_hosted(request, recording_for_officers(_version(_place(request, reference, number))))


@require_safe
@officers_only
def captions(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """The reviewers' transcript as captions of the recording."""
    version = _version(_place(request, reference, number))
    if recording_for_officers(version) is None or version is None:
        raise Http404
    return HttpResponse(captions_of(version), content_type="text/vtt; charset=utf-8")


def _place(request: HttpRequest, reference: UUID, number: int) -> Place:
    place = find_place(request, reference, number)
    if not place.step.is_screening:
        raise Http404(_("This step shows no notes."))
    return place


def _version(place: Place) -> MaterialVersion | None:
    return version_shown(screening_of(place.enrolment, place.step.as_edition_step()).material)
