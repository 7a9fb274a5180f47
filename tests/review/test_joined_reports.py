"""Reports joined to another: nobody reads more than before, nobody loses a deadline, a pause or their standing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from records.models import LedgerEntry
from review.models import Flag, FlagPolicy, StepPause
from review.services.answering import answer_flag, close_flag, link_fix, sort_flag
from review.services.appealing import appeal_flag, decide_appeal, panel_of, vote_on_appeal
from review.services.fixing import check_fix
from review.services.history import FlagMoved
from review.services.joining import merge_flag, part_flag
from tests.factories.modules import make_current_edition, next_edition
from tests.factories.people import RoleGrantFactory
from tests.factories.review import CriterionFactory, make_flag


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


@pytest.fixture
def flag(cast, edition):
    return make_flag(edition, by=cast.reviewer, visibility="public")


@pytest.fixture
def twin(cast, edition, flag):
    """What an officer reported in confidence, joined to a report that everybody may read."""
    twin = make_flag(edition, by=cast.officer, claim="In confidence: see page two.")
    return merge_flag(actor=cast.second_reviewer, flag=twin, into=flag)


def refuse(cast, flag):
    return answer_flag(actor=cast.second_reviewer, flag=flag, outcome="not_upheld", reasons="It is right.")


def uphold(cast, flag):
    return answer_flag(actor=cast.second_reviewer, flag=flag, outcome="upheld", reasons="It is wrong.")


def test_what_was_reported_in_confidence_stays_so_when_it_is_joined_to_a_public_report(cast, client, flag, twin):
    for person, reads in ((cast.teammate, False), (cast.outside_author, False), (cast.second_author, True)):
        client.force_login(person)
        page = client.get(flag.get_absolute_url()).content.decode()
        assert ("In confidence" in page) is reads, person
        assert ("1 more report" in page) is not reads, person


def test_joining_ends_neither_a_deadline_nor_a_pause(cast, edition):
    slow = make_flag(edition, by=cast.officer, severity="low")
    hot = make_flag(edition, by=cast.reviewer, severity="critical")
    due = hot.due_on
    merge_flag(actor=cast.second_reviewer, flag=hot, into=slow)
    slow.refresh_from_db()
    assert slow.due_on == due
    sort_flag(actor=cast.second_reviewer, flag=slow, criteria=[CriterionFactory(code="REC-1")], severity="low")
    slow.refresh_from_db()
    assert slow.due_on == due
    part_flag(actor=cast.second_reviewer, flag=hot)
    slow.refresh_from_db()
    assert slow.due_on == timezone.localdate() + timedelta(days=60)
    merge_flag(actor=cast.second_reviewer, flag=hot, into=slow)
    assert StepPause.objects.standing().count() == 1
    refuse(cast, slow)
    assert not StepPause.objects.standing().exists()
    assert hot.steps.filter(kind="resumed").count() == 1


def test_whoever_is_joined_appeals_and_disputes_from_their_own_report(cast, client, flag, twin):
    uphold(cast, flag)
    newer = next_edition(flag.edition)
    link_fix(actor=cast.second_author, flag=flag, edition=newer)
    client.force_login(cast.officer)
    assert client.get(flag.get_absolute_url()).status_code == 200  # it is public
    page = client.get(twin.get_absolute_url()).content.decode()
    assert "Is it put right?" in page
    assert "Appeal: ask a panel" in page
    check_fix(actor=cast.reviewer, flag=flag, right=True)
    twin.refresh_from_db()
    assert twin.fix_state == "linked"  # nobody says it for another
    client.post(f"{twin.get_absolute_url()}do/check-fix/", {"right": "no", "reasons": "Page two still says it."})
    flag.refresh_from_db()
    assert flag.fix_state == "disputed"
    with pytest.raises(ValidationError):
        close_flag(actor=cast.second_author, flag=flag)
    entry = LedgerEntry.objects.filter(action="review.flag.disputed").get()
    assert (entry.actor, entry.subject) == (f"flagger-of:{twin.reference}", f"flag:{flag.reference}")
    client.post(f"{twin.get_absolute_url()}do/appeal/", {"reasons": "It must be wholly changed."})
    flag.refresh_from_db()
    twin.refresh_from_db()
    assert (flag.state, twin.state) == ("appealed", "appealed")
    step = flag.steps.get(kind="appealed")
    assert (step.person, step.agency, step.other) == (None, None, twin)


def test_the_panel_sits_on_the_one_report_that_the_others_follow(cast, client, flag, twin, third_reviewer):
    refuse(cast, flag)
    appeal_flag(actor=cast.officer, flag=twin, reasons="No.")
    FlagPolicy.objects.create(panel_votes=1, panel_perspectives=1)
    for person in (cast.author, third_reviewer):  # the first is of the agency that raised it
        with pytest.raises(FlagMoved):
            vote_on_appeal(actor=person, flag=twin, outcome="upheld", reasons="Yes.")
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome="upheld", reasons="Yes.")
    with pytest.raises(FlagMoved):
        decide_appeal(actor=third_reviewer, flag=twin, reasons="Yes.")
    assert len(panel_of(Flag.objects.get(pk=twin.pk)).votes) == 1
    client.force_login(cast.officer)
    page = client.get(twin.get_absolute_url()).content.decode()
    assert "1 of 1 votes" in page
    assert "Example Third" in page


def test_what_a_flagger_adds_is_read_by_who_may_read_their_report(cast, client, edition, flag, twin):
    third = merge_flag(actor=cast.second_reviewer, flag=make_flag(edition, by=cast.teammate), into=flag)
    uphold(cast, flag)
    link_fix(actor=cast.second_author, flag=flag, edition=next_edition(edition))
    check_fix(actor=cast.officer, flag=twin, right=False, reasons="In confidence: page two still does.")
    for person, address, reads in (
        (cast.outside_officer, flag, False),
        (cast.teammate, third, False),
        (cast.officer, twin, True),
        (cast.author, flag, True),
    ):
        client.force_login(person)
        page = client.get(address.get_absolute_url())
        assert page.status_code == 200
        assert ("page two still does" in page.content.decode()) is reads, person


def test_a_passage_worth_keeping_is_not_joined_to_a_problem(cast, edition, flag):
    good = make_flag(edition, criteria=[CriterionFactory(code="GOOD", kind="keep")])
    with pytest.raises(ValidationError):
        merge_flag(actor=cast.second_reviewer, flag=good, into=flag)


def test_who_answered_does_not_sit_on_the_panel_for_another_agency(cast, edition, third_reviewer):
    RoleGrantFactory(user=third_reviewer, role="reviewer", agency=cast.agency)
    flag = make_flag(edition, by=cast.officer)
    answer_flag(actor=third_reviewer, flag=flag, outcome="not_upheld", reasons="It is right.")
    assert flag.pk
    appeal_flag(actor=cast.officer, flag=flag, reasons="No.")
    assert not Flag.objects.before_panel_of(third_reviewer).exists()
    with pytest.raises(PermissionDenied):
        vote_on_appeal(actor=third_reviewer, flag=flag, outcome="not_upheld", reasons="I said so.")
