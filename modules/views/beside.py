"""Beside the fields in the editor: the outline of the module with what stops its signing, and the map of a quiz."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from modules.freeze.drafts import draft_of
from modules.maps import maps_of_draft
from modules.models import ModulePage, ScenarioPage
from modules.outline import outline_of
from modules.panels import actions_for
from modules.rules import modules_written_by
from people.access import guard
from people.rules import roles_of

PARTS = ("outline", "map")
draft_readers = guard("staff", lambda user: roles_of(user).any_staff)


@require_safe
@draft_readers
def beside(request: HttpRequest, page_id: int, part: str) -> HttpResponse:
    """One part as a piece of a page: the editor asks for it again after each save."""
    return HttpResponse(part_of(request, page_id, part))


@require_safe
@draft_readers
def scenario_map(request: HttpRequest, page_id: int) -> HttpResponse:
    """The map of a quiz on a page of its own, with room for it, and to print."""
    page = _page(request, page_id)
    if not isinstance(page, ScenarioPage):
        raise Http404
    context = {
        "page": page,
        "maps": maps_of_draft(draft_of(page)),
        "page_title": _("Scenario map"),
        "page_subtitle": page.title,
        "header_icon": "sitemap",
    }
    return render(request, "modules/admin/scenario_map.html", context)


def part_of(request: HttpRequest, page_id: int, part: str) -> SafeString:
    page = _page(request, page_id)
    if part == "outline":
        return render_to_string("modules/admin/beside_outline.html", _outline(request, page), request=request)
    if part == "map" and isinstance(page, ScenarioPage):
        context = {"page": page, "maps": maps_of_draft(draft_of(page))}
        return render_to_string("modules/admin/beside_map.html", context, request=request)
    raise Http404


def _outline(request: HttpRequest, page: Any) -> dict[str, Any]:
    module = page if isinstance(page, ModulePage) else page.get_parent().specific
    return {"page": page, "outline": outline_of(module, page), "actions": actions_for(module, request.user)}


def _page(request: HttpRequest, page_id: int) -> Any:
    """A module that the person writes, or one of its steps."""
    page = get_object_or_404(Page, pk=page_id).specific
    module_id = page.pk if isinstance(page, ModulePage) else page.get_parent().pk
    get_object_or_404(modules_written_by(request.user), pk=module_id)
    return page
