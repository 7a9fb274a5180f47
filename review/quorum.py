"""Counting the answers of co-authoring agencies to a candidate. Pure: no database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from review.enums import SignOffAnswer


class Verdict(Enum):
    WAITING = "waiting"
    REACHED = "reached"
    OBJECTED = "objected"


@dataclass(frozen=True)
class Tally:
    """How a candidate stands: ids of the agencies that gave each answer, and of those still to answer."""

    approved: frozenset[int]
    objected: frozenset[int]
    abstained: frozenset[int]
    waiting: frozenset[int]
    needed: int

    @property
    def verdict(self) -> Verdict:
        """One standing objection outweighs any number of approvals; a quorum of none never publishes."""
        if self.objected:
            return Verdict.OBJECTED
        if self.approved and len(self.approved) >= self.needed:
            return Verdict.REACHED
        return Verdict.WAITING

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.approved))


def count_answers(answers: Mapping[int, str], *, coauthors: Collection[int], needed: int) -> Tally:
    """Return the tally of each agency's newest answer; only co-authors count."""
    given = {agency: answer for agency, answer in answers.items() if agency in set(coauthors)}

    def those(answer: SignOffAnswer) -> frozenset[int]:
        return frozenset(agency for agency, value in given.items() if value == answer)

    return Tally(
        approved=those(SignOffAnswer.APPROVE),
        objected=those(SignOffAnswer.OBJECT),
        abstained=those(SignOffAnswer.ABSTAIN),
        waiting=frozenset(coauthors) - frozenset(given),
        needed=max(1, needed),
    )
