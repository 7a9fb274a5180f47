"""What each kind of block looks like to a reader, for the chooser of blocks. Placeholders only: no rule, no number."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

TEMPLATE = "modules/admin/block_sample.html"
QUIZ_KINDS = ("branching", "single", "multiple")


def sample_of(kind: str) -> SafeString:
    """The block with placeholder words, by the template that readers get; empty for a kind without a sample."""
    if kind in QUIZ_KINDS:
        return render_to_string("modules/admin/item_sample.html", {"kind": kind})
    sample = _samples().get(kind)
    if sample is None:
        return SafeString("")
    fields, extras = sample
    context = {"fields": {"id": "sample", "type": kind, **fields}, "flag": "", **extras}
    return render_to_string(f"modules/blocks/{kind}.html", context)


def _samples() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    words = _("A paragraph in plain words. Cite a rule or a source where you rely on it.")
    text = format_html("<h2>{}</h2><p>{}</p>", _("A heading"), words)
    box = format_html("<p>{}</p>", _("A short passage that stands apart from the rest."))
    claim = {
        "statement": _("One statement, in plain words."),
        "n": "100",
        "year": _("the year"),
        "place": _("the place"),
        "population": _("who was asked"),
        "limits": _("what it cannot tell us"),
        "confidence": "B",
    }
    rule = {
        "layer": "state_law",
        "layer_label": _("State law"),
        "cite": _("The rule's citation"),
        "title": _("The rule's title"),
        "summary": _("What it says, in our own words."),
        "status_label": _("In force"),
        "confidence": "A",
    }
    term = {
        "term": _("The word"),
        "meaning": _("What the agencies mean by it."),
        "use": _("When to use it."),
        "confidence": "A",
    }
    return {
        "text": ({}, {"html": text}),
        "claim": (claim, {"note": None}),
        "provision": ({"note": _("Why it matters here.")}, {"provision": rule}),
        "callout": ({"tone": "say", "title": _("Words you can say")}, {"html": box}),
        "content_note": ({"text": _("What is coming, so that a reader can choose when to go on.")}, {}),
        "reflection": ({"prompt": _("A question to think about. Nobody types an answer.")}, {}),
        "definition": ({}, {"term": term}),
    }
