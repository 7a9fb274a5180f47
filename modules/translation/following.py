"""New source text laid under the words that a translation already has. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modules.rich_text import clean_text
from modules.translation.places import Place

Raw = dict[str, Any]
RAW_WORDS = frozenset(
    {"statement", "n", "year", "place", "population", "limits", "note", "alt", "caption", "title", "text", "prompt"}
    | {"belief", "content_note", "stem", "narrative", "consequence", "feedback", "reason"}
)
CHOSEN_FILES = frozenset({"image", "recording"})  # a picture or recording may be another one: it holds words too


def with_own_words(source: Iterable[Raw], own: Iterable[Raw], old: Iterable[Raw] = ()) -> list[Raw]:
    """The source's blocks in its order, each with the words (and pictures) of the translation where it has them.

    Words that still are those of the `old` source are not translated: the new source's stand there instead.
    """
    before = {_key(block): block for block in old}
    known = {_key(block): without_old(block, before.get(_key(block))) for block in own}
    return [_block(block, known.get(_key(block))) for block in source]


def without_old(own: Any, old: Any) -> Any:
    """What differs from the old source: words that equal it become empty, all else stays."""
    if isinstance(own, Mapping) and isinstance(old, Mapping):
        return {name: _differing(name, value, old.get(name)) for name, value in own.items()}
    return own


def _differing(name: str, own: Any, old: Any) -> Any:
    if name == "value" and isinstance(own, Mapping):
        return without_old(own, old)
    if name in ("scenes", "choices"):
        before = {entry["value"]["key"]: entry for entry in old or []}
        return [without_old(entry, before.get(entry["value"]["key"])) for entry in own]
    if name == "value" or name in RAW_WORDS:
        return "" if same_text(own, old) else own
    return own


def same_text(one: Any, other: Any) -> bool:
    """Whether both say the same to a reader; the editor writes the same text with other attributes."""
    return bool(one == other or clean_text(str(one or "")).html == clean_text(str(other or "")).html)


def moved_places(old: Mapping[str, Place], new: Mapping[str, Place]) -> list[str]:
    """The keys of the places in both that are no longer the same."""
    return [key for key, place in new.items() if key in old and old[key].digest != place.digest]


def followed_list(old: list[str], new: list[str], own: list[str]) -> list[str]:
    """Short texts without ids, such as objectives: a translation is kept for each text that the source kept."""
    translated = dict(zip(old, own, strict=False))
    return [translated.get(text, text) for text in new]


def _block(source: Raw, own: Raw | None) -> Raw:
    if own is None or own["type"] != source["type"]:
        return source
    if isinstance(source["value"], str):
        return source | {"value": own["value"] or source["value"]}
    return source | {"value": _value(source["value"], own["value"] or {})}


def _value(source: Raw, own: Raw) -> Raw:
    return {name: _field(name, value, own.get(name)) for name, value in source.items()}


def _field(name: str, source: Any, own: Any) -> Any:
    if name in ("scenes", "choices"):
        known = {entry["value"]["key"]: entry["value"] for entry in own or []}
        return [entry | {"value": _value(entry["value"], known.get(entry["value"]["key"], {}))} for entry in source]
    if name in CHOSEN_FILES or (name in RAW_WORDS and source):
        return own or source
    return source


def _key(block: Raw) -> str:
    value = block["value"]
    return str(value["key"]) if isinstance(value, dict) and value.get("key") else str(block["id"])
