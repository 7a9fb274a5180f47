"""Find, sample and pull certificates."""

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from curriculum.audit_forms import AuditSearchForm, PullForm
from curriculum.clock import day_of, today
from curriculum.queries.audit import find_certificates, sample_of
from curriculum.services.pulling import note_pull
from people.access import person_of
from people.admin_pages import admin_page, auditors_in_admin, page_of
from people.admin_tables import TickColumn
from people.queries import departments_audited_by
from records.models import Certificate
from records.models.certificates import CertificateQuerySet
from records.services.binders import stream_binder

ICON = "doc-full-inverse"


@dataclass(frozen=True)
class Found:
    """What a search found; with a sample, only what was drawn, and the seed that draws it again."""

    form: AuditSearchForm
    rows: CertificateQuerySet
    seed: str = ""
    drawn_from: int = 0


@require_safe
@auditors_in_admin
def search(request: HttpRequest) -> HttpResponse:
    """One page of what was found."""
    found = _find(request)
    if found is None:
        query = request.GET.copy()
        query["seed"] = secrets.token_hex(4)
        return redirect(f"{request.path}?{query.urlencode()}")
    rows = page_of(request, found.rows.with_evidence())
    query = request.GET.copy()
    query.pop("p", None)
    return admin_page(
        request,
        "curriculum/audit/search.html",
        title=_("Audit"),
        icon=ICON,
        departments=departments_audited_by(request.user),
        found=found,
        filters=found.form,
        query=query.urlencode(),
        table=Table(_columns(), rows["page_obj"], caption=_("Certificates")),
        **rows,
    )


@require_POST
@auditors_in_admin
def pull(request: HttpRequest) -> HttpResponseBase:
    """The chosen certificates as one ZIP, streamed, with a manifest of digests. The ledger notes that it was pulled."""
    found, form = _find(request), PullForm(request.POST)
    chosen = found.rows if found else Certificate.objects.none()
    if not form.is_valid():
        raise Http404
    if not form.cleaned_data["everything"]:
        chosen = _picked(request, set(form.cleaned_data["picked"]))
    count = chosen.count()
    if not count:
        messages.error(request, _("Nothing was chosen, so nothing was pulled."))
        return redirect(f"{reverse('curriculum_admin:audit')}?{request.GET.urlencode()}")
    note_pull(actor=person_of(request), certificates=chosen)
    response = StreamingHttpResponse(stream_binder(chosen), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="certificates-{today()}.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


def _slugs(request: HttpRequest) -> list[str]:
    return list(departments_audited_by(request.user).values_list("slug", flat=True))


def _find(request: HttpRequest) -> Found | None:
    """What the address asks for; None when it asks for a sample and names no seed."""
    slugs = _slugs(request)
    form = AuditSearchForm(request.GET, departments=slugs)
    rows = find_certificates(slugs, form.wanted())
    size, seed = form.cleaned_data.get("sample"), form.cleaned_data.get("seed", "")
    if not size:
        return Found(form, rows)
    if not seed:
        return None
    drawn = sample_of(rows, seed=seed, size=size)
    return Found(form, rows.filter(serial__in=drawn), seed=seed, drawn_from=rows.count())


def _picked(request: HttpRequest, serials: set[str]) -> CertificateQuerySet:
    """The picked certificates; 404 as soon as one of them is not of the auditor's departments."""
    rows = Certificate.objects.for_departments(_slugs(request)).filter(serial__in=serials)
    if rows.count() != len(serials):
        raise Http404
    return rows


def _columns() -> list[Column]:
    return [
        TickColumn(
            "picked",
            value=lambda row: row.serial,
            describe=lambda row: _("Select certificate %(serial)s") % {"serial": row.serial},
            can_tick=lambda row: True,
        ),
        TitleColumn(
            "serial",
            label=_("Serial"),
            accessor="serial",
            classname="cg-serial",
            get_url=lambda row: reverse("curriculum_admin:audit_certificate", args=[row.serial]),
        ),
        Column("name", label=_("Name"), accessor="person_name"),
        Column("badge", label=_("Badge"), accessor="badge"),
        Column("course", label=_("Course"), accessor="completion.course_title"),
        Column("completed", label=_("Completed"), accessor=lambda row: day_of(row.completion.completed_at)),
        Column("until", label=_("Valid until"), accessor=lambda row: row.completion.valid_until or ""),
        Column("state", label=_("State"), accessor=lambda row: row.state.label),
    ]
