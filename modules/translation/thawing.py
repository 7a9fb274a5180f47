"""Frozen steps turned back into the raw data of drafts. Freezing what was thawed gives the same frozen data again."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from modules.freeze.scorm import PACKAGE_BLOCKS
from modules.models import Act, GlossaryTerm, Provision, Resource, ScreeningNotes, Source

OPENED = re.compile(r'<a data-(cite|term)="([^"]*)">(</a>)?')
CLAIM = ("statement", "fact", "n", "year", "place", "population", "limits", "confidence")
Raw = dict[str, Any]
FileKey = Callable[[str, Mapping[str, Any]], int]


class MissingRegisters(LookupError):
    """The registers here lack entries that the edition rests on; `entries` names each."""

    def __init__(self, entries: list[str]) -> None:
        self.entries = entries
        super().__init__(", ".join(entries))


@dataclass
class Keys:
    """The primary keys behind lasting keys, and the primary key of the file of an image or video block."""

    provisions: dict[str, int]
    sources: dict[str, int]
    terms: dict[str, int]
    resources: dict[str, int]
    acts: dict[str, int]
    dossiers: dict[str, int]
    file: FileKey
    missing: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, file: FileKey) -> Keys:
        return cls(
            dict(Provision.objects.values_list("fact_id", "pk")),
            dict(Source.objects.values_list("key", "pk")),
            dict(GlossaryTerm.objects.values_list("fact_id", "pk")),
            dict(Resource.objects.values_list("fact_id", "pk")),
            dict(Act.objects.values_list("key", "pk")),
            dict(ScreeningNotes.objects.values_list("digest", "pk")),
            file,
        )


def missing_registers(steps: list[Mapping[str, Any]], quizzes: list[Mapping[str, Any]], keys: Keys) -> list[str]:
    """Everything that the frozen steps and quizzes rest on and that the registers here do not hold."""
    rules = {fact for step in steps for fact in step["provisions"]}
    rules |= {choice["provision"]["fact"] for quiz in quizzes for choice in _choices(quiz) if choice["provision"]}
    sources = {key for step in steps for key in step["sources"]}
    terms = {fact for step in steps for fact in step["terms"]}
    referrals = {fact for step in steps for block in step["blocks"] for fact in block.get("resources", ())}
    acts = {row["act"] for quiz in quizzes for choice in _choices(quiz) for row in choice.get("asserts", ())}
    held = (
        ("rule", rules, keys.provisions),
        ("source", sources, keys.sources),
        ("term", terms, keys.terms),
        ("referral", referrals, keys.resources),
        ("act of the rule table", acts, keys.acts),
        ("notes of the dossier", dossiers_shown(steps), keys.dossiers),
    )
    return [f"{name} {key}" for name, wanted, known in held for key in sorted(wanted - set(known))]


def dossiers_shown(steps: list[Mapping[str, Any]]) -> set[str]:
    """The digests of the dossiers whose notes these steps show."""
    return {block["dossier"] for step in steps for block in step["blocks"] if block["type"] == "screening"}


def thaw_notes(content: Mapping[str, Any], keys: Keys) -> int:
    """The primary key of the notes that a screening shows."""
    return next(keys.dossiers[digest] for digest in dossiers_shown([content]))


def thaw_lesson(content: Mapping[str, Any], keys: Keys) -> list[Raw]:
    """The body of a lesson as its page holds it; the blocks that tell of a package are made anew by freezing."""
    blocks = (block for block in content["blocks"] if block["type"] not in PACKAGE_BLOCKS)
    return [{"type": block["type"], "value": _value(block, content, keys), "id": block["id"]} for block in blocks]


def thaw_intro(content: Mapping[str, Any]) -> str:
    return "".join(thaw_text(block["html"], content) for block in content["blocks"] if block["type"] == "text")


def thaw_items(quiz: Mapping[str, Any], step_key: str, keys: Keys) -> list[Raw]:
    """The items of a quiz as its page holds them. Ids follow from the keys: frozen quizzes have none of their own."""
    return [
        {"type": item["kind"], "value": _item(item, f"{step_key}/{item['key']}", keys), "id": _id(step_key, item)}
        for item in quiz["items"]
    ]


def thaw_text(html: str, content: Mapping[str, Any]) -> str:
    """Citations and terms as the editor holds them; one without words of its own gets its key in brackets."""
    return OPENED.sub(lambda found: _link(found, content), html)


def _link(found: re.Match[str], content: Mapping[str, Any]) -> str:
    kind, key = found[1], found[2]
    plain = unescape(key)
    if kind == "term":
        attributes = f'linktype="glossary" term="{key}"'
    elif plain in content["provisions"]:
        attributes = f'linktype="citation" provision="{key}"'
    else:
        source, _colon, fact = key.partition(":")
        attributes = f'linktype="citation" source="{source}"' + (f' fact="{fact}"' if fact else "")
    return f"<a {attributes}>" + (f"[{key}]</a>" if found[3] else "")


def _value(block: Mapping[str, Any], content: Mapping[str, Any], keys: Keys) -> Any:
    kind = block["type"]
    if kind == "text":
        return thaw_text(block["html"], content)
    if kind == "callout":
        return {"tone": block["tone"], "title": block["title"], "text": thaw_text(block["html"], content)}
    if kind == "claim":
        return {name: block[name] for name in CLAIM} | {"source": keys.sources[block["source"]]}
    if kind == "provision":
        return {"provision": keys.provisions[block["provision"]], "note": block["note"]}
    if kind == "definition":
        return {"term": keys.terms[block["term"]]}
    if kind == "referrals":
        return {"title": block["title"], "resources": [keys.resources[fact] for fact in block["resources"]]}
    if kind == "image":
        return {"image": keys.file("image", block), "alt": block["alt"], "caption": block["caption"]}
    if kind in ("video", "audio"):
        return {"recording": keys.file("recording", block), "title": block["title"]}
    return {name: value for name, value in block.items() if name not in ("id", "type")}


def _item(item: Mapping[str, Any], place: str, keys: Keys) -> Raw:
    names = ("key", "title", "legal", "belief", "content_note")
    value: Raw = {name: item[name] for name in names}
    value |= {"layers": list(item["layers"]), "supports": ", ".join(item["supports"])}
    if item["kind"] == "branching":
        return value | {"scenes": [_listed(scene, place, keys, _scene) for scene in item["scenes"]]}
    choices = [_listed(choice, place, keys, _choice) for choice in item["choices"]]
    return value | {"stem": item["stem"], "choices": choices}


def _listed(entry: Mapping[str, Any], place: str, keys: Keys, write: Callable[..., Raw]) -> Raw:
    here = f"{place}/{entry['key']}"
    return {"type": "item", "value": write(entry, here, keys), "id": _uuid(here)}


def _scene(scene: Mapping[str, Any], place: str, keys: Keys) -> Raw:
    choices = [_listed(choice, place, keys, _choice) for choice in scene["choices"]]
    return {"key": scene["key"], "narrative": scene["narrative"], "choices": choices}


def _choice(choice: Mapping[str, Any], place: str, keys: Keys) -> Raw:
    rule = choice["provision"]
    value = {name: inner for name, inner in choice.items() if name != "provision"}
    if "outcome" in value:
        value |= {"outcome": value["outcome"] or "", "next": value["next"] or ""}
    else:
        value.pop("consequence", None)
    asserted = [
        {"type": "item", "value": row | {"act": keys.acts[row["act"]]}, "id": _uuid(f"{place}/asserts/{number}")}
        for number, row in enumerate(choice.get("asserts", ()), start=1)
    ]
    return value | {"provision": keys.provisions[rule["fact"]] if rule else None, "asserts": asserted}


def _choices(quiz: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    inner = [scene for item in quiz["items"] for scene in item.get("scenes", ())]
    return [choice for part in [*quiz["items"], *inner] for choice in part.get("choices", ())]


def _id(step_key: str, item: Mapping[str, Any]) -> str:
    return _uuid(f"{step_key}/{item['key']}")


def _uuid(place: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"common-ground:{place}"))
