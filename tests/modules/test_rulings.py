"""What follows from the rule table, as pure functions."""

import pytest

from assessments.definition import RULINGS
from modules.enums import OPEN_RULINGS, RulingCode
from modules.rulings import OPEN, Relation, Verdict, judge, relate


def test_the_vocabulary_is_the_same_in_every_room():
    assert tuple(RulingCode.values) == RULINGS
    assert {str(code) for code in OPEN_RULINGS} == OPEN


@pytest.mark.parametrize(
    ("asserted", "table", "verdict"),
    [
        ("must_not", {"must_not"}, Verdict.SAYS_SO),
        ("may", {"must_not"}, Verdict.DENIES),
        ("must", {"must_not"}, Verdict.DENIES),
        ("must", {"may"}, Verdict.DENIES),
        ("may", {"must"}, Verdict.ALLOWS),
        ("may_not_be_used", {"must_not"}, Verdict.ALLOWS),
        ("must_not", {"silent"}, Verdict.DENIES),
        ("silent", {"silent"}, Verdict.SAYS_SO),
        ("silent", {"must_not"}, Verdict.DENIES),
        ("unknown", {"must_not"}, Verdict.DENIES),
        ("must", {"unknown"}, Verdict.UNKNOWN),
        ("unknown", {"unknown"}, Verdict.SAYS_SO),
        ("silent", {"unknown"}, Verdict.UNKNOWN),
        ("must", {"unknown", "must"}, Verdict.SAYS_SO),
        ("must", {"unknown", "must_not"}, Verdict.DENIES),
        ("must", set(), Verdict.NO_ROW),
    ],
)
def test_one_ruling_is_held_against_the_table(asserted, table, verdict):
    assert judge(asserted, table) is verdict


@pytest.mark.parametrize(
    ("state", "local", "relation"),
    [
        ([("must_not", "")], [("must_not", "")], Relation.SAME),
        ([("must_not", "a")], [("must_not", "b")], Relation.SAME_OTHER_CONDITIONS),
        ([("unknown", "")], [("must", "")], Relation.LOCAL_ADDS),
        ([], [("must", "")], Relation.LOCAL_ADDS),
        ([("must", "")], [("silent", "")], Relation.STATE_ALONE),
        ([("must", "")], [], Relation.STATE_ALONE),
        ([("may", "")], [("must_not", "")], Relation.DIFFERENT),
        ([("silent", "")], [("unknown", "")], Relation.UNKNOWN),
    ],
)
def test_two_layers_are_compared(state, local, relation):
    assert relate(state, local) is relation
