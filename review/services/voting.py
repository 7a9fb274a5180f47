"""Votes: the only way in which an objection that stands is overridden."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.enums import EditionState
from modules.models import Edition
from modules.services.rereading import terms_of
from people.models import Agency, User
from people.rules import is_member_of
from records.canonical import digest
from records.services.ledger import record_event
from review.enums import DecisionResult, ObjectionState, ObjectionStepKind, VoteChoice
from review.models import Decision, Objection, Vote
from review.queries import candidate_of
from review.quorum import result_of
from review.rules import can_call_vote, coauthor_ids
from review.services.notifying import tell_of_result, tell_of_vote
from review.services.objecting import LONGEST_WORDS, ObjectionSettled, add_step, held, settle_objection
from review.services.settling import send_back, settle


@transaction.atomic
def call_vote(*, actor: User, agency: Agency, objection: Objection, why: str) -> Decision:
    """Ask every co-author to decide on a standing objection. Called twice it is one vote.

    Raises PermissionDenied, ValidationError or ObjectionSettled.
    """
    objection = held(objection)
    edition = candidate_of(objection)
    if edition is None or not objection.standing:
        raise ObjectionSettled
    if not can_call_vote(actor, agency, edition):
        raise PermissionDenied
    open_vote = objection.decisions.filter(result=DecisionResult.OPEN).first()
    if open_vote:
        return open_vote
    why = _words(why, "why", _("Say why the objection should be decided and not met."))
    decision = Decision.objects.create(
        objection=objection,
        called_by=actor,
        agency=agency,
        why=why,
        closes_at=timezone.now() + timedelta(days=terms_of(edition).vote_days),
    )
    add_step(objection, ObjectionStepKind.VOTE_CALLED, actor=actor, agency=agency, edition=edition, words=why)
    tell_of_vote(decision, edition)
    return decision


@transaction.atomic
def cast_vote(*, actor: User, agency: Agency, decision: Decision, choice: str, reasons: str) -> Vote:
    """One vote for each co-authoring agency, with its reasons; it is not changed. The last one ends the vote."""
    objection = held(decision.objection)
    decision = objection.decisions.get(pk=decision.pk)
    if agency.pk not in coauthor_ids(objection.edition.module) or not is_member_of(actor, agency):
        raise PermissionDenied
    if choice not in VoteChoice.values:
        raise ValidationError({"choice": _("Choose how your agency votes.")})
    cast = decision.votes.filter(agency=agency).first()
    if cast:
        return cast
    if decision.result != DecisionResult.OPEN or decision.closes_at <= timezone.now():
        raise ObjectionSettled
    reasons = _words(reasons, "reasons", _("A vote needs reasons: they stand with the decision."))
    vote = Vote.objects.create(decision=decision, agency=agency, person=actor, choice=choice, reasons=reasons)
    record_event(
        actor=actor,
        action=f"review.vote.{choice}",
        subject=f"objection:{objection.reference}",
        data={"decision": str(decision.reference), "agency": agency.slug, "reasons": digest(reasons)},
    )
    conclude(actor=actor, decision=decision, objection=objection, over=False)
    return vote


def close_votes(*, now: datetime) -> int:
    """End the votes whose time is over. For the clock; twice at once is safe."""
    due = Decision.objects.filter(result=DecisionResult.OPEN, closes_at__lte=now).select_related("objection__edition")
    closed = 0
    for decision in due:
        with transaction.atomic():
            objection = held(decision.objection)
            fresh = objection.decisions.get(pk=decision.pk)
            if fresh.result == DecisionResult.OPEN:
                conclude(actor="system:clock", decision=fresh, objection=objection, over=True)
                closed += 1
    return closed


def conclude(*, actor: object, decision: Decision, objection: Objection, over: bool) -> None:
    """Fill in the result, if there is one by now, and do what follows from it."""
    edition = candidate_of(objection) or objection.edition
    votes = dict(decision.votes.values_list("agency_id", "choice"))
    eligible = coauthor_ids(edition.module)
    result = result_of(terms_of(edition), votes, eligible=eligible, over=over)
    if result == DecisionResult.OPEN:
        return
    decision.result, decision.decided_at = result, timezone.now()
    decision.save(update_fields=["result", "decided_at"])
    _follow(actor, decision, objection, edition)
    tell_of_result(decision, edition)


def _follow(actor: object, decision: Decision, objection: Objection, edition: Edition) -> None:
    if decision.result == DecisionResult.NO_QUORUM:
        add_step(objection, ObjectionStepKind.NO_QUORUM, actor=actor, edition=edition)
        return
    state = ObjectionState.OVERRIDDEN if decision.result == DecisionResult.OVERRIDDEN else ObjectionState.UPHELD
    settle_objection(objection, state, actor=actor, edition=edition, words=decision.why)
    if edition.state != EditionState.CANDIDATE:
        return
    if state == ObjectionState.OVERRIDDEN:
        settle(actor=actor, edition=edition)
    else:
        send_back(actor=actor, edition=edition, reasons=objection.reasons)


def _words(text: str, field: str, missing: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({field: missing})
    if len(text) > LONGEST_WORDS:
        raise ValidationError({field: _("At most %(most)s characters.") % {"most": f"{LONGEST_WORDS:,}"}})
    return text
