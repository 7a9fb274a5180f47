"""In the workspace: licences of thin packages, how they are used, and switching them off."""

from __future__ import annotations

import tempfile
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.models import ThinLicence
from modules.package_forms import LicenceForm
from modules.rules import licences_of, may_issue_licences
from modules.services.licensing import issue_licence, opened_edition, pin_licence, switch_licence, write_thin_package
from modules.views.exchange import IN_MEMORY
from people.access import guard, person_of

issuers_only = guard("issuer of licences", may_issue_licences)
DAYS_SHOWN = 60


@require_safe
@issuers_only
def licences(request: HttpRequest) -> HttpResponse:
    """Those of the person's agencies and departments, with how often and when they were used last."""
    rows = licences_of(request.user).select_related("module", "edition", "agency", "department")
    rows = rows.defer("edition__canonical").annotate(used=Sum("launches__count"), last_used=Max("launches__day"))
    context = {"licences": rows, "page_title": _("Thin packages"), "header_icon": "link"}
    return render(request, "modules/admin/licences.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@issuers_only
def new_licence(request: HttpRequest) -> HttpResponse:
    form = LicenceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            licence = issue_licence(actor=person_of(request), **form.issued())
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("The licence is issued. Download its package below."))
            return redirect("modules_admin:licence", licence.reference)
    context = {"form": form, "page_title": _("New thin package"), "header_icon": "link"}
    return render(request, "modules/admin/new_licence.html", context, status=400 if form.is_bound else 200)


@require_safe
@issuers_only
def licence(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One licence: what it opens now, launches by day, its package, pinning and switching off."""
    row = _licence(request, reference)
    context = {
        "licence": row,
        "opened": opened_edition(row),
        "launches": row.launches.all()[:DAYS_SHOWN],
        "total": row.launches.aggregate(total=Sum("count"))["total"] or 0,
        "page_title": row.name,
        "header_icon": "link",
    }
    return render(request, "modules/admin/licence.html", context)


@require_POST
@issuers_only
def change_licence(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Pin, follow, switch off or on again, as the button said."""
    row, actor = _licence(request, reference), person_of(request)
    wanted = request.POST.get("change", "")
    try:
        if wanted in ("pin", "follow"):
            pin_licence(actor=actor, licence=row, pinned=wanted == "pin")
        elif wanted in ("off", "on"):
            switch_licence(actor=actor, licence=row, on=wanted == "on")
        else:
            messages.error(request, _("That cannot be changed."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("modules_admin:licence", reference)


@require_safe
@issuers_only
def thin_package(request: HttpRequest, reference: UUID) -> HttpResponseBase:
    row = _licence(request, reference)
    standard = "1.2" if request.GET.get("as") == "1.2" else "2004"
    held = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the response
    try:
        write_thin_package(row, "1.2" if standard == "1.2" else "2004", held)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("modules_admin:licence", reference)
    held.seek(0)
    name = f"{row.module.slug}-thin-scorm-{standard}.zip"
    return FileResponse(held, as_attachment=True, filename=name, content_type="application/zip")


def _licence(request: HttpRequest, reference: UUID) -> ThinLicence:
    rows = licences_of(request.user).select_related("module", "edition__module", "agency", "department", "issued_by")
    return get_object_or_404(rows.defer("edition__canonical"), reference=reference)
