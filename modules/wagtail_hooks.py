"""The admin of the authoring room."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.urls.resolvers import URLResolver
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from modules import law_hooks as law_hooks  # registers its own hooks
from modules import rich_text_features
from modules.models import Edition, ModulePage, Resource, Translation
from modules.panels import ModuleAction, MyModulesPanel
from modules.queries import has_current_edition
from modules.referrals import forget_referrals
from modules.rules import can_edit_registers, may_issue_licences
from modules.viewsets import RegisterGroup
from people.admin_menu import AdministratorsMenuItem
from people.rules import is_administrator, roles_of

register_snippet(RegisterGroup)


@hooks.register("register_rich_text_features")
def register_features(features: FeatureRegistry) -> None:
    rich_text_features.register(features)


@hooks.register("insert_editor_js")
def wait_for_last_words() -> SafeString:
    return format_html('<script src="{}"></script>', static("modules/js/last-words.js"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    return [path("modules/", include("modules.admin_urls"))]


@hooks.register("construct_page_chooser_queryset")
@hooks.register("construct_explorer_page_queryset")
def only_pages_of_theirs(*arguments: Any) -> PageQuerySet:
    """Choosers and the explorer list the person's part of the tree only (their arguments come in different order)."""
    pages = next(argument for argument in arguments if isinstance(argument, PageQuerySet))
    request = next(argument for argument in arguments if isinstance(argument, HttpRequest))
    return pages.filter(pk__in=page_permission_policy.explorable_instances(request.user).values("pk"))


@hooks.register("before_delete_page")
def keep_what_has_editions(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A module that has editions stays: officers, certificates and flags refer to them."""
    if Edition.objects.filter(module_id=page.pk).exists():
        messages.error(request, _("This module has editions, so it stays. Withdraw the current edition instead."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("construct_homepage_panels")
def my_modules(request: HttpRequest, panels: list[Component]) -> None:
    """Authors and administrators find their modules on the first page of the admin."""
    if can_edit_registers(request.user):
        panels.insert(0, MyModulesPanel())


class KeepersMenuItem(MenuItem):
    """Shown to those who keep the registers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_edit_registers(request.user)


@hooks.register("register_reports_menu_item")
def referrals_report() -> MenuItem:
    address = reverse("modules_admin:referrals")
    return KeepersMenuItem(
        gettext_lazy("Referrals to re-check"), address, name="referrals", icon_name="group", order=800
    )


class MembersMenuItem(MenuItem):
    """Shown to members of agencies and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user).agencies) or is_administrator(request.user)


@hooks.register("register_reports_menu_item")
def keeping_report() -> MenuItem:
    address = reverse("modules_admin:keeping")
    return MembersMenuItem(gettext_lazy("Owners and re-reading"), address, name="keeping", icon_name="user", order=810)


@hooks.register("register_admin_menu_item")
def packages_item() -> MenuItem:
    address = reverse("modules_admin:packages")
    return MembersMenuItem(
        gettext_lazy("Packages"), address, name="packages", icon_name="folder-open-inverse", order=210
    )


class IssuersMenuItem(MenuItem):
    """Shown to those who may issue licences of thin packages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_issue_licences(request.user)


@hooks.register("register_reports_menu_item")
def thin_packages() -> MenuItem:
    address = reverse("modules_admin:licences")
    return IssuersMenuItem(gettext_lazy("Thin packages"), address, name="thin-packages", icon_name="link", order=820)


@hooks.register("after_edit_snippet")
@hooks.register("after_create_snippet")
def show_referrals_anew(request: HttpRequest, instance: Any) -> None:
    """What was corrected or closed here is gone from every page at once."""
    if isinstance(instance, Resource):
        forget_referrals()


@hooks.register("register_module_actions")
def translation_actions(module: ModulePage, user: Any) -> Iterator[ModuleAction]:
    """Beside a translation: source and words side by side. Beside a module with an edition: start a translation."""
    if getattr(module, "translation", None):
        yield ModuleAction(_("Side by side"), reverse("modules_admin:translation", args=[module.pk]))
    elif has_current_edition(module):
        yield ModuleAction(_("Start a translation"), reverse("modules_admin:start_translation", args=[module.pk]))


@hooks.register("register_page_header_buttons")
def side_by_side_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On a translation and each of its steps: back to source and words side by side."""
    found = Translation.objects.filter(Q(page=page.pk) | Q(page__path=page.path[: -page.steplen])).first()
    if found:
        yield Button(
            _("Side by side"),
            url=reverse("modules_admin:translation", args=[found.page_id]),
            icon_name="site",
            priority=4,
        )


@hooks.register("register_settings_menu_item")
def import_item() -> MenuItem:
    address = reverse("modules_admin:import_edition")
    return AdministratorsMenuItem(gettext_lazy("Import an edition"), address, icon_name="upload", order=900)
