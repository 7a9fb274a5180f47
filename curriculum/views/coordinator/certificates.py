"""Revoking a certificate, and issuing a corrected one in its place."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curriculum.officer_forms import ReissueForm, RevokeForm
from curriculum.views.coordinator.desk import ICON
from curriculum.views.coordinator.officers import officer_trail, officer_url
from people.admin_pages import admin_page, coordinators_in_admin
from people.models import Officer
from people.queries import departments_coordinated_by
from records.models import Certificate
from records.services.certificates import CertificateRefused, reissue_certificate, revoke_certificate


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def revoke(request: HttpRequest, serial: str) -> HttpResponse:
    """Say what revoking does; posted with a reason, revoke."""
    row = get_object_or_404(_certificates(request), serial=serial)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_certificate(actor=request.user, certificate=row, reason=form.cleaned_data["reason"])
        except CertificateRefused as refused:
            return _refused(request, row, refused)
        messages.success(request, _("Certificate %(serial)s is revoked.") % {"serial": row.serial})
        return redirect(_back(request, row))
    title = _("Revoke certificate %(serial)s") % {"serial": row.serial}
    return _page(request, row, "curriculum/coordinator/revoke.html", title, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_in_admin
def reissue(request: HttpRequest, serial: str) -> HttpResponse:
    """Ask what the new certificate shall say; posted, show what will change; posted as confirmed, issue it."""
    row = get_object_or_404(_certificates(request), serial=serial)
    form = ReissueForm(request.POST or None, initial={"person_name": row.person_name, "badge": row.badge})
    title = _("Correct certificate %(serial)s") % {"serial": row.serial}
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, "curriculum/coordinator/reissue.html", title, form=form)
    given = dict(form.cleaned_data)
    if not given.pop("confirmed"):
        return _page(request, row, "curriculum/coordinator/reissue_confirm.html", title, form=form, given=given)
    try:
        new = reissue_certificate(actor=request.user, certificate=row, **given)
    except CertificateRefused as refused:
        return _refused(request, row, refused)
    said = _("Certificate %(new)s was issued in place of %(old)s.")
    messages.success(request, said % {"new": new.serial, "old": row.serial})
    return redirect(_back(request, row))


def _certificates(request: HttpRequest) -> QuerySet[Certificate]:
    slugs = departments_coordinated_by(request.user).values_list("slug", flat=True)
    return Certificate.objects.for_departments(slugs).with_evidence()


def _holder(request: HttpRequest, row: Certificate) -> Officer | None:
    """The officer as they are now, if they still are of a department of the coordinator's."""
    officers = Officer.objects.for_departments(departments_coordinated_by(request.user))
    return officers.select_related("user", "department").filter(user__reference=row.completion.person_reference).first()


def _back(request: HttpRequest, row: Certificate) -> str:
    holder = _holder(request, row)
    return officer_url(holder) if holder else reverse("curriculum_admin:dashboard")


def _refused(request: HttpRequest, row: Certificate, refused: CertificateRefused) -> HttpResponse:
    messages.error(request, _("Nothing was changed. %(why)s") % {"why": refused})
    return redirect(_back(request, row))


def _page(
    request: HttpRequest, row: Certificate, template: str, title: str, *, form: RevokeForm, **context: object
) -> HttpResponse:
    holder = _holder(request, row)
    return admin_page(
        request,
        template,
        title=title,
        icon=ICON,
        trail=officer_trail(holder) if holder else [(_("Training"), reverse("curriculum_admin:dashboard"))],
        status=422 if form.errors else 200,
        certificate=row,
        events=row.events.all(),
        form=form,
        back=officer_url(holder) if holder else reverse("curriculum_admin:dashboard"),
        **context,
    )
