"""My training: what is due, in order of date, and one button for each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from curriculum.errors import TeachingError
from curriculum.models import Assignment
from curriculum.queries.my_training import read_my_training
from curriculum.services.enrolling import begin_enrolment
from curriculum.views.place import officer_of
from people.access import officers_only


@require_safe
@officers_only
def my_training(request: HttpRequest) -> HttpResponse:
    """What is due, overdue first; what is done below."""
    return render(request, "curriculum/my_training.html", {"training": read_my_training(officer_of(request))})


@require_POST
@officers_only
def begin(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Begin one's assignment, or go on with it if it was begun already."""
    assignment = get_object_or_404(Assignment.objects.filter(officer=officer_of(request)), reference=reference)
    try:
        enrolment = begin_enrolment(actor=officer_of(request).user, assignment=assignment)
    except TeachingError as refusal:
        messages.warning(request, str(refusal))
        return redirect("curriculum:my_training")
    return redirect("curriculum:resume", enrolment.reference)
