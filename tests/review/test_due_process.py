"""Appeals, panels, replies, joined reports, fixes: nothing closes without an answer, nobody loses standing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from records.models import LedgerEntry
from review.models import Flag, FlagPolicy, Notice
from review.services.answering import answer_flag, close_flag, link_fix, sort_flag
from review.services.appealing import appeal_flag, decide_appeal, panel_of, reply_to_flag, vote_on_appeal
from review.services.fixing import check_fix
from review.services.history import FlagMoved
from review.services.joining import merge_flag, part_flag, relate_flags
from review.services.looking import look_at
from tests.factories.modules import make_current_edition, next_edition
from tests.factories.review import CriterionFactory, make_flag


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


@pytest.fixture
def flag(cast, edition):
    return make_flag(edition, by=cast.officer)


def refuse(cast, flag):
    return answer_flag(actor=cast.reviewer, flag=flag, outcome="not_upheld", reasons="It is right.")


def appealed(cast, flag):
    refuse(cast, flag)
    return appeal_flag(actor=cast.officer, flag=flag, reasons="You did not read the source.")


def test_a_panel_decides_with_votes_reasons_and_a_minority(cast, flag, third_reviewer):
    appealed(cast, flag)
    reply_to_flag(actor=cast.author, flag=flag, words="We did read it.")
    vote_on_appeal(actor=cast.outside_author, flag=flag, outcome="upheld", reasons="The source says otherwise.")
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome="upheld", reasons="So it does.")
    vote_on_appeal(actor=cast.second_reviewer, flag=flag, outcome="not_upheld", reasons="The number is close enough.")
    decided = decide_appeal(actor=cast.outside_author, flag=flag, reasons="The passage must change.")
    assert (decided.state, decided.outcome) == ("decided", "upheld")
    assert "The number is close enough." in decided.minority
    kinds = list(flag.steps.values_list("kind", flat=True))
    assert kinds == ["raised", "answered", "appealed", "replied", "voted", "voted", "voted", "decided"]
    actions = LedgerEntry.objects.filter(subject=f"flag:{flag.reference}").values_list("action", flat=True)
    assert len(actions) == len(kinds)


def test_without_quorum_or_with_a_tie_nothing_is_decided(cast, flag, third_reviewer):
    appealed(cast, flag)
    vote_on_appeal(actor=cast.outside_author, flag=flag, outcome="upheld", reasons="Yes.")
    with pytest.raises(ValidationError):
        decide_appeal(actor=cast.outside_author, flag=flag, reasons="Now.")
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome="not_upheld", reasons="No.")
    vote_on_appeal(actor=cast.second_reviewer, flag=flag, outcome="partly", reasons="Half.")
    assert panel_of(flag).has_quorum
    with pytest.raises(ValidationError):
        decide_appeal(actor=cast.outside_author, flag=flag, reasons="Now.")
    vote_on_appeal(actor=cast.second_reviewer, flag=flag, outcome="upheld", reasons="On second thought.")
    assert decide_appeal(actor=cast.outside_author, flag=flag, reasons="Now.").outcome == "upheld"


def test_parties_do_not_sit_on_the_panel(cast, flag):
    appealed(cast, flag)
    for party in (cast.reviewer, cast.author, cast.officer, cast.coordinator, cast.administrator):
        with pytest.raises(PermissionDenied):
            vote_on_appeal(actor=party, flag=flag, outcome="upheld", reasons="x")


def test_only_the_flagger_appeals_once_and_in_time(cast, flag, third_reviewer):
    with pytest.raises(FlagMoved):
        appeal_flag(actor=cast.officer, flag=flag, reasons="x")
    refuse(cast, flag)
    for other in (cast.teammate, cast.reviewer):
        with pytest.raises(PermissionDenied):
            appeal_flag(actor=other, flag=flag, reasons="x")
    with pytest.raises(ValidationError):
        appeal_flag(actor=cast.officer, flag=flag, reasons=" ")
    close_flag(actor=cast.second_author, flag=flag)
    assert appeal_flag(actor=cast.officer, flag=flag, reasons="Closed too soon.").state == "appealed"
    FlagPolicy.objects.create(panel_votes=1, panel_perspectives=1)
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome="not_upheld", reasons="It is right.")
    decide_appeal(actor=third_reviewer, flag=flag, reasons="It is right.")
    with pytest.raises(FlagMoved):
        appeal_flag(actor=cast.officer, flag=flag, reasons="Again.")


def test_an_appealed_flag_is_not_closed(cast, flag):
    appealed(cast, flag)
    with pytest.raises(FlagMoved):
        close_flag(actor=cast.officer, flag=flag)


def test_joined_flags_follow_the_answer_and_each_flagger_keeps_standing(cast, edition, flag):
    twin = make_flag(edition, by=cast.teammate)
    merge_flag(actor=cast.reviewer, flag=twin, into=flag)
    with pytest.raises(FlagMoved):
        answer_flag(actor=cast.reviewer, flag=twin, outcome="upheld", reasons="x")
    refuse(cast, flag)
    twin.refresh_from_db()
    assert (twin.state, twin.outcome, twin.reasons) == ("answered", "not_upheld", "It is right.")
    appeal_flag(actor=cast.teammate, flag=flag, reasons="Mine too.")
    twin.refresh_from_db()
    assert twin.state == "appealed"
    with pytest.raises(FlagMoved):
        part_flag(actor=cast.reviewer, flag=twin)


def test_only_flags_about_the_same_thing_are_joined(cast, edition, flag):
    other = make_flag(make_current_edition([cast.agency], title="Other"), by=cast.teammate)
    with pytest.raises(ValidationError):
        merge_flag(actor=cast.reviewer, flag=other, into=flag)
    with pytest.raises(PermissionDenied):
        merge_flag(actor=cast.outside_author, flag=make_flag(edition), into=flag)
    relate_flags(actor=cast.reviewer, flag=flag, other=other)
    assert other.related.get() == flag
    twin = make_flag(edition)
    part_flag(actor=cast.reviewer, flag=merge_flag(actor=cast.reviewer, flag=twin, into=flag))
    assert Flag.objects.get(pk=twin.pk).merged_into is None


def test_nobody_answers_a_flag_to_which_their_own_is_joined(cast, edition, flag):
    own = make_flag(edition, by=cast.reviewer)
    merge_flag(actor=cast.reviewer, flag=own, into=flag)
    with pytest.raises(PermissionDenied):
        refuse(cast, flag)


def test_the_flagger_disputes_a_fix_and_then_it_is_not_closed(cast, edition, flag):
    answer_flag(actor=cast.reviewer, flag=flag, outcome="upheld", reasons="Yes.")
    link_fix(actor=cast.author, flag=flag, edition=next_edition(edition))
    with pytest.raises(PermissionDenied):
        check_fix(actor=cast.teammate, flag=flag, right=True)
    with pytest.raises(ValidationError):
        check_fix(actor=cast.officer, flag=flag, right=False)
    check_fix(actor=cast.officer, flag=flag, right=False, reasons="The number still stands there.")
    with pytest.raises(ValidationError):
        close_flag(actor=cast.author, flag=flag)
    assert close_flag(actor=cast.author, flag=flag, no_fix_reason="It is another number.").state == "closed"


def test_judges_sort_what_an_officer_reported(cast, flag):
    rec = CriterionFactory(code="REC-9")
    sort_flag(actor=cast.reviewer, flag=flag, criteria=[rec], severity="low")
    flag.refresh_from_db()
    assert (flag.severity, [row.code for row in flag.criteria.all()]) == ("low", ["REC-9"])
    assert "REC-1" in flag.steps.last().reasons
    with pytest.raises(PermissionDenied):
        sort_flag(actor=cast.officer, flag=flag, criteria=[rec], severity="low")


def test_looking_is_for_judges_and_shows_on_the_docket(cast, client, flag):
    with pytest.raises(PermissionDenied):
        look_at(actor=cast.outside_author, flag=flag)
    look_at(actor=cast.reviewer, flag=flag)
    client.force_login(cast.second_reviewer)
    assert "Example Peers is looking" in client.get("/docket/").content.decode()


def test_a_good_passage_is_kept_out_of_the_corrections(cast, edition):
    good = CriterionFactory(code="GOOD", kind="keep")
    flag = make_flag(edition, by=cast.officer, criteria=[good], severity="critical")
    assert (flag.nature, flag.severity) == ("keep", "low")
    answer_flag(actor=cast.reviewer, flag=flag, outcome="upheld", reasons="We keep it.")
    assert not Flag.objects.corrections().exists()
    assert close_flag(actor=cast.reviewer, flag=flag).state == "closed"


def test_agencies_that_may_sit_on_the_panel_are_told_and_find_the_appeal(cast, client, flag, third_reviewer):
    appealed(cast, flag)
    told = set(Notice.objects.filter(kind="appealed", flag=flag).values_list("user__email", flat=True))
    assert {third_reviewer.email, cast.outside_author.email, cast.second_reviewer.email} <= told
    for person, may in (
        (third_reviewer, True), (cast.outside_author, True), (cast.second_reviewer, True),
        (cast.reviewer, False),  # of the agency that answered
    ):  # fmt: skip
        client.force_login(person)
        page = client.get("/docket/?state=closed").content.decode()
        assert ("Appeals before a panel" in page) is may, person
        assert (flag.get_absolute_url() in page) is may, person
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome="upheld", reasons="So it does.")
    client.force_login(third_reviewer)
    assert "your agency has voted" in client.get("/docket/").content.decode()
    assert not Flag.objects.before_panel_of(cast.officer).exists()


def test_who_joined_a_report_does_not_judge_its_appeal(cast, edition, flag, third_reviewer):
    merge_flag(actor=cast.reviewer, flag=make_flag(edition, by=third_reviewer), into=flag)
    appealed(cast, flag)
    assert not Flag.objects.before_panel_of(third_reviewer).exists()
    assert Flag.objects.before_panel_of(cast.outside_author).exists()
