"""What stands around a step, rendered once for everyone who stands at the same step having done the same ones."""

from functools import lru_cache
from secrets import token_hex
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from curriculum.models import Enrolment
from curriculum.queries.outline import Outline, OutlineStep

BASE = f"{token_hex()}/"  # stands in kept HTML for the address of a run; drawn, so that no title can hold it
KEPT = 2048
INCLUDES = "curriculum/includes/"


class Row(NamedTuple):
    number: int
    title: str
    is_scenario: bool
    done: bool


class Part(NamedTuple):
    title: str
    language: str
    steps: tuple[Row, ...]


class Seen(NamedTuple):
    """The step that is shown, and what its page says of it besides the outline."""

    number: int
    course: str
    edition: str
    language: str
    choice: bool  # of language, for the rest of the course
    minutes_left: int


class Around(NamedTuple):
    """The outline; which step of which course this is; the links to the steps before and after it."""

    outline: str
    place: str
    steps: str


def around_html(enrolment: Enrolment, outline: Outline, step: OutlineStep, base: str) -> Around:
    """The three as HTML; `base` is the address of the run, put in anew each time."""
    parts = tuple(
        Part(
            section.title,
            section.language,
            tuple(Row(row.number, row.title, row.is_scenario, row.done) for row in section.steps),
        )
        for section in outline.sections
    )
    choice = outline.other_languages and enrolment.completed_at is None
    title = enrolment.course.title
    seen = Seen(step.number, title, step.edition_title, step.language, choice, outline.minutes_left)
    address = escape(base)
    return Around(*(_addressed(kept, address) for kept in _rendered(get_language(), parts, seen)))


def _addressed(kept: str, address: str) -> SafeString:
    return mark_safe(kept.replace(BASE, address))  # noqa: S308 - from our own templates


@lru_cache(maxsize=KEPT)
def _rendered(language: str | None, sections: tuple[Part, ...], seen: Seen) -> Around:
    rows = [row for part in sections for row in part.steps]
    done = sum(row.done for row in rows)
    outline = {
        "sections": sections,
        "done": done,
        "total": len(rows),
        "percent": 100 * done // max(len(rows), 1),
        "minutes_left": seen.minutes_left,
    }
    shown = {
        "outline": outline,
        "step": seen,
        "seen": seen,
        "base": BASE,
        "previous": rows[seen.number - 2] if seen.number > 1 else None,
        "following": rows[seen.number] if seen.number < len(rows) else None,
    }
    outline_html = render_to_string(f"{INCLUDES}outline.html", shown)
    return Around(
        outline_html,
        render_to_string(f"{INCLUDES}place.html", {**shown, "outline_html": outline_html}),
        render_to_string(f"{INCLUDES}steps_around.html", shown),
    )
