"""What was missed in an attempt, the rules behind it, and where in the course they are taught."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.definition import Item
from assessments.outcomes import AnswerOutcome, ItemResult, fact_of
from curriculum.queries.outline import Outline, OutlineStep
from modules.enums import StepKind
from modules.models import EditionCitation


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a lesson to read again."""

    step: OutlineStep
    block_id: str

    @property
    def address(self) -> str:
        """Relative to the enrolment's own address."""
        return f"{self.step.number}/#b-{self.block_id}"


@dataclass(frozen=True, slots=True)
class Missed:
    """One missed item: what was told about it, the rules, and the lessons that teach them."""

    item: Item
    points: int
    most: int
    outcomes: tuple[AnswerOutcome, ...]
    provisions: tuple[Any, ...]
    passages: tuple[Passage, ...]


def read_again(outline: Outline, missed: Iterable[ItemResult]) -> list[Missed]:
    """One query for all missed items; each lesson is named once per item, at the first block that quotes a rule."""
    results = list(missed)
    taught = _taught(outline, {fact for result in results for fact in _facts(result)})
    return [
        Missed(
            item=result.item,
            points=result.score.points,
            most=result.score.most,
            outcomes=result.outcomes,
            provisions=tuple(rule for rule in result.read_again if not isinstance(rule, str)),
            passages=_passages(taught, _facts(result)),
        )
        for result in results
    ]


def _facts(result: ItemResult) -> list[str]:
    return list(dict.fromkeys([*(fact_of(rule) for rule in result.read_again), *result.item.supports]))


def _taught(outline: Outline, facts: set[str]) -> dict[str, list[Passage]]:
    """Fact id to the passages of this enrolment's lessons that rest on it, in the order of the course."""
    if not facts:
        return {}
    by_pk = {step.pk: step for step in outline}
    rows = (
        EditionCitation.objects.filter(step__in=list(by_pk), fact_id__in=facts)
        .exclude(step__kind=StepKind.SCENARIO)
        .order_by("pk")
        .values_list("fact_id", "step", "block_id")
    )
    taught: dict[str, list[Passage]] = {}
    for fact, step, block in sorted(rows, key=lambda row: by_pk[row[1]].number):
        taught.setdefault(fact, []).append(Passage(by_pk[step], block))
    return taught


def _passages(taught: dict[str, list[Passage]], facts: list[str]) -> tuple[Passage, ...]:
    first: dict[int, Passage] = {}
    for fact in facts:
        for passage in taught.get(fact, []):
            first.setdefault(passage.step.number, passage)
    return tuple(first[number] for number in sorted(first))
