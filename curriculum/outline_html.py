"""The outline beside a step, rendered once for everyone who stands at the same step having done the same ones."""

from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from curriculum.queries.outline import Outline, OutlineStep

BASE = "BASE-OF-THE-RUN/"
KEPT = 2048


class Row(NamedTuple):
    number: int
    title: str
    is_scenario: bool
    done: bool


class Part(NamedTuple):
    title: str
    language: str
    steps: tuple[Row, ...]


def outline_html(outline: Outline, step: OutlineStep, base: str) -> SafeString:
    """The outline as HTML; `base` is the address of the run, put in anew each time."""
    parts = tuple(
        Part(
            section.title,
            section.language,
            tuple(Row(row.number, row.title, row.is_scenario, row.done) for row in section.steps),
        )
        for section in outline.sections
    )
    kept = _rendered(get_language(), parts, step.number, outline.minutes_left)
    return mark_safe(kept.replace(BASE, escape(base)))  # noqa: S308 - from our own template


@lru_cache(maxsize=KEPT)
def _rendered(language: str | None, sections: tuple[Part, ...], current: int, minutes_left: int) -> str:
    done = [row.done for part in sections for row in part.steps]
    outline = {
        "sections": sections,
        "done": sum(done),
        "total": len(done),
        "percent": 100 * sum(done) // max(len(done), 1),
        "minutes_left": minutes_left,
    }
    around = {"outline": outline, "step": {"number": current}, "base": BASE}
    return render_to_string("curriculum/includes/outline.html", around)
