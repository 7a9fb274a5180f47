"""The register of rules in the workspace: where each stands, who checked it, and what rests on it, to the block."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.law_forms import StatusForm, VerifyForm
from modules.models import Authority, EditionCitation, Provision, Source
from modules.rules import can_verify_law, can_view_registers, modules_read_as_drafts_by
from modules.services.verifying import StatusRefused, change_status, mark_verified
from modules.where_used import Wanted, draft_places, edition_places
from people.access import View, guard, person_of
from people.admin_pages import admin_page, page_of, refused_with_403
from people.queries import agencies_of
from records.models import LedgerEntry

LATEST = 20
REGISTER = "wagtailsnippets_modules_authority:list"


def register_readers(view: View) -> View:
    return refused_with_403(guard("register reader", can_view_registers)(view))


def law_verifiers(view: View) -> View:
    return refused_with_403(guard("author, legal reviewer or administrator", can_verify_law)(view))


@require_safe
@register_readers
def authority(request: HttpRequest, key: str) -> HttpResponse:
    """One authority: its standing, its history, what rests on it."""
    found = _authority(key)
    form = VerifyForm(agencies=agencies_of(request.user)) if can_verify_law(request.user) else None
    return _authority_page(request, found, form)


@require_POST
@law_verifiers
def verify(request: HttpRequest, key: str) -> HttpResponse:
    """Mark as verified today, with a note."""
    found = _authority(key)
    form = VerifyForm(request.POST, agencies=agencies_of(request.user))
    if not form.is_valid():
        return _authority_page(request, found, form, status=400)
    fields = form.cleaned_data
    mark_verified(actor=person_of(request), authority=found, note=fields["note"], agency=fields["agency"])
    messages.success(request, _("%s is verified as of today.") % found.short_title)
    return redirect("modules_admin:authority", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@law_verifiers
def status(request: HttpRequest, key: str) -> HttpResponse:
    """Superseded, repealed, ran out, or in force again: after seeing how much rests on it."""
    found = _authority(key)
    form = StatusForm(request.POST or None, authority=found)
    if request.method == "POST" and form.is_valid():
        try:
            result = change_status(
                actor=person_of(request),
                authority=found,
                status=form.new_status(),
                note=form.cleaned_data["note"],
            )
        except StatusRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("What rests on it is listed as stale, and its authors are told.") if result.opened else ""
            messages.success(request, " ".join([_("The status of %s is kept.") % found.short_title, said]).strip())
            return redirect("modules_admin:authority", key=key)
    resting = EditionCitation.objects.filter(provision__authority=found).values("step", "block_id").distinct().count()
    return admin_page(
        request,
        "modules/admin/authority_status.html",
        title=_("Change the status"),
        icon="list-ul",
        trail=[*_trail(), (found.short_title, reverse("modules_admin:authority", args=[key]))],
        status=400 if form.errors else 200,
        authority=found,
        form=form,
        resting=resting,
    )


@require_safe
@register_readers
def provision(request: HttpRequest, fact_id: str) -> HttpResponse:
    """Where one rule is used."""
    found = get_object_or_404(Provision.objects.with_authority(), fact_id=fact_id)
    above = (found.authority.short_title, reverse("modules_admin:authority", args=[found.authority.key]))
    wanted = Wanted.of(provisions=[found])
    editions = edition_places(request.user, provisions=[found])
    return _used_page(request, str(found), [*_trail(), above], wanted, editions, said=found.summary)


@require_safe
@register_readers
def source(request: HttpRequest, key: str) -> HttpResponse:
    """Where one source is used."""
    found = get_object_or_404(Source, key=key)
    trail = [(_("Sources"), reverse("wagtailsnippets_modules_source:list"))]
    wanted = Wanted.of(sources=[found])
    return _used_page(
        request, str(found), trail, wanted, edition_places(request.user, sources=[found]), said=found.note
    )


def _authority(key: str) -> Authority:
    related = ("supersedes", "last_verified_for")
    return get_object_or_404(Authority.objects.select_related(*related).prefetch_related("provisions"), key=key)


def _authority_page(request: HttpRequest, found: Authority, form: VerifyForm | None, status: int = 200) -> HttpResponse:
    provisions = list(found.provisions.all())
    history = LedgerEntry.objects.filter(subject=f"authority:{found.key}").order_by("-pk")[:LATEST]
    changes = found.changes.select_related("replaced_by", "authority")
    return admin_page(
        request,
        "modules/admin/authority.html",
        title=found.short_title,
        icon="list-ul",
        trail=_trail(),
        status=status,
        authority=found,
        provisions=provisions,
        changes=changes,
        history=history,
        form=form,
        may_edit=form is not None,
        **_used(request, Wanted.of(provisions=provisions), edition_places(request.user, provisions=provisions)),
    )


def _used_page(
    request: HttpRequest,
    title: str,
    trail: list[tuple[str, str]],
    wanted: Wanted,
    editions: QuerySet[EditionCitation],
    said: str,
) -> HttpResponse:
    used = _used(request, wanted, editions)
    return admin_page(
        request, "modules/admin/where_used.html", title=title, icon="list-ul", trail=trail, said=said, **used
    )


def _used(request: HttpRequest, wanted: Wanted, editions: QuerySet[EditionCitation]) -> dict[str, Any]:
    """Blocks of drafts that the person may read, all of them, and of editions, page by page."""
    drafts = draft_places(modules_read_as_drafts_by(request.user), wanted)
    return {"drafts": drafts, **page_of(request, editions)}


def _trail() -> list[tuple[str, str]]:
    return [(_("Rules"), reverse(REGISTER))]
