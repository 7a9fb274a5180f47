"""The middle of the pages that officers see most: a lesson, a question, what followed from an answer, what was missed.

Lessons and quizzes are frozen, and named by digests for ever.
"""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from assessments.outcomes import AnswerOutcome
from assessments.state import AttemptState
from curriculum.kept_html import Part, kept_html
from curriculum.queries.outline import OutlineStep
from curriculum.queries.read_again import Missed
from modules.staleness import Notice


def lesson_html(
    step: OutlineStep, *, finished: bool, following: OutlineStep | None, url: str, base: str, body: str, csrf_token: str
) -> SafeString:
    """`finished`: this step, or the whole course."""
    shown = {
        "language": step.language,
        "title": step.title,
        "minutes": step.minutes,
        "finished": finished,
        "following": following.number if following else 0,
    }
    part = Part("lesson", tuple(shown.values()), shown)
    return kept_html(part, url=url, base=base, csrf_token=csrf_token, body=body)


def question_html(
    state: AttemptState,
    step: OutlineStep,
    *,
    asked_in: str,
    not_counting: Iterable[Notice],
    error: str,
    flag_url: str,
    url: str,
    csrf_token: str,
    token: str,
) -> SafeString:
    """The question that waits; nothing when none does."""
    item, scene = state.current_item, state.current_scene
    if item is None:
        return SafeString("")
    result = state.result(item.key)
    so_far = result.outcomes if result else ()
    said = {
        "title": step.title,
        "language": step.language,
        "asked_in": asked_in,
        "not_counting": tuple(not_counting),
        "error": error,
        "flag_url": flag_url,
        "answered": state.answered,
        "number": state.answered + 1,
        "total": state.total,
    }
    way = tuple(choice.key for told in so_far for choice in told.chosen)
    names = (*said.values(), state.attempt.quiz.digest, item.key, scene.key if scene else "", way)
    choices = scene.choices if scene else item.choices
    shown = {**said, "item": item, "scene": scene, "choices": choices, "so_far": so_far}
    own = {"url": url, "csrf_token": csrf_token, "attempt": str(state.attempt.reference), "token": token}
    return kept_html(Part("question", names, shown), **own)


def feedback_html(
    state: AttemptState,
    step: OutlineStep,
    outcome: AnswerOutcome,
    *,
    asked_in: str,
    not_counting: Iterable[Notice],
    flag_url: str,
    url: str,
) -> SafeString:
    said = {
        "title": step.title,
        "language": step.language,
        "asked_in": asked_in,
        "not_counting": tuple(not_counting),
        "flag_url": flag_url,
        "complete": state.complete,
    }
    scene = outcome.scene.key if outcome.scene else ""
    chosen = tuple(choice.key for choice in outcome.chosen)
    names = (*said.values(), state.attempt.quiz.digest, outcome.item.key, scene, chosen)
    return kept_html(Part("feedback", names, {**said, "outcome": outcome}), url=url)


def missed_html(state: AttemptState, missed: Missed, *, asked_in: str, base: str) -> SafeString:
    """One missed item of a result: the belief behind it, its rules, and where to read them again."""
    chosen = tuple(choice.key for told in missed.outcomes for choice in told.chosen)
    passages = tuple((passage.address, passage.step.title) for passage in missed.passages)
    names = (asked_in, state.attempt.quiz.digest, missed.item.key, chosen, passages)
    shown = {"asked_in": asked_in, "item": missed.item, "provisions": missed.provisions, "passages": passages}
    return kept_html(Part("missed", names, shown), base=base)
