"""Who was compliant on that day."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

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
from curriculum.queries.audit import AsOfFilter, count_as_of, standing_as_of, state_as_of, with_proofs
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
        table=Table(
            _columns(wanted), with_proofs(shown["page_obj"], department, wanted.day), caption=_("State of each turn")
        ),
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
    return csv_response(f"as-of-{wanted.day}-{department.slug}.csv", CSV_COLUMNS, _csv_rows(department, wanted))


def _asked(request: HttpRequest) -> tuple[list[Department], Department, AsOfForm]:
    departments = list(departments_audited_by(request.user))
    department = chosen_department(request, departments)
    data = request.GET.copy()
    data.setdefault("day", today().isoformat())
    return departments, department, AsOfForm(data, department=department)


def _columns(wanted: AsOfFilter) -> list[Column]:
    """The columns over pairs of a turn and the serial that proves it."""
    return [
        Column("officer", label=_("Officer"), accessor=lambda pair: pair[0].officer.user.name),
        Column("badge", label=_("Badge"), accessor=lambda pair: pair[0].officer.badge),
        Column("unit", label=_("Unit today"), accessor=lambda pair: _unit(pair[0])),
        Column("requirement", label=_("Requirement"), accessor=lambda pair: pair[0].requirement.title),
        Column("due_on", label=_("Due"), accessor=lambda pair: pair[0].due_on),
        Column("state", label=_("State that day"), accessor=lambda pair: _state(pair[0], wanted.day)),
        Column("proof", label=_("Proof"), accessor=lambda pair: _proof(pair[1]), classname="cg-serial"),
    ]


def _unit(row: Assignment) -> str:
    return row.officer.unit.name if row.officer.unit else ""


def _state(row: Assignment, day: date) -> str:
    return str(AS_OF_STATES[state_as_of(row, day)])


def _proof(serial: str) -> str:
    if not serial:
        return ""
    return format_html('<a href="{}">{}</a>', reverse("curriculum_admin:audit_certificate", args=[serial]), serial)


def _csv_rows(department: Department, wanted: AsOfFilter) -> Iterator[tuple[object, ...]]:
    rows = standing_as_of(department, wanted).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for row, serial in with_proofs(chunk, department, wanted.day):
            yield (
                wanted.day.isoformat(),
                row.officer.badge,
                row.officer.user.name,
                _unit(row),
                row.requirement.title,
                row.requirement.course.title,
                state_as_of(row, wanted.day),
                row.due_on.isoformat(),
                serial,
            )
