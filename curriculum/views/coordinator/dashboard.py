"""Completion by unit and requirement, what is overdue, what is about to lapse."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curriculum.clock import today
from curriculum.models import Requirement
from curriculum.queries.assignment_list import LAPSES_WITHIN
from curriculum.queries.completion import about_to_lapse
from curriculum.queries.dashboard import by_requirement, by_unit, read_cells, total
from curriculum.views.coordinator.desk import ICON, departments_of
from people.admin_pages import admin_page, coordinators_in_admin
from people.models import Unit


@require_safe
@coordinators_in_admin
def dashboard(request: HttpRequest) -> HttpResponse:
    """One department as of today; `?requirement=` narrows the chart to one requirement."""
    departments, department = departments_of(request)
    day = today()
    titles = [
        (str(reference), title)
        for reference, title in Requirement.objects.for_department(department)
        .active()
        .values_list("reference", "title")
    ]
    cells = read_cells(department, day)
    chosen = next((pair for pair in titles if pair[0] == request.GET.get("requirement")), None)
    shown = [cell for cell in cells if chosen is None or cell.requirement == chosen[0]]
    units = Unit.objects.for_department(department).values_list("path", "name", "pk")
    return admin_page(
        request,
        "curriculum/coordinator/dashboard.html",
        title=_("Training"),
        icon=ICON,
        departments=departments,
        department=department,
        day=day,
        chosen=chosen,
        total=total(shown, _("All")),
        lapsing=about_to_lapse(department, day=day, within_days=LAPSES_WITHIN).count(),
        lapses_within=LAPSES_WITHIN,
        units=by_unit(shown, [(path, name) for path, name, _pk in units], _("No unit")),
        unit_ids={path: pk for path, _name, pk in units},
        requirements=by_requirement(cells, titles),
    )
