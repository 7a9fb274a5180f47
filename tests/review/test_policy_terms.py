"""The rule of signatures as pure data: judging, silence, votes, and what asks for less than before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.policy_terms import (
    CALLERS,
    MAJORITIES,
    OBJECTIONS,
    SILENCE,
    PolicyTerms,
    UnsoundTerms,
    terms_from,
    weakenings,
)
from review.quorum import Verdict, judge, lapses, result_of, silent_answer

PEERS, ALLIANCE, LAW = "sex_worker_led", "anti_trafficking", "legal"
THREE = {1: PEERS, 2: ALLIANCE, 3: LAW}
ONE_OF_EACH = {PEERS: 1, ALLIANCE: 1, LAW: 1}


def verdict(terms, answers, **more):
    return judge(terms, coauthors=THREE, answers=answers, **more).verdict


@pytest.mark.parametrize(
    ("answers", "needed", "expected"),
    [
        ({}, 1, Verdict.WAITING),
        ({1: "approve"}, 1, Verdict.REACHED),
        ({1: "approve"}, 2, Verdict.WAITING),
        ({1: "approve", 2: "abstain"}, 2, Verdict.WAITING),
        ({1: "approve", 2: "approve"}, 2, Verdict.REACHED),
        ({1: "approve", 2: "approve", 3: "object"}, 2, Verdict.OBJECTED),
        ({1: "abstain"}, 1, Verdict.WAITING),
        ({9: "approve"}, 1, Verdict.WAITING),
        ({1: "approve", 9: "object"}, 1, Verdict.REACHED),
    ],
)
def test_only_co_authors_count_and_one_objection_outweighs_all(answers, needed, expected):
    assert verdict(PolicyTerms(approvals=needed), answers) is expected


def test_the_tally_says_who_has_not_answered():
    tally = judge(PolicyTerms(approvals=2), coauthors={1: PEERS, 2: LAW}, answers={1: "approve"})
    assert (tally.waiting, tally.missing) == (frozenset({2}), 1)


def test_every_co_author_must_approve_and_an_abstention_is_no_approval():
    terms = PolicyTerms(approvals=1, all_coauthors=True)
    assert verdict(terms, {1: "approve", 2: "approve"}) is Verdict.WAITING
    assert verdict(terms, {1: "approve", 2: "approve", 3: "abstain"}) is Verdict.WAITING
    assert verdict(terms, {1: "approve", 2: "approve", 3: "approve"}) is Verdict.REACHED


def test_each_perspective_that_is_asked_for_must_be_among_those_who_approve():
    terms = PolicyTerms(approvals=1, perspectives={PEERS: 1, LAW: 1})
    tally = judge(terms, coauthors=THREE, answers={1: "approve", 2: "approve"})
    assert (tally.verdict, tally.lacking) == (Verdict.WAITING, {LAW: 1})
    assert verdict(terms, {1: "approve", 3: "approve"}) is Verdict.REACHED


def test_nothing_is_published_before_everyone_was_heard_where_that_is_the_rule():
    terms = PolicyTerms(approvals=1, hear_everyone=True)
    assert verdict(terms, {1: "approve"}) is Verdict.WAITING
    assert verdict(terms, {1: "approve", 2: "abstain", 3: "abstain"}) is Verdict.REACHED


def test_a_standing_objection_keeps_the_candidate_open_where_it_is_answered_first():
    terms = PolicyTerms(approvals=2, objections="answer_first")
    answers = {1: "approve", 2: "approve", 3: "object"}
    assert verdict(terms, answers, standing={3}) is Verdict.WAITING
    assert verdict(terms, answers, standing=set()) is Verdict.REACHED


def test_a_vote_excuses_the_one_it_overrode_and_nobody_else():
    terms = PolicyTerms(approvals=1, all_coauthors=True, objections="answer_first")
    answers = {1: "approve", 3: "object"}
    assert verdict(terms, answers, standing=set(), overridden={3}) is Verdict.WAITING
    assert verdict(terms, answers | {2: "approve"}, standing=set(), overridden={3}) is Verdict.REACHED


def test_a_missing_consent_outweighs_every_approval():
    assert verdict(PolicyTerms(approvals=1), dict.fromkeys(THREE, "approve"), consent=1) is Verdict.WAITING


@pytest.mark.parametrize(
    ("silence", "said", "ends"),
    [("nothing", None, False), ("lapse", None, True), ("abstention", "abstain", False), ("approval", "approve", False)],
)
def test_what_silence_means(silence, said, ends):
    terms = PolicyTerms(deadline_days=7, silence=silence)
    assert (silent_answer(terms), lapses(terms)) == (said, ends)


@pytest.mark.parametrize(
    ("votes", "over", "majority", "result"),
    [
        ({1: "override"}, False, "two_thirds", "open"),
        ({1: "override", 2: "override"}, False, "two_thirds", "open"),
        ({1: "override", 2: "override"}, True, "two_thirds", "overridden"),
        ({1: "override", 2: "override", 3: "uphold"}, False, "two_thirds", "overridden"),
        ({1: "override", 2: "uphold"}, True, "majority", "upheld"),
        ({1: "override"}, True, "majority", "no_quorum"),
        ({1: "abstain", 2: "abstain", 3: "abstain"}, False, "majority", "no_quorum"),
        ({1: "override", 2: "abstain"}, True, "majority", "overridden"),
        ({8: "override", 9: "override"}, True, "majority", "no_quorum"),
    ],
)
def test_how_a_vote_ends(votes, over, majority, result):
    terms = PolicyTerms(vote_quorum=2, vote_majority=majority)
    assert result_of(terms, votes, eligible=THREE, over=over) == result


@pytest.mark.parametrize(
    "fault",
    [
        {"approvals": 0}, {"approvals": True}, {"perspectives": {PEERS: 0}}, {"silence": "assent"},
        {"silence": "approval"}, {"deadline_days": 0}, {"votes_called_by": "me"}, {"unknown": 1},
    ],
)  # fmt: skip
def test_terms_that_make_no_sense_are_refused(fault):
    with pytest.raises(UnsoundTerms):
        terms_from(fault)


counts = st.integers(1, 4)
ALL_TERMS = st.builds(
    PolicyTerms,
    approvals=counts,
    all_coauthors=st.booleans(),
    perspectives=st.dictionaries(st.sampled_from([PEERS, ALLIANCE, LAW]), st.integers(1, 2), max_size=2),
    hear_everyone=st.booleans(),
    deadline_days=st.integers(1, 30),
    silence=st.sampled_from(SILENCE),
    objections=st.sampled_from(OBJECTIONS),
    votes_called_by=st.sampled_from(CALLERS),
    vote_days=st.integers(1, 9),
    vote_quorum=counts,
    vote_majority=st.sampled_from(MAJORITIES),
)
AGENCIES = st.dictionaries(st.integers(1, 6), st.sampled_from([PEERS, ALLIANCE, LAW]), min_size=1)
ANSWERS = st.dictionaries(st.integers(1, 8), st.sampled_from(["approve", "object", "abstain"]))


def after(terms, coauthors, answers, day):
    """The verdict on that day: silence has spoken for whoever had not by the deadline."""
    silent = silent_answer(terms)
    if day >= terms.deadline_days and silent:
        answers = dict.fromkeys(coauthors, silent) | answers
    standing = {agency for agency, answer in answers.items() if answer == "object"}
    return judge(terms, coauthors=coauthors, answers=answers, standing=standing).verdict


@settings(max_examples=400)
@given(ALL_TERMS, ALL_TERMS, AGENCIES, ANSWERS, st.integers(0, 31))
def test_what_publishes_more_easily_is_always_named_as_asking_for_less(old, new, coauthors, answers, day):
    eased = (
        after(new, coauthors, answers, day) is Verdict.REACHED
        and after(old, coauthors, answers, day) is not Verdict.REACHED
    )
    assert not eased or weakenings(old, new)


@given(
    ALL_TERMS,
    ALL_TERMS,
    st.dictionaries(st.integers(1, 8), st.sampled_from(["override", "uphold", "abstain"])),
    st.booleans(),
)
def test_a_vote_that_overrides_more_easily_is_named_too(old, new, votes, over):
    eligible = {1, 2, 3, 4}
    eased = result_of(new, votes, eligible=eligible, over=over) == "overridden"
    eased = eased and result_of(old, votes, eligible=eligible, over=over) != "overridden"
    assert not eased or weakenings(old, new)


@given(ALL_TERMS, AGENCIES, ANSWERS)
def test_nothing_is_published_against_an_objection_or_without_an_approval(terms, coauthors, answers):
    tally = judge(terms, coauthors=coauthors, answers=answers)
    if tally.verdict is Verdict.REACHED:
        assert tally.approved
        assert not tally.objected
        assert all(answers.get(agency) != "object" for agency in coauthors)


@given(ALL_TERMS)
def test_terms_read_back_as_they_were_kept_and_weaken_nothing_themselves(terms):
    assert terms_from(terms.as_data()) == terms
    assert weakenings(terms, terms) == []
