"""Every page of a scenario leads to the form that reports a problem with its question."""

import html
import re

import pytest
from django.urls import reverse

from tests.curriculum.test_scenario import answer, at
from tests.factories.curriculum import HARMFUL, make_course, make_enrolment, steps_of, take_scenario


@pytest.fixture
def enrolment(cast):
    return make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency]))


@pytest.fixture
def mine(client, cast):
    client.force_login(cast.officer)
    return client


def reports(response) -> list[str]:
    links = re.findall(r'class="cg-report-link"><a class="usa-link" href="([^"]+)"', response.content.decode())
    return [html.unescape(link) for link in links]


def test_the_introduction_is_reported_by_block(mine, enrolment):
    step = steps_of(enrolment)[1]
    links = reports(mine.get(at(enrolment)))
    assert links
    assert all(f"?edition={step.edition_digest}&step={step.key}&block=" in link for link in links)
    assert mine.get(links[0]).status_code == 200


def test_question_feedback_and_result_are_reported_by_item(mine, enrolment):
    step = steps_of(enrolment)[1]
    base = f"{reverse('review:raise_flag')}?edition={step.edition_digest}&step={step.key}"
    mine.post(at(enrolment, "start"))
    assert reports(mine.get(at(enrolment))) == [f"{base}&item=sc-01"]
    assert reports(mine.get(answer(mine, enrolment, "a").url)) == [f"{base}&item=sc-01"]
    answer(mine, enrolment, "b")
    links = reports(mine.get(at(enrolment)))
    assert links == [f"{base}&item=sc-01", f"{base}&item=sc-02"]
    assert mine.get(links[1]).status_code == 200


def test_the_form_still_opens_when_nothing_was_right(mine, enrolment):
    take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    assert all(mine.get(link).status_code == 200 for link in reports(mine.get(at(enrolment))))
