"""What every template may ask of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.rules import is_officer, roles_of


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, whether this is the demo, and (asked lazily) what the person may do."""
    user = getattr(request, "user", None)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "roles": lambda: roles_of(user),
        "person_is_officer": lambda: is_officer(user),
    }
