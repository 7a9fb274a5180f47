"""The programme's blocks and items as the raw data of the page editor's streams."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from config.programme.markdown import to_rich_text
from config.programme.writers.rows import words
from modules.models import Act, GlossaryTerm, Provision, Resource, Source

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://common-ground.example/programme")
Raw = dict[str, Any]


def lasting_id(*parts: str) -> str:
    """The same id for the same place of the programme, on every machine and at every loading."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


@dataclass
class Keys:
    """Primary keys of what blocks may refer to."""

    provisions: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    resources: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Keys":
        return cls(
            dict(Provision.objects.values_list("fact_id", "pk")),
            dict(Source.objects.values_list("key", "pk")),
            dict(GlossaryTerm.objects.values_list("fact_id", "pk")),
            dict(Act.objects.values_list("key", "pk")),
            dict(Resource.objects.values_list("fact_id", "pk")),
        )


@dataclass
class BlockWriter:
    """Writes the streams of one module. `files` gives the primary key of an image or recording."""

    module: str
    keys: Keys
    files: Callable[[Raw], int]
    texts: dict[str, str]  # block id to Markdown that stands instead of the file's

    def lesson(self, blocks: Iterable[Raw]) -> list[Raw]:
        return [
            {"type": block["type"], "value": self._value(block), "id": lasting_id(self.module, block["id"])}
            for block in blocks
        ]

    def _value(self, block: Raw) -> Any:
        kind = block["type"]
        if kind == "text":
            return self._markdown(block)
        if kind == "callout":
            return {"tone": block["tone"], "title": block["title"], "text": self._markdown(block)}
        return getattr(self, f"_{kind}")(block)

    def _markdown(self, block: Raw) -> str:
        return to_rich_text(self.texts.get(block["id"]) or block["text"])

    def _claim(self, block: Raw) -> Raw:
        names = ("statement", "fact", "n", "year", "place", "population", "limits", "confidence")
        return {name: words(block[name]) for name in names} | {"source": self.keys.sources[block["source"]]}

    def _provision(self, block: Raw) -> Raw:
        return {"provision": self.keys.provisions[block["provision"]], "note": words(block.get("note"))}

    def _definition(self, block: Raw) -> Raw:
        return {"term": self.keys.terms[block["term"]]}

    def _referrals(self, block: Raw) -> Raw:
        resources = [
            {"type": "item", "value": self.keys.resources[key], "id": lasting_id(self.module, block["id"], key)}
            for key in block["resources"]
        ]
        return {"title": words(block.get("title")), "resources": resources}

    def _content_note(self, block: Raw) -> Raw:
        return {"text": words(block["text"])}

    def _reflection(self, block: Raw) -> Raw:
        return {"prompt": words(block["prompt"])}

    def _image(self, block: Raw) -> Raw:
        return {"image": self.files(block), "alt": words(block["alt"]), "caption": words(block.get("caption"))}

    def _video(self, block: Raw) -> Raw:
        return {"recording": self.files(block), "title": words(block["title"])}

    def scenario(self, items: Iterable[Raw]) -> list[Raw]:
        return [
            {"type": item["kind"], "value": self._item(item), "id": lasting_id(self.module, item["key"])}
            for item in items
        ]

    def _item(self, item: Raw) -> Raw:
        value = {
            "key": item["key"],
            "title": words(item["title"]),
            "layers": item.get("layers", []),
            "legal": item.get("legal", False),
            "belief": words(item.get("belief")),
            "supports": ", ".join(item.get("supports") or []),
            "content_note": words(item.get("content_note")),
        }
        if item["kind"] == "branching":
            return value | {"scenes": [self._listed(item["key"], scene, self._scene) for scene in item["scenes"]]}
        choices = [self._listed(item["key"], choice, self._answer) for choice in item["choices"]]
        return value | {"stem": words(item["stem"]), "choices": choices}

    def _listed(self, place: str, entry: Raw, write: Callable[[str, Raw], Raw]) -> Raw:
        here = f"{place}/{entry['key']}"
        return {"type": "item", "value": write(here, entry), "id": lasting_id(self.module, here)}

    def _scene(self, place: str, scene: Raw) -> Raw:
        choices = [self._listed(place, choice, self._scene_choice) for choice in scene["choices"]]
        return {"key": scene["key"], "narrative": words(scene["narrative"]), "choices": choices}

    def _scene_choice(self, place: str, choice: Raw) -> Raw:
        return self._answered(place, choice) | {
            "outcome": choice["outcome"],
            "points": choice.get("points", 0),
            "consequence": words(choice["consequence"]),
            "next": words(choice.get("next")),
        }

    def _answer(self, place: str, choice: Raw) -> Raw:
        return self._answered(place, choice) | {"correct": choice.get("correct", False)}

    def _answered(self, place: str, choice: Raw) -> Raw:
        quoted = self.keys.provisions[choice["provision"]] if choice.get("provision") else None
        texts = {name: words(choice[name]) for name in ("key", "text", "feedback")}
        asserts = [
            {
                "type": "item",
                "value": row | {"act": self.keys.acts[row["act"]]},
                "id": lasting_id(self.module, place, "asserts", str(number)),
            }
            for number, row in enumerate(choice.get("asserts") or [], start=1)
        ]
        return texts | {"provision": quoted, "asserts": asserts}
