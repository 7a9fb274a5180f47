"""The agencies' own pages for the record of a material and its versions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.access import agency_members_only, person_of
from review.material_forms import MaterialForm, VersionForm
from review.models import Material, MaterialVersion
from review.services import materials as service


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def add_material(request: HttpRequest) -> HttpResponse:
    form = MaterialForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            agency = form.cleaned_data["agency"]
            row = service.create_material(actor=person_of(request), agency=agency, words=form.words())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The material is under review. Add the version that you look at."))
            return redirect("review:add_version", row.slug)
    return _page(request, form, _("Bring a material under review"))


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def edit_material(request: HttpRequest, slug: str) -> HttpResponse:
    row = kept_material(request, slug)
    form = MaterialForm(request.POST or None, instance=row, initial={"seen": service.state_of(row)}, user=request.user)
    if request.method == "POST" and form.is_valid():
        fresh = Material.objects.get(pk=row.pk)
        try:
            words, seen = form.words(), form.cleaned_data["seen"]
            service.edit_material(actor=person_of(request), material=fresh, words=words, seen=seen)
        except service.RecordMoved:
            return _moved(request, form, _("Change the record"), fresh)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The record is changed."))
            return redirect(fresh)
    return _page(request, form, _("Change the record"), row)


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def add_version(request: HttpRequest, slug: str) -> HttpResponse:
    row = kept_material(request, slug)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = service.add_version(actor=person_of(request), material=row, words=form.words())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The version is added. Reports of older versions follow when its transcript is finished.")
            )
            return redirect("review:transcript", row.slug, version.pk)
    return _page(request, form, _("Add a version"), row)


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def edit_version(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = kept_material(request, slug)
    version = get_object_or_404(MaterialVersion, pk=pk, material=row)
    form = VersionForm(request.POST or None, instance=version, initial={"seen": service.state_of(version)})
    if request.method == "POST" and form.is_valid():
        fresh = MaterialVersion.objects.get(pk=version.pk)
        try:
            words, seen = form.words(), form.cleaned_data["seen"]
            service.edit_version(actor=person_of(request), version=fresh, words=words, seen=seen)
        except service.RecordMoved:
            return _moved(request, form, _("Change the version"), row)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The version is changed."))
            return redirect(fresh)
    return _page(request, form, _("Change the version"), row)


def kept_material(request: HttpRequest, slug: str) -> Material:
    """A material whose record the person's agency writes; another agency's is 404."""
    return get_object_or_404(Material.objects.kept_by(request.user), slug=slug)


def _page(
    request: HttpRequest, form: Any, heading: str, material: Material | None = None, status: int = 200
) -> HttpResponse:
    if form.errors and status == 200:
        status = 400
    return render(
        request, "review/material_form.html", {"form": form, "heading": heading, "material": material}, status=status
    )


def _moved(request: HttpRequest, form: Any, heading: str, material: Material) -> HttpResponse:
    form.add_error(
        None, _("Somebody changed this since you opened it. Open the page anew beside this one and compare.")
    )
    return _page(request, form, heading, material, status=409)
