"""What the review room adds to the workspace."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from modules.models import ModulePage
from modules.panels import ModuleAction
from people.admin_menu import AdministratorsMenuItem
from review.rules import can_put_up_for_sign_off
from review.views.putting_up import put_up


@hooks.register("register_admin_urls")
def put_up_url() -> list[URLPattern]:
    return [path("review/put-up/<int:page_id>/", put_up, name="review_put_up")]


@hooks.register("register_reports_menu_item")
def flag_rules_item() -> MenuItem:
    address = reverse_lazy("review:flag_rules")
    return AdministratorsMenuItem(_("How reports are handled"), address, name="flag-rules", icon_name="cog", order=820)


@hooks.register("register_reports_menu_item")
def seals_item() -> MenuItem:
    address = reverse_lazy("review:seals")
    return AdministratorsMenuItem(_("Sealed identities"), address, name="seals", icon_name="lock", order=830)


@hooks.register("register_page_header_buttons")
def put_up_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offered on a module to the authors of its agencies."""
    module = page.specific
    if isinstance(module, ModulePage) and module.pk and can_put_up_for_sign_off(user, module):
        yield Button(
            _("Put up for sign-off"),
            url=reverse("review_put_up", args=[module.pk]),
            icon_name="check",
            priority=5,
        )


@hooks.register("register_module_actions")
def put_up_action(module: ModulePage, user: Any) -> Iterator[ModuleAction]:
    """The same button beside each module on the first page of the workspace (its co-authors are prefetched there)."""
    if can_put_up_for_sign_off(user, module):
        yield ModuleAction(str(_("Put up for sign-off")), reverse("review_put_up", args=[module.pk]))
    yield ModuleAction(str(_("Protected passages")), reverse("modules_admin:protected", args=[module.pk]))
    yield ModuleAction(str(_("Names and owner")), reverse("modules_admin:names", args=[module.pk]))
    yield ModuleAction(str(_("How it is signed")), reverse("review:policy", args=[module.pk]))
