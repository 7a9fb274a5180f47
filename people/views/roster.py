"""A coordinator imports the roster: upload, dry run, confirm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from people.access import person_of
from people.admin_pages import admin_page, chosen_department, coordinators_in_admin
from people.csv_streams import csv_response
from people.forms import RosterConfirmForm, RosterUploadForm
from people.models import RosterUpload
from people.queries import departments_coordinated_by
from people.roster import COLUMNS, RosterPlan
from people.roster_queries import roster_rows
from people.roster_tables import plan_rows, plan_tables
from people.services.roster import (
    RosterChanged,
    RosterHasFaults,
    RosterRefused,
    UnitsNotAgreed,
    apply_roster,
    keep_upload,
    plan_roster,
)

ICON = "group"
LATEST = 10
REFUSALS = {
    RosterChanged: gettext_lazy(
        "The department was changed since this page was shown. Nothing was imported: look again."
    ),
    RosterHasFaults: gettext_lazy("Some lines cannot be imported. Nothing was imported."),
    UnitsNotAgreed: gettext_lazy("Nothing was imported: tick that the new units shall be made, or correct the file."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def roster(request: HttpRequest) -> HttpResponse:
    """Upload a roster, and see the last imports."""
    departments = list(departments_coordinated_by(request.user))
    department = chosen_department(request, departments)
    form = RosterUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = keep_upload(actor=person_of(request), department=department, content=form.cleaned_data["file"])
        return redirect("people_admin:roster_dry_run", upload.reference)
    imports = RosterUpload.objects.filter(department=department).applied().select_related("uploaded_by")
    return admin_page(
        request,
        "people/admin/roster.html",
        title=_("Roster"),
        icon=ICON,
        status=422 if form.errors else 200,
        form=form,
        department=department,
        departments=departments,
        columns=COLUMNS,
        imports=imports.defer("content")[:LATEST],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def dry_run(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show what the kept file would change; posted, import exactly that."""
    upload = _upload(request, reference)
    if request.method == "POST":
        return _apply(request, upload)
    if upload.applied_at:
        return _page(request, upload, None)
    return _page(request, upload, plan_roster(upload.department, bytes(upload.content)))


@require_safe
@coordinators_in_admin
def plan_file(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    """The whole dry run as CSV."""
    upload = _upload(request, reference)
    planned = RosterPlan() if upload.applied_at else plan_roster(upload.department, bytes(upload.content))
    header = ["what", "line", "badge", "name", "column", "now", "then"]
    return csv_response(f"roster-dry-run-{upload.department.slug}.csv", header, plan_rows(planned))


@require_safe
@coordinators_in_admin
def template_file(request: HttpRequest) -> HttpResponseBase:
    """The columns of a roster, to be filled in."""
    return csv_response("roster-template.csv", COLUMNS, [])


@require_safe
@coordinators_in_admin
def present_file(request: HttpRequest) -> HttpResponseBase:
    """The roster as it is now, in the form in which it is imported."""
    department = chosen_department(request, list(departments_coordinated_by(request.user)))
    return csv_response(f"roster-{department.slug}.csv", COLUMNS, roster_rows(department))


def _upload(request: HttpRequest, reference: UUID) -> RosterUpload:
    uploads = RosterUpload.objects.for_departments(departments_coordinated_by(request.user))
    return get_object_or_404(uploads.select_related("department"), reference=reference)


def _apply(request: HttpRequest, upload: RosterUpload) -> HttpResponse:
    form = RosterConfirmForm(request.POST)
    agreed = form.cleaned_data if form.is_valid() else {"digest": ""}
    try:
        apply_roster(actor=person_of(request), upload=upload, **agreed)
    except RosterRefused as refused:
        messages.error(request, REFUSALS[type(refused)])
        return _page(request, upload, refused.plan, status=409, ticked=request.POST.getlist("leaving"))
    messages.success(request, _("The roster was imported."))
    return redirect("people_admin:roster_dry_run", upload.reference)


def _page(
    request: HttpRequest,
    upload: RosterUpload,
    planned: RosterPlan | None,
    status: int = 200,
    ticked: list[str] | None = None,
) -> HttpResponse:
    return admin_page(
        request,
        "people/admin/roster_dry_run.html" if planned else "people/admin/roster_done.html",
        title=_("Dry run") if planned else _("Roster imported"),
        icon=ICON,
        trail=[(_("Roster"), f"{reverse('people_admin:roster')}?department={upload.department.slug}")],
        status=status,
        upload=upload,
        plan=planned,
        tables=plan_tables(planned, ticked or ()) if planned else None,
    )
