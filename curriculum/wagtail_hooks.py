"""The desks of coordinators and auditors in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.urls.resolvers import URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from curriculum import admin_urls, course_urls
from modules.models import ModulePage
from modules.panels import ModuleAction
from people.admin_menu import AdministratorsMenuItem
from people.rules import is_auditor, is_coordinator


class TrainingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_auditor(request.user)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLResolver]:
    return [path("", include(admin_urls)), path("courses/", include(course_urls))]


@hooks.register("register_admin_menu_item")
def training_menu_item() -> MenuItem:
    url = reverse_lazy("curriculum_admin:dashboard")
    return TrainingMenuItem(_("Training"), url, name="training", icon_name="clipboard-list", order=210)


@hooks.register("register_admin_menu_item")
def audit_menu_item() -> MenuItem:
    url = reverse_lazy("curriculum_admin:audit")
    return AuditMenuItem(_("Audit"), url, name="audit", icon_name="doc-full-inverse", order=230)


@hooks.register("register_admin_menu_item")
def courses_menu_item() -> MenuItem:
    url = reverse_lazy("courses_admin:courses")
    return AdministratorsMenuItem(_("Courses"), url, name="courses", icon_name="list-ol", order=205)


@hooks.register("register_module_actions", order=-1)
def preview_action(module: ModulePage, user: Any) -> Iterator[ModuleAction]:
    """The whole module from its drafts, beside each module and beside each step in the editor."""
    yield ModuleAction(str(_("Preview as officer")), reverse("curriculum:preview", args=[module.pk]))
