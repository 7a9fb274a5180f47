"""Answers that arrive at the same moment: one is kept, and everyone is told the same. Needs real row locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from assessments import errors
from assessments.models import Answer, Attempt, Quiz
from assessments.services.attempts import finish_attempt, save_answer, start_attempt
from people.models import User
from records.models import LedgerEntry
from tests.factories.assessments import make_quiz, single_item
from tests.factories.people import UserFactory

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def at_once(*calls: Callable[[], object]) -> list[object]:
    gate = Barrier(len(calls))

    def one(call: Callable[[], object]) -> object:
        try:
            gate.wait(10)
            return call()
        except errors.AssessmentError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def begun() -> tuple[User, Quiz, Attempt]:
    user, quiz = UserFactory(), make_quiz(single_item())
    return user, quiz, start_attempt(actor=user, quiz=quiz, subject="x")


def answering(user: User, attempt: Attempt, choice: str, token: str) -> Callable[[], object]:
    return lambda: save_answer(
        actor=user, attempt=attempt, item_key="sc-03", scene_key="", choices=[choice], token=token
    )


def test_double_click_keeps_one_answer():
    user, _, attempt = begun()
    told = at_once(*[answering(user, attempt, "a", "t")] * 4)
    assert sorted(outcome.repeated for outcome in told) == [False, True, True, True]
    assert Answer.objects.count() == 1


def test_of_two_different_answers_the_first_stands():
    user, _, attempt = begun()
    told = at_once(answering(user, attempt, "a", "t1"), answering(user, attempt, "b", "t2"))
    assert sum(isinstance(outcome, errors.AlreadyAnswered) for outcome in told) == 1
    assert Answer.objects.count() == 1


def test_two_starts_begin_one_attempt():
    user, quiz = UserFactory(), make_quiz(single_item())
    started = at_once(*[lambda: start_attempt(actor=user, quiz=quiz, subject="x")] * 4)
    assert len({attempt.pk for attempt in started}) == 1


def test_two_finishes_write_the_ledger_once():
    user, _, attempt = begun()
    answering(user, attempt, "b", "t")()
    finished = at_once(*[lambda: finish_attempt(actor=user, attempt=attempt)] * 3)
    assert {result.score_percent for result in finished} == {100}
    assert LedgerEntry.objects.filter(action="assessments.attempt.finished").count() == 1
