"""Answering a language note: saying why words stay."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from modules.checks.answers import Hit, answers_for, wording_hits
from modules.freeze.drafts import latest_drafts
from modules.freeze.references import load_registers, references_of
from modules.models import Edition, EditionWording, ModulePage, WordingAnswer
from modules.rules import can_answer_wording
from people.models import Agency, User
from records.canonical import digest
from records.services.ledger import record_event

LONGEST_REASON = 1000


class WordsGone(Exception):
    """The words are no longer there: somebody changed them meanwhile. Nothing was recorded."""


def hits_of(module: ModulePage) -> list[Hit]:
    """Every place in the latest drafts where a note points, answered or not."""
    drafts = latest_drafts(module)
    registers = load_registers(references_of(drafts.steps))
    return list(wording_hits(drafts, registers, answers_for([drafts])))


@transaction.atomic
def justify_wording(
    *, actor: User, agency: Agency, module: ModulePage, place: tuple[str, str, str, str], reason: str
) -> WordingAnswer:
    """Record why the words at `place` stay, in the name of one of the person's agencies; write the ledger.

    Sending the same reason twice records one. Raises PermissionDenied, ValidationError or WordsGone.
    """
    reason = reason.strip()
    if not can_answer_wording(actor, agency, module):
        raise PermissionDenied
    if not reason or len(reason) > LONGEST_REASON:
        raise ValidationError(_("Give a reason of at most %(most)s characters.") % {"most": LONGEST_REASON})
    hit = next((hit for hit in hits_of(module) if hit.key == place), None)
    if hit is None:
        raise WordsGone
    if hit.answer and (hit.answer.agency_id, hit.answer.reason) == (agency.pk, reason):
        return hit.answer
    return _record(actor, actor, agency, hit, reason)


def _record(actor: object, person: User | None, agency: Agency, hit: Hit, reason: str) -> WordingAnswer:
    step_key, block_id, note_key, words_digest = hit.key
    answer = WordingAnswer.objects.create(
        step_key=step_key,
        block_id=block_id,
        note_key=note_key,
        words=hit.found.words,
        words_digest=words_digest,
        reason=reason,
        agency=agency,
        person=person,
    )
    record_event(
        actor=actor,
        action="modules.wording.justified",
        subject=f"step:{step_key}",
        data={
            "answer": str(answer.reference),
            "agency": agency.slug,
            "block": block_id,
            "note": note_key,
            "words": words_digest,
            "reason": digest(reason),
        },
    )
    return answer


def keep_with_edition(edition: Edition, answers: list[WordingAnswer]) -> None:
    EditionWording.objects.bulk_create(EditionWording(edition=edition, answer=answer) for answer in answers)
