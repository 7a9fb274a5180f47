"""An authority moves: what rests on it is stale, until it is answered, checked or fixed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.enums import AuthorityStatus, ChangeKind, CoauthorRole
from modules.models import Authority, AuthorityChange, ChangeAnswer, ChangeLetter
from modules.moved import notices_in_edition, notices_in_step, suspended_items
from modules.passages import Passage, waiting_wordings
from modules.services.answering_changes import AnswerRefused, answer_still_right
from modules.services.checking import check_module
from modules.services.coauthoring import set_coauthors
from modules.services.freezing import FreezeRefused, freeze_module
from modules.services.reviewing import review_authorities
from modules.services.telling import tell_of_open_changes
from modules.services.verifying import NewStatus, StatusRefused, change_status, mark_verified
from records.models import LedgerEntry
from tests.factories.modules import AuthorityFactory, ProvisionFactory, make_current_edition, make_module, next_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(db):
    return ProvisionFactory()


@pytest.fixture
def edition(cast, rule):
    return make_current_edition([cast.agency, cast.second_agency], provision=rule)


def late(authority, days=1):
    """Let the check of an authority be overdue by so many days."""
    authority.last_verified = timezone.localdate() - timedelta(days=authority.check_days + days)
    authority.save()
    return authority


def repeal(authority, actor="test"):
    return change_status(actor=actor, authority=authority, status=NewStatus("repealed"), note="Read in the code.")


def test_the_next_check_follows_from_the_last_or_from_the_day_of_entry():
    today = timezone.localdate()
    never = AuthorityFactory(last_verified=None, check_days=30)
    assert never.next_check_on == today + timedelta(days=30)
    never.last_verified = today - timedelta(days=40)
    never.save(update_fields=["last_verified"])
    assert Authority.objects.get(pk=never.pk).next_check_on == today - timedelta(days=10)


def test_review_opens_a_change_once_and_closes_it_when_the_rule_is_checked(rule):
    late(rule.authority)
    assert len(review_authorities(actor="test").opened) == 1
    assert not review_authorities(actor="test").opened
    change = AuthorityChange.objects.get()
    assert change.kind == ChangeKind.OVERDUE
    assert LedgerEntry.objects.filter(action="modules.authority.moved").count() == 1
    result = mark_verified(actor="test", authority=rule.authority, note="Read it.")
    assert result.closed == [change]
    assert not AuthorityChange.objects.open().exists()
    assert LedgerEntry.objects.filter(action="modules.authority.settled").count() == 1


def test_a_change_of_each_kind(rule):
    today = timezone.localdate()
    newer = AuthorityFactory()
    change_status(
        actor="test", authority=rule.authority, status=NewStatus("superseded", replaced_by=newer), note="Replaced."
    )
    change = AuthorityChange.objects.open().get()
    assert (change.kind, change.replaced_by, change.reason) == ("superseded", newer, "Replaced.")
    newer.refresh_from_db()
    assert newer.supersedes == rule.authority
    change_status(
        actor="test", authority=rule.authority, status=NewStatus("repealed", today - timedelta(days=9)), note="Gone."
    )
    change = AuthorityChange.objects.open().get()
    assert (change.kind, change.since) == ("repealed", today - timedelta(days=8))
    change_status(actor="test", authority=rule.authority, status=NewStatus("in_force"), note="It is back.")
    assert not AuthorityChange.objects.open().exists()
    yesterday = today - timedelta(days=1)
    change_status(actor="test", authority=rule.authority, status=NewStatus("lapsed", yesterday), note="It ran out.")
    assert AuthorityChange.objects.open().get().kind == "lapsed"
    assert AuthorityChange.objects.count() == 3


def test_a_status_without_what_it_needs_is_refused(rule):
    older = rule.authority
    newer = AuthorityFactory(supersedes=older, status=AuthorityStatus.UNKNOWN)
    for status in (
        NewStatus("lapsed"),
        NewStatus("lapsed", timezone.localdate()),
        NewStatus("gone"),
        NewStatus("superseded", replaced_by=older),
    ):
        with pytest.raises(StatusRefused):
            change_status(actor="test", authority=older, status=status, note="x")
    with pytest.raises(StatusRefused, match="already replaces"):
        change_status(actor="test", authority=newer, status=NewStatus("superseded", replaced_by=older), note="x")
    with pytest.raises(StatusRefused):
        change_status(actor="test", authority=older, status=NewStatus("repealed"), note=" ")
    assert not AuthorityChange.objects.exists()


def test_a_successor_takes_its_place_on_the_day_it_takes_effect(rule):
    today = timezone.localdate()
    AuthorityFactory(supersedes=rule.authority, effective_from=today + timedelta(days=3))
    assert not review_authorities(actor="test").opened
    review_authorities(actor="test", on=today + timedelta(days=3))
    change = AuthorityChange.objects.get()
    assert change.kind == ChangeKind.SUPERSEDED
    rule.authority.refresh_from_db()
    assert rule.authority.status == AuthorityStatus.SUPERSEDED


def test_an_unknown_status_freezes_nothing(rule, edition):
    change_status(actor="test", authority=rule.authority, status=NewStatus("unknown"), note="Nobody knows.")
    assert not AuthorityChange.objects.exists()
    assert not notices_in_edition(edition.pk)


def test_every_block_and_item_that_cites_it_is_stale(edition, rule):
    repeal(rule.authority)
    lesson, scenario = edition.steps.all()
    text, provision = lesson.blocks[0], lesson.blocks[1]
    assert set(notices_in_step(lesson.pk)) == {text["id"], provision["id"]}
    assert set(suspended_items(scenario.pk)) == {"sc-01", "sc-02"}
    notice = notices_in_step(lesson.pk)[text["id"]][0]
    assert rule.authority.short_title in notice.sentence


def test_the_notices_of_a_step_cost_one_query(edition, rule, django_assert_num_queries):
    repeal(rule.authority)
    step = edition.steps.first()
    with django_assert_num_queries(1):
        assert notices_in_step(step.pk)


def test_an_edition_frozen_after_the_change_is_not_stale(cast, edition, rule):
    """It passed the check: either it no longer cites the rule, or an agency answered for the passage."""
    late(rule.authority)
    review_authorities(actor="test")
    with pytest.raises(FreezeRefused, match="was due on"):
        freeze_module(actor="test", module=edition.module)
    change = AuthorityChange.objects.get()
    answer(cast, change, edition)
    newer = next_edition(edition)
    assert not notices_in_edition(newer.pk)


def answer(cast, change, edition, **changes):
    wordings = waiting_wordings(change, [edition.module_id])
    given = {
        "actor": cast.author,
        "change": change,
        "passages": [row for wording in wordings for row in wording.passages],
        "agency": cast.agency,
        "reasons": "The passage says what to do either way.",
        **changes,
    }
    return answer_still_right(**given)


def test_an_answer_lifts_the_notice_of_its_passage_alone(cast, edition, rule):
    repeal(rule.authority)
    change = AuthorityChange.objects.get()
    scenario = edition.steps.last()
    kept = answer(cast, change, edition, passages=[Passage(scenario.pk, "sc-01")])
    assert [row.block_id for row in kept] == ["sc-01"]
    assert set(suspended_items(scenario.pk)) == {"sc-02"}
    entry = LedgerEntry.objects.get(action="modules.change.answered")
    assert entry.data["agency"] == cast.agency.slug
    assert entry.data["passages"] == [{"edition": edition.digest, "step": str(scenario.key), "block": "sc-01"}]
    assert cast.author.name not in str(entry.data)


def test_an_answer_holds_in_other_editions_where_the_passage_reads_the_same(cast, edition, rule):
    second = next_edition(edition)
    repeal(rule.authority)
    change = AuthorityChange.objects.get()
    answer(cast, change, second, passages=[Passage(second.steps.last().pk, "sc-01")])
    assert set(suspended_items(edition.steps.last().pk)) == {"sc-02"}
    assert ChangeAnswer.objects.count() == 2


def test_an_answer_is_refused_without_reasons_twice_or_when_settled(cast, edition, rule):
    late(rule.authority)
    review_authorities(actor="test")
    change = AuthorityChange.objects.get()
    everything = [row for wording in waiting_wordings(change, [edition.module_id]) for row in wording.passages]
    with pytest.raises(AnswerRefused, match="Say why"):
        answer(cast, change, edition, reasons="  ")
    answer(cast, change, edition)
    with pytest.raises(AnswerRefused, match="waits for an answer"):
        answer(cast, change, edition, passages=everything)
    mark_verified(actor="test", authority=rule.authority, note="Read it.")
    with pytest.raises(AnswerRefused, match="settled"):
        answer(cast, change, edition, passages=everything)


def test_only_an_agency_that_writes_the_module_answers(cast, edition, rule):
    repeal(rule.authority)
    change = AuthorityChange.objects.get()
    for actor, agency in (
        (cast.outside_author, cast.outside_agency),
        (cast.author, cast.outside_agency),
        (cast.outside_author, cast.agency),
        (cast.administrator, cast.agency),
        (cast.officer, cast.agency),
    ):
        with pytest.raises(PermissionDenied):
            answer(cast, change, edition, actor=actor, agency=agency)
    assert not ChangeAnswer.objects.exists()


def test_what_was_answered_and_what_moved_is_never_deleted_or_changed(cast, edition, rule):
    repeal(rule.authority)
    change = AuthorityChange.objects.get()
    answer(cast, change, edition)
    for write in (
        lambda: ChangeAnswer.objects.update(reasons="Something else"),
        lambda: ChangeAnswer.objects.all()._raw_delete("default"),
        lambda: AuthorityChange.objects.update(kind="lapsed"),
        lambda: AuthorityChange.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            write()


def test_who_may_verify(cast, rule):
    set_coauthors(
        actor="test",
        module=make_module([cast.agency]),
        agencies={cast.agency: CoauthorRole.LEAD, cast.second_agency: CoauthorRole.LEGAL_REVIEWER},
    )
    for person in (cast.author, cast.outside_author, cast.second_reviewer, cast.administrator):
        mark_verified(actor=person, authority=rule.authority, note="Read it.")
    rule.authority.refresh_from_db()
    assert rule.authority.last_verified_by == cast.administrator.name
    for person in (cast.reviewer, cast.coordinator, cast.auditor, cast.officer):
        with pytest.raises(PermissionDenied):
            mark_verified(actor=person, authority=rule.authority, note="Read it.")
        with pytest.raises(PermissionDenied):
            repeal(rule.authority, actor=person)
    with pytest.raises(PermissionDenied):
        mark_verified(actor=cast.author, authority=rule.authority, note="Read it.", agency=cast.outside_agency)


def test_drafts_that_rest_on_a_late_rule_wait(cast, rule):
    module = make_module([cast.agency], provision=rule)
    assert not [problem for problem in check_module(module) if problem.is_error]
    late(rule.authority)
    messages = [problem.message for problem in check_module(module)]
    assert len(messages) == 4  # text, provision, and two items
    assert all(rule.authority.short_title in message for message in messages)


def test_a_rule_that_only_supports_an_item_must_hold_too(cast, rule):
    other = ProvisionFactory()
    module = make_module([cast.agency], provision=other, with_lesson=False)
    page = module.get_children().last().specific
    page.items.raw_data[0]["value"]["supports"] = rule.fact_id
    page.save_revision()
    assert not check_module(module)
    repeal(rule.authority)
    assert any("no longer in force" in problem.message for problem in check_module(module))


def test_authors_are_told_once(cast, edition, rule, django_capture_on_commit_callbacks):
    make_module([cast.outside_agency])
    with django_capture_on_commit_callbacks(execute=True):
        repeal(rule.authority)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([cast.author.email, cast.second_author.email])
    said = mail.outbox[0].body
    assert rule.authority.short_title in mail.outbox[0].subject
    assert f"{edition.title}, edition 1" in said
    assert f"/editions/{edition.digest}/steps/" in said
    assert "Drafts of" in said
    assert AuthorityChange.objects.get().told_at
    review_authorities(actor="test")
    assert tell_of_open_changes() == 0
    assert len(mail.outbox) == 2
    assert ChangeLetter.objects.count() == 2


def test_what_the_mail_server_refused_is_sent_later_and_only_that(
    cast, edition, rule, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.curriculum.refusing_mail.RefusingBackend"
    with django_capture_on_commit_callbacks(execute=True):
        repeal(rule.authority)
    assert AuthorityChange.objects.get().told_at is None
    assert not ChangeLetter.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell_of_open_changes() == 1
    assert len(mail.outbox) == 2
    assert tell_of_open_changes() == 0


def test_nobody_is_told_when_nothing_rests_on_it(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        repeal(AuthorityFactory())
    assert not mail.outbox
    assert AuthorityChange.objects.get().told_at
