"""What a question asks, and what is told of an answer: rendered once for everyone who is asked and answers the same.

Both follow from a frozen quiz, which its digest names for ever; nothing of a person or of a run is in them.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.definition import Item, Scene
from assessments.outcomes import AnswerOutcome
from assessments.state import AttemptState

KEPT = 4096
INCLUDES = "curriculum/includes/"


@dataclass(frozen=True)
class Told:
    """An answer by what names it; the outcome follows from that and is not compared."""

    language: str | None
    quiz: str
    item: str
    scene: str
    chosen: tuple[str, ...]
    asked_in: str
    outcome: AnswerOutcome = field(compare=False)


@dataclass(frozen=True)
class Asked:
    """A question by what names it, with the answers that led to its scene."""

    language: str | None
    quiz: str
    item: str
    scene: str
    way: tuple[str, ...]
    asked_in: str
    error: str
    context: dict[str, Any] = field(compare=False)


class Question(NamedTuple):
    """The story and the choices as HTML."""

    story: SafeString
    fields: SafeString


def told_html(state: AttemptState, outcome: AnswerOutcome, asked_in: str) -> SafeString:
    chosen = tuple(choice.key for choice in outcome.chosen)
    scene = outcome.scene.key if outcome.scene else ""
    quiz = state.attempt.quiz.digest
    return _told(Told(get_language(), quiz, outcome.item.key, scene, chosen, asked_in, outcome))


def question_html(state: AttemptState, item: Item, scene: Scene | None, asked_in: str, error: str) -> Question:
    result = state.result(item.key)
    so_far = result.outcomes if result else ()
    context = {
        "item": item,
        "scene": scene,
        "choices": scene.choices if scene else item.choices,
        "so_far": so_far,
        "asked_in": asked_in,
        "error": error,
    }
    way = tuple(choice.key for told in so_far for choice in told.chosen)
    quiz, scene_key = state.attempt.quiz.digest, scene.key if scene else ""
    return _question(Asked(get_language(), quiz, item.key, scene_key, way, asked_in, error, context))


@lru_cache(maxsize=KEPT)
def _told(told: Told) -> SafeString:
    return render_to_string(f"{INCLUDES}told.html", {"outcome": told.outcome, "asked_in": told.asked_in})


@lru_cache(maxsize=KEPT)
def _question(asked: Asked) -> Question:
    return Question(
        render_to_string(f"{INCLUDES}story.html", asked.context),
        render_to_string(f"{INCLUDES}question_fields.html", asked.context),
    )
