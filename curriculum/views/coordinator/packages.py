"""What a package claims about one officer of the coordinator's departments, page by page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curriculum.models import Enrolment
from curriculum.queries.packages import runs_about
from curriculum.subjects import attempt_subject
from curriculum.views.coordinator.desk import ICON
from curriculum.views.coordinator.officers import officer_trail
from modules.enums import StepKind
from modules.models import EditionStep
from modules.tracking import pages_of
from people.admin_pages import admin_page, coordinators_in_admin
from people.queries import departments_coordinated_by


@require_safe
@coordinators_in_admin
def package_run(request: HttpRequest, reference: UUID, step: UUID) -> HttpResponse:
    rows = Enrolment.objects.for_departments(departments_coordinated_by(request.user))
    rows = rows.select_related("course", "officer__user", "officer__department")
    enrolment: Enrolment = get_object_or_404(rows, reference=reference)
    steps = EditionStep.objects.filter(edition__enrolment_pins__enrolment=enrolment, key=step, kind=StepKind.SCORM)
    played = steps.defer("content").first()
    subject = attempt_subject(enrolment, step)
    run = runs_about([subject]).get(subject)
    if played is None or run is None:
        raise Http404
    return admin_page(
        request,
        "curriculum/coordinator/package_run.html",
        title=_("What the package says: %(title)s") % {"title": played.title},
        icon=ICON,
        trail=officer_trail(enrolment.officer),
        officer=enrolment.officer,
        course=enrolment.course,
        run=run,
        pages=pages_of(run),
    )
