"""Passages of editions that wait for an answer after a change of the law: one entry for each wording."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from modules.models import AuthorityChange, EditionStep
from modules.moved import stale_citations, unanswered
from modules.rich_text import clean_text
from records.canonical import digest

WORDS_SHOWN = 400


@dataclass(frozen=True)
class Passage:
    """One passage of one edition: a block of a lesson, or a quiz item by its key."""

    step_id: int
    block_id: str


@dataclass
class Wording:
    """Passages that read the same in one or several editions of a module, the newest edition's first."""

    words: str
    facts: set[str] = field(default_factory=set)
    passages: list[Passage] = field(default_factory=list)
    steps: list[EditionStep] = field(default_factory=list)

    @property
    def newest(self) -> EditionStep:
        return self.steps[0]

    @property
    def block_id(self) -> str:
        return self.passages[0].block_id

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.passages[0].step_id}:{self.block_id}"

    @property
    def numbers(self) -> list[int]:
        """The editions in which it reads like this."""
        return [step.edition.number for step in self.steps]


def waiting_wordings(change: AuthorityChange, module_ids: Iterable[int]) -> list[Wording]:
    """What waits for an answer in any edition of these modules, in the order of the newest edition (two queries)."""
    rows = unanswered(stale_citations()).filter(moved=change, edition__module__in=list(module_ids))
    places = list(rows.order_by("-edition__number", "step__position", "pk").values_list("step", "block_id", "fact_id"))
    steps = EditionStep.objects.select_related("quiz", "edition").defer("edition__canonical")
    by_pk = steps.in_bulk({step for step, _block, _fact in places})
    found: dict[tuple[Any, str, str], Wording] = {}
    for step_id, block_id, fact in places:
        step = by_pk[step_id]
        said = _frozen(step, block_id)
        wording = found.setdefault((step.key, block_id, digest(_plain(said))), Wording(words_of(said)))
        wording.facts.add(fact)
        passage = Passage(step_id, block_id)
        if passage not in wording.passages:
            wording.passages.append(passage)
            wording.steps.append(step)
    return list(found.values())


def words_of(said: Any) -> str:
    """A few words by which people know a passage again."""
    fields = said if isinstance(said, dict) else {}
    names = ("title", "statement", "html", "stem", "prompt", "text", "note", "alt", "provision")
    parts = [clean_text(str(fields[name])).words for name in names if fields.get(name)]
    return " · ".join(parts)[:WORDS_SHOWN]


def _frozen(step: EditionStep, block_id: str) -> Any:
    """The passage as the edition keeps it."""
    found = next((block for block in step.blocks if block["id"] == block_id), None)
    if found is None and step.quiz:
        items = json.loads(step.quiz.canonical)["items"]
        found = next((item for item in items if item["key"] == block_id), None)
    return found


def _plain(value: Any) -> Any:
    """Its words alone: how a quoted rule stood on the day of freezing is no part of them."""
    if isinstance(value, dict):
        if "fact" in value and "authority_key" in value:
            return value["fact"]
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
