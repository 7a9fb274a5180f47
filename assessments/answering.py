"""Which answers a quiz accepts, and what follows from them. No database."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assessments import errors
from assessments.definition import Choice, Item, ItemKind, QuizDefinition
from assessments.outcomes import AnswerOutcome, standing
from assessments.scoring import Given, path_taken


def checked_answer(definition: QuizDefinition, item_key: str, scene_key: str, choices: Iterable[str]) -> Given:
    """Return the answer in one fixed form (choices sorted, each once), if the quiz offers it.

    Raises UnknownItem, SceneNotReached, WrongNumberOfChoices or UnknownChoice.
    """
    item = definition.item(item_key)
    if item is None:
        raise errors.UnknownItem
    offered = {choice.key for choice in _offered(item, scene_key)}
    keys = tuple(sorted(set(choices)))
    if item.kind is not ItemKind.MULTIPLE and len(keys) != 1:
        raise errors.WrongNumberOfChoices(one=True)
    if not keys:
        raise errors.WrongNumberOfChoices(one=False)
    if not set(keys) <= offered:
        raise errors.UnknownChoice
    return Given(item_key, scene_key, keys)


def _offered(item: Item, scene_key: str) -> tuple[Choice, ...]:
    if item.kind is not ItemKind.BRANCHING and not scene_key:
        return item.choices
    scene = item.scene(scene_key)
    if scene is None:
        raise errors.SceneNotReached
    return scene.choices


def check_reached(definition: QuizDefinition, before: Sequence[Given], given: Given) -> None:
    """Raise SceneNotReached unless the scene is the one to which the earlier answers lead."""
    item = definition.item(given.item)
    if item is None or item.kind is not ItemKind.BRANCHING:
        return
    waiting = path_taken(item, {old.scene: old.choices for old in before if old.item == item.key})[1]
    if waiting is None or waiting.key != given.scene:
        raise errors.SceneNotReached


def outcome_of(definition: QuizDefinition, answers: Sequence[Given], given: Given, *, repeated: bool) -> AnswerOutcome:
    """What followed from the answer kept for the item (and scene) of `given`."""
    stands = standing(definition, answers)
    result = stands.result(given.item)
    told = result.outcomes if result else ()
    outcome = next((told for told in told if (told.scene.key if told.scene else "") == given.scene), None)
    if outcome is None:
        raise errors.SceneNotReached
    return replace(outcome, repeated=repeated, all_done=stands.complete)
