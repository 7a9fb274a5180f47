"""Rubrics and their versions: read by everyone who reviews, written by their agency or by administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import guard, person_of
from people.models import Agency
from people.rules import roles_of
from review.dossier.forms import CriterionLines, NewRubricForm, RubricForm
from review.dossier.rules import can_keep_rubric
from review.models import Rubric, RubricVersion
from review.services.rubrics import publish_rubric_version
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
    posted = request.POST or None
    form = NewRubricForm(posted, agencies=agencies.order_by("name"), house=roles.administrator)
    lines = CriterionLines(posted, prefix="c")
    if posted and form.is_valid() and _lines_valid(form, lines):
        version = tried(form, lambda: _publish(request, lines, **form.cleaned_data))
        if version:
            return redirect(version.rubric)
    context = {"form": form, "lines": lines, "rubrics": newest_rubrics().select_related("rubric__agency")}
    return render(request, "review/rubrics.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def rubric(request: HttpRequest, key: str) -> HttpResponse:
    """One rubric with all its versions; its keepers write the next."""
    row = get_object_or_404(Rubric.objects.select_related("agency"), key=key)
    versions = list(row.versions.all())
    may = can_keep_rubric(request.user, row)
    posted = request.POST if may and request.method == "POST" else None
    form = RubricForm(posted, initial={"title": row.title}) if may else None
    lines = CriterionLines(posted, prefix="c", initial=versions[0].criteria) if may else None
    if request.method == "POST" and not may:
        return render(request, "403.html", status=403)
    if posted and form and lines and form.is_valid() and _lines_valid(form, lines):
        made = tried(form, lambda: _publish(request, lines, key=row.key, agency=row.agency, **form.cleaned_data))
        if made:
            return redirect(row)
    context = {"rubric": row, "versions": versions, "form": form, "lines": lines}
    return render(request, "review/rubric.html", context, status=status_of(form))


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
