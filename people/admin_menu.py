"""Items of the workspace's menu that the rooms above share."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from people.rules import is_administrator


class AdministratorsMenuItem(MenuItem):
    """Shown to administrators alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)
