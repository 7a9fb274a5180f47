"""Parts of a candidate's page: what changed, and its objections with what this person may do about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from modules.comparing import BlockChange, compare_editions
from modules.enums import EditionState
from modules.models import Edition
from modules.services.protecting import ProtectedChange
from review.models import Decision, Objection
from review.queries import objections_about, signing_agencies
from review.rules import can_call_vote, can_reply
from review.signing_forms import CallVoteForm, ReplyForm, VoteForm, WithdrawForm


@dataclass(frozen=True)
class ObjectionRow:
    """An objection with its forms; a form is None for whom it is not."""

    objection: Objection
    vote: Decision | None
    reply: ReplyForm | None = None
    withdraw: WithdrawForm | None = None
    call: CallVoteForm | None = None
    cast: VoteForm | None = None


def objection_rows(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """The objections about this candidate, standing ones with the forms that the person may use."""
    held = signing_agencies(request.user, edition)
    own = {agency.pk for agency in held}
    found = list(objections_about(edition))
    callers = [agency.pk for agency in held if found and can_call_vote(request.user, agency, edition)]
    writes = bool(found) and can_reply(request.user, edition.module)
    is_open = edition.state == EditionState.CANDIDATE
    rows = []
    for objection in found:
        vote = next((row for row in objection.decisions.all() if row.result == "open"), None)
        to_vote = own - {row.agency_id for row in vote.votes.all()} if vote else set()
        standing, mark = objection.standing, f"o{objection.pk}-%s"
        rows.append(
            ObjectionRow(
                objection,
                vote,
                reply=ReplyForm(auto_id=f"reply-{mark}") if standing and writes else None,
                withdraw=WithdrawForm(auto_id=f"withdraw-{mark}") if standing and objection.agency_id in own else None,
                call=CallVoteForm(agencies=held.filter(pk__in=callers), auto_id=f"call-{mark}")
                if standing and is_open and callers and vote is None
                else None,
                cast=VoteForm(agencies=held.filter(pk__in=to_vote), auto_id=f"cast-{mark}") if to_vote else None,
            )
        )
    return {"objections": rows}


def changes_between(
    before: Edition | None, edition: Edition, protected: list[ProtectedChange]
) -> list[tuple[BlockChange, list[ProtectedChange]]]:
    """What differs block by block, protected passages first; blocks that are the same are left out."""
    if before is None:
        return []
    of_block: dict[str, list[ProtectedChange]] = {}
    for change in protected:
        of_block.setdefault(change.passage.block_id, []).append(change)
    found = [
        (change, of_block.get(change.block_id, []))
        for change in compare_editions(before, edition)
        if change.kind != "same" or change.block_id in of_block
    ]
    return sorted(found, key=lambda pair: not pair[1])
