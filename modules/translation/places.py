"""The places of a module that hold words: the words, and what must be the same in every language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from records.canonical import digest

MODULE = "module"
WORDS = {
    "text": ("html",),
    "claim": ("statement", "n", "year", "place", "population", "limits"),
    "provision": ("note",),
    "image": ("alt", "caption"),
    "video": ("title",),
    "audio": ("title",),
    "callout": ("title", "html"),
    "content_note": ("text",),
    "reflection": ("prompt",),
    "referrals": ("title",),
}
FREE = frozenset(
    {"file", "captions", "captions_text", "caption_language", "duration_seconds", "url", "media_text", "poster"}
)
ITEM_WORDS = frozenset(
    {"title", "belief", "content_note", "stem", "text", "narrative", "consequence", "feedback", "reason"}
)
NAMES = frozenset({"n", "year", "place"})  # numbers and names are often the same in every language
MARK = re.compile(r'<a data-(?:cite|term)="([^"]*)">')
TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<br>")
DIGITS = re.compile(r"\d+")
FEWEST = 3  # fewer words may be a name, and are not asked to differ


@dataclass(frozen=True)
class Place:
    """One heading, block or quiz item. `words` by path, such as `scenes.s1.narrative`; `bones` are not translated."""

    key: str
    step: str
    kind: str
    words: Mapping[str, str]
    bones: Any

    @property
    def words_digest(self) -> str:
        return digest(dict(self.words))

    @property
    def digest(self) -> str:
        return digest({"words": dict(self.words), "bones": self.bones})

    @property
    def plain(self) -> str:
        return "\n".join(text for text in map(plain, self.words.values()) if text)

    def same_words_as(self, source: Place) -> list[str]:
        """The paths whose words still are the source's, where that cannot be meant."""
        return [
            path
            for path, text in self.words.items()
            if text == source.words.get(path)
            and path.rsplit(".", 1)[-1] not in NAMES
            and len(re.findall(r"[^\W\d_]{2,}", plain(text))) >= FEWEST
        ]


@dataclass(frozen=True)
class FrozenPart:
    """One step as frozen data, with its quiz as plain data (of an edition, or of a draft)."""

    content: Mapping[str, Any]
    quiz: Mapping[str, Any] | None = None


def places_of(heading: Mapping[str, Any], parts: Iterable[FrozenPart]) -> dict[str, Place]:
    """Every place of a module by key, in order. `heading` has title, summary and objectives."""
    found = [_heading(heading)]
    for part in parts:
        found += _step_places(part)
    return {place.key: place for place in found}


def plain(html: str) -> str:
    """The words of a text without its tags, each citation as its key in brackets."""
    cited = MARK.sub(lambda found: f"[{unescape(found[1])}] ", html)
    return unescape(TAG.sub("", BLOCK_END.sub("\n", cited))).strip()


def _heading(heading: Mapping[str, Any]) -> Place:
    objectives = list(heading["objectives"])
    words = {"title": heading["title"], "summary": heading["summary"]}
    words |= {f"objectives.{number}": text for number, text in enumerate(objectives, start=1)}
    return Place(MODULE, "", MODULE, words, {"objectives": len(objectives)})


def _step_places(part: FrozenPart) -> Iterator[Place]:
    step = part.content
    bones = {"kind": step["kind"], "minutes": step["minutes"], "pass_mark": (part.quiz or {}).get("pass_mark")}
    yield Place(f"step-{step['key']}", step["key"], "step", {"title": step["title"]}, bones)
    for block in step["blocks"]:
        yield _block(block, step["key"])
    for item in (part.quiz or {}).get("items", ()):
        words = dict(_item_words(item, ""))
        yield Place(item["key"] or "", step["key"], item["kind"], words, _item_bones(item) | {"texts": sorted(words)})


def _block(block: Mapping[str, Any], step: str) -> Place:
    kind = block["type"]
    names = WORDS.get(kind, ())
    words = {name: str(block[name]) for name in names if block.get(name)}
    bones = {name: value for name, value in block.items() if name not in (*names, *FREE, "id", "type")}
    bones |= {"kind": kind, "citations": sorted(mark for text in words.values() for mark in MARK.findall(text))}
    if kind == "claim":
        bones |= {f"numbers of {name}": sorted(DIGITS.findall(words.get(name, ""))) for name in ("n", "year")}
    return Place(block["id"], step, kind, words, bones | {"texts": sorted(words)})


def _item_words(value: Any, path: str) -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        if name in ITEM_WORDS:
            if inner:
                yield f"{path}{name}", str(inner)
        elif isinstance(inner, (list, tuple)):
            for entry in inner:
                if isinstance(entry, Mapping):
                    yield from _item_words(entry, f"{path}{name}.{entry.get('key')}.")


def _item_bones(value: Mapping[str, Any]) -> dict[str, Any]:
    """The item without its words and without what is empty; a quoted rule by its fact id, whatever it says by now."""
    return {name: _bone(name, inner) for name, inner in value.items() if inner and name not in ITEM_WORDS}


def _bone(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get("fact") if name == "provision" else _item_bones(value)
    if isinstance(value, (list, tuple)):
        return [_bone("", entry) if isinstance(entry, Mapping) else str(entry) for entry in value]
    return value if isinstance(value, (bool, int)) else str(value or "")
