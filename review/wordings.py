"""The reasons for words that a language note points at, as those who sign an edition read them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from modules.models import Edition, EditionStep
from people.models import Agency


@dataclass(frozen=True)
class KeptWords:
    words: str
    reason: str
    agency: Agency
    step: EditionStep | None
    url: str


def wordings_of(edition: Edition) -> list[KeptWords]:
    """In the order of the edition's steps (two queries)."""
    steps = {step.key: step for step in edition.steps.defer("content")}
    rows = [row.answer for row in edition.wordings.select_related("answer__agency")]
    found = []
    for answer in rows:
        step = steps.get(answer.step_key)
        url = reverse("review:candidate_step", args=[edition.reference, step.position]) if step else ""
        url += f"#b-{answer.block_id}" if url and answer.block_id else ""
        found.append(KeptWords(answer.words, answer.reason, answer.agency, step, url))
    return sorted(found, key=lambda kept: kept.step.position if kept.step else 0)
