"""Steps as readers see them, from frozen data alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from assessments.definition import QuizDefinition, from_data
from modules.captions import cues_of
from modules.models import EditionStep
from modules.models.languages import label_language
from modules.referrals import fill_referrals, mark_for

VERSION = 5  # raise when a template of a block changes: what is cached was rendered by the old one
KEPT_SECONDS = 60 * 60 * 24 * 30
MARK = re.compile(r'<a data-(cite|term)="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass
class Grounds:
    """The numbered citations and the terms of one step, in the order in which they are met."""

    content: dict[str, Any]
    citations: dict[str, dict[str, Any]] = field(default_factory=dict)
    terms: dict[str, dict[str, Any]] = field(default_factory=dict)

    def cite(self, key: str) -> dict[str, Any] | None:
        """The numbered entry of a citation: the same number each time the same thing is cited."""
        if key not in self.citations:
            found = self._look_up(key)
            if found is None:
                return None
            self.citations[key] = found | {"number": len(self.citations) + 1}
        return self.citations[key]

    def term(self, fact: str) -> dict[str, Any] | None:
        found = self.content["terms"].get(fact)
        if found is not None:
            self.terms[fact] = found
        return found

    def _look_up(self, key: str) -> dict[str, Any] | None:
        if key in self.content["provisions"]:
            return {"provision": self.content["provisions"][key]}
        source, _colon, fact = key.partition(":")
        found = self.content["sources"].get(source)
        return {"source": found, "fact": fact} if found else None

    def marked(self, html: str) -> SafeString:
        """The text with its citations numbered and its terms linked; both lead to the lists at the end of the step."""
        return mark_safe(MARK.sub(self._link, html))  # noqa: S308 - cleaned when frozen, by modules.rich_text

    def _link(self, found: re.Match[str]) -> str:
        kind, key, words = found.groups()
        if kind == "term":
            term = self.term(key)
            return f'<a class="cg-term" href="#term-{_anchor(key)}">{words}</a>' if term else words
        entry = self.cite(key)
        if entry is None:
            return words
        number = entry["number"]
        label = format_html('<span class="usa-sr-only">{} </span>', "note")
        return f'{words}<sup class="cg-cite"><a href="#note-{number}">{label}{number}</a></sup>'


def render_step(step: EditionStep, *, flag_url: str = "", language: str = "") -> SafeString:
    """The step's blocks, then its notes and terms. A quiz gives its introduction only (see `render_quiz_outline`).

    Cached by the step's digest: on a hit no query is made, unless it names referrals, which are looked up as they are
    today. `flag_url` adds to each block a link to report a problem. `language` is the edition's: our labels inside the
    text stand in it too, so that the whole can be marked with it.
    """
    return fill_referrals(render_unfilled(step, flag_url=flag_url, language=language))


def render_unfilled(step: EditionStep, *, flag_url: str = "", language: str = "") -> str:
    """The same with the marks of referrals as they stand: what never changes while the edition is kept."""
    spoken = label_language(language) if language else get_language()
    key = f"step:{VERSION}:{step.digest}:{spoken}:{flag_url}"
    kept = cache.get(_short(key))
    if kept is None:
        with override(spoken):
            kept = _render_marked(step.content, flag_url)
        cache.set(_short(key), kept, KEPT_SECONDS)
    return str(kept)


def render_content(content: dict[str, Any], *, flag_url: str = "") -> SafeString:
    """Render frozen data (of an edition or of a preview) without looking anything up but referrals."""
    return fill_referrals(_render_marked(content, flag_url))


def _render_marked(content: dict[str, Any], flag_url: str) -> str:
    grounds = Grounds(content)
    blocks = [_render_block(block, grounds, flag_url) for block in content["blocks"]]
    template = get_template("modules/step.html")
    return template.render({"blocks": blocks, "notes": grounds.citations.values(), "terms": list(_terms(grounds))})


def render_quiz_outline(quiz: QuizDefinition, *, flag_url: str = "") -> SafeString:
    """What a quiz asks, without which answer is right, what follows from it, or why.

    `flag_url` adds to each item a link to report a problem.
    """
    items = [(item, _flag_link(flag_url, "item", item.key)) for item in quiz.items]
    return SafeString(get_template("modules/quiz_outline.html").render({"quiz": quiz, "items": items}))


def quiz_of(step: EditionStep) -> QuizDefinition | None:
    """The frozen quiz of a scenario step; None for a lesson. One query unless `quiz` was selected."""
    return from_data(json.loads(step.quiz.canonical)) if step.quiz else None


def _render_block(block: dict[str, Any], grounds: Grounds, flag_url: str) -> SafeString:
    kind = block["type"]
    template = get_template(f"modules/blocks/{kind}.html")
    flag = _flag_link(flag_url, "block", block["id"])
    return SafeString(template.render({"fields": block, "flag": flag, **_extras(block, grounds)}))


def _extras(block: dict[str, Any], grounds: Grounds) -> dict[str, Any]:
    """What a block shows besides its own fields."""
    kind = block["type"]
    if kind in ("text", "callout"):
        return {"html": grounds.marked(block["html"])}
    if kind == "claim":
        return {"note": grounds.cite(f"{block['source']}:{block['fact']}")}
    if kind == "provision":
        return {"provision": grounds.content["provisions"][block["provision"]]}
    if kind == "definition":
        return {"term": grounds.content["terms"][block["term"]]}
    if kind == "referrals":
        return {"mark": mark_for(block["resources"])}
    if kind == "image":
        return {"url": file_url(block["file"])}
    if kind in ("video", "audio"):
        captions = file_url(block["captions"]) if block["captions"] else ""
        poster = file_url(block["poster"]) if block.get("poster") else ""
        heard = {"captions_url": captions, "cues": cues_of(block["captions_text"]), "poster": poster}
        return {"url": file_url(block["file"]), **heard}
    return {}


def file_url(file: dict[str, Any]) -> str:
    return file.get("url") or reverse("modules:asset", args=[file["sha256"], file["name"]])


def _terms(grounds: Grounds) -> Iterator[dict[str, Any]]:
    for fact, term in grounds.terms.items():
        yield term | {"anchor": _anchor(fact)}


def _anchor(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", key)


def _flag_link(flag_url: str, kind: str, key: str) -> str:
    return f"{flag_url}{'&' if '?' in flag_url else '?'}{urlencode({kind: key})}" if flag_url else ""


def _short(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
