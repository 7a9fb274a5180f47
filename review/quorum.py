"""Judging a candidate by its terms: answers, standing objections, deadline, votes. Pure: no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

from modules.policy_terms import PolicyTerms
from review.enums import DecisionResult, SignOffAnswer, VoteChoice


class Verdict(Enum):
    WAITING = "waiting"
    REACHED = "reached"
    OBJECTED = "objected"


@dataclass(frozen=True)
class Tally:
    """How a candidate stands: ids of the agencies that gave each answer, and of those still to answer.

    `objected` are those whose objection stands; `overridden` those whose objection a vote overrode. `lacking` says how
    many approvals of which perspective are still missing; `consent` how many changes of protected passages wait for
    the agency that protects them.
    """

    approved: frozenset[int]
    objected: frozenset[int]
    abstained: frozenset[int]
    waiting: frozenset[int]
    needed: int
    overridden: frozenset[int] = frozenset()
    lacking: Mapping[str, int] = field(default_factory=dict)
    unheard: bool = False
    send_back: bool = True
    consent: int = 0

    @property
    def verdict(self) -> Verdict:
        """A standing objection outweighs any number of approvals; a quorum of none never publishes."""
        if self.objected:
            return Verdict.OBJECTED if self.send_back else Verdict.WAITING
        if self.missing or self.lacking or self.unheard or self.consent or not self.approved:
            return Verdict.WAITING
        return Verdict.REACHED

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.approved))


def judge(
    terms: PolicyTerms,
    *,
    coauthors: Mapping[int, str],
    answers: Mapping[int, str],
    standing: Collection[int] | None = None,
    overridden: Collection[int] = (),
    consent: int = 0,
) -> Tally:
    """Return how a candidate stands by its terms. `coauthors`: perspective by agency; `answers`: newest answer of each.

    Only co-authors count. `standing`: whose objection still stands; None: every agency whose newest answer objects.
    With `all_coauthors` every one approves, but for those whose objection a vote overrode.
    """
    given = {agency: answer for agency, answer in answers.items() if agency in coauthors}

    def those(answer: SignOffAnswer) -> frozenset[int]:
        return frozenset(agency for agency, value in given.items() if value == answer)

    approved, settled = those(SignOffAnswer.APPROVE), frozenset(overridden) & frozenset(coauthors)
    objected = those(SignOffAnswer.OBJECT) if standing is None else frozenset(standing) & frozenset(coauthors)
    waiting = frozenset(coauthors) - frozenset(given)
    everyone = len(frozenset(coauthors) - settled) if terms.all_coauthors else 0
    present = Counter(coauthors[agency] for agency in approved)
    return Tally(
        approved=approved,
        objected=objected,
        abstained=those(SignOffAnswer.ABSTAIN),
        waiting=waiting,
        needed=max(1, terms.approvals, everyone),
        overridden=settled,
        lacking={name: least - present[name] for name, least in terms.perspectives.items() if present[name] < least},
        unheard=terms.hear_everyone and bool(waiting),
        send_back=terms.objections == "send_back",
        consent=consent,
    )


def silent_answer(terms: PolicyTerms) -> SignOffAnswer | None:
    """What an agency that has not answered at the deadline is taken to have said, if anything."""
    return {"abstention": SignOffAnswer.ABSTAIN, "approval": SignOffAnswer.APPROVE}.get(terms.silence)


def lapses(terms: PolicyTerms) -> bool:
    """Whether a candidate that was not published by its deadline goes back to its authors."""
    return terms.silence == "lapse"


def result_of(terms: PolicyTerms, votes: Mapping[int, str], *, eligible: Collection[int], over: bool) -> DecisionResult:
    """Return how a vote stands, or ended when it is `over` or every eligible agency has voted. One vote per agency.

    An abstention counts towards the quorum and for neither side. A tie does not override.
    """
    cast = Counter(choice for agency, choice in votes.items() if agency in set(eligible))
    if not over and cast.total() < len(set(eligible)):
        return DecisionResult.OPEN
    override, uphold = cast[VoteChoice.OVERRIDE], cast[VoteChoice.UPHOLD]
    if cast.total() < terms.vote_quorum or not override + uphold:
        return DecisionResult.NO_QUORUM
    enough = 3 * override >= 2 * (override + uphold) if terms.vote_majority == "two_thirds" else override > uphold
    return DecisionResult.OVERRIDDEN if enough else DecisionResult.UPHELD
