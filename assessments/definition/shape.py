"""The parts of a quiz."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# A fact id while the quiz is a draft, a full snapshot of the provision once it is frozen, or none.
ProvisionRef = str | Mapping[str, Any] | None


class ItemKind(StrEnum):
    BRANCHING = "branching"
    SINGLE = "single"
    MULTIPLE = "multiple"


class Outcome(StrEnum):
    BEST = "best"
    ACCEPTABLE = "acceptable"
    POOR = "poor"
    HARMFUL = "harmful"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where: `path` reads like `items[2].scenes[0].choices[1].next`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass(frozen=True)
class Assertion:
    """What a choice says about the rules: of an act of the rule table, this ruling, in this layer."""

    act: str
    ruling: str
    layer: str


@dataclass(frozen=True)
class Choice:
    """One thing a person may do. Scenes use outcome, points, consequence and next; questions use correct."""

    key: str
    text: str
    outcome: Outcome | None = None
    points: int = 0
    correct: bool = False
    consequence: str = ""
    feedback: str = ""
    provision: ProvisionRef = None
    next: str | None = None
    asserts: tuple[Assertion, ...] = ()


@dataclass(frozen=True)
class Scene:
    key: str
    narrative: str
    choices: tuple[Choice, ...]

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class Item:
    """One scored item: a branching scenario (scenes) or a question (stem and choices)."""

    key: str
    kind: ItemKind
    title: str
    layers: tuple[str, ...] = ()
    legal: bool = False
    belief: str = ""
    supports: tuple[str, ...] = ()
    content_note: str = ""
    stem: str = ""
    choices: tuple[Choice, ...] = ()
    scenes: tuple[Scene, ...] = ()

    def scene(self, key: str) -> Scene | None:
        return next((scene for scene in self.scenes if scene.key == key), None)

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class QuizDefinition:
    title: str
    pass_mark: int
    items: tuple[Item, ...]

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)
