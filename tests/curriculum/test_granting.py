"""Further attempts for one officer at one scenario: who may allow them, when, and what is kept."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.models import Attempt
from curriculum.errors import AttemptsNotUsedUp, GrantNeedsReason, GrantNumberRefused, StepNotInEnrolment
from curriculum.models import ExtraAttempts
from curriculum.queries.attempts import attempts_allowed
from curriculum.services.granting import grant_attempts
from records.models import LedgerEntry
from tests.factories.curriculum import BEST, HARMFUL, make_course, make_enrolment, steps_of, take_scenario


@pytest.fixture
def enrolment(cast):
    """Olive's, with the one attempt at its scenario used."""
    enrolment = make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency], attempts_limit=1))
    take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    return enrolment


@pytest.fixture
def key(enrolment):
    return steps_of(enrolment)[1].key


def grant(cast, enrolment, key, **changes):
    given = {"actor": cast.coordinator, "step_key": key, "number": 2, "reason": "Was called away.", **changes}
    return grant_attempts(enrolment=enrolment, **given)


def test_a_grant_raises_the_limit_of_that_scenario_alone_and_is_on_the_ledger(cast, enrolment, key):
    granted = grant(cast, enrolment, key, reason="  Was called away. ")
    assert granted.reason == "Was called away."
    assert granted.granted_by_reference == str(cast.coordinator.reference)
    assert attempts_allowed(enrolment, key) == 3
    assert attempts_allowed(enrolment, steps_of(enrolment)[0].key) == 1
    entry = LedgerEntry.objects.get(action="curriculum.attempts.granted")
    assert entry.data["number"] == 2
    assert "called away" not in str(entry.data)


def test_the_officer_sees_it_and_goes_on(client, cast, enrolment, key):
    client.force_login(cast.officer)
    page = reverse("curriculum:step", args=[enrolment.reference, 2])
    start = reverse("curriculum:start", args=[enrolment.reference, 2])
    client.post(start)
    assert Attempt.objects.count() == 1
    grant(cast, enrolment, key)
    html = " ".join(client.get(page).content.decode().split())
    assert "allowed you 2 further attempts" in html
    assert "Was called away." in html
    assert "2 attempts left" in html
    client.post(start)
    assert Attempt.objects.count() == 2


def test_sent_twice_it_is_allowed_once(cast, enrolment, key):
    grant(cast, enrolment, key)
    with pytest.raises(AttemptsNotUsedUp):
        grant(cast, enrolment, key)
    assert ExtraAttempts.objects.count() == 1


def test_used_up_again_more_can_be_allowed(cast, enrolment, key):
    for expected in (2, 3):
        grant(cast, enrolment, key, number=1)
        assert attempts_allowed(enrolment, key) == expected
        take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " \n"}, GrantNeedsReason),
        ({"number": 0}, GrantNumberRefused),
        ({"number": 11}, GrantNumberRefused),
        ({"number": -1}, GrantNumberRefused),
    ],
)
def test_bad_input_is_refused_and_nothing_is_kept(cast, enrolment, key, changes, refusal):
    with pytest.raises(refusal):
        grant(cast, enrolment, key, **changes)
    assert not ExtraAttempts.objects.exists()
    assert not LedgerEntry.objects.filter(action="curriculum.attempts.granted").exists()


def test_a_lesson_or_a_foreign_step_has_no_attempts(cast, enrolment):
    foreign = make_enrolment(user=cast.teammate, course=make_course(agencies=[cast.agency]))
    for key in (steps_of(enrolment)[0].key, steps_of(foreign)[1].key):
        with pytest.raises(StepNotInEnrolment):
            grant(cast, enrolment, key)


def test_an_open_attempt_or_a_pass_needs_no_more(cast):
    enrolment = make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency], attempts_limit=1))
    step = steps_of(enrolment)[1]
    take_scenario(enrolment, step, BEST[:1])
    with pytest.raises(AttemptsNotUsedUp):
        grant(cast, enrolment, step.key)
    take_scenario(enrolment, step, BEST)
    with pytest.raises(AttemptsNotUsedUp):
        grant(cast, enrolment, step.key)


def test_a_course_without_a_limit_needs_no_more(cast):
    enrolment = make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency], attempts_limit=None))
    step = steps_of(enrolment)[1]
    take_scenario(enrolment, step, HARMFUL)
    assert attempts_allowed(enrolment, step.key) is None
    with pytest.raises(AttemptsNotUsedUp):
        grant(cast, enrolment, step.key)


@pytest.mark.parametrize("name", ["officer", "outside_coordinator", "auditor", "author", "administrator"])
def test_only_the_departments_coordinators_allow_them(cast, enrolment, key, name):
    with pytest.raises(PermissionDenied):
        grant(cast, enrolment, key, actor=getattr(cast, name))
    assert not ExtraAttempts.objects.exists()


def test_what_was_allowed_is_never_changed(cast, enrolment, key):
    granted = grant(cast, enrolment, key)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ExtraAttempts.objects.filter(pk=granted.pk).update(number=9)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        granted.delete()
