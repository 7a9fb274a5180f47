"""Permissions to hold a recording, the recordings held under them, and serving them."""

from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from media.serving import Served, serve
from people.access import agency_members_only, person_of
from review.material_forms import PermissionForm, ReasonForm, RecordingFileForm
from review.models import HostedRecording, HostingPermission, Material, MaterialVersion
from review.services import hosting as service
from review.views.keeping import kept_material
from review.views.workspace import find_version


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def hosting(request: HttpRequest, slug: str) -> HttpResponse:
    """What permissions are on record. A post records another."""
    material = kept_material(request, slug)
    form = PermissionForm(request.POST or None, material=material)
    if request.method == "POST" and form.is_valid():
        try:
            service.record_permission(actor=person_of(request), material=material, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The permission is on record."))
            return redirect("review:hosting", material.slug)
    return _page(request, material, form)


@require_POST
@agency_members_only
def withdraw_permission(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    material = kept_material(request, slug)
    permission = get_object_or_404(HostingPermission, pk=pk, material=material)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it ends."))
        return _page(request, material, PermissionForm(material=material), status=400)
    reason = form.cleaned_data["reason"]
    service.withdraw_permission(actor=person_of(request), permission=permission, reason=reason)
    messages.success(request, _("The permission is withdrawn, and what was held under it is deleted."))
    return redirect("review:hosting", material.slug)


@require_POST
@agency_members_only
def host_recording(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep a file for this version; refused without a permission in force."""
    material = kept_material(request, slug)
    version = get_object_or_404(MaterialVersion.objects.select_related("material"), pk=pk, material=material)
    form = RecordingFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            service.host_recording(actor=person_of(request), version=version, file=form.cleaned_data["file"])
        except service.NoPermission:
            form.add_error(None, _("No permission in force covers this version. Record it first; nothing was kept."))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The recording is kept."))
            return redirect(version)
    return _page(request, material, PermissionForm(material=material), file_form=form, tried=version, status=400)


@require_POST
@agency_members_only
def remove_recording(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    material = kept_material(request, slug)
    hosted = get_object_or_404(
        HostedRecording.objects.select_related("version__material"), version=pk, version__material=material
    )
    service.remove_recording(actor=person_of(request), hosted=hosted)
    messages.success(request, _("The recording is deleted."))
    return redirect("review:hosting", material.slug)


@require_safe
@agency_members_only
def recording(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The file, to reviewers, while a permission is in force; otherwise there is no such page."""
    return serve_hosted(request, service.playable(find_version(slug, pk)))


def serve_hosted(request: HttpRequest, hosted: HostedRecording | None) -> HttpResponseBase:
    """Send what `playable` returned. Raises Http404 for None: nothing is served without a permission."""
    if hosted is None:
        raise Http404
    try:
        handle = hosted.file.storage.open(str(hosted.file.name), "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = PurePosixPath(str(hosted.file.name)).name
    return serve(
        request,
        Served(cast(BinaryIO, handle), handle.size, hosted.content_type, name, hosted.sha256, "private, no-store"),
    )


def _page(
    request: HttpRequest,
    material: Material,
    form: PermissionForm,
    *,
    file_form: RecordingFileForm | None = None,
    tried: MaterialVersion | None = None,
    status: int = 200,
) -> HttpResponse:
    permissions = material.permissions.select_related("version", "agency")
    in_force = set(HostingPermission.objects.in_force().filter(material=material).values_list("pk", flat=True))
    versions = list(material.versions.select_related("hosted"))
    covered = {row.version_id for row in permissions if row.pk in in_force}
    context = {
        "material": material,
        "form": form,
        "permissions": permissions,
        "in_force": in_force,
        "versions": [
            {
                "version": row,
                "covered": bool(covered & {None, row.pk}),
                "hosted": getattr(row, "hosted", None),
                "file_form": file_form if tried == row and file_form else RecordingFileForm(auto_id=f"id_{row.pk}_%s"),
            }
            for row in versions
        ],
        "reason_form": ReasonForm(),
    }
    if form.errors:
        status = 400
    return render(request, "review/hosting.html", context, status=status)
