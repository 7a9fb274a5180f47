"""An administrator keeps the departments and agencies."""

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import person_of
from people.admin_pages import admin_page, administrators_in_admin, posted
from people.administration_forms import AgencyForm, DepartmentForm
from people.models import Agency, Department
from people.services.organisations import keep_organisation

ICON = "group"


@require_safe
@administrators_in_admin
def organisations(request: HttpRequest) -> HttpResponse:
    """Both lists, each with how many belong to it."""
    active = Count("officers", filter=Q(officers__active=True), distinct=True)
    members = Count("role_grants__user", distinct=True)
    return admin_page(
        request,
        "people/admin/organisations.html",
        title=_("Departments and agencies"),
        icon=ICON,
        departments=Department.objects.annotate(officer_count=active),
        agencies=Agency.objects.annotate(member_count=members),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_in_admin
def department(request: HttpRequest, slug: str = "") -> HttpResponse:
    row = get_object_or_404(Department, slug=slug) if slug else None
    form = DepartmentForm(posted(request), instance=row)
    return _edited(request, form, row.name if row else _("New department"))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_in_admin
def agency(request: HttpRequest, slug: str = "") -> HttpResponse:
    row = get_object_or_404(Agency, slug=slug) if slug else None
    form = AgencyForm(posted(request), instance=row)
    return _edited(request, form, row.name if row else _("New agency"))


def _edited(request: HttpRequest, form: ModelForm, title: str) -> HttpResponse:
    """Keep it when it is sound. The short name of something that exists stays: records and the ledger use it."""
    if form.instance.pk:
        form.fields["slug"].disabled = True
    if request.method == "POST" and form.is_valid():
        keep_organisation(actor=person_of(request), row=form.instance)
        messages.success(request, _("Kept."))
        return redirect("people_desk:organisations")
    trail = [(_("Departments and agencies"), reverse("people_desk:organisations"))]
    status = 422 if form.errors else 200
    return admin_page(
        request, "people/admin/form.html", title=title, icon=ICON, trail=trail, form=form, status=status, save=_("Keep")
    )
