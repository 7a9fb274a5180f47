"""One officer's training, and further attempts for them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.clock import today
from curriculum.errors import TeachingError
from curriculum.models import Enrolment
from curriculum.officer_forms import GrantForm
from curriculum.queries.attempts import Goes, goes_at
from curriculum.queries.officer_training import read_officer_training
from curriculum.services.granting import grant_attempts
from curriculum.views.coordinator.desk import ICON, trail
from modules.enums import StepKind
from modules.models import EditionStep
from people.access import person_of
from people.admin_pages import Trail, admin_page, coordinators_in_admin
from people.models import Officer
from people.queries import departments_coordinated_by


@require_safe
@coordinators_in_admin
def officer(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What the officer was assigned, how far each course is, the attempts used, and the certificates."""
    rows = Officer.objects.for_departments(departments_coordinated_by(request.user))
    found = get_object_or_404(rows.select_related("user", "department", "unit"), user__reference=reference)
    return admin_page(
        request,
        "curriculum/coordinator/officer.html",
        title=found.user.name,
        icon=ICON,
        trail=trail(found.department, "dashboard", "assignments"),
        officer=found,
        training=read_officer_training(found, today()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def allow_attempts(request: HttpRequest, reference: UUID, step: UUID) -> HttpResponse:
    """Allow further attempts at one scenario: the page says what will change, and asks for the reason."""
    rows = Enrolment.objects.for_departments(departments_coordinated_by(request.user))
    rows = rows.select_related("course", "officer__user", "officer__department")
    enrolment: Enrolment = get_object_or_404(rows, reference=reference)
    scenario = _scenario(enrolment, step)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = grant_attempts(
                actor=person_of(request), enrolment=enrolment, step_key=step, **form.cleaned_data
            ).number
        except TeachingError as refused:
            messages.error(request, str(refused))
            return _grant_page(request, goes_at(enrolment, scenario), scenario, form, status=409)
        said = ngettext("%(count)s further attempt is allowed.", "%(count)s further attempts are allowed.", given)
        messages.success(request, said % {"count": given})
        return redirect(officer_url(enrolment.officer))
    return _grant_page(request, goes_at(enrolment, scenario), scenario, form, status=422 if form.errors else 200)


def officer_url(about: Officer) -> str:
    return reverse("curriculum_admin:officer", args=[about.user.reference])


def officer_trail(about: Officer) -> Trail:
    """The pages above a page about one officer."""
    return [*trail(about.department, "dashboard", "assignments"), (about.user.name, officer_url(about))]


def _scenario(enrolment: Enrolment, key: UUID) -> EditionStep:
    steps = EditionStep.objects.filter(edition__enrolment_pins__enrolment=enrolment, key=key, kind=StepKind.SCENARIO)
    step = steps.defer("content").first()
    if step is None:
        raise Http404
    return step


def _grant_page(
    request: HttpRequest, goes: Goes, scenario: EditionStep, form: GrantForm, status: int = 200
) -> HttpResponse:
    about = goes.enrolment.officer
    return admin_page(
        request,
        "curriculum/coordinator/allow_attempts.html",
        title=_("Allow further attempts"),
        icon=ICON,
        trail=officer_trail(about),
        status=status,
        officer=about,
        goes=goes,
        course=goes.enrolment.course,
        scenario=scenario,
        form=form,
        back=officer_url(about),
    )
