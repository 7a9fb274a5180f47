"""Flags as W3C Web Annotations, out and in. Pure: no Django.

What leaves holds the claim, its criteria and the place; never who raised it, only in whose name it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
SCHEMA = Path(__file__).with_name("web_annotation.schema.json")
MOST = 1000
Json = dict[str, Any]

_EDITION = re.compile(r"^/editions/(?P<digest>[0-9a-f]{64})/steps/(?P<step>[-\w]+)/$")
_MATERIAL = re.compile(r"^/materials/(?P<material>[-\w]+)/$")
_AUTHORITY = re.compile(r"^/authorities/(?P<authority>[-\w.]+)/$")
_SOURCES = re.compile(r"^/sources/$")
_TIMES = re.compile(r"^t=(?P<start>\d{1,6})(?:,(?P<end>\d{1,6}))?$")


@dataclass(frozen=True)
class Note:
    """One flag as it leaves or arrives, without any person."""

    claim: str
    source: str
    scope: str = ""  # the page on which the source was used: the step that plays a package
    selectors: Sequence[Json] = ()
    criteria: Sequence[str] = ()
    severity: str = "medium"
    suggestion: str = ""
    evidence: Sequence[str] = ()
    motivation: str = "assessing"
    identity: str = ""
    created: str = ""
    creator: str = ""
    state: str = ""


@dataclass(frozen=True)
class Place:
    """What a target says: a step of an edition with a block, a material with times, a register with an entry, or a file
    of a package, and the words if any."""

    digest: str = ""
    step: str = ""
    element: str = ""
    material: str = ""
    authority: str = ""
    sources: bool = False
    urn: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    position: bool = False
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Fault:
    """Which entry of a file, counted from 1, and what is wrong with it."""

    entry: int
    message: str


@dataclass
class Read:
    """What a file holds: the notes with their number in the file, and every fault."""

    notes: list[tuple[int, Note]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def as_annotation(note: Note) -> Json:
    """One annotation of the model, with its context."""
    selectors = list(note.selectors)
    target: Json = {"source": note.source} | ({"scope": note.scope} if note.scope else {})
    if selectors:
        target["selector"] = selectors[0] if len(selectors) == 1 else selectors
    made: Json = {
        "@context": CONTEXT,
        "id": note.identity,
        "type": "Annotation",
        "motivation": note.motivation,
        "body": list(_bodies(note)),
        "target": target,
    }
    if note.created:
        made["created"] = note.created
    if note.creator:
        made["creator"] = {"type": "Organization", "name": note.creator}
    return made


def as_collection(
    notes: Sequence[Note], *, identity: str, label: str, total: int | None = None, then: str = ""
) -> Json:
    """A collection that holds its first page; `then` is the address of the next, where there is more."""
    first = as_page(notes, identity=f"{identity}#page", collection=identity, start=0, then=then)
    return {
        "@context": CONTEXT,
        "id": identity,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(notes) if total is None else total,
        "first": {key: value for key, value in first.items() if key != "@context"},
    }


def as_page(notes: Sequence[Note], *, identity: str, collection: str, start: int, then: str = "") -> Json:
    """One page of a collection, counted from annotation `start`."""
    items = [{key: value for key, value in as_annotation(note).items() if key != "@context"} for note in notes]
    page: Json = {
        "@context": CONTEXT,
        "id": identity,
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": start,
        "items": items,
    }
    return page | ({"next": then} if then else {})


def read_annotations(text: str) -> Read:
    """Read one annotation, a list, a page or a collection; each bad entry is a fault, and the others are read."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Read(faults=[Fault(0, "The file is not JSON.")])
    items = _items(data)
    if items is None:
        return Read(faults=[Fault(0, "There is no annotation in the file.")])
    if len(items) > MOST:
        return Read(faults=[Fault(0, f"At most {MOST} annotations in one file.")])
    read = Read()
    for number, item in enumerate(items, start=1):
        faults = [Fault(number, message) for message in _faults(item)]
        read.faults += faults
        if not faults:
            read.notes.append((number, _note(item)))
    return read


def place_of(note: Note) -> Place | None:
    """The place that the target names in this installation; None for an address that is none of ours."""
    parts = _addressed(note)
    if parts is None:
        return None
    for selector in _flat(note.selectors):
        parts |= _from_selector(selector)
    return Place(**parts)


def _addressed(note: Note) -> dict[str, Any] | None:
    """What the addresses alone say. Of a package it is the URN, and the step in which it is played, if one is named."""
    if note.source.startswith("urn:"):
        step = _EDITION.match(_path(note.scope))
        return {"urn": note.source} | (step.groupdict() if step else {})
    path = _path(note.source)
    if _SOURCES.match(path):
        return {"sources": True}
    found = _EDITION.match(path) or _MATERIAL.match(path) or _AUTHORITY.match(path)
    return found.groupdict() if found else None


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _bodies(note: Note) -> Iterator[Json]:
    yield {"type": "TextualBody", "value": note.claim, "format": "text/plain", "purpose": note.motivation}
    if note.suggestion:
        yield {"type": "TextualBody", "value": note.suggestion, "format": "text/plain", "purpose": "editing"}
    tags = [f"criterion:{code}" for code in note.criteria] + [f"severity:{note.severity}"]
    tags += [f"evidence:{key}" for key in note.evidence] + ([f"state:{note.state}"] if note.state else [])
    for tag in tags:
        yield {"type": "TextualBody", "value": tag, "purpose": "tagging"}


def _items(data: Any) -> list[Any] | None:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    kind = data.get("type")
    if kind == "AnnotationCollection":
        page = data.get("first")
        return _items(page) if isinstance(page, dict) else None
    if kind == "AnnotationPage":
        items = data.get("items")
        return items if isinstance(items, list) else None
    return [data]


def _faults(item: Any) -> list[str]:
    try:
        storable = all(_storable(text) for text in _strings(item))
    except RecursionError:
        storable = False
    if not storable:
        return ["annotation: It holds characters that cannot be shown, or lists within lists without end."]
    found = sorted(_validator().iter_errors(item), key=lambda error: list(map(str, error.absolute_path)))
    return [f"{'/'.join(map(str, error.absolute_path)) or 'annotation'}: {error.message[:200]}" for error in found[:5]]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from (key, *_strings(held))
    elif isinstance(value, list):
        for held in value:
            yield from _strings(held)


def _storable(text: str) -> bool:
    """JSON can hold halves of characters, and the one that databases refuse."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _note(item: Mapping[str, Any]) -> Note:
    bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
    tags = [body["value"] for body in bodies if body.get("purpose") == "tagging"]
    said = [body["value"] for body in bodies if body.get("purpose") not in ("tagging", "editing")]
    edits = [body["value"] for body in bodies if body.get("purpose") == "editing"]
    target = item["target"]
    target = {"source": target} if isinstance(target, str) else target
    selector = target.get("selector", [])
    return Note(
        claim="\n\n".join(said),
        suggestion="\n\n".join(edits),
        source=target["source"],
        scope=target.get("scope", ""),
        selectors=selector if isinstance(selector, list) else [selector],
        criteria=_tagged(tags, "criterion:"),
        severity=next(iter(_tagged(tags, "severity:")), "medium"),
        evidence=_tagged(tags, "evidence:"),
        motivation=item.get("motivation", "assessing"),
        identity=item.get("id", ""),
    )


def _tagged(tags: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(tag.removeprefix(name) for tag in tags if tag.startswith(name))


def _flat(selectors: Sequence[Json]) -> Iterator[Json]:
    """Each selector, then what refines it."""
    for selector in selectors:
        yield selector
        finer = selector.get("refinedBy", [])
        yield from _flat(finer if isinstance(finer, list) else [finer])


def _from_selector(selector: Json) -> dict[str, Any]:
    if selector["type"] == "TextQuoteSelector":
        return {name: selector.get(name, "") for name in ("exact", "prefix", "suffix")}
    if selector["type"] == "TextPositionSelector":
        return {"position": True}
    if selector["type"] != "FragmentSelector":
        return {}
    times = _TIMES.match(selector["value"])
    if times is None:
        return {"element": selector["value"]}
    start = int(times["start"])
    return {"start": start, "end": int(times["end"] or start)}
