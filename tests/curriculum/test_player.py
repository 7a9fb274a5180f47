"""The player: lessons, the outline, resuming, and who may see what."""

import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from curriculum.models import StepProgress
from modules.services.publishing import withdraw_edition
from records.models import Completion
from tests.factories.curriculum import finish, make_course, make_enrolment, steps_of, take_scenario


@pytest.fixture
def enrolment(cast):
    return make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency], modules=2))


@pytest.fixture
def mine(client, cast):
    client.force_login(cast.officer)
    return client


def at(enrolment, number, name="step"):
    return reverse(f"curriculum:{name}", args=[enrolment.reference, number])


def text(response):
    return " ".join(response.content.decode().split())


def test_a_lesson_shows_its_blocks_its_place_and_how_to_report(mine, enrolment):
    response = mine.get(at(enrolment, 1))
    page = text(response)
    step = steps_of(enrolment)[0]
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert "A person who reports is covered" in page
    assert 'aria-current="page"' in page
    assert "0 of 4 steps done" in page
    assert f"{reverse('review:raise_flag')}?edition={step.edition_digest}&amp;step={step.key}&amp;block=" in page
    assert StepProgress.objects.get().opened_at


def test_continue_completes_and_goes_on(mine, enrolment):
    assert mine.post(at(enrolment, 1, "complete")).url == at(enrolment, 2)
    assert mine.post(at(enrolment, 1, "complete")).url == at(enrolment, 2)
    assert StepProgress.objects.filter(completed_at__isnull=False).count() == 1
    resume = reverse("curriculum:resume", args=[enrolment.reference])
    assert mine.get(resume).url == at(enrolment, 2)
    assert "You have read this step." in text(mine.get(at(enrolment, 1)))


def test_a_scenario_is_not_continued_without_passing(mine, enrolment):
    response = mine.post(at(enrolment, 2, "complete"), follow=True)
    assert "finished and passed" in text(response)
    assert not StepProgress.objects.filter(completed_at__isnull=False).exists()


def test_the_last_step_leads_to_the_certificate(mine, enrolment):
    for step in steps_of(enrolment):
        if step.is_scenario:
            take_scenario(enrolment, step)
        response = mine.post(at(enrolment, step.number, "complete"))
    assert response.url == reverse("curriculum:resume", args=[enrolment.reference])
    page = text(mine.get(response.url))
    assert "You finished" in page
    assert reverse("curriculum:my_records") in page
    assert Completion.objects.count() == 1


def test_a_finished_course_can_be_read_again(mine, enrolment):
    finish(enrolment)
    assert mine.get(at(enrolment, 1)).status_code == 200
    assert mine.post(at(enrolment, 1, "complete")).status_code == 302
    assert Completion.objects.count() == 1


def test_a_withdrawn_step_is_not_shown(mine, enrolment):
    withdraw_edition(actor="test", edition=enrolment.pins.get(position=1).edition, reason="It misquoted the policy.")
    page = text(mine.get(at(enrolment, 1)))
    assert "A person who reports is covered" not in page
    assert "It misquoted the policy." in page
    assert mine.get(at(enrolment, 3)).status_code == 200


@pytest.mark.parametrize("number", [0, 5, 99])
def test_a_step_that_does_not_exist(mine, enrolment, number):
    assert mine.get(f"{reverse('curriculum:resume', args=[enrolment.reference])}{number}/").status_code == 404


def test_an_unknown_enrolment_is_not_found(mine):
    assert mine.get(reverse("curriculum:resume", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("name", "method"),
    [("resume", "get"), ("step", "get"), ("complete", "post"), ("start", "post"), ("answer", "post")],
)
def test_nobody_else_gets_in(client, cast, enrolment, name, method):
    number = [] if name == "resume" else [2]
    address = reverse(f"curriculum:{name}", args=[enrolment.reference, *number])
    for who, user in cast.everyone().items():
        if user == cast.officer:
            continue
        client.logout()
        if user:
            client.force_login(user)
        expected = 302 if user is None else 404 if hasattr(user, "officer") else 403
        assert getattr(client, method)(address).status_code == expected, who
    assert not StepProgress.objects.exists()
    client.force_login(cast.officer)
    other = "post" if method == "get" else "get"
    assert getattr(client, other)(address).status_code == 405


@pytest.mark.parametrize("modules", [1, 3])
def test_the_number_of_queries_of_a_lesson(mine, cast, modules, django_assert_num_queries):
    enrolment = make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency], modules=modules))
    cache.clear()
    with django_assert_num_queries(7):  # the first time: also the steps, the content, and that it was opened
        mine.get(at(enrolment, 1))
    with django_assert_num_queries(3):  # session, officer, enrolment with its editions and progress
        mine.get(at(enrolment, 1))


def test_the_outline_never_reads_the_content(mine, enrolment, django_assert_num_queries):
    mine.get(at(enrolment, 1))
    with django_assert_num_queries(3) as seen:
        mine.get(at(enrolment, 1))
    assert not any('"content"' in query["sql"] for query in seen.captured_queries)
