"""Reminding who is overdue."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from curriculum.models import Assignment, Reminder
from curriculum.services.reminding import remind_overdue
from records.models import LedgerEntry
from tests.factories.curriculum import make_assignment, make_course
from tests.factories.people import OfficerFactory

TODAY = date(2027, 3, 1)


@pytest.fixture
def overdue(cast):
    """The officer is overdue in two courses, the teammate in one, and so is an officer who left."""
    OfficerFactory(department=cast.department, unit=cast.unit)
    first = make_assignment(user=cast.officer, course=make_course(title="Résumé & rights"))
    second = make_assignment(user=cast.officer, course=make_course(title="Second course"))
    Assignment.objects.update(due_on=TODAY)
    Assignment.objects.filter(officer__user__in=[cast.officer]).update(due_on=date(2027, 2, 28))
    Assignment.objects.filter(officer__user=cast.teammate, requirement=first.requirement).update(due_on="2027-01-31")
    left = OfficerFactory(department=cast.department, active=False)
    Assignment.objects.create(requirement=first.requirement, officer=left, due_on=date(2027, 1, 1))
    return first, second


def test_one_short_message_each_with_one_link(cast, overdue):
    result = remind_overdue(actor=cast.coordinator, department=cast.department, today=TODAY)
    assert (result.sent, result.already_reminded, result.failed) == (2, 0, 0)
    message = next(m for m in mail.outbox if m.to == [cast.officer.email])
    assert message.subject == "Training overdue: 2 courses"
    assert "Résumé & rights, due February 28, 2027" in message.body
    assert message.body.count("http") == 1
    assert "/training/" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert html.count("href=") == 1
    assert "Résumé &amp; rights" in html


def test_nobody_is_reminded_twice_on_a_day(cast, overdue):
    remind_overdue(actor=cast.coordinator, department=cast.department, today=TODAY)
    again = remind_overdue(actor="tick", department=cast.department, today=TODAY)
    assert (again.sent, again.already_reminded) == (0, 2)
    assert len(mail.outbox) == 2
    tomorrow = remind_overdue(actor="tick", department=cast.department, today=date(2027, 3, 2))
    assert tomorrow.sent == 3  # the third became overdue overnight
    assert LedgerEntry.objects.filter(action="curriculum.overdue.reminded").count() == 2


def test_it_can_be_narrowed_to_some(cast, overdue):
    some = Assignment.objects.filter(officer__user=cast.teammate)
    assert remind_overdue(actor="tick", department=cast.department, assignments=some, today=TODAY).sent == 1
    assert [m.to for m in mail.outbox] == [[cast.teammate.email]]


def test_only_its_coordinators_remind(cast, overdue):
    for other in (cast.outside_coordinator, cast.auditor, cast.officer):
        with pytest.raises(PermissionDenied):
            remind_overdue(actor=other, department=cast.department, today=TODAY)
    assert not mail.outbox
    assert not Reminder.objects.exists()


def test_a_refused_message_is_counted_and_may_be_sent_again(cast, overdue, settings):
    settings.EMAIL_BACKEND = "tests.curriculum.refusing_mail.RefusingBackend"
    result = remind_overdue(actor="tick", department=cast.department, today=TODAY)
    assert (result.sent, result.failed) == (0, 2)
    assert not Reminder.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind_overdue(actor="tick", department=cast.department, today=TODAY).sent == 2


def test_the_number_of_queries_does_not_grow(cast, overdue, django_assert_num_queries):
    with django_assert_num_queries(9):
        remind_overdue(actor="tick", department=cast.department, today=TODAY)
    for _ in range(5):
        officer = OfficerFactory(department=cast.department, unit=cast.unit)
        Assignment.objects.create(requirement=overdue[0].requirement, officer=officer, due_on=date(2027, 1, 1))
    with django_assert_num_queries(9):
        assert remind_overdue(actor="tick", department=cast.department, today=TODAY).sent == 5
