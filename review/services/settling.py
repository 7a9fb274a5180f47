"""Publishing a candidate or sending it back, once the answers say so."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from modules.enums import EditionState
from modules.models import Edition
from modules.services.publishing import Dissent, Signature, publish_edition, send_back_edition
from review.enums import DecisionResult, ObjectionStepKind, VoteChoice
from review.models import ObjectionStep
from review.queries import newest_answers, tally_of
from review.quorum import Verdict
from review.rules import coauthor_ids
from review.services.revoking import revoke_links


def settle(*, actor: object, edition: Edition, at: datetime | None = None, reasons: str = "") -> None:
    """Publish or send back if the candidate's terms are met. Call it inside a transaction that holds the module."""
    if edition.state != EditionState.CANDIDATE:
        return
    verdict = tally_of(edition).verdict
    if verdict is Verdict.REACHED:
        publish_edition(actor=actor, edition=edition, agencies=_signatures(edition), dissents=_dissents(edition), at=at)
        revoke_links(module_id=edition.module_id)
    elif verdict is Verdict.OBJECTED:
        send_back(actor=actor, edition=edition, reasons=reasons)


def send_back(*, actor: object, edition: Edition, reasons: str) -> None:
    send_back_edition(actor=actor, edition=edition, reasons=reasons)
    revoke_links(module_id=edition.module_id)


def _signatures(edition: Edition) -> list[Signature]:
    coauthors = coauthor_ids(edition.module)
    return [
        Signature(
            name=row.agency.name,
            perspective=row.agency.get_perspective_display(),
            answer=str(row.answer),
            fictional=row.agency.fictional,
            slug=row.agency.slug,
            how=row.how,
            signed_at=row.created_at,
        )
        for row in newest_answers(edition).values()
        if row.agency_id in coauthors
    ]


def _dissents(edition: Edition) -> list[Dissent]:
    """The objections that a vote overrode for this very candidate."""
    steps = ObjectionStep.objects.filter(edition=edition, kind=ObjectionStepKind.OVERRIDDEN).select_related(
        "objection__agency", "objection__sign_off"
    )
    return [_dissent(step) for step in steps]


def _dissent(step: ObjectionStep) -> Dissent:
    objection = step.objection
    decision = objection.decisions.filter(result=DecisionResult.OVERRIDDEN).latest("pk")
    choices = list(decision.votes.values_list("choice", flat=True))
    return Dissent(
        agency_slug=objection.agency.slug,
        agency_name=objection.agency.name,
        fictional=objection.agency.fictional,
        ground=objection.get_ground_display(),
        reasons=objection.reasons,
        decision=step.words,
        votes_for=choices.count(VoteChoice.OVERRIDE),
        votes_against=choices.count(VoteChoice.UPHOLD),
        decided_on=timezone.localdate(decision.decided_at),
        step_key=objection.step_key,
        step_title=objection.step_title,
        block_id=objection.block_id,
    )
