"""What answers are worth. Pure: no Django, no database, so that the same answers always give the same score."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from assessments.definition import Choice, Item, ItemKind, QuizDefinition, Scene, best_points, start_of

ChoiceKeys = tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """One answer: the keys chosen at an item, or at one scene of a branching item."""

    item: str
    scene: str
    choices: ChoiceKeys


@dataclass(frozen=True)
class Step:
    """One scene passed on the way through a branching item, and the choice made there."""

    scene: Scene
    choice: Choice


@dataclass(frozen=True)
class ItemScore:
    """Points out of the most possible; `done` when nothing of the item is left to answer."""

    item: Item
    points: int
    most: int
    done: bool
    scene: Scene | None  # the scene that waits for an answer

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.points, self.most) if self.most else Fraction(0)

    @property
    def missed(self) -> bool:
        return self.done and self.points < self.most


def path_taken(item: Item, answers: Mapping[str, ChoiceKeys]) -> tuple[tuple[Step, ...], Scene | None]:
    """Walk a branching item from its start along the answers (scene key to chosen keys).

    Returns the steps made and the scene that waits next, None at the end. Answers off the path count for nothing.
    """
    steps: list[Step] = []
    scene: Scene | None = start_of(item)
    while scene is not None:
        chosen = answers.get(scene.key)
        choice = scene.choice(chosen[0]) if chosen and len(chosen) == 1 else None
        if choice is None or len(steps) >= len(item.scenes):
            break
        steps.append(Step(scene, choice))
        scene = item.scene(choice.next) if choice.next else None
    return tuple(steps), scene


def score_item(item: Item, answers: Mapping[str, ChoiceKeys]) -> ItemScore:
    """Score one item. `answers` maps scene keys to what was chosen there; a question's scene key is empty."""
    if item.kind is ItemKind.BRANCHING:
        steps, waiting = path_taken(item, answers)
        points = sum(step.choice.points for step in steps)
        return ItemScore(item, points, best_points(item), done=waiting is None, scene=waiting)
    chosen = answers.get("")
    points = _question_points(item, frozenset(chosen)) if chosen else 0
    return ItemScore(item, points, most_points(item), done=bool(chosen), scene=None)


def most_points(item: Item) -> int:
    """The best attainable: of the best path, of a single choice 1, of a multiple choice one for every choice."""
    if item.kind is ItemKind.BRANCHING:
        return best_points(item)
    return 1 if item.kind is ItemKind.SINGLE else len(item.choices)


def _question_points(item: Item, chosen: Collection[str]) -> int:
    right = sum((choice.key in chosen) == choice.correct for choice in item.choices)
    if item.kind is ItemKind.SINGLE:
        return int(right == len(item.choices))
    ticked_all = all(choice.key in chosen for choice in item.choices)
    return 0 if ticked_all or not chosen else right


def score_items(definition: QuizDefinition, answers: Sequence[Given]) -> tuple[ItemScore, ...]:
    """Score every item, in the order of the quiz; the order of the answers does not matter."""
    by_item: dict[str, dict[str, ChoiceKeys]] = {}
    for given in answers:
        by_item.setdefault(given.item, {}).setdefault(given.scene, given.choices)
    return tuple(score_item(item, by_item.get(item.key, {})) for item in definition.items)


def score_fraction(scores: Sequence[ItemScore]) -> Fraction:
    """Every item weighs the same; unanswered ones count as nothing."""
    return sum((score.fraction for score in scores), Fraction(0)) / len(scores) if scores else Fraction(0)


def percent(fraction: Fraction) -> int:
    """Whole per cent, rounded down, so that nobody reads the pass mark beside a score that missed it."""
    return floor(fraction * 100)


def is_pass(fraction: Fraction, pass_mark: int) -> bool:
    return fraction * 100 >= pass_mark
