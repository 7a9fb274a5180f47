"""Turns data (as in a scenario file) into a definition, naming every fault of its shape, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from .shape import Assertion, Choice, Fault, Item, ItemKind, Outcome, ProvisionRef, QuizDefinition, Scene

T = TypeVar("T")
LAYERS = ("state_law", "local_policy", "good_practice")
RULINGS = ("may", "must", "must_not", "may_not_be_used", "silent", "unknown")
ITEM_KEYS = {
    *("key", "kind", "title", "layers", "legal", "belief", "supports", "content_note", "stem", "choices", "scenes"),
}
SCENE_KEYS = {"key", "narrative", "choices"}
CHOICE_KEYS = {"key", "text", "outcome", "points", "correct", "consequence", "feedback", "provision", "next", "asserts"}
ASSERTION_KEYS = {"act", "ruling", "layer"}
MOST_POINTS = 100
LONGEST_KEY = 60


class DefinitionError(ValueError):
    """The data is not a quiz; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


def from_data(data: Mapping[str, Any]) -> QuizDefinition:
    """Read a quiz: title, pass_mark, items. Other keys of a scenario file (slug, intro...) are ignored.

    Raises DefinitionError with every fault of the shape. Whether the story is sound, `faults` tells.
    """
    reader = _Reader()
    definition = QuizDefinition(
        title=reader.text(data, "title", "", required=True),
        pass_mark=reader.whole(data, "pass_mark", "", default=80, most=100),
        items=reader.each(data, "items", "", reader.item),
    )
    if reader.faults:
        raise DefinitionError(reader.faults)
    return definition


class _Reader:
    """Collects faults while reading, so that one pass names them all."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        self.faults.append(Fault(path, message))

    def text(self, data: Mapping[str, Any], name: str, path: str, *, required: bool = False) -> str:
        value = data.get(name)
        if value is None or value == "":
            if required:
                self.fault(_join(path, name), "is missing")
            return ""
        if not isinstance(value, str):
            self.fault(_join(path, name), "must be text")
            return ""
        return value.strip()

    def key(self, data: Mapping[str, Any], path: str) -> str:
        key = self.text(data, "key", path, required=True)
        if len(key) > LONGEST_KEY:
            self.fault(_join(path, "key"), f"is longer than {LONGEST_KEY} characters")
        return key

    def whole(self, data: Mapping[str, Any], name: str, path: str, *, default: int = 0, most: int) -> int:
        value = data.get(name, default)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.fault(_join(path, name), f"must be a whole number from 0 to {most}")
            return default
        return value

    def flag(self, data: Mapping[str, Any], name: str, path: str) -> bool:
        value = data.get(name, False)
        if not isinstance(value, bool):
            self.fault(_join(path, name), "must be true or false")
            return False
        return value

    def texts(self, data: Mapping[str, Any], name: str, path: str) -> tuple[str, ...]:
        value = data.get(name) or []
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(v, str) for v in value):
            self.fault(_join(path, name), "must be a list of texts")
            return ()
        return tuple(value)

    def each(
        self, data: Mapping[str, Any], name: str, path: str, read: Callable[[Mapping[str, Any], str], T]
    ) -> tuple[T, ...]:
        values = data.get(name) or []
        if not isinstance(values, Sequence) or isinstance(values, str):
            self.fault(_join(path, name), "must be a list")
            return ()
        read_values = []
        for number, value in enumerate(values):
            here = f"{_join(path, name)}[{number}]"
            if isinstance(value, Mapping):
                read_values.append(read(value, here))
            else:
                self.fault(here, "must be a mapping")
        return tuple(read_values)

    def item(self, data: Mapping[str, Any], path: str) -> Item:
        self.known(data, ITEM_KEYS, path)
        layers = self.texts(data, "layers", path)
        for layer in layers:
            if layer not in LAYERS:
                self.fault(_join(path, "layers"), f"{layer!r} is not a layer")
        return Item(
            key=self.key(data, path),
            kind=self.kind(data, path),
            title=self.text(data, "title", path, required=True),
            layers=layers,
            legal=self.flag(data, "legal", path),
            belief=self.text(data, "belief", path),
            supports=self.texts(data, "supports", path),
            content_note=self.text(data, "content_note", path),
            stem=self.text(data, "stem", path),
            choices=self.each(data, "choices", path, self.choice),
            scenes=self.each(data, "scenes", path, self.scene),
        )

    def kind(self, data: Mapping[str, Any], path: str) -> ItemKind:
        value = data.get("kind")
        if value in set(ItemKind):
            return ItemKind(value)
        self.fault(_join(path, "kind"), f"must be one of {', '.join(ItemKind)}")
        return ItemKind.SINGLE

    def scene(self, data: Mapping[str, Any], path: str) -> Scene:
        self.known(data, SCENE_KEYS, path)
        return Scene(
            key=self.key(data, path),
            narrative=self.text(data, "narrative", path, required=True),
            choices=self.each(data, "choices", path, self.choice),
        )

    def choice(self, data: Mapping[str, Any], path: str) -> Choice:
        self.known(data, CHOICE_KEYS, path)
        return Choice(
            key=self.key(data, path),
            text=self.text(data, "text", path, required=True),
            outcome=self.outcome(data, path),
            points=self.whole(data, "points", path, most=MOST_POINTS),
            correct=self.flag(data, "correct", path),
            consequence=self.text(data, "consequence", path),
            feedback=self.text(data, "feedback", path),
            provision=self.provision(data, path),
            next=self.text(data, "next", path) or None,
            asserts=self.each(data, "asserts", path, self.assertion),
        )

    def assertion(self, data: Mapping[str, Any], path: str) -> Assertion:
        self.known(data, ASSERTION_KEYS, path)
        return Assertion(
            act=self.text(data, "act", path, required=True),
            ruling=self.one_of(data, "ruling", path, RULINGS),
            layer=self.one_of(data, "layer", path, LAYERS),
        )

    def one_of(self, data: Mapping[str, Any], name: str, path: str, allowed: Sequence[str]) -> str:
        value = self.text(data, name, path, required=True)
        if value and value not in allowed:
            self.fault(_join(path, name), f"must be one of {', '.join(allowed)}")
        return value

    def outcome(self, data: Mapping[str, Any], path: str) -> Outcome | None:
        value = data.get("outcome")
        if value is None or value in set(Outcome):
            return Outcome(value) if value else None
        self.fault(_join(path, "outcome"), f"must be one of {', '.join(Outcome)}")
        return None

    def provision(self, data: Mapping[str, Any], path: str) -> ProvisionRef:
        value = data.get("provision")
        if value is None or isinstance(value, str | Mapping):
            return value or None
        self.fault(_join(path, "provision"), "must be a fact id, a provision's snapshot, or null")
        return None

    def known(self, data: Mapping[str, Any], keys: set[str], path: str) -> None:
        for name in data:
            if name not in keys:
                self.fault(_join(path, str(name)), "is not a known key")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def to_data(definition: QuizDefinition) -> dict[str, Any]:
    """The plain data of a definition, in one fixed form: `from_data(to_data(d)) == d`."""
    return {
        "title": definition.title,
        "pass_mark": definition.pass_mark,
        "items": [_item_data(item) for item in definition.items],
    }


def _item_data(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": item.key,
        "kind": str(item.kind),
        "title": item.title,
        "layers": list(item.layers),
        "legal": item.legal,
        "belief": item.belief,
        "supports": list(item.supports),
        "content_note": item.content_note,
    }
    if item.kind is ItemKind.BRANCHING:
        data["scenes"] = [
            {
                "key": scene.key,
                "narrative": scene.narrative,
                "choices": [_scene_choice(c) | _assertions(c) for c in scene.choices],
            }
            for scene in item.scenes
        ]
    else:
        data["stem"] = item.stem
        data["choices"] = [_question_choice(choice) | _assertions(choice) for choice in item.choices]
    return data


def _scene_choice(choice: Choice) -> dict[str, Any]:
    return {
        "key": choice.key,
        "text": choice.text,
        "outcome": str(choice.outcome) if choice.outcome else None,
        "points": choice.points,
        "consequence": choice.consequence,
        "feedback": choice.feedback,
        "provision": choice.provision,
        "next": choice.next,
    }


def _question_choice(choice: Choice) -> dict[str, Any]:
    return {
        "key": choice.key,
        "text": choice.text,
        "correct": choice.correct,
        "consequence": choice.consequence,
        "feedback": choice.feedback,
        "provision": choice.provision,
    }


def _assertions(choice: Choice) -> dict[str, Any]:
    """Nothing where nothing is asserted: a quiz that asserts nothing keeps the digest it always had."""
    if not choice.asserts:
        return {}
    return {"asserts": [{"act": a.act, "ruling": a.ruling, "layer": a.layer} for a in choice.asserts]}
