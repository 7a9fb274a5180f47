"""How people answered, in aggregate: never about fewer than ten people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from assessments.definition import Choice, Item, ItemKind
from assessments.models import Answer, Attempt, Quiz
from assessments.scoring import ChoiceKeys, most_points, score_item
from assessments.services.quizzes import definition_of

FEWEST_PEOPLE = 10
Counts = dict[tuple[str, str], dict[ChoiceKeys, int]]


@dataclass(frozen=True)
class ChoiceCount:
    """How often one choice was made; `count` is None where too few people stood before it."""

    scene_key: str
    choice: Choice
    count: int | None


@dataclass(frozen=True)
class ItemAnalysis:
    """`p_value` is the mean share of the item's points that people earned: 1 is easy, 0 hard."""

    item: Item
    p_value: float
    choices: tuple[ChoiceCount, ...]


@dataclass(frozen=True)
class QuizAnalysis:
    """Of everyone's first finished attempt. With fewer than ten people `items` is empty and `people` is None."""

    people: int | None
    items: tuple[ItemAnalysis, ...]

    @property
    def suppressed(self) -> bool:
        return self.people is None


def analyse(quiz: Quiz) -> QuizAnalysis:
    """Count how people answered the quiz at their first finished attempt (two queries)."""
    first = Attempt.objects.filter(quiz=quiz, number=1, finished_at__isnull=False)
    totals = first.aggregate(people=Count("user", distinct=True), attempts=Count("pk"))
    if totals["people"] < FEWEST_PEOPLE:
        return QuizAnalysis(people=None, items=())
    counts = _counts(
        Answer.objects.filter(attempt__in=first)
        .order_by()
        .values_list("item_key", "scene_key", "choices")
        .annotate(times=Count("pk"))
    )
    items = tuple(_analyse_item(item, counts, totals["attempts"]) for item in definition_of(quiz).items)
    return QuizAnalysis(people=totals["people"], items=items)


def _counts(rows: Iterable[tuple[str, str, list[str], int]]) -> Counts:
    counts: Counts = defaultdict(dict)
    for item_key, scene_key, choices, times in rows:
        counts[item_key, scene_key][tuple(choices)] = times
    return counts


def _analyse_item(item: Item, counts: Counts, attempts: int) -> ItemAnalysis:
    places = [(scene.key, scene.choices) for scene in item.scenes] or [("", item.choices)]
    earned = sum(
        _points(item, scene_key, keys) * times
        for scene_key, _ in places
        for keys, times in counts.get((item.key, scene_key), {}).items()
    )
    shown = [
        _count(scene_key, choice, counts.get((item.key, scene_key), {})) for scene_key, cs in places for choice in cs
    ]
    return ItemAnalysis(item, p_value=earned / (most_points(item) * attempts), choices=tuple(shown))


def _points(item: Item, scene_key: str, keys: ChoiceKeys) -> int:
    """Points of one answer: of the choice made in a scene, or of the whole question."""
    if item.kind is not ItemKind.BRANCHING:
        return score_item(item, {"": keys}).points
    scene = item.scene(scene_key)
    choice = scene.choice(keys[0]) if scene else None
    return choice.points if choice else 0


def _count(scene_key: str, choice: Choice, given: dict[ChoiceKeys, int]) -> ChoiceCount:
    enough = sum(given.values()) >= FEWEST_PEOPLE
    count = sum(times for keys, times in given.items() if choice.key in keys)
    return ChoiceCount(scene_key, choice, count if enough else None)
