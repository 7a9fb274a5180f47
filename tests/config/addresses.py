"""Every address of the site, however deeply included, with the view that answers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its whole route, its namespaced name, its view."""

    route: str
    name: str
    view: Any
    arguments: tuple[str, ...]

    @cached_property
    def module(self) -> str:
        """The module of the view itself, looked up through class-based views and decorators."""
        view = getattr(self.view, "view_class", self.view)
        return str(getattr(view, "__module__", ""))

    @property
    def ours(self) -> bool:
        return self.module.split(".")[0] in settings.ROOMS

    @property
    def in_workspace(self) -> bool:
        return self.route.startswith("admin/")

    @property
    def of_accounts(self) -> bool:
        return self.route.startswith("accounts/")

    def __str__(self) -> str:
        return self.name or self.route


def walk() -> list[Address]:
    """Return every address of the URLconf in order."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace or "") if part)
            yield from _walk(pattern.url_patterns, whole, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join(part for part in (namespace, pattern.name or "") if part) if pattern.name else ""
            yield Address(whole, name, pattern.callback, _arguments(pattern))


def _arguments(pattern: URLPattern) -> tuple[str, ...]:
    converters = getattr(pattern.pattern, "converters", {})
    groups = getattr(getattr(pattern.pattern, "regex", None), "groupindex", {})
    return tuple(converters or groups)


def pages_of_ours() -> list[Address]:
    """The addresses of our own views for officers, reviewers and the public: not the workspace, not accounts."""
    return [a for a in walk() if not a.in_workspace and not a.of_accounts and a.ours]
