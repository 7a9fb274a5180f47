"""Packages in the workspace: bringing them in, their report, a trial that records nothing, and what they claimed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.content_origin import SANDBOX
from modules.launch_tokens import Launch, make_token
from modules.models import ScormPackage, ScormVersion
from modules.rules import packages_seen_by
from modules.services.packages import Brought, VersionInUse, bring_package, remove_version, version_in_use
from modules.shelf_forms import BringPackageForm
from modules.tracking import FEWEST, shares_of
from people.access import authors_only, guard, person_of
from people.admin_pages import admin_page, page_of, refused_with_403
from people.models import Agency
from people.rules import is_administrator, is_author, roles_of

ICON = "folder-open-inverse"
readers = guard("agency member or administrator", lambda user: bool(roles_of(user).agencies) or is_administrator(user))


@require_safe
@refused_with_403
@readers
def packages(request: HttpRequest) -> HttpResponse:
    """The packages of the person's agencies, each with its newest version first."""
    rows = packages_seen_by(request.user).select_related("agency").prefetch_related("versions")
    return admin_page(
        request,
        "modules/admin/packages.html",
        title=_("Packages"),
        icon=ICON,
        packages=page_of(request, rows),
        may_bring=is_author(request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@refused_with_403
@authors_only
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a package in, or a new version of one (`?package=`). What is wrong with it is listed whole."""
    package = _named(request)
    own = Agency.objects.filter(pk__in=roles_of(request.user).author_of)
    agencies = own.filter(pk=package.agency_id) if package else own
    form = BringPackageForm(request.POST or None, request.FILES or None, agencies=agencies)
    brought: Brought | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        brought = bring_package(
            actor=person_of(request),
            agency=form.cleaned_data["agency"],
            file=file.file,
            file_name=file.name,
            package=package,
        )
        if brought.version:
            told = _("These exact files are here already.") if brought.known else _("The package is kept. Read below.")
            messages.success(request, told)
            return redirect("modules_admin:package", brought.version.package.reference, brought.version.number)
    title = _("New version of “%(title)s”") % {"title": package.title} if package else _("Bring a package in")
    status = 422 if brought or form.errors else 200
    context = {"form": form, "report": brought.report if brought else None, "package": package}
    return admin_page(
        request, "modules/admin/package_bring.html", title=title, icon=ICON, trail=_trail(), status=status, **context
    )


@require_safe
@refused_with_403
@readers
def package(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """One version: what it is, its outline, what is wrong with it, what it can report, and what it reported."""
    version = _version(request, reference, number)
    context = {
        "version": version,
        "report": version.report,
        "shares": shares_of(version.digest),
        "fewest": FEWEST,
        "may_change": version.package.agency_id in roles_of(request.user).author_of,
        "removable": not version_in_use(version),
    }
    return admin_page(request, "modules/admin/package.html", title=str(version), icon=ICON, trail=_trail(), **context)


@require_safe
@refused_with_403
@readers
def trial(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Play it as a learner would on the first day. Nothing is recorded."""
    version = _version(request, reference, number)
    address = f"{settings.CONTENT_ORIGIN}/play/{make_token(Launch(version.digest, get_language() or ''))}/"
    back = reverse("modules_admin:package", args=[reference, number])
    response = render(
        request,
        "modules/scorm/trial.html",
        {"version": version, "address": address, "back": back, "sandbox": SANDBOX},
    )
    response._csp_update = {"frame-src": [settings.CONTENT_ORIGIN]}  # type: ignore[attr-defined]  # for django-csp
    return response


@require_POST
@refused_with_403
@authors_only
def remove(request: HttpRequest, reference: UUID, number: int) -> HttpResponse:
    """Take a version away that nothing uses."""
    version = _version(request, reference, number)
    try:
        remove_version(actor=person_of(request), version=version)
    except VersionInUse:
        messages.error(request, _("A step plays this version, or a report speaks of it, so it stays."))
        return redirect("modules_admin:package", reference, number)
    messages.success(request, _("The version is gone from the shelf."))
    return redirect("modules_admin:packages")


def _named(request: HttpRequest) -> ScormPackage | None:
    """The package of the person's own agencies that `?package=` names."""
    wanted = request.GET.get("package", "")
    if not wanted:
        return None
    own: QuerySet[ScormPackage] = ScormPackage.objects.filter(agency__in=roles_of(request.user).author_of)
    try:
        return get_object_or_404(own, reference=UUID(wanted))
    except ValueError:
        return get_object_or_404(own.none())


def _version(request: HttpRequest, reference: UUID, number: int) -> ScormVersion:
    seen = packages_seen_by(request.user)
    rows = ScormVersion.objects.filter(package__in=seen).select_related("package__agency", "uploaded_by")
    return get_object_or_404(rows, package__reference=reference, number=number)


def _trail() -> list[tuple[str, str]]:
    return [(_("Packages"), reverse("modules_admin:packages"))]
