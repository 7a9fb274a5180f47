"""Parts of a step's page, rendered once for everyone to whom they look the same.

What is a request's own (addresses of the run, tokens, the text of a lesson) is put in anew each time.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from secrets import token_hex
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

KEPT = 2048
# They stand in kept HTML where each request puts its own; drawn, so that no text can hold them.
OWN = {name: token_hex() for name in ("url", "base", "csrf_token", "attempt", "token", "body")}


@dataclass(frozen=True)
class Part:
    """A template and what names all that it shows. `context` follows from the names and is not compared.

    Nothing that is a person's or a run's may stand in it.
    """

    template: str
    names: tuple[Hashable, ...]
    context: dict[str, Any] = field(compare=False)


def kept_html(part: Part, **own: str) -> SafeString:
    """The part in the language of the request, with what is the request's own."""
    shown = _rendered(get_language(), part)
    for name, value in own.items():
        shown = shown.replace(OWN[name], conditional_escape(value))
    return mark_safe(shown)  # noqa: S308 - from our own templates, and escaped


@lru_cache(maxsize=KEPT)
def _rendered(language: str | None, part: Part) -> str:
    return render_to_string(f"curriculum/kept/{part.template}.html", {**part.context, **OWN})
