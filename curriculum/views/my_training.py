"""My training: what is due, in order of date, and one button for each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from curriculum.errors import TeachingError
from curriculum.models import Assignment, Enrolment
from curriculum.queries.my_training import read_my_training
from curriculum.services.enrolling import begin_enrolment
from curriculum.services.speaking import choose_language
from curriculum.turn_html import turn_html
from curriculum.views.place import officer_of
from people.access import officers_only


@require_safe
@officers_only
def my_training(request: HttpRequest) -> HttpResponse:
    """What is due, overdue first; what is done below."""
    training = read_my_training(officer_of(request))
    token = get_token(request)
    cards = [turn_html(turn, first=not place, token=token) for place, turn in enumerate(training.due)]
    context = {"training": training, "cards": cards, "csrf_token": token}
    return render(request, "curriculum/my_training.html", context)


@require_POST
@officers_only
def begin(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Begin one's assignment, in the language of the pages where it is signed in it; or go on with it."""
    assignment = get_object_or_404(Assignment.objects.filter(officer=officer_of(request)), reference=reference)
    try:
        enrolment = begin_enrolment(actor=officer_of(request).user, assignment=assignment)
        if not Enrolment.objects.filter(pk=enrolment.pk, progress__isnull=False).exists():
            choose_language(actor=officer_of(request).user, enrolment=enrolment, language=get_language() or "")
    except TeachingError as refusal:
        messages.warning(request, str(refusal))
        return redirect("curriculum:my_training")
    return redirect("curriculum:resume", enrolment.reference)
