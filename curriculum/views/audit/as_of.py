"""Who was compliant on that day."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import Column, Table

from curriculum.audit_forms import AS_OF_STATES, AsOfForm
from curriculum.clock import today
from curriculum.models import Assignment
from curriculum.queries.audit import AsOfFilter, count_as_of, standing_as_of, state_as_of
from curriculum.views.audit.search import ICON
from people.admin_pages import admin_page, auditors_in_admin, chosen_department, page_of
from people.csv_streams import csv_response
from people.models import Department
from people.queries import departments_audited_by

CSV_COLUMNS = ("day", "badge", "name", "unit_today", "requirement", "course", "state", "due_on", "certificate")
CHUNK = 1000


@require_safe
@auditors_in_admin
def as_of(request: HttpRequest) -> HttpResponse:
    """The state of every turn at the end of a day, today without one."""
    departments, department, form = _asked(request)
    wanted = form.wanted() or AsOfFilter(day=today())
    rows = standing_as_of(department, wanted)
    shown = page_of(request, rows)
    query = request.GET.copy()
    query.pop("p", None)
    counts = count_as_of(rows, wanted.day)
    return admin_page(
        request,
        "curriculum/audit/as_of.html",
        title=_("Compliant on a day"),
        icon=ICON,
        trail=[(_("Audit"), reverse("curriculum_admin:audit"))],
        departments=departments,
        department=department,
        filters=form,
        day=wanted.day,
        query=query.urlencode(),
        counts=[(label, counts[name]) for name, label in AS_OF_STATES.items()],
        table=Table(_columns(wanted), shown["page_obj"], caption=_("State of each turn")),
        **shown,
    )


@require_safe
@auditors_in_admin
def export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV, streamed; an unreadable day is 404 rather than another day's answer."""
    _departments, department, form = _asked(request)
    wanted = form.wanted()
    if wanted is None:
        raise Http404
    rows = standing_as_of(department, wanted)
    return csv_response(f"as-of-{wanted.day}-{department.slug}.csv", CSV_COLUMNS, _csv_rows(rows, wanted))


def _asked(request: HttpRequest) -> tuple[list[Department], Department, AsOfForm]:
    departments = list(departments_audited_by(request.user))
    department = chosen_department(request, departments)
    data = request.GET.copy()
    data.setdefault("day", today().isoformat())
    return departments, department, AsOfForm(data, department=department)


def _columns(wanted: AsOfFilter) -> list[Column]:
    return [
        Column("officer", label=_("Officer"), accessor="officer.user.name"),
        Column("badge", label=_("Badge"), accessor="officer.badge"),
        Column("unit", label=_("Unit today"), accessor=lambda row: row.officer.unit.name if row.officer.unit else ""),
        Column("requirement", label=_("Requirement"), accessor="requirement.title"),
        Column("due_on", label=_("Due"), accessor="due_on"),
        Column("state", label=_("State that day"), accessor=lambda row: AS_OF_STATES[state_as_of(row, wanted.day)]),
        Column("proof", label=_("Proof"), accessor=_proof, classname="cg-serial"),
    ]


def _proof(row: Assignment) -> str:
    serial = row.proof  # type: ignore[attr-defined]
    if not serial:
        return ""
    return format_html('<a href="{}">{}</a>', reverse("curriculum_admin:audit_certificate", args=[serial]), serial)


def _csv_rows(rows: QuerySet[Assignment], wanted: AsOfFilter) -> Iterator[tuple[object, ...]]:
    for row in rows.iterator(chunk_size=CHUNK):
        officer = row.officer
        yield (
            wanted.day.isoformat(),
            officer.badge,
            officer.user.name,
            officer.unit.name if officer.unit else "",
            row.requirement.title,
            row.requirement.course.title,
            state_as_of(row, wanted.day),
            row.due_on.isoformat(),
            row.proof or "",  # type: ignore[attr-defined]
        )
