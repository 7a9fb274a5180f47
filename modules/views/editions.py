"""Editions: what they are, who signed them, their exact text, and what changed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from media.serving import Served, serve
from modules.asset_store import asset_path
from modules.comparing import compare_editions
from modules.edition_names import names_of, signature_record
from modules.models import Edition, EditionAsset
from modules.moved import notices_in_edition
from modules.queries import asset_for, edition_history, step_outline, withdrawn_names
from modules.reporting import corrections_url
from modules.rules import modules_read_as_drafts_by
from modules.views.library import spoken

FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "private, no-store"


@require_safe
def edition(request: HttpRequest, digest: str) -> HttpResponse:
    """The edition's number, date, digest and signatures, with the history of its module."""
    found = get_object_or_404(_published().select_related("scheduled_review").defer("canonical"), digest=digest)
    history = list(edition_history(found))
    older = [row for row in history if row.number < found.number]
    context = {
        "edition": found,
        "steps": step_outline(found),
        "history": history,
        "older": older[0] if older else None,
        "review": getattr(found, "scheduled_review", None),
        **names_of(found),
        "stale_steps": set(notices_in_edition(found.pk)),
        **spoken(found),
        "may_take_all": _may_take_all(request, found),
    }
    context["corrections_url"] = corrections_url(found)
    return render(request, "modules/edition.html", context)


@require_safe
def module_editions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every published edition of a module, who signed each, and any two of them side by side."""
    rows = _published().filter(module__slug=slug).defer("canonical")
    editions = list(rows.prefetch_related("signatures", withdrawn_names()).order_by("-number"))
    if not editions:
        raise Http404
    known = {edition.digest: edition for edition in editions}
    older, newer = known.get(request.GET.get("from", "")), known.get(request.GET.get("to", ""))
    if older and newer and older.pk != newer.pk:
        return redirect("modules:comparison", newer.digest, older.digest)
    context = {"editions": editions, "module_title": editions[0].title, "asked": bool(request.GET)}
    return render(request, "modules/module_editions.html", context)


@require_safe
def signatures(request: HttpRequest, digest: str) -> HttpResponse:
    """Who signed this digest, by which rule, when and how, with the dissents: beside the exact text, for machines."""
    found = get_object_or_404(_published().select_related("candidacy").defer("canonical"), digest=digest)
    return JsonResponse(signature_record(found), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def canonical(request: HttpRequest, digest: str) -> HttpResponse:
    """The exact text: the SHA-256 of these bytes is the edition's digest."""
    found = get_object_or_404(_published(), digest=digest)
    response = HttpResponse(found.canonical, content_type="application/json")
    name = f"{found.module.slug}-edition-{found.number}.json"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = FOR_EVER
    return response


@require_safe
def comparison(request: HttpRequest, digest: str, old_digest: str) -> HttpResponse:
    """What changed from an older edition of the same module. Answers of quizzes are left out."""
    new = get_object_or_404(_published().defer("canonical"), digest=digest)
    old = get_object_or_404(_published().defer("canonical"), digest=old_digest, module=new.module_id)
    changes = compare_editions(old, new, with_answers=False)
    shown = [change for change in changes if change.kind != "same"]
    context = {"new": new, "old": old, "changes": shown, "same": len(changes) - len(shown)}
    return render(request, "modules/comparison.html", context)


@require_safe
def asset(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """A file of an edition, under its digest, to be kept for ever once its edition is published.

    Files that are only in candidates are for those who write or review them, and are not kept by caches.
    """
    found = get_object_or_404(EditionAsset, pk=getattr(asset_for(request.user, sha256), "pk", None), name=name)
    public = found.editions.filter(pk__in=Edition.objects.published()).exists()
    handle = asset_path(found.sha256).open("rb")
    cache = FOR_EVER if public else FOR_NOW
    return serve(request, Served(handle, found.size, found.content_type, found.name, found.sha256, cache))


def _published() -> QuerySet[Edition]:
    return Edition.objects.published().select_related("module")


def _may_take_all(request: HttpRequest, edition: Edition) -> bool:
    """Whether the person may have the ZIP, which holds the answers of the quizzes."""
    if not request.user.is_authenticated:
        return False
    return modules_read_as_drafts_by(request.user).filter(pk=edition.module_id).exists()
