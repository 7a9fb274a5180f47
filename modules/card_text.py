"""The words of a frozen step as a run of short pieces, for paper: without citations, boxes or pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _

from modules.models import Resource

NOTE = re.compile(r'\s*<a data-(?:cite|term)="[^"]*"></a>')
MARK = re.compile(r'<a data-(?:cite|term)="[^"]*">(.*?)</a>', re.DOTALL)
BLOCK_TAGS = {"p": "paragraph", "h2": "heading", "h3": "heading", "li": "item", "blockquote": "paragraph"}
STRONG = {"b", "strong"}


@dataclass(frozen=True)
class Piece:
    """One paragraph: its words, each run with whether it stands out. Kinds: heading, paragraph, item, badge, small."""

    kind: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def words(self) -> str:
        return "".join(words for words, _strong in self.parts)


def pieces_of(
    content: dict[str, Any], referrals: dict[str, Resource], moved: frozenset[str] = frozenset()
) -> Iterator[Piece]:
    """Every block of the step in order. `referrals` are those in date: others are left out.

    Blocks in `moved` rest on a rule that changed since they were signed, and say so.
    """
    for block in content["blocks"]:
        if block["id"] in moved:
            yield _plain("small", _("A rule behind this has changed since it was signed. Ask before you rely on it:"))
        yield from _block(block, content, referrals)


def _block(block: dict[str, Any], content: dict[str, Any], referrals: dict[str, Resource]) -> Iterator[Piece]:
    kind = block["type"]
    if kind in ("text", "callout", "referrals") and block.get("title"):
        yield _plain("heading", block["title"])
    if kind in ("text", "callout"):
        yield from html_pieces(block["html"])
    elif kind == "referrals":
        yield from _referrals([referrals[key] for key in block["resources"] if key in referrals])
    elif kind == "provision":
        yield from _rule(content["provisions"][block["provision"]], block.get("note") or "")
    elif kind == "claim":
        yield _plain("paragraph", block["statement"])
    elif kind == "definition":
        term = content["terms"][block["term"]]
        yield Piece("paragraph", ((f"{term['term']}: ", True), (term["meaning"], False)))
    elif kind == "content_note":
        yield _plain("small", block["text"])


def html_pieces(html: str) -> list[Piece]:
    """The paragraphs, headings and list items of cleaned HTML."""
    reader = _Reader()
    reader.feed(MARK.sub(r"\1", NOTE.sub("", html)))
    reader.close()
    reader.finish()
    return reader.pieces


def _rule(rule: dict[str, Any], note: str) -> Iterator[Piece]:
    yield _plain("badge", f"{rule['layer_label']}: {rule['cite']}. {rule['status_label']}.")
    yield Piece("paragraph", ((f"{rule['title']}. ", True), (rule["summary"], False)))
    if note:
        yield _plain("paragraph", note)


def _referrals(shown: list[Resource]) -> Iterator[Piece]:
    for resource in shown:
        name = f"{resource.name}: " if resource.contact else f"{resource.name}. "
        parts = [(name, True), (f"{resource.contact}. ", True)] if resource.contact else [(name, True)]
        yield Piece("item", (*parts, (resource.role, False)))


def _plain(kind: str, words: str) -> Piece:
    return Piece(kind, ((words, False),))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.parts: list[tuple[str, bool]] = []
        self.kind = "paragraph"
        self.strong = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK_TAGS:
            self.finish()
            self.kind = BLOCK_TAGS[tag]
        elif tag in STRONG:
            self.strong += 1
        elif tag == "br":
            self.parts.append((" ", False))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.finish()
        elif tag in STRONG:
            self.strong = max(0, self.strong - 1)

    def handle_data(self, data: str) -> None:
        self.parts.append((re.sub(r"\s+", " ", data), bool(self.strong)))

    def finish(self) -> None:
        """End the paragraph that is open, if it has words."""
        if "".join(words for words, _strong in self.parts).strip():
            self.pieces.append(Piece(self.kind, tuple(self.parts)))
        self.parts, self.kind = [], "paragraph"
