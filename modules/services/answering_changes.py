"""An agency's answer after a change of the law: this passage is still right."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import AuthorityChange, ChangeAnswer, CoAuthorship, EditionStep
from modules.passages import Passage, waiting_wordings
from people.models import Agency, User
from people.rules import is_member_of
from records.services.ledger import record_event


class AnswerRefused(ValueError):
    """The answer cannot be kept; the message says why, and nothing was changed."""


@transaction.atomic
def answer_still_right(
    *, actor: User, change: AuthorityChange, passages: Iterable[Passage], agency: Agency, reasons: str
) -> list[ChangeAnswer]:
    """Keep that the agency finds these passages still right, here and in other editions where they read the same.

    Readers then see no notice there, and items count again in attempts that are finished from now on. Raises
    AnswerRefused without reasons, for a change that is settled, or when nothing of it waits for an answer.
    """
    if not reasons.strip():
        raise AnswerRefused(_("Say why it is still right."))
    change = AuthorityChange.objects.select_for_update(of=("self",)).select_related("authority").get(pk=change.pk)
    asked = set(passages)
    steps = EditionStep.objects.filter(pk__in={row.step_id for row in asked})
    modules = set(steps.values_list("edition__module", flat=True))
    _check_may(actor, agency, modules)
    if change.closed_at:
        raise AnswerRefused(_("This is settled already: the rule was checked, or holds again."))
    wordings = [wording for wording in waiting_wordings(change, modules) if asked & set(wording.passages)]
    if not wordings:
        raise AnswerRefused(_("Choose a passage that waits for an answer."))
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
        for wording in wordings
        for row in wording.passages
    )
    _record(actor, change, agency, reasons, kept)
    return kept


def _check_may(actor: User, agency: Agency, modules: set[int]) -> None:
    """People of an agency that writes every module asked about answer in its name."""
    writes = CoAuthorship.objects.filter(agency=agency, module__in=modules).count() == len(modules)
    if not (is_member_of(actor, agency) and writes):
        raise PermissionDenied


def _record(actor: User, change: AuthorityChange, agency: Agency, reasons: str, kept: list[ChangeAnswer]) -> None:
    steps = EditionStep.objects.filter(pk__in={row.step_id for row in kept}).select_related("edition")
    places = {step.pk: (step.edition.digest, str(step.key)) for step in steps.defer("content", "edition__canonical")}
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
                {"edition": places[row.step_id][0], "step": places[row.step_id][1], "block": row.block_id}
                for row in kept
            ],
        },
    )
