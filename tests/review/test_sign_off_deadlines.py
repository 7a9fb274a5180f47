"""What silence means at the deadline, and the letter before it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from modules.enums import EditionState
from modules.models import Edition
from records.models import LedgerEntry
from review.models import SignOff
from review.services.deadlines import keep_deadlines
from review.services.signing import put_up_for_sign_off, sign
from tests.factories.signing import make_ruled_module, object_to_block


def put_up(cast, silence, **terms):
    agencies = [cast.agency, cast.second_agency, cast.outside_agency]
    module = make_ruled_module(agencies, deadline_days=7, silence=silence, **terms)
    edition = put_up_for_sign_off(actor=cast.author, module=module)
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    return edition


def at_deadline():
    return keep_deadlines(now=timezone.now() + timedelta(days=7, minutes=1))


def state_of(edition):
    return Edition.objects.get(pk=edition.pk).state


@pytest.mark.parametrize(
    ("silence", "state", "answers"),
    [
        ("nothing", EditionState.CANDIDATE, []),
        ("lapse", EditionState.SENT_BACK, []),
        ("abstention", EditionState.CANDIDATE, ["abstain", "abstain"]),
        ("approval", EditionState.CURRENT, ["approve"]),
    ],
)
def test_silence_means_what_the_agencies_agreed(cast, silence, state, answers):
    edition = put_up(cast, silence)
    assert keep_deadlines() == 0
    at_deadline()
    at_deadline()
    assert state_of(edition) == state
    assert list(SignOff.objects.filter(how="silence").values_list("answer", flat=True)) == answers


def test_silence_as_approval_is_named_as_silence_in_the_edition(cast, client):
    edition = put_up(cast, "approval")
    at_deadline()
    assert set(edition.signatures.values_list("how", flat=True)) == {"account", "silence"}
    assert "by silence" in client.get(edition.get_absolute_url()).content.decode()


def test_abstention_by_silence_ends_the_waiting_for_everyone(cast):
    edition = put_up(cast, "abstention", approvals=1, hear_everyone=True)
    assert state_of(edition) == EditionState.CANDIDATE
    assert at_deadline() == 1
    assert state_of(edition) == EditionState.CURRENT


def test_silence_answers_no_objection(cast):
    edition = put_up(cast, "approval", objections="answer_first")
    objection = object_to_block(cast, edition)
    at_deadline()
    objection.refresh_from_db()
    assert (state_of(edition), objection.state) == (EditionState.CANDIDATE, "standing")


def test_a_lapse_is_in_the_ledger(cast):
    put_up(cast, "lapse")
    at_deadline()
    assert LedgerEntry.objects.filter(action="review.candidate.lapsed").count() == 1


def test_who_has_not_answered_is_reminded_once(cast, django_capture_on_commit_callbacks):
    put_up(cast, "approval")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            keep_deadlines(now=timezone.now() + timedelta(days=5))
    assert {message.to[0] for message in mail.outbox} == {
        cast.second_author.email, cast.second_reviewer.email, cast.outside_author.email,
    }  # fmt: skip
    assert "silence counts as an approval" in mail.outbox[0].body
