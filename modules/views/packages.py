"""An edition as a SCORM package, for those who may have the answers of its quizzes."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from modules.models import Edition
from modules.package_forms import PackageForm
from modules.packaging.errors import PackagingRefused
from modules.rules import modules_read_as_drafts_by
from modules.services.packaging import package_edition
from modules.views.exchange import IN_MEMORY, staff_of_agencies
from people.access import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_agencies
def scorm(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Choose the standard and take the package. It holds the quizzes with their answers, so it is not public."""
    edition = get_object_or_404(
        Edition.objects.published()
        .filter(module__in=modules_read_as_drafts_by(request.user))
        .select_related("module")
        .defer("canonical"),
        digest=digest,
    )
    form = PackageForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, edition, form, status=400 if form.is_bound else 200)
    standard, recordings = form.cleaned_data["standard"], form.cleaned_data["recordings"]
    held = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the response
    try:
        package_edition(
            actor=person_of(request), edition=edition, standard=standard, target=held, recordings=recordings
        )
    except PackagingRefused as refusal:
        held.close()
        messages.error(request, str(refusal))
        return redirect("modules:scorm", edition.digest)
    held.seek(0)
    name = f"{edition.module.slug}-edition-{edition.number}-scorm-{standard}.zip"
    return FileResponse(held, as_attachment=True, filename=name, content_type="application/zip")


def _page(request: HttpRequest, edition: Edition, form: PackageForm, status: int) -> HttpResponse:
    kinds = [block["type"] for step in edition.steps.all() for block in step.blocks]
    context = {"edition": edition, "form": form, "has_recordings": bool({"video", "audio"} & set(kinds))}
    return render(request, "modules/scorm.html", context, status=status)
