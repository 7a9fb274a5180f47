"""My training, and beginning from it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from config.templatetags.frame import TOKEN as HEADER_TOKEN
from curriculum.clock import today
from curriculum.models import Assignment, Enrolment
from curriculum.queries.my_training import read_my_training
from curriculum.services.stepping import complete_step
from curriculum.turn_html import ADDRESS
from curriculum.turn_html import TOKEN as CARD_TOKEN
from modules.services.publishing import withdraw_edition
from tests.factories.curriculum import finish, make_assignment, make_course, make_enrolment, steps_of
from tests.factories.modules import make_current_edition, make_module

PAGE = reverse("curriculum:my_training")


def sign_in(client, user):
    client.force_login(user)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def test_what_is_due_stands_in_order_with_what_is_overdue_first(client, cast):
    courses = [make_course(title=title, hours="1.50") for title in ("Later", "Sooner", "Missed")]
    for course, days in zip(courses, (20, 5, -3), strict=True):
        Assignment.objects.filter(pk=make_assignment(user=cast.officer, course=course).pk).update(
            due_on=today() + timedelta(days=days)
        )
    page = text(sign_in(client, cast.officer).get(PAGE))
    assert page.index("<h2>Missed") < page.index("<h2>Sooner") < page.index("<h2>Later")
    assert page.count("Overdue") == 1
    assert "About 1 hour 30 minutes left." in page
    assert "3 courses to finish, about 4 hours 30 minutes in all" in page
    assert page.count("<h1") == 1


def test_what_is_begun_shows_the_minutes_of_what_is_left(client, cast):
    enrolment = make_enrolment(user=cast.officer)
    complete_step(actor=cast.officer, enrolment=enrolment, step=steps_of(enrolment)[0].as_edition_step())
    page = text(sign_in(client, cast.officer).get(PAGE))
    assert "About 10 minutes left." in page
    assert reverse("curriculum:resume", args=[enrolment.reference]) in page
    assert ">Continue<" in page


def test_minutes_are_counted_within_each_run(client, cast):
    """Two courses with the same edition: what is done in one is not done in the other, nor counted twice."""
    edition = make_current_edition([cast.agency])
    first, second = (make_enrolment(user=cast.officer, course=make_course(editions=[edition])) for _ in range(2))
    make_enrolment(user=cast.teammate, course=make_course(editions=[edition]))
    whole = sum(step.minutes for step in steps_of(first))
    complete_step(actor=cast.officer, enrolment=second, step=steps_of(second)[0].as_edition_step())
    left = {turn.enrolment: turn.minutes_left for turn in read_my_training(cast.officer.officer).due if turn.enrolment}
    assert left == {first.reference: whole, second.reference: whole - steps_of(second)[0].minutes}


def test_cards_that_look_the_same_lead_each_to_its_own(client, cast):
    course = make_course(title="Same & same")
    assignments = [make_assignment(user=user, course=course) for user in (cast.officer, cast.teammate)]
    own, others = (f'action="{reverse("curriculum:begin", args=[one.reference])}"' for one in assignments)
    page = sign_in(client, cast.officer).get(PAGE).content.decode()
    assert own in page
    assert others not in page
    assert "Same &amp; same" in page
    page = sign_in(client, cast.teammate).get(PAGE).content.decode()
    assert others in page
    assert own not in page
    assert ADDRESS not in page
    assert CARD_TOKEN not in page
    assert HEADER_TOKEN not in page


def test_nothing_due_says_so(client, cast):
    assert "Nothing is due." in text(sign_in(client, cast.officer).get(PAGE))


def test_finished_courses_stand_below(client, cast):
    finish(make_enrolment(user=cast.officer, course=make_course(title="Done course", validity_months=12)))
    page = text(sign_in(client, cast.officer).get(PAGE))
    assert "Nothing is due." in page
    assert page.index("<h2>Finished") < page.index("Done course")
    assert "counts until" in page


def test_a_withdrawn_edition_is_told(client, cast):
    enrolment = make_enrolment(user=cast.officer)
    withdraw_edition(actor="test", edition=enrolment.pins.get().edition, reason="It misquoted the policy.")
    page = text(sign_in(client, cast.officer).get(PAGE))
    assert "was withdrawn while you were taking it" in page
    assert "It misquoted the policy." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        make_enrolment(user=cast.officer)
    sign_in(client, cast.officer)
    with django_assert_num_queries(3):  # session, officer, assignments
        client.get(PAGE)


@pytest.mark.parametrize("name", ["my_training", "my_records", "transcript"])
def test_only_officers(client, cast, name):
    for who, user in cast.everyone().items():
        client.logout()
        if user:
            client.force_login(user)
        response = client.get(reverse(f"curriculum:{name}"))
        expected = 302 if user is None else 200 if hasattr(user, "officer") else 403
        assert response.status_code == expected, who


def test_begin_leads_to_the_first_step_and_twice_to_the_same(client, cast):
    assignment = make_assignment(user=cast.officer)
    address = reverse("curriculum:begin", args=[assignment.reference])
    sign_in(client, cast.officer)
    first = client.post(address)
    second = client.post(address)
    assert first.url == second.url == reverse("curriculum:resume", args=[assignment.enrolment.reference])
    assert Enrolment.objects.count() == 1
    landed = client.get(first.url)
    assert landed.url == reverse("curriculum:step", args=[assignment.enrolment.reference, 1])


def test_begin_is_refused_to_others(client, cast):
    assignment = make_assignment(user=cast.officer)
    address = reverse("curriculum:begin", args=[assignment.reference])
    for user, status in ((cast.teammate, 404), (cast.outside_officer, 404), (cast.coordinator, 403), (None, 302)):
        client.logout()
        if user:
            client.force_login(user)
        assert client.post(address).status_code == status
    assert client.get(address).status_code == 405
    assert not Enrolment.objects.exists()


def test_begin_without_a_signed_edition_says_why(client, cast):
    course = make_course(agencies=[cast.agency])
    course.course_modules.create(module=make_module([cast.agency], title="Unsigned"), position=9)
    assignment = make_assignment(user=cast.officer, course=course)
    response = sign_in(client, cast.officer).post(reverse("curriculum:begin", args=[assignment.reference]), follow=True)
    assert "no signed edition yet" in text(response)
