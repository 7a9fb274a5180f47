"""What the law adds to the workspace: the report, the way to where a rule is used, and following up on forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from modules.models import Authority, Provision, Source
from modules.rules import can_view_registers
from modules.services.verifying import keep_change, standing_of
from people.access import person_of


class MovedMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_view_registers(request.user)


@hooks.register("register_reports_menu_item")
def moved_menu_item() -> MenuItem:
    url = reverse_lazy("modules_admin:moved")
    return MovedMenuItem(gettext_lazy("Rules that moved"), url, name="moved", icon_name="warning", order=100)


@hooks.register("register_snippet_listing_buttons")
def where_used_button(row: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """From each rule, provision and source to what rests on it."""
    url = page_of_entry(row)
    if url:
        yield Button(_("Where it is used"), url=url, icon_name="link", priority=5)


@hooks.register("before_edit_snippet")
def remember_standing(request: HttpRequest, row: Any) -> None:
    """What the authority said before the form changes it."""
    if isinstance(row, Authority):
        request.standing_before = standing_of(row)  # type: ignore[attr-defined]


@hooks.register("after_edit_snippet")
@hooks.register("after_create_snippet")
def follow_up(request: HttpRequest, row: Any) -> None:
    """A rule saved in its form has the same consequences as one changed by the buttons."""
    if isinstance(row, Authority):
        saved = Authority.objects.get(pk=row.pk)
        keep_change(actor=person_of(request), authority=saved, before=getattr(request, "standing_before", None))


def page_of_entry(row: Any) -> str:
    """The page that says where an entry is used; empty for what has none."""
    if isinstance(row, Authority):
        return reverse("modules_admin:authority", args=[row.key])
    if isinstance(row, Provision):
        return reverse("modules_admin:provision", args=[row.fact_id])
    return reverse("modules_admin:source", args=[row.key]) if isinstance(row, Source) else ""
