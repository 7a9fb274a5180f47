"""Objections: where and why, and the three ways in which they are answered."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from modules.enums import EditionState
from modules.models import Edition
from review.models import Decision, Objection, Vote
from review.services.deadlines import remind_of_objections
from review.services.objecting import ObjectionSettled, reply_to_objection, withdraw_objection
from review.services.signing import put_up_for_sign_off, sign
from review.services.voting import call_vote, cast_vote, close_votes
from tests.factories.signing import ANSWER_FIRST, make_ruled_module, object_to_block, reword_first_block


@pytest.fixture
def module(cast):
    return make_ruled_module([cast.agency, cast.second_agency, cast.outside_agency], **ANSWER_FIRST)


@pytest.fixture
def edition(cast, module):
    return put_up_for_sign_off(actor=cast.author, module=module)


@pytest.fixture
def objection(cast, edition):
    return object_to_block(cast, edition)


def state_of(edition):
    return Edition.objects.get(pk=edition.pk).state


def others_approve(cast, edition):
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    sign(actor=cast.outside_author, agency=cast.outside_agency, edition=edition, answer="approve")


def vote(cast, objection, *choices):
    decision = call_vote(actor=cast.author, agency=cast.agency, objection=objection, why="It is the law's own wording.")
    voters = [
        (cast.author, cast.agency),
        (cast.outside_author, cast.outside_agency),
        (cast.second_author, cast.second_agency),
    ]
    for (person, agency), choice in zip(voters, choices, strict=False):
        cast_vote(actor=person, agency=agency, decision=decision, choice=choice, reasons="Because.")
    return Decision.objects.get(pk=decision.pk)


def test_it_names_block_and_ground_and_keeps_the_passage(cast, edition, objection):
    assert (objection.ground, objection.step_title) == ("harm", "Who is covered")
    assert "A person who reports is covered" in objection.words
    assert [step.kind for step in objection.history.all()] == ["raised"]


def test_under_the_standard_rule_it_still_sends_the_candidate_back_at_once(cast):
    module = make_ruled_module([cast.agency, cast.second_agency])
    edition = put_up_for_sign_off(actor=cast.author, module=module)
    objection = object_to_block(cast, edition)
    assert (state_of(edition), objection.state) == (EditionState.SENT_BACK, "standing")


@pytest.mark.parametrize("wrong", [{"ground": "because"}, {"block_id": "no-such-block"}])
def test_a_ground_or_block_that_is_not_there_is_refused(cast, edition, wrong):
    with pytest.raises(ValidationError):
        object_to_block(cast, edition, **wrong)
    assert not Objection.objects.exists()


def test_the_candidate_stays_open_and_nothing_is_published_while_it_stands(cast, edition, objection):
    others_approve(cast, edition)
    assert state_of(edition) == EditionState.CANDIDATE


def test_withdrawing_it_publishes_when_nothing_else_stood_in_the_way(cast, edition, objection):
    others_approve(cast, edition)
    with pytest.raises(PermissionDenied):
        withdraw_objection(actor=cast.author, objection=objection)
    withdraw_objection(actor=cast.second_reviewer, objection=objection, words="We talked.")
    assert state_of(edition) == EditionState.CURRENT
    assert not edition.dissents.exists()
    with pytest.raises(ObjectionSettled):
        withdraw_objection(actor=cast.second_author, objection=objection)


def test_an_agency_that_approves_after_all_no_longer_objects(cast, edition, objection):
    sign(actor=cast.second_author, agency=cast.second_agency, edition=edition, answer="approve")
    objection.refresh_from_db()
    assert objection.state == "withdrawn"


def test_a_reply_answers_in_words_and_settles_nothing(cast, edition, objection):
    for _ in range(2):
        reply_to_objection(actor=cast.author, objection=objection, words="We will say who decides.")
    objection.refresh_from_db()
    assert objection.standing
    assert [step.kind for step in objection.history.all()] == ["raised", "replied"]
    with pytest.raises(PermissionDenied):
        reply_to_objection(actor=cast.reviewer, objection=objection, words="No.")


def test_the_next_candidate_answers_it_when_it_changes_the_passage(cast, module, objection):
    reword_first_block(module)
    newer = put_up_for_sign_off(actor=cast.author, module=module)
    objection.refresh_from_db()
    assert objection.state == "changed"
    assert objection.history.get(kind="changed").edition == newer
    others_approve(cast, newer)
    assert state_of(newer) == EditionState.CURRENT


def test_putting_the_same_passage_up_again_answers_nothing(cast, module, objection):
    newer = put_up_for_sign_off(actor=cast.author, module=module)
    others_approve(cast, newer)
    objection.refresh_from_db()
    assert (objection.state, state_of(newer)) == ("standing", EditionState.CANDIDATE)
    assert objection.history.get(kind="unchanged").edition == newer


def test_a_vote_overrides_it_and_its_dissent_is_printed_in_the_edition(cast, client, edition, objection):
    others_approve(cast, edition)
    decision = vote(cast, objection, "override", "override", "uphold")
    assert (decision.result, state_of(edition)) == ("overridden", EditionState.CURRENT)
    dissent = edition.dissents.get()
    assert (dissent.agency_name, dissent.votes_for, dissent.votes_against) == (cast.second_agency.name, 2, 1)
    page = client.get(reverse("modules:edition", args=[edition.digest])).content.decode()
    assert "This sentence would send people away." in page
    assert "It is the law&#x27;s own wording." in page or "It is the law's own wording." in page
    step = edition.steps.get(kind="lesson")
    reading = client.get(reverse("modules:edition_step", args=[edition.digest, step.slug])).content.decode()
    assert "This sentence would send people away." in reading


def test_a_vote_that_upholds_it_sends_the_candidate_back(cast, edition, objection):
    assert vote(cast, objection, "override", "uphold", "uphold").result == "upheld"
    assert state_of(edition) == EditionState.SENT_BACK


def test_a_vote_ends_when_its_time_is_over(cast, edition, objection):
    others_approve(cast, edition)
    decision = vote(cast, objection, "override")
    with freeze_time(timezone.now() + timedelta(days=8)):
        assert (close_votes(now=timezone.now()), close_votes(now=timezone.now())) == (1, 0)
    decision.refresh_from_db()
    objection.refresh_from_db()
    assert (decision.result, objection.state, state_of(edition)) == ("no_quorum", "standing", EditionState.CANDIDATE)


def test_each_agency_has_one_vote_and_votes_only_for_itself(cast, edition, objection):
    decision = vote(cast, objection, "override")
    again = cast_vote(actor=cast.reviewer, agency=cast.agency, decision=decision, choice="uphold", reasons="No.")
    assert again.choice == "override"
    with pytest.raises(PermissionDenied):
        cast_vote(actor=cast.author, agency=cast.second_agency, decision=decision, choice="override", reasons="x")
    assert Vote.objects.count() == 1


def test_who_may_call_a_vote_is_in_the_terms(cast):
    module = make_ruled_module([cast.agency, cast.second_agency], **ANSWER_FIRST | {"votes_called_by": "nobody"})
    edition = put_up_for_sign_off(actor=cast.author, module=module)
    with pytest.raises(PermissionDenied):
        call_vote(actor=cast.author, agency=cast.agency, objection=object_to_block(cast, edition), why="x")


def test_a_withdrawn_objection_leaves_its_vote_nothing_to_decide(cast, edition, objection):
    decision = vote(cast, objection, "override")
    withdraw_objection(actor=cast.second_author, objection=objection)
    decision.refresh_from_db()
    assert decision.result == "moot"
    with pytest.raises(ObjectionSettled):
        cast_vote(
            actor=cast.outside_author, agency=cast.outside_agency, decision=decision, choice="override", reasons="x"
        )


@pytest.mark.parametrize("model", [Objection, Vote])
def test_none_of_it_is_ever_deleted(cast, edition, objection, model):
    vote(cast, objection, "override")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_late_answers_are_told_once(cast, edition, objection, django_capture_on_commit_callbacks):
    with freeze_time(timezone.now() + timedelta(days=15)), django_capture_on_commit_callbacks(execute=True):
        assert (remind_of_objections(), remind_of_objections()) == (1, 0)
    assert {message.to[0] for message in mail.outbox} == {
        cast.author.email,
        cast.second_author.email,
        cast.outside_author.email,
    }


def test_from_the_page_it_is_raised_replied_to_and_decided(cast, client, edition):
    url = reverse("review:candidate", args=[edition.reference])
    words = {"digest": edition.digest, "answer": "object", "reasons": "Not clear.", "agency": cast.second_agency.pk}
    client.force_login(cast.second_author)
    assert client.post(url, words).status_code == 400
    client.post(url, words | {"ground": "wording", "block_id": edition.steps.get(kind="lesson").blocks[0]["id"]})
    objection = Objection.objects.get()
    client.force_login(cast.author)
    client.post(reverse("review:reply_objection", args=[objection.reference]), {"words": "It is the law's."})
    page = client.post(
        reverse("review:call_vote", args=[objection.reference]),
        {"agency": cast.agency.pk, "why": "So it is."},
        follow=True,
    )
    assert "Cast this vote" in page.content.decode()
    decision = Decision.objects.get()
    ballot = {"agency": cast.agency.pk, "choice": "override", "reasons": "Yes."}
    client.post(reverse("review:cast_vote", args=[decision.reference]), ballot)
    assert Vote.objects.get().agency == cast.agency


def test_outsiders_do_nothing_about_it(cast, client, module):
    small = make_ruled_module([cast.agency, cast.second_agency], **ANSWER_FIRST)
    objection = object_to_block(cast, put_up_for_sign_off(actor=cast.author, module=small))
    decision = call_vote(actor=cast.author, agency=cast.agency, objection=objection, why="x")
    urls = [
        reverse(f"review:{name}", args=[objection.reference])
        for name in ("reply_objection", "withdraw_objection", "call_vote")
    ]
    urls.append(reverse("review:cast_vote", args=[decision.reference]))
    for person, status in ((cast.outside_author, 404), (cast.officer, 403), (None, 302)):
        client.logout()
        if person:
            client.force_login(person)
        assert [client.post(url, {}).status_code for url in urls] == [status] * 4
