"""Requirements of the coordinator's department: list, make, change, assign with a preview."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.ui.tables import Column, Table

from curriculum.clock import today
from curriculum.coordinator_forms import RequirementForm
from curriculum.models import Requirement
from curriculum.services.assigning import AssignPlan, assign_requirement, plan_assignments
from curriculum.services.requirements import save_requirement
from curriculum.views.coordinator.desk import ICON, departments_of, trail
from people.access import person_of
from people.admin_pages import admin_page, coordinators_in_admin
from people.models import Department, Officer
from people.queries import departments_coordinated_by
from records.canonical import digest

SHOWN = 200


@require_safe
@coordinators_in_admin
def requirements(request: HttpRequest) -> HttpResponse:
    """What the department requires, and of how many officers."""
    departments, department = departments_of(request)
    rows = Requirement.objects.for_department(department).select_related("course")
    return admin_page(
        request,
        "curriculum/coordinator/requirements.html",
        title=_("Requirements"),
        icon=ICON,
        trail=trail(department, "dashboard"),
        departments=departments,
        department=department,
        requirements=rows.annotate(officers=Count("assignments__officer", distinct=True)).order_by("-active", "title"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def add(request: HttpRequest) -> HttpResponse:
    """Make a requirement."""
    _departments, department = departments_of(request)
    return _form_page(request, Requirement(department=department), _("New requirement"))


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def edit(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Change a requirement. What was assigned already stays as it is."""
    return _form_page(request, _requirement(request, reference), _("Change requirement"))


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def assign(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show who would be given the requirement now; posted with the digest of that, give it."""
    requirement = _requirement(request, reference)
    planned = plan_assignments(requirement, today())
    if request.method != "POST":
        return _preview(request, requirement, planned)
    if request.POST.get("plan") != _digest(planned):
        messages.error(request, _("This changed since the preview was shown. Nothing was assigned: look again."))
        return _preview(request, requirement, planned, status=409)
    given = assign_requirement(actor=person_of(request), requirement=requirement).assigned
    said = ngettext("Assigned to %(count)s officer.", "Assigned to %(count)s officers.", given)
    messages.success(request, said % {"count": given})
    return redirect("curriculum_admin:assign", requirement.reference)


def _requirement(request: HttpRequest, reference: UUID) -> Requirement:
    rows = Requirement.objects.for_departments(departments_coordinated_by(request.user))
    return get_object_or_404(rows.select_related("department", "course"), reference=reference)


def _form_page(request: HttpRequest, requirement: Requirement, title: str) -> HttpResponse:
    department: Department = requirement.department
    ranks = Officer.objects.for_department(department).active().exclude(rank="").order_by("rank")
    form = RequirementForm(
        request.POST or None,
        instance=requirement,
        department=department,
        ranks_in_use=list(ranks.values_list("rank", flat=True).distinct()),
    )
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        save_requirement(actor=person_of(request), requirement=kept, units=form.cleaned_data["units"])
        messages.success(request, _("The requirement was kept. It is not assigned to anybody by that alone."))
        return redirect("curriculum_admin:assign", kept.reference)
    return admin_page(
        request,
        "curriculum/coordinator/requirement_form.html",
        title=title,
        icon=ICON,
        trail=trail(department, "dashboard", "requirements"),
        status=422 if form.errors else 200,
        department=department,
        form=form,
    )


def _preview(request: HttpRequest, requirement: Requirement, planned: AssignPlan, status: int = 200) -> HttpResponse:
    first = Officer.objects.filter(pk__in=list(planned.due)[:SHOWN]).select_related("user", "unit").order_by("badge")
    columns = [
        Column("officer", label=_("Officer"), accessor="user.name"),
        Column("badge", label=_("Badge"), accessor="badge"),
        Column("unit", label=_("Unit"), accessor=lambda officer: officer.unit.name if officer.unit else ""),
        Column("due", label=_("Due"), accessor=lambda officer: planned.due[officer.pk]),
        Column("again", label=_("Renewal"), accessor=lambda row: _("yes") if row.pk in planned.renewed else ""),
    ]
    return admin_page(
        request,
        "curriculum/coordinator/assign.html",
        title=_("Assign: %(title)s") % {"title": requirement.title},
        icon=ICON,
        trail=trail(requirement.department, "dashboard", "requirements"),
        status=status,
        requirement=requirement,
        plan=planned,
        plan_digest=_digest(planned),
        table=Table(columns, first, caption=_("Officers who would be assigned")),
        left_out=max(0, len(planned.due) - SHOWN),
    )


def _digest(planned: AssignPlan) -> str:
    return digest(sorted([officer, day.isoformat()] for officer, day in planned.due.items()))
