"""What the people room adds to the Wagtail admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.urls.resolvers import URLResolver
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people import admin_urls, desk_urls
from people.admin_menu import AdministratorsMenuItem
from people.rules import is_coordinator


class RosterMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


@hooks.register("register_admin_urls")
def roster_urls() -> list[URLResolver]:
    return [path("roster/", include(admin_urls)), path("people/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def roster_menu_item() -> MenuItem:
    return RosterMenuItem(_("Roster"), reverse_lazy("people_admin:roster"), name="roster", icon_name="group", order=220)


@hooks.register("register_admin_menu_item")
def people_menu_item() -> MenuItem:
    return AdministratorsMenuItem(
        _("People"), reverse_lazy("people_desk:accounts"), name="people", icon_name="user", order=210
    )


@hooks.register("insert_global_admin_css")
def workspace_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("people/workspace.css"))
