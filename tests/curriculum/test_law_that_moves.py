"""What an officer sees when law moves under a lesson or a question, and what it does to their result."""

import pytest
from django.core import mail
from django.urls import reverse

from assessments.models import Attempt
from curriculum.queries.outline import read_outline
from modules.models import AuthorityChange
from modules.passages import Passage
from modules.services.answering_changes import answer_still_right
from modules.services.verifying import NewStatus, change_status
from records.models import Completion
from tests.curriculum.test_scenario import answer, at, publish, text
from tests.factories.curriculum import HARMFUL, make_course, make_enrolment, make_requirement, steps_of, take_scenario
from tests.factories.modules import (
    ProvisionFactory,
    add_lesson,
    add_scenario,
    branching_item,
    lesson_blocks,
    make_current_edition,
    make_module,
    next_edition,
    single_item,
)

pytestmark = pytest.mark.django_db
HEADING = "The rule this rests on has changed."


@pytest.fixture
def rules(db):
    return ProvisionFactory(), ProvisionFactory()


@pytest.fixture
def enrolment(cast, rules):
    """A lesson on the first rule, and a scenario with one question on each."""
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_lesson(module, lesson_blocks(rules[0]))
    add_scenario(module, [branching_item(rules[0]), single_item(rules[1])])
    return make_enrolment(user=cast.officer, course=make_course(editions=[publish(module)], pass_mark=90))


@pytest.fixture
def mine(client, cast):
    client.force_login(cast.officer)
    return client


def repeal(rule):
    change_status(actor="test", authority=rule.authority, status=NewStatus("repealed"), note="Read in the code.")


def test_a_lesson_says_what_changed_at_the_block(mine, enrolment, rules):
    before = text(mine.get(at(enrolment, number=1)))
    assert HEADING not in before
    repeal(rules[0])
    page = text(mine.get(at(enrolment, number=1)))
    assert page.count(HEADING) == 2
    assert rules[0].authority.short_title in page
    assert page.index('class="cg-block"') < page.index(HEADING)
    assert reverse("modules:authority", args=[rules[0].authority.key]) in page
    AuthorityChange.objects.update(closed_at="2026-01-01T00:00Z")
    assert HEADING not in text(mine.get(at(enrolment, number=1)))


def test_the_notices_cost_one_query_and_one_more_where_something_is_stale(
    mine, enrolment, rules, django_assert_num_queries
):
    repeal(rules[1])
    for number in (1, 2):
        mine.get(at(enrolment, number=number))
    with django_assert_num_queries(4):
        mine.get(at(enrolment, number=1))
    repeal(rules[0])
    with django_assert_num_queries(5):
        mine.get(at(enrolment, number=1))


def test_a_question_says_that_it_does_not_count_and_the_result_leaves_it_out(mine, enrolment, rules):
    repeal(rules[1])
    mine.post(at(enrolment, "start"))
    assert "does not count" not in text(mine.get(at(enrolment)))
    answer(mine, enrolment, "a")
    page = text(mine.get(at(enrolment)))
    assert "This question does not count towards your score." in page
    assert rules[1].authority.short_title in page
    told = answer(mine, enrolment, "a")  # wrong
    assert "This question does not count" in text(mine.get(told.url))
    page = text(mine.get(at(enrolment)))
    assert "100 per cent" in page
    assert "You passed." in page
    assert "This question did not count." in page
    assert "What you missed" not in page
    attempt = Attempt.objects.get()
    assert attempt.passed
    assert attempt.not_counted[0]["item"] == "sc-02"
    assert attempt.not_counted[0]["because"][0]["authority_key"] == rules[1].authority.key
    AuthorityChange.objects.update(closed_at="2026-01-01T00:00Z")
    assert "This question did not count." in text(mine.get(at(enrolment)))


def test_it_counts_again_once_an_agency_answered(cast, mine, enrolment, rules):
    repeal(rules[1])
    step = steps_of(enrolment)[1]
    mine.post(at(enrolment, "start"))
    answer(mine, enrolment, "a")
    answer_still_right(
        actor=cast.author,
        change=AuthorityChange.objects.get(),
        passages=[Passage(step.pk, "sc-02")],
        agency=cast.agency,
        reasons="The question rests on more than this rule.",
    )
    assert "does not count" not in text(mine.get(at(enrolment)))
    answer(mine, enrolment, "a")
    attempt = Attempt.objects.get()
    assert (attempt.score_percent, attempt.passed, attempt.not_counted) == (50, False, [])


def test_a_scenario_in_which_nothing_counts_is_passed_by_answering_it(mine, enrolment, rules):
    for rule in rules:
        repeal(rule)
    take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    page = text(mine.get(at(enrolment)))
    assert "Not scored" in page
    assert "No question counted" in page
    assert "You passed." in page
    mine.post(at(enrolment, "complete"))
    mine.post(at(enrolment, "complete", 1))
    enrolment.refresh_from_db()
    assert read_outline(enrolment).complete
    snapshot = Completion.objects.get().snapshot
    assert (snapshot["score_percent"], snapshot["pass_mark"]) == (None, None)
    assert "not scored" in text(mine.get(reverse("curriculum:my_records")))


def test_an_unscored_scenario_does_not_lower_the_score_of_a_course(cast, mine, rules):
    editions = [make_current_edition([cast.agency], title=f"M{n}", provision=rule) for n, rule in enumerate(rules)]
    enrolment = make_enrolment(user=cast.officer, course=make_course(editions=editions))
    repeal(rules[0])
    for number, step in enumerate(steps_of(enrolment), start=1):
        if step.is_scenario:
            take_scenario(enrolment, step)
        mine.post(at(enrolment, "complete", number))
    assert Completion.objects.get().snapshot["score_percent"] == 100


def test_coordinators_whose_courses_use_it_are_told_once(cast, enrolment, rules, django_capture_on_commit_callbacks):
    make_requirement(department=cast.other_department)
    with django_capture_on_commit_callbacks(execute=True):
        repeal(rules[0])
    letters = {message.to[0]: message.body for message in mail.outbox}
    assert set(letters) == {cast.author.email, cast.coordinator.email}
    assert enrolment.course.title in letters[cast.coordinator.email]
    assert "/steps/" in letters[cast.coordinator.email]
    assert "Drafts of" not in letters[cast.coordinator.email]


def test_coordinators_hear_of_a_superseded_edition_while_their_officers_are_in_it(
    cast, enrolment, rules, django_capture_on_commit_callbacks
):
    old = enrolment.editions.get()
    new = next_edition(old)
    with django_capture_on_commit_callbacks(execute=True):
        repeal(rules[0])
    letter = next(message.body for message in mail.outbox if message.to == [cast.coordinator.email])
    assert f"edition {old.number}" in letter
    assert f"edition {new.number}" in letter
    assert all(f"edition {old.number}" not in sent.body for sent in mail.outbox if sent.to == [cast.author.email])


def test_the_public_reads_the_same_notices(client, enrolment, rules):
    repeal(rules[0])
    edition = enrolment.editions.get()
    for step in edition.steps.all():
        page = text(client.get(reverse("modules:edition_step", args=[edition.digest, step.slug])))
        assert HEADING in page
        assert rules[0].authority.short_title in page
    page = text(client.get(reverse("modules:authority", args=[rules[0].authority.key])))
    assert "Repealed" in page
    assert "Next check due" in page
