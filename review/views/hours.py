"""Hours that an agency's people gave: entered, approved, exported. Seen by that agency and administrators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.models import ModulePage
from people.access import person_of
from people.csv_streams import csv_response
from people.queries import agencies_of
from review.enums import HoursState
from review.models import HoursEntry
from review.services.hours import HoursDecided, can_decide, decide_hours, enter_hours
from review.signing_forms import HoursForm
from review.views.policies import agencies_or_administrators

COLUMNS = ("day", "agency", "name", "module", "work", "hours", "state", "decided_on")


@require_http_methods(["GET", "HEAD", "POST"])
@agencies_or_administrators
def hours(request: HttpRequest) -> HttpResponse:
    """The list with its sums, and the form for one's own agency."""
    own = agencies_of(request.user)
    modules = ModulePage.objects.filter(coauthorships__agency__in=own).distinct().order_by("title")
    form = HoursForm(request.POST or None, agencies=own, modules=modules) if own.exists() else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if request.method == "POST" and form and form.is_valid():
        try:
            enter_hours(actor=person_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Noted. Another author of your agency approves them."))
            return redirect("review:hours")
    return _page(request, form, status=400 if form and form.errors else 200)


@require_POST
@agencies_or_administrators
def decide(request: HttpRequest, reference: UUID) -> HttpResponse:
    entry = get_object_or_404(HoursEntry.objects.seen_by(request.user).select_related("agency"), reference=reference)
    try:
        decide_hours(actor=person_of(request), entry=entry, approve=request.POST.get("approve") == "yes")
        messages.success(request, _("Recorded."))
    except HoursDecided:
        messages.error(request, _("These hours were decided on already. Nothing was changed."))
    return redirect("review:hours")


@require_safe
@agencies_or_administrators
def hours_csv(request: HttpRequest) -> HttpResponseBase:
    """All of them as a table for whoever pays."""
    rows = HoursEntry.objects.seen_by(request.user).select_related("agency", "module")
    response = csv_response("hours.csv", COLUMNS, (_row(row) for row in rows.iterator(chunk_size=500)))
    response["Cache-Control"] = "no-store, private"
    return response


def _row(row: HoursEntry) -> tuple[object, ...]:
    decided = row.decided_at.date().isoformat() if row.decided_at else ""
    module = row.module.title if row.module else ""
    return (row.day.isoformat(), row.agency.name, row.name, module, row.work, row.hours, row.state, decided)


def _page(request: HttpRequest, form: HoursForm | None, *, status: int) -> HttpResponse:
    rows = HoursEntry.objects.seen_by(request.user).select_related("agency", "module", "entered_by")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    approved = rows.filter(state=HoursState.APPROVED).order_by("agency__name", "name")
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [(row, row.state == HoursState.ENTERED and can_decide(person_of(request), row)) for row in page],
        "sums": approved.values("agency__name", "name").annotate(total=Sum("hours")),
    }
    return render(request, "review/hours.html", context, status=status)
