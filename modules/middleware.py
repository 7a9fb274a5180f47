"""Drafts of other agencies do not exist in the editor, whatever address is tried.

Wagtail checks permissions view by view, and some of its views (copy, usage, choosers) show a title to anybody who may
enter the admin. This asks once, before any of them: may this person come upon this page at all?
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from people.rules import is_administrator

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "parent_page_pk", "page_to_move_id", "destination_id")
ROW_ACTIONS = ["add", "change", "delete", "choose", "view"]
WHOLE_SITE_REPORTS = frozenset({"page_types_usage", "page_types_usage_results", "site_history", "site_history_results"})


class DraftsOfOthers:
    """Answers 404 for pages of the admin that concern a page outside the person's part of the tree."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or "wagtail" not in str(match.app_name or match.url_name or "") or not _staff(request):
            return
        if match.url_name in WHOLE_SITE_REPORTS and not is_administrator(request.user):
            raise Http404
        if match.url_name == "wagtail_bulk_action" and not may_touch_all(request, kwargs):
            raise Http404
        wanted = {int(kwargs[name]) for name in PAGE_ARGUMENTS if str(kwargs.get(name) or "").isdigit()}
        if wanted and not may_come_upon(request.user, wanted):
            raise Http404


def may_come_upon(user: Any, page_ids: set[int]) -> bool:
    """Whether every one of these pages is in the part of the tree that the person works in."""
    seen = page_permission_policy.explorable_instances(user).filter(pk__in=page_ids).count()
    return seen == len(page_ids)


def may_touch_all(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Whether the person works with every row that a bulk action names: its page would list the titles of others."""
    named = [*request.GET.getlist("id"), *request.GET.getlist("childOf")]
    ids = {int(one) for one in named if one.isdigit()}
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return False
    if issubclass(model, Page):
        return may_come_upon(request.user, ids)
    policy = policy_registry.get_by_type(model)
    rows = policy.instances_user_has_any_permission_for(request.user, ROW_ACTIONS)
    return rows.filter(pk__in=ids).count() == len(ids)


def _staff(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_authenticated)
