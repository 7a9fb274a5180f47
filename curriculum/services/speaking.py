"""The language in which an officer takes a course: each pinned edition is changed for the same one in that language."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from curriculum.errors import AssignmentClosed
from curriculum.models import Enrolment, EnrolmentEdition, StepProgress
from curriculum.rules import can_take
from modules.models import Edition, EditionStep
from modules.queries import in_other_languages
from people.models import User
from records.services.ledger import record_event


@dataclass(frozen=True)
class Spoken:
    """How many modules of the course are in the chosen language now, and how many are not signed in it."""

    modules: int
    missing: int


@transaction.atomic
def choose_language(*, actor: User, enrolment: Enrolment, language: str) -> Spoken:
    """Go on in this language wherever the very edition that is taken has a signed translation; elsewhere as before.

    Steps that were done stay done. Raises PermissionDenied, or AssignmentClosed once the course is finished.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("officer__user").get(pk=enrolment.pk)
    if not can_take(actor, enrolment.officer.user_id):
        raise PermissionDenied
    if enrolment.completed_at:
        raise AssignmentClosed
    pins = list(EnrolmentEdition.objects.filter(enrolment=enrolment).select_related("edition"))
    changed = [found for pin in pins if (found := _change(pin, language))]
    if changed:
        record_event(
            actor=actor,
            action="curriculum.enrolment.language",
            subject=f"enrolment:{enrolment.reference}",
            data={"language": language, "editions": changed},
        )
    spoken = sum(pin.edition.language == language for pin in pins)
    return Spoken(spoken, len(pins) - spoken)


def _change(pin: EnrolmentEdition, language: str) -> dict[str, str] | None:
    old = pin.edition
    if old.language == language:
        return None
    new = in_other_languages(old.pk, old.translates_id).filter(language=language).first()
    if new is None:
        return None
    carry_over(pin.enrolment_id, old, new)
    pin.edition = new
    pin.save(update_fields=["edition"])
    return {"from": old.digest, "to": new.digest}


def carry_over(enrolment_id: int, old: Edition, new: Edition) -> None:
    """What was opened or done in one language is so in the other; what was done remembers in which it was."""
    there = dict(EditionStep.objects.filter(edition=new).values_list("key", "pk"))
    known = {
        row.edition_step_id: row
        for row in StepProgress.objects.filter(enrolment=enrolment_id, edition_step__edition=new)
    }
    rows = StepProgress.objects.filter(enrolment=enrolment_id, edition_step__edition=old).select_related("edition_step")
    for row in rows.defer("edition_step__content"):
        step = there.get(row.edition_step.key)
        if step is None:
            continue
        kept = known.get(step) or StepProgress(enrolment_id=enrolment_id, edition_step_id=step, opened_at=row.opened_at)
        if row.completed_at and not kept.completed_at:
            kept.completed_at = row.completed_at
            kept.carried_from_id = row.carried_from_id or row.edition_step_id
        if kept.carried_from_id == step:  # done in this very language, left and come back to
            kept.carried_from_id = None
        kept.save()
