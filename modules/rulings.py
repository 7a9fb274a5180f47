"""What follows from the rule table: how two layers compare, and whether a quiz key agrees. Pure, without Django."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

OPEN = frozenset({"silent", "unknown"})
# What one ruling already says of another: who must not use something in any way does not use it as evidence either.
IMPLIED = {"must": frozenset({"may"}), "must_not": frozenset({"may_not_be_used"})}


class Verdict(Enum):
    """How a ruling that a quiz asserts stands to the table."""

    SAYS_SO = "says so"
    ALLOWS = "allows"  # the table says more than that, or the same in other words: no contradiction
    DENIES = "denies"
    UNKNOWN = "unknown"
    NO_ROW = "no row"


class Relation(Enum):
    """How San Francisco stands to the state about one act."""

    SAME = "same"
    SAME_OTHER_CONDITIONS = "same_other_conditions"
    LOCAL_ADDS = "local_adds"
    STATE_ALONE = "state_alone"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def judge(asserted: str, table: Collection[str]) -> Verdict:
    """Hold one asserted ruling against the rulings that the table has for the same act and layer.

    Where authorities of one layer say different things, agreement with one of them is enough. A row that is not known
    denies nothing; silence denies whoever says that there is a rule. Whoever says that it is not known says so.
    """
    if not table:
        return Verdict.NO_ROW
    if asserted in table:
        return Verdict.SAYS_SO
    known = [ruling for ruling in table if ruling != "unknown"]
    if not known:
        return Verdict.UNKNOWN
    if any(asserted in IMPLIED.get(ruling, ()) for ruling in known):
        return Verdict.ALLOWS
    return Verdict.DENIES


def relate(state: Collection[tuple[str, str]], local: Collection[tuple[str, str]]) -> Relation:
    """Compare the rulings (each with its conditions) of both layers that hold today."""
    state_says = {ruling for ruling, _conditions in state if ruling not in OPEN}
    local_says = {ruling for ruling, _conditions in local if ruling not in OPEN}
    if state_says and local_says:
        if state_says != local_says:
            return Relation.DIFFERENT
        return Relation.SAME if set(state) == set(local) else Relation.SAME_OTHER_CONDITIONS
    if local_says:
        return Relation.LOCAL_ADDS
    return Relation.STATE_ALONE if state_says else Relation.UNKNOWN
