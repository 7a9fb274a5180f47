"""Where an attempt stands, as views show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.definition import Item, QuizDefinition, Scene
from assessments.models import Attempt
from assessments.outcomes import ItemResult, Standing


@dataclass(frozen=True)
class AttemptState:
    """Derived from the answers every time; nothing of it is stored."""

    attempt: Attempt
    definition: QuizDefinition
    stands: Standing
    suspended: Mapping[str, Any] = field(default_factory=dict)  # key of an item that does not count, and why

    @property
    def scored(self) -> bool:
        """Whether any item counts."""
        return self.stands.scored

    @property
    def finished(self) -> bool:
        return self.attempt.finished_at is not None

    @property
    def complete(self) -> bool:
        """Everything is answered: the attempt can be finished."""
        return self.stands.complete

    @property
    def total(self) -> int:
        return self.stands.total

    @property
    def answered(self) -> int:
        return self.stands.answered

    @property
    def current_item(self) -> Item | None:
        """The first item, in the order of the quiz, that still waits for an answer."""
        return self.stands.current.item if self.stands.current else None

    @property
    def current_scene(self) -> Scene | None:
        return self.stands.current.scene if self.stands.current else None

    @property
    def items(self) -> tuple[ItemResult, ...]:
        return self.stands.items

    @property
    def missed(self) -> tuple[ItemResult, ...]:
        return self.stands.missed

    def result(self, item_key: str) -> ItemResult | None:
        return self.stands.result(item_key)
