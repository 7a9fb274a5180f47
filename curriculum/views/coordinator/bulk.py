"""Bulk actions on assignments: a preview of what they will do, then exactly that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Table

from curriculum.bulk import BulkPlan, plan_bulk
from curriculum.clock import today
from curriculum.coordinator_forms import AssignmentFilterForm, BulkForm
from curriculum.errors import TeachingError
from curriculum.models import Assignment
from curriculum.services.reminding import remind_overdue
from curriculum.services.waiving import MOST_AT_ONCE, waive_assignments
from curriculum.views.coordinator.assignments import columns
from curriculum.views.coordinator.desk import ICON, departments_of, trail
from people.access import person_of
from people.admin_pages import admin_page, coordinators_in_admin
from people.models import Department

SHOWN = 200


@require_POST
@coordinators_in_admin
def bulk(request: HttpRequest) -> HttpResponse:
    """Without `plan`: preview. With the digest of what the preview showed: do it, unless it has changed since."""
    _departments, department = departments_of(request)
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what shall be done, and to which assignments. Nothing was changed."))
        return _back(request, department)
    given = form.cleaned_data
    planned = plan_bulk(
        department,
        action=given["action"],
        picked=None if given["everything"] else given["picked"],
        wanted=AssignmentFilterForm(request.GET, department=department).wanted(),
        day=today(),
    )
    if not given["plan"]:
        return _preview(request, department, form, planned)
    if given["plan"] != planned.digest():
        messages.error(request, _("This changed since the preview was shown. Nothing was done: look again."))
        return _preview(request, department, form, planned, status=409)
    return _do(request, department, form, planned)


def _do(request: HttpRequest, department: Department, form: BulkForm, planned: BulkPlan) -> HttpResponse:
    try:
        said = (
            _remind(request, department, planned)
            if planned.action == BulkForm.REMIND
            else _waive(request, form, planned)
        )
    except TeachingError as refused:
        messages.error(request, str(refused))
        return _preview(request, department, form, planned, status=422)
    messages.success(request, said)
    return _back(request, department)


def _remind(request: HttpRequest, department: Department, planned: BulkPlan) -> str:
    rows = Assignment.objects.filter(pk__in=[row.pk for row in planned.touched])
    result = remind_overdue(actor=person_of(request), department=department, assignments=rows)
    if result.failed:
        messages.warning(request, _("Messages that could not be sent: %(count)s.") % {"count": result.failed})
    return ngettext("%(count)s officer was reminded.", "%(count)s officers were reminded.", result.sent) % {
        "count": result.sent
    }


def _waive(request: HttpRequest, form: BulkForm, planned: BulkPlan) -> str:
    if len(planned.touched) > MOST_AT_ONCE:
        raise TeachingError(_("At most %(most)s assignments can be waived at once.") % {"most": MOST_AT_ONCE})
    count = waive_assignments(actor=person_of(request), assignments=planned.touched, reason=form.cleaned_data["reason"])
    return ngettext("%(count)s assignment was waived.", "%(count)s assignments were waived.", count) % {"count": count}


def _preview(
    request: HttpRequest, department: Department, form: BulkForm, planned: BulkPlan, status: int = 200
) -> HttpResponse:
    waiving = planned.action == BulkForm.WAIVE
    return admin_page(
        request,
        "curriculum/coordinator/bulk_preview.html",
        title=_("Waive assignments") if waiving else _("Remind officers"),
        icon=ICON,
        trail=trail(department, "dashboard", "assignments"),
        status=status,
        department=department,
        form=form,
        plan=planned,
        waiving=waiving,
        back=_list_url(request, department),
        address=request.get_full_path(),
        table=Table(columns(today()), planned.touched[:SHOWN], caption=_("What will be touched")),
        left_out=max(0, len(planned.touched) - SHOWN),
    )


def _back(request: HttpRequest, department: Department) -> HttpResponse:
    return redirect(_list_url(request, department))


def _list_url(request: HttpRequest, department: Department) -> str:
    query: QueryDict = request.GET.copy()
    query["department"] = department.slug
    return f"{reverse('curriculum_admin:assignments')}?{query.urlencode()}"
