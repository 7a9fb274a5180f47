"""Editions as files: the schema for everybody, the whole ZIP for those who write or review, reading back."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.exchange.packages import SCHEMA_FILE, PackageRefused, read_package
from modules.forms import ImportEditionForm
from modules.models import Edition
from modules.rules import modules_read_as_drafts_by
from modules.services.exporting import export_edition
from modules.services.importing import import_edition
from people.access import administrators_only, guard, person_of
from people.rules import is_administrator, roles_of

IN_MEMORY = 5 * 1024 * 1024
staff_of_agencies = guard(
    "agency member or administrator", lambda user: bool(roles_of(user).agencies) or is_administrator(user)
)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of an edition's exact text."""
    return HttpResponse(SCHEMA_FILE.read_text(encoding="utf-8"), content_type="application/schema+json")


@require_safe
@staff_of_agencies
def package(request: HttpRequest, digest: str) -> FileResponse:
    """The whole edition as a ZIP. It holds the quizzes with their answers, so it is not public."""
    edition = get_object_or_404(
        Edition.objects.filter(module__in=modules_read_as_drafts_by(request.user)).select_related("module"),
        digest=digest,
    )
    held = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the response
    export_edition(edition, held)
    held.seek(0)
    name = f"{edition.module.slug}-edition-{edition.number}.zip"
    return FileResponse(held, as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def import_page(request: HttpRequest) -> HttpResponse:
    """Read an edition back from a file. What is wrong with it is listed whole, and nothing is written then."""
    form = ImportEditionForm(request.POST or None, request.FILES or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            found = read_package(form.cleaned_data["file"].file, expected=form.cleaned_data["digest"])
            edition = import_edition(actor=person_of(request), package=found)
        except PackageRefused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("%s is here as a candidate. Its agencies sign it here again.") % edition)
            return redirect("wagtailadmin_explore", edition.module_id)
    context = {
        "form": form,
        "reasons": reasons,
        "page_title": _("Import an edition"),
        "header_icon": "upload",
    }
    return render(request, "modules/admin/import.html", context, status=400 if reasons else 200)
