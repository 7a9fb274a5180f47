"""Feedback as authors see it: counts by step, never about fewer than ten people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from modules.models import EditionStep
from review.enums import FeedbackKind
from review.models import Feedback
from review.queries import modules_judged_by

FEWEST = 10
MOST_WORDS = 50


@dataclass(frozen=True)
class StepFeedback:
    """One step that enough people spoke of: how many said what, and what they wrote, in no order of time."""

    step: EditionStep
    total: int
    counts: tuple[tuple[str, int], ...]
    words: tuple[str, ...]


def feedback_on(user: Any) -> list[StepFeedback]:
    """The steps of the modules that the person's agencies write, in three queries."""
    scope = Feedback.objects.filter(edition__module__in=modules_judged_by(user))
    counted = scope.order_by().values("step_id", "kind").annotate(n=Count("pk"))
    by_step: dict[int, dict[str, int]] = {}
    for row in counted:
        by_step.setdefault(row["step_id"], {})[row["kind"]] = row["n"]
    enough = {step: kinds for step, kinds in by_step.items() if sum(kinds.values()) >= FEWEST}
    steps = EditionStep.objects.filter(pk__in=enough).select_related("edition").defer("content", "edition__canonical")
    words = _words(scope.filter(step_id__in=enough).exclude(words="").values_list("step_id", "words").order_by("words"))
    return [
        _of_step(step, enough[step.pk], words.get(step.pk, ())) for step in steps.order_by("edition__title", "position")
    ]


def _of_step(step: EditionStep, kinds: dict[str, int], words: Iterable[str]) -> StepFeedback:
    counts = tuple((str(FeedbackKind(kind).label), n) for kind, n in sorted(kinds.items()))
    return StepFeedback(step, sum(kinds.values()), counts, tuple(words))


def _words(rows: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for step, words in rows:
        held = found.setdefault(step, [])
        if len(held) < MOST_WORDS:
            held.append(words)
    return found
