"""Rubrics and their versions: read by everyone who reviews, written by their agency or by administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import guard, person_of
from people.models import Agency
from people.rules import roles_of
from review.dossier.forms import CriterionLineForm, CriterionLines, NewRubricForm, RubricForm
from review.dossier.rules import can_keep_rubric
from review.models import Criterion, Rubric, RubricVersion
from review.services.rubrics import MOST_CRITERIA, publish_rubric_version
from review.views.dossier_rooms import newest_rubrics, status_of, tried

keepers_only = guard(
    "agency member or administrator",
    lambda user: bool(roles_of(user).agencies) or roles_of(user).administrator,
)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def rubrics(request: HttpRequest) -> HttpResponse:
    """Every rubric in its newest version, and the form to add one."""
    roles = roles_of(request.user)
    agencies = Agency.objects.all() if roles.administrator else Agency.objects.filter(pk__in=roles.agencies)
    posted, typed = _sent(request)
    form = NewRubricForm(posted, initial=typed, agencies=agencies.order_by("name"), house=roles.administrator)
    lines = CriterionLines(posted, prefix="c", initial=_typed_lines(request) if typed else None)
    if posted and form.is_valid() and _lines_valid(form, lines):
        version = tried(form, lambda: _publish(request, lines, **form.cleaned_data))
        if version:
            return redirect(version.rubric)
    rows = newest_rubrics().select_related("rubric__agency")
    context = {"form": form, "lines": lines, "rubrics": rows, "known": Criterion.objects.order_by("position", "code")}
    return render(request, "review/rubrics.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def rubric(request: HttpRequest, key: str) -> HttpResponse:
    """One rubric with all its versions; its keepers write the next."""
    row = get_object_or_404(Rubric.objects.select_related("agency"), key=key)
    versions = list(row.versions.all())
    may = can_keep_rubric(request.user, row)
    posted, typed = _sent(request) if may else (None, None)
    form = RubricForm(posted, initial=typed or {"title": row.title}) if may else None
    written = _typed_lines(request) if typed else versions[0].criteria
    lines = CriterionLines(posted, prefix="c", initial=written) if may else None
    if request.method == "POST" and not may:
        return render(request, "403.html", status=403)
    if posted and form and lines and form.is_valid() and _lines_valid(form, lines):
        made = tried(form, lambda: _publish(request, lines, key=row.key, agency=row.agency, **form.cleaned_data))
        if made:
            return redirect(row)
    context = {"rubric": row, "versions": versions, "form": form, "lines": lines}
    context |= {"known": Criterion.objects.order_by("position", "code") if may else ()}
    return render(request, "review/rubric.html", context, status=status_of(form))


def _sent(request: HttpRequest) -> tuple[QueryDict | None, dict[str, Any] | None]:
    """What is to be kept, or what was typed so far when more lines are asked for."""
    if request.method != "POST":
        return None, None
    return (None, request.POST.dict()) if "more" in request.POST else (request.POST, None)


def _typed_lines(request: HttpRequest) -> list[dict[str, str]]:
    """The lines that hold anything, as they were typed."""
    try:
        number = min(MOST_CRITERIA, int(request.POST.get("c-TOTAL_FORMS", "")))
    except ValueError:
        number = 0
    names = CriterionLineForm.base_fields
    rows = ({name: request.POST.get(f"c-{place}-{name}", "") for name in names} for place in range(number))
    return [row for row in rows if row["code"] or row["title"] or row["question"]]


def _lines_valid(form: RubricForm, lines: Any) -> bool:
    if lines.is_valid():
        return True
    form.add_error(None, _("Look at the criteria again: something in them is missing or too long."))
    return False


def _publish(request: HttpRequest, lines: Any, **words: Any) -> RubricVersion:
    rows = [line.cleaned_data for line in lines if line.cleaned_data and not line.cleaned_data.get("DELETE")]
    version = publish_rubric_version(actor=person_of(request), criteria=rows, **words)
    messages.success(request, _("Version %(number)s is kept.") % {"number": version.number})
    return version
