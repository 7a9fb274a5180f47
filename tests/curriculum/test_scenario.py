"""Taking a scenario in the player: consequences first, the rule quoted, and nothing counted twice."""

import re
import uuid

import pytest
from django.urls import reverse

from assessments.models import Answer, Attempt
from assessments.services.attempts import start_attempt
from curriculum.models import Enrolment
from curriculum.queries.outline import read_outline
from curriculum.services.stepping import complete_step
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition
from records.models import Certificate, LedgerEntry
from tests.factories.assessments import make_quiz
from tests.factories.curriculum import HARMFUL, make_course, make_enrolment, steps_of, take_scenario
from tests.factories.modules import add_scenario, block, branching_item, items, make_module


@pytest.fixture
def enrolment(cast):
    return make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency]))


@pytest.fixture
def mine(client, cast):
    client.force_login(cast.officer)
    return client


def at(enrolment, name="step", number=2):
    return reverse(f"curriculum:{name}", args=[enrolment.reference, number])


def text(response):
    return " ".join(response.content.decode().split())


def fields(response):
    """The hidden fields of the question on the page."""
    page = response.content.decode()
    return dict(re.findall(r'name="(attempt|item|scene|token)" value="([^"]*)"', page))


def answer(client, enrolment, *choices, **changes):
    given = {**fields(client.get(at(enrolment))), "choice": list(choices), **changes}
    return client.post(at(enrolment, "answer"), given)


def test_the_start_says_how_many_attempts_and_starts_one(mine, enrolment):
    page = text(mine.get(at(enrolment)))
    assert "You have 3 attempts." in page
    assert "Short cases. Take your time." in page
    assert mine.post(at(enrolment, "start")).url == at(enrolment)
    mine.post(at(enrolment, "start"))
    assert Attempt.objects.count() == 1
    page = text(mine.get(at(enrolment)))
    assert "A woman reports a robbery." in page
    assert page.count('type="radio"') == 2
    assert page.count("<fieldset") == page.count("<legend") == 1
    assert "question 1 of 2" in page


def test_consequence_comes_before_the_judgement_and_the_rule(mine, enrolment):
    mine.post(at(enrolment, "start"))
    told = answer(mine, enrolment, "a")
    assert told.status_code == 302
    page = text(mine.get(told.url))
    order = [
        "You chose:",
        "She stays and talks.",
        "The rule says so.",
        "<h3>The rule</h3>",
        "State law",
        "Last verified",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "The wrong belief behind this:" in page
    assert page.count("<h1") == 1
    assert "Condoms in the bag" in text(mine.get(at(enrolment)))


def test_a_harmful_end_is_told_kindly_and_the_story_resumes_at_its_scene(mine, enrolment):
    mine.post(at(enrolment, "start"))
    answer(mine, enrolment, "b")
    resumed = text(mine.get(reverse("curriculum:resume", args=[enrolment.reference]), follow=True))
    assert "Who is covered" in resumed  # the lesson is still first
    page = text(mine.get(at(enrolment)))
    assert "She wants to leave." in page
    assert "The story so far" in page
    end = text(mine.get(answer(mine, enrolment, "b").url))
    assert "This path ends here." in end
    assert "it harmed nobody" in end


def test_failing_shows_what_to_read_again_and_trying_again_passes(mine, enrolment):
    lesson = steps_of(enrolment)[0]
    take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    page = text(mine.get(at(enrolment)))
    assert "0 per cent" in page
    assert "To pass: 80 per cent." in page
    assert "2 attempts left" in page
    again = re.search(rf'href="({reverse("curriculum:resume", args=[enrolment.reference])}1/#b-[^"]+)"', page)
    assert again
    assert f">{lesson.title}</a>" in page
    assert not read_outline(enrolment).steps[1].done
    mine.post(at(enrolment, "start"))
    for choice in ("a", "b"):
        told = answer(mine, enrolment, choice)
    assert "Next: your result" in text(mine.get(told.url))
    page = text(mine.get(at(enrolment)))
    assert "100 per cent" in page
    assert "You passed." in page
    assert read_outline(enrolment).steps[1].done


def test_passing_the_last_step_finishes_the_course(mine, cast, enrolment):
    complete_step(actor=cast.officer, enrolment=enrolment, step=steps_of(enrolment)[0].as_edition_step())
    mine.post(at(enrolment, "start"))
    answer(mine, enrolment, "a")
    answer(mine, enrolment, "b")
    assert Enrolment.objects.get(pk=enrolment.pk).completed_at
    assert Certificate.objects.for_person(cast.officer.reference).count() == 1
    assert LedgerEntry.objects.filter(action="assessments.attempt.finished").count() == 1


def test_used_up_attempts_lead_to_the_coordinator(mine, enrolment):
    for _ in range(3):
        take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    page = text(mine.get(at(enrolment)))
    assert "Ask your training coordinator" in page
    assert at(enrolment, "start") not in page
    response = mine.post(at(enrolment, "start"), follow=True)
    assert "You have used all 3 attempts" in text(response)
    assert Attempt.objects.count() == 3


def test_the_same_form_twice_counts_once(mine, enrolment):
    mine.post(at(enrolment, "start"))
    given = {**fields(mine.get(at(enrolment))), "choice": "a"}
    first = mine.post(at(enrolment, "answer"), given)
    second = mine.post(at(enrolment, "answer"), given)
    assert first.url == second.url
    assert Answer.objects.count() == 1


def test_another_answer_from_a_stale_tab_leaves_the_first(mine, enrolment):
    mine.post(at(enrolment, "start"))
    given = {**fields(mine.get(at(enrolment))), "choice": "a"}
    mine.post(at(enrolment, "answer"), given)
    response = mine.post(at(enrolment, "answer"), {**given, "choice": "b", "token": "other"}, follow=True)
    assert "your first answer stands" in text(response)
    assert list(Answer.objects.values_list("choices", flat=True)) == [["a"]]


def test_no_choice_shows_the_question_again_with_the_error(mine, enrolment):
    mine.post(at(enrolment, "start"))
    response = answer(mine, enrolment)
    assert response.status_code == 400
    page = text(response)
    assert "Choose one answer." in page
    assert 'role="alert"' in page
    assert "A woman reports a robbery." in page
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"item": "sc-99"},
        {"scene": "s2"},
        {"scene": "nowhere"},
        {"choice": "z"},
        {"choice": ["a", "b"]},
        {"attempt": str(uuid.uuid4())},
        {"attempt": "not-a-reference"},
        {"item": "x" * 5000},
        {"item": "sc\x00"},
        {"token": ""},
        {"token": "t" * 65},
    ],
)
def test_a_forged_answer_is_refused_and_nothing_is_kept(mine, enrolment, changes):
    mine.post(at(enrolment, "start"))
    given = {**fields(mine.get(at(enrolment))), "choice": "a", **changes}
    response = mine.post(at(enrolment, "answer"), given)
    assert response.status_code == 400
    assert text(response).count("<h1") == 1
    assert not Answer.objects.exists()


def test_an_answer_to_anothers_attempt_is_refused_clearly(mine, cast, enrolment):
    theirs = make_enrolment(user=cast.teammate, course=make_course(agencies=[cast.agency]))
    take_scenario(theirs, steps_of(theirs)[1], HARMFUL[:1])
    mine.post(at(enrolment, "start"))
    foreign = Attempt.objects.get(user=cast.teammate)
    response = answer(mine, enrolment, "a", attempt=str(foreign.reference))
    assert response.status_code == 400
    page = text(response)
    assert "belongs to another attempt" in page
    assert "Nothing was changed" in page
    assert foreign.answers.count() == 1


def test_an_answer_to_a_lesson_is_refused(mine, enrolment):
    assert mine.post(at(enrolment, "answer", 1), {"choice": "a"}).status_code == 400
    assert mine.post(at(enrolment, "start", 1)).status_code == 400
    assert not Attempt.objects.exists()


def test_the_browser_never_learns_what_is_right_before_answering(mine, enrolment):
    mine.post(at(enrolment, "start"))
    page = text(mine.get(at(enrolment)))
    for secret in ("She stays and talks.", "The rule says so.", "harmful", "points"):
        assert secret not in page


def test_a_multiple_choice_is_ticked(mine, cast):
    choices = [
        {"key": key, "text": f"Say {key}", "correct": key != "c", "feedback": f"About {key}.", "provision": None}
        for key in "abc"
    ]
    question = {
        "key": "sc-05",
        "title": "Several",
        "layers": ["good_practice"],
        "legal": False,
        "belief": "",
        "supports": "",
        "content_note": "Mentions an injury.",
        "stem": "Which of these?",
        "choices": items(*choices),
    }
    module = make_module([cast.agency], with_scenario=False)
    add_scenario(module, [block("multiple", question), branching_item()])
    edition = publish(module)
    enrolment = make_enrolment(user=cast.officer, course=make_course(editions=[edition]))
    mine.post(at(enrolment, "start"))
    page = text(mine.get(at(enrolment)))
    assert page.count('type="checkbox"') == 3
    assert page.index("Mentions an injury.") < page.index("Which of these?")
    page = text(mine.get(answer(mine, enrolment, "a", "b").url))
    assert "Right, and you chose it:" in page
    assert "Not right, and you left it out:" in page


def publish(module):
    return publish_edition(actor="test", edition=freeze_module(actor="test", module=module))


def test_the_number_of_queries(mine, enrolment, django_assert_num_queries):
    mine.post(at(enrolment, "start"))
    mine.get(at(enrolment))
    with django_assert_num_queries(5):  # as a lesson, and the attempts and the answers
        mine.get(at(enrolment))
    take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    with django_assert_num_queries(7):  # and where the rules are taught, and what was allowed beyond the limit
        mine.get(at(enrolment))


def test_the_number_of_queries_of_an_answer(mine, enrolment, django_assert_num_queries):
    mine.post(at(enrolment, "start"))
    given = {**fields(mine.get(at(enrolment))), "choice": "a"}
    with django_assert_num_queries(8):  # session, officer, the step; in a transaction of two: attempt, answers, insert
        assert mine.post(at(enrolment, "answer"), given).status_code == 302


def test_an_attempt_at_an_earlier_quiz_takes_no_answer_here(cast, mine, enrolment):
    """The step is the same, and so is what the attempt is for; what is asked now is another quiz."""
    mine.post(at(enrolment, "start"))
    mine.get(at(enrolment))
    other = make_quiz()
    made = Attempt.objects.get()
    old = start_attempt(actor=cast.officer, quiz=other, subject=made.subject)
    told = answer(mine, enrolment, "a", attempt=str(old.reference))
    assert told.status_code == 400
    assert "That answer belongs to another attempt" in text(told)
    assert not Answer.objects.exists()
