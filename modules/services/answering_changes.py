"""An agency's answer after a change of the law: this passage is still right."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import AuthorityChange, ChangeAnswer, CoAuthorship, EditionStep
from modules.moved import stale_citations, unanswered
from people.models import Agency, User
from people.rules import is_member_of
from records.canonical import digest
from records.services.ledger import record_event


class AnswerRefused(ValueError):
    """The answer cannot be kept; the message says why, and nothing was changed."""


@dataclass(frozen=True)
class Passage:
    """One passage of one edition: a block of a lesson, or a quiz item by its key."""

    step_id: int
    block_id: str


@transaction.atomic
def answer_still_right(
    *, actor: User, change: AuthorityChange, passages: Iterable[Passage], agency: Agency, reasons: str
) -> list[ChangeAnswer]:
    """Keep that the agency finds these passages still right, here and in other editions where they read the same.

    Readers then see no notice there and the items count again, for attempts that are finished from now on. Passages
    that were answered meanwhile are left as they are. Raises AnswerRefused without reasons, for a change that is
    settled, or when nothing of it waits for an answer.
    """
    if not reasons.strip():
        raise AnswerRefused(_("Say why it is still right."))
    change = AuthorityChange.objects.select_for_update().get(pk=change.pk)
    if change.closed_at:
        raise AnswerRefused(_("This is settled already: the rule was checked or holds again."))
    asked = set(passages)
    steps = {step.pk: step for step in EditionStep.objects.filter(pk__in={row.step_id for row in asked})}
    _check_may(actor, agency, steps.values())
    waiting = _waiting(change, steps.values())
    wanted = [row for row in asked if row in waiting]
    if not wanted:
        raise AnswerRefused(_("Choose a passage that waits for an answer."))
    same = _reading_the_same(wanted, waiting)
    kept = ChangeAnswer.objects.bulk_create(
        ChangeAnswer(
            change=change,
            step_id=row.step_id,
            block_id=row.block_id,
            agency=agency,
            agency_name=agency.name,
            reasons=reasons.strip(),
            answered_by_reference=str(actor.reference),
            answered_at=timezone.now(),
        )
        for row in sorted(same, key=lambda row: (row.step_id, row.block_id))
    )
    _record(actor, change, agency, reasons, kept)
    return kept


def _check_may(actor: User, agency: Agency, steps: Iterable[EditionStep]) -> None:
    """A person of an agency that writes every module asked about answers in its name."""
    modules = set(EditionStep.objects.filter(pk__in=[s.pk for s in steps]).values_list("edition__module", flat=True))
    writes = CoAuthorship.objects.filter(agency=agency, module__in=modules).count() == len(modules)
    if not (is_member_of(actor, agency) and writes):
        raise PermissionDenied


def _waiting(change: AuthorityChange, steps: Iterable[EditionStep]) -> set[Passage]:
    """What waits for an answer in any edition of the modules of these steps."""
    modules = EditionStep.objects.filter(pk__in=[step.pk for step in steps]).values("edition__module")
    rows = unanswered(stale_citations()).filter(moved=change, edition__module__in=modules)
    return {Passage(step, block) for step, block in rows.values_list("step", "block_id")}


def _reading_the_same(wanted: list[Passage], waiting: set[Passage]) -> set[Passage]:
    """Those asked for, and those of other editions with the same id in the same step and the same words."""
    steps = {
        step.pk: step
        for step in EditionStep.objects.filter(pk__in={row.step_id for row in waiting}).select_related("quiz")
    }
    marks = {(steps[row.step_id].key, row.block_id, _mark(steps[row.step_id], row.block_id)) for row in wanted}
    return {
        row
        for row in waiting
        if (steps[row.step_id].key, row.block_id, _mark(steps[row.step_id], row.block_id)) in marks
    }


def _mark(step: EditionStep, block_id: str) -> str:
    """A digest of what the passage says. How a quoted rule stood on the day of freezing is no part of its words."""
    found: Any = next((block for block in step.blocks if block["id"] == block_id), None)
    if found is None and step.quiz:
        found = next((item for item in json.loads(step.quiz.canonical)["items"] if item["key"] == block_id), None)
    return digest(_words(found))


def _words(value: Any) -> Any:
    if isinstance(value, dict):
        if "fact" in value and "authority_key" in value:
            return value["fact"]
        return {name: _words(part) for name, part in value.items()}
    return [_words(part) for part in value] if isinstance(value, list) else value


def _record(actor: User, change: AuthorityChange, agency: Agency, reasons: str, kept: list[ChangeAnswer]) -> None:
    steps = EditionStep.objects.filter(pk__in=[row.step_id for row in kept]).select_related("edition")
    digests = {step.pk: (step.edition.digest, str(step.key)) for step in steps.defer("content", "edition__canonical")}
    record_event(
        actor=actor,
        action="modules.change.answered",
        subject=f"authority:{change.authority.key}",
        data={
            "change": str(change.reference),
            "agency": agency.slug,
            "answer": "still right",
            "reasons": reasons.strip(),
            "passages": [
                {"edition": digests[row.step_id][0], "step": digests[row.step_id][1], "block": row.block_id}
                for row in kept
            ],
        },
    )
