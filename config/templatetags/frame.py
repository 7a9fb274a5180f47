"""The head, header and footer of every page, rendered once for everybody to whom they look the same."""

from functools import lru_cache
from secrets import token_hex
from types import SimpleNamespace
from typing import Any

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from people.rules import NO_ROLES, is_officer, roles_of

register = template.Library()

TOKEN = token_hex()  # stands in kept HTML where each request puts its own; drawn, so that no name can hold it
KEPT = 4096
NAVIGATION = (
    "modules:library",
    "modules:authorities",
    "modules:card",
    "review:corrections",
    "records:verify",
    "account_login",
    "curriculum:my_training",
    "curriculum:my_records",
    "review:sign_off_list",
    "review:docket",
    "review:materials",
    "review:my_flags",
    "people:account",
)


@register.simple_tag(takes_context=True)
def page_header(context: Context) -> SafeString:
    """The header for this person on this page; only the forgery token is put in anew."""
    request, user = context.get("request"), context.get("user")
    if request is None or user is None or not user.is_authenticated:
        return mark_safe(_anonymous_header(get_language(), _place(request)))  # noqa: S308 - from our own template
    roles = roles_of(user)
    kept = _header(get_language(), _place(request), user.name, is_officer(user), bool(roles.agencies), roles.any_staff)
    token = str(context.get("csrf_token") or get_token(request))  # the one of the forms below, made once a page
    return mark_safe(kept.replace(TOKEN, token))  # noqa: S308 - from our own template


@register.simple_tag
def page_links() -> SafeString:
    """The icon and the style sheet: looking their hashed names up costs as much as a query."""
    return mark_safe(_links())  # noqa: S308 - from our own template


@register.simple_tag
def page_footer() -> SafeString:
    return mark_safe(_footer(get_language()))  # noqa: S308 - from our own template


@lru_cache(maxsize=1)
def _marked() -> frozenset[str]:
    """The addresses that the navigation marks when they are the present page."""
    return frozenset(reverse(name) for name in NAVIGATION)


def _place(request: Any) -> str:
    """The address when the navigation marks it, else nothing: few places, so that few headers are kept."""
    path = getattr(request, "path", "")
    return path if path in _marked() else ""


@lru_cache(maxsize=KEPT)
def _header(language: str | None, place: str, name: str, officer: bool, agencies: bool, staff: bool) -> str:
    held = SimpleNamespace(agencies=agencies, any_staff=staff)
    person = SimpleNamespace(name=name, is_authenticated=True)
    return _rendered(place, {"user": person, "roles": held, "person_is_officer": officer, "csrf_token": TOKEN})


@lru_cache(maxsize=KEPT)
def _anonymous_header(language: str | None, place: str) -> str:
    return _rendered(place, {"user": SimpleNamespace(is_authenticated=False), "roles": NO_ROLES})


def _rendered(place: str, context: dict[str, Any]) -> str:
    others = [(code, name) for code, name in settings.LANGUAGES if code != get_language()]
    present = {
        "site_name": settings.SITE_NAME,
        "request": SimpleNamespace(path=place),
        "other_languages": others,
    }
    return get_template("includes/header.html").render({**context, **present})


@lru_cache(maxsize=1)
def _links() -> str:
    return get_template("includes/links.html").render({})


@lru_cache(maxsize=8)
def _footer(language: str | None) -> str:
    return get_template("includes/footer.html").render({})
