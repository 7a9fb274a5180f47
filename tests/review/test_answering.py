"""Acknowledging, answering, linking a fix, closing."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from records.models import LedgerEntry
from review.enums import FlagState
from review.models import Flag
from review.services.answering import FlagMoved, acknowledge_flag, answer_flag, close_flag, later_editions, link_fix
from review.services.fixing import check_fix
from review.targets import MaterialTarget
from tests.factories.modules import block, make_current_edition, next_edition
from tests.factories.review import MaterialFactory, make_flag


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


@pytest.fixture
def flag(cast, edition):
    return make_flag(edition, by=cast.officer)


def uphold(cast, flag, **more):
    return answer_flag(actor=cast.reviewer, flag=flag, outcome="upheld", reasons="It has no source.", **more)


def rewrite(edition, text):
    """Publish the next edition with the first block reworded, or without it."""
    lesson = edition.module.get_children().first().specific
    raw = lesson.body.get_prep_value()
    first = [block("text", text, raw[0]["id"])] if text else []
    lesson.body = first + raw[1:]
    lesson.save_revision()
    return next_edition(edition)


def test_the_whole_way_of_a_flag(cast, edition, flag):
    acknowledge_flag(actor=cast.second_reviewer, flag=flag)
    uphold(cast, flag, dissent="One of us disagrees.")
    newer = rewrite(edition, "<p>It now says something true.</p>")
    link_fix(actor=cast.author, flag=flag, edition=newer)
    check_fix(actor=cast.officer, flag=flag, right=True)
    close_flag(actor=cast.officer, flag=flag)

    flag.refresh_from_db()
    assert (flag.state, flag.outcome, flag.answered_agency) == (FlagState.CLOSED, "upheld", cast.agency)
    assert flag.fixed_text == "It now says something true."
    kinds = ["raised", "acknowledged", "answered", "fix_linked", "confirmed", "closed"]
    assert list(flag.steps.values_list("kind", flat=True)) == kinds
    entries = LedgerEntry.objects.filter(subject=f"flag:{flag.reference}")
    assert sorted(entries.values_list("action", flat=True)) == sorted(f"review.flag.{kind}" for kind in kinds)
    assert not any("no source" in str(entry.data) or "disagrees" in str(entry.data) for entry in entries)


def test_the_flagger_is_told_by_one_short_mail(cast, flag, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        uphold(cast, flag)
    (message,) = mail.outbox
    assert message.to == [cast.officer.email]
    assert message.body.count("http") == 1
    assert "It has no source" not in message.body
    assert message.alternatives[0].mimetype == "text/html"


@pytest.mark.parametrize("name", ["outside_author", "officer", "coordinator", "auditor", "administrator"])
def test_only_co_authoring_agencies_judge(cast, flag, name):
    person = getattr(cast, name)
    for act in (
        lambda: acknowledge_flag(actor=person, flag=flag),
        lambda: answer_flag(actor=person, flag=flag, outcome="upheld", reasons="x"),
        lambda: link_fix(actor=person, flag=flag, edition=flag.edition),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Flag.objects.get().state == FlagState.OPEN


def test_nobody_judges_their_own_flag(cast, edition):
    own = make_flag(edition, by=cast.author)
    for act in (acknowledge_flag, lambda **who: answer_flag(outcome="upheld", reasons="x", **who)):
        with pytest.raises(PermissionDenied):
            act(actor=cast.author, flag=own)
    assert answer_flag(actor=cast.reviewer, flag=own, outcome="partly", reasons="Half of it.").outcome == "partly"


def test_every_agency_may_judge_a_flag_on_a_material(cast):
    flag = make_flag(MaterialTarget(material=MaterialFactory(), start=1, end=2), by=cast.reviewer)
    assert answer_flag(actor=cast.outside_author, flag=flag, outcome="upheld", reasons="Yes.").upheld


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"outcome": "perhaps", "reasons": "x"}, "outcome"),
        ({"outcome": "upheld", "reasons": " "}, "reasons"),
        ({"outcome": "upheld", "reasons": "x" * 5001}, "reasons"),
    ],
)
def test_an_answer_needs_an_outcome_and_reasons(cast, flag, words, field):
    with pytest.raises(ValidationError) as refused:
        answer_flag(actor=cast.reviewer, flag=flag, **words)
    assert field in refused.value.message_dict
    assert Flag.objects.get().state == FlagState.OPEN


def test_the_same_answer_twice_is_one_and_another_is_refused(cast, flag):
    uphold(cast, flag)
    uphold(cast, flag)
    with pytest.raises(FlagMoved):
        answer_flag(actor=cast.second_reviewer, flag=flag, outcome="not_upheld", reasons="No.")
    with pytest.raises(FlagMoved):
        acknowledge_flag(actor=cast.second_reviewer, flag=flag)
    assert flag.steps.filter(kind="answered").count() == 1


def test_closing_needs_an_answer(cast, flag):
    with pytest.raises(FlagMoved):
        close_flag(actor=cast.officer, flag=flag)
    uphold(cast, flag)
    with pytest.raises(PermissionDenied):
        close_flag(actor=cast.teammate, flag=flag)
    with pytest.raises(ValidationError):
        close_flag(actor=cast.second_author, flag=flag)
    reason = "The whole lesson goes with the next edition."
    assert close_flag(actor=cast.second_author, flag=flag, no_fix_reason=reason).state == FlagState.CLOSED
    assert close_flag(actor=cast.second_author, flag=flag).state == FlagState.CLOSED
    assert flag.steps.filter(kind="closed").count() == 1


def test_a_fix_is_a_newer_published_edition_of_the_same_module(cast, edition, flag):
    uphold(cast, flag)
    other = make_current_edition([cast.agency], title="Another module")
    for wrong in (edition, other):
        with pytest.raises(ValidationError):
            link_fix(actor=cast.author, flag=flag, edition=wrong)
    newer = next_edition(edition)
    assert later_editions(flag) == [newer]
    link_fix(actor=cast.author, flag=flag, edition=newer)
    link_fix(actor=cast.author, flag=flag, edition=newer)
    assert flag.steps.filter(kind="fix_linked").count() == 1


def test_what_was_not_upheld_has_no_fix(cast, edition, flag):
    answer_flag(actor=cast.reviewer, flag=flag, outcome="not_upheld", reasons="It is right.")
    with pytest.raises(PermissionDenied):
        link_fix(actor=cast.author, flag=flag, edition=next_edition(edition))


def test_each_new_edition_keeps_what_became_of_the_passage(cast, edition, flag):
    edition = next_edition(edition)
    edition = rewrite(edition, "<p>Quite another text.</p>")
    rewrite(edition, "")
    anchors = list(flag.anchors.order_by("edition__number"))
    assert [row.state for row in anchors] == ["same", "orphaned", "orphaned"]
    assert [row.text for row in anchors][1:] == ["Quite another text.", ""]
