"""Putting up, signing, publishing by quorum, sending back."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from modules.enums import EditionState
from modules.models import Edition
from modules.services.freezing import FreezeRefused
from records.models import LedgerEntry
from review.models import SignOff
from review.services.signing import StaleCandidate, put_up_for_sign_off, sign
from tests.factories.modules import make_candidate, make_current_edition, make_module


@pytest.fixture
def edition(cast):
    return make_candidate([cast.agency, cast.second_agency], approvals_needed=2)


def state_of(edition):
    return Edition.objects.get(pk=edition.pk).state


def test_put_up_freezes_the_drafts_and_tells_both_agencies(cast, django_capture_on_commit_callbacks):
    module = make_module([cast.agency, cast.second_agency])
    with django_capture_on_commit_callbacks(execute=True):
        edition = put_up_for_sign_off(actor=cast.author, module=module)
    assert edition.state == EditionState.CANDIDATE
    assert {message.to[0] for message in mail.outbox} == {
        cast.author.email, cast.reviewer.email, cast.second_author.email, cast.second_reviewer.email,
    }  # fmt: skip
    assert all(message.body.count("http") == 1 for message in mail.outbox)
    assert LedgerEntry.objects.filter(action="review.candidate.put_up").count() == 1


@pytest.mark.parametrize("name", ["outside_author", "reviewer", "officer", "coordinator", "administrator"])
def test_put_up_is_for_authors_of_the_module_only(cast, name):
    module = make_module([cast.agency])
    with pytest.raises(PermissionDenied):
        put_up_for_sign_off(actor=getattr(cast, name), module=module)
    assert not Edition.objects.exists()


def test_put_up_of_a_faulty_module_lists_what_is_wrong(cast):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    with pytest.raises(FreezeRefused) as refused:
        put_up_for_sign_off(actor=cast.author, module=module)
    assert refused.value.problems
    assert not LedgerEntry.objects.filter(action="review.candidate.put_up").exists()


def test_put_up_sent_twice_is_one_candidate(cast):
    module = make_module([cast.agency])
    first = put_up_for_sign_off(actor=cast.author, module=module, after=0)
    assert put_up_for_sign_off(actor=cast.author, module=module, after=0) == first
    assert Edition.objects.count() == 1


def test_the_quorum_publishes_in_the_same_step(cast, edition):
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    assert state_of(edition) == EditionState.CANDIDATE
    sign(actor=cast.second_reviewer, agency=cast.second_agency, edition=edition, answer="approve")
    assert state_of(edition) == EditionState.CURRENT
    names = set(edition.signatures.values_list("agency_name", flat=True))
    assert names == {cast.agency.name, cast.second_agency.name}
    assert LedgerEntry.objects.filter(action="review.signoff.approve").count() == 2


def test_an_abstention_is_no_approval(cast, edition):
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    sign(actor=cast.second_author, agency=cast.second_agency, edition=edition, answer="abstain")
    assert state_of(edition) == EditionState.CANDIDATE


def test_an_objection_sends_it_back_and_its_reasons_stay_out_of_the_ledger(cast, edition):
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="object", reasons="Line three is wrong.")
    assert state_of(edition) == EditionState.SENT_BACK
    assert not any("Line three" in str(entry.data) for entry in LedgerEntry.objects.all())


def test_an_objection_needs_reasons(cast, edition):
    with pytest.raises(ValidationError):
        sign(actor=cast.author, agency=cast.agency, edition=edition, answer="object", reasons="  ")
    assert not SignOff.objects.exists()


def test_an_agency_may_change_its_mind_while_it_is_a_candidate(cast, edition):
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="abstain")
    sign(actor=cast.reviewer, agency=cast.agency, edition=edition, answer="approve")
    assert list(SignOff.objects.values_list("answer", flat=True)) == ["abstain", "approve"]
    sign(actor=cast.second_author, agency=cast.second_agency, edition=edition, answer="approve")
    assert state_of(edition) == EditionState.CURRENT


def test_the_same_answer_sent_twice_is_one_row_even_when_it_published(cast, edition):
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    first = sign(actor=cast.second_author, agency=cast.second_agency, edition=edition, answer="approve")
    again = sign(actor=cast.second_author, agency=cast.second_agency, edition=edition, answer="approve")
    assert again == first
    assert SignOff.objects.count() == 2
    assert LedgerEntry.objects.filter(action="modules.edition.published").count() == 1


@pytest.mark.parametrize("name", ["outside_author", "officer", "coordinator", "administrator", "second_author"])
def test_only_members_of_the_agency_sign_for_it(cast, edition, name):
    with pytest.raises(PermissionDenied):
        sign(actor=getattr(cast, name), agency=cast.agency, edition=edition, answer="approve")


def test_an_agency_that_is_no_co_author_cannot_sign(cast, edition):
    with pytest.raises(PermissionDenied):
        sign(actor=cast.outside_author, agency=cast.outside_agency, edition=edition, answer="approve")


def test_a_decided_edition_takes_no_more_answers(cast):
    edition = make_current_edition([cast.agency])
    with pytest.raises(StaleCandidate):
        sign(actor=cast.author, agency=cast.agency, edition=edition, answer="object", reasons="Too late.")
    assert state_of(edition) == EditionState.CURRENT


def test_another_digest_is_refused(cast, edition):
    with pytest.raises(StaleCandidate):
        sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve", digest="0" * 64)
    assert not SignOff.objects.exists()


def test_sign_offs_cannot_be_changed_or_deleted(cast, edition):
    row = sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        SignOff.objects.filter(pk=row.pk).update(answer="object", reasons="x")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        SignOff.objects.filter(pk=row.pk).delete()
