"""Taking a course in another language: only where it is signed, and nothing done is lost by it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.models import Attempt
from assessments.services.attempts import attempt_state, start_attempt
from curriculum.errors import AssignmentClosed
from curriculum.models import Enrolment, StepProgress
from curriculum.queries.attempts import attempts_at, goes_at
from curriculum.queries.languages import languages_offered
from curriculum.queries.officer_training import read_officer_training
from curriculum.services.answering import answer_scenario
from curriculum.services.speaking import choose_language
from curriculum.services.stepping import complete_step
from curriculum.subjects import attempt_subject
from modules.models import Edition, Translation
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition, withdraw_edition
from modules.services.translating import update_translation
from records.models import Completion, LedgerEntry
from tests.factories.curriculum import (
    HARMFUL,
    finish,
    make_assignment,
    make_course,
    make_enrolment,
    steps_of,
    take_scenario,
)
from tests.factories.modules import add_lesson, block, make_current_edition, next_edition
from tests.factories.translations import make_current_translation, translate_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast) -> Edition:
    return make_current_edition([cast.agency], title="The bulletin")


@pytest.fixture
def spanish(cast, source) -> Edition:
    return make_current_translation(source, actor=cast.author)


@pytest.fixture
def enrolment(cast, source) -> Enrolment:
    return make_enrolment(user=cast.officer, course=make_course(editions=[source]))


def speak(enrolment: Enrolment, language: str = "es"):
    return choose_language(actor=enrolment.officer.user, enrolment=enrolment, language=language)


def done(enrolment: Enrolment) -> list[bool]:
    return [step.done for step in steps_of(enrolment)]


def complete(enrolment: Enrolment, number: int) -> Enrolment:
    step = steps_of(enrolment)[number - 1]
    return complete_step(actor=enrolment.officer.user, enrolment=enrolment, step=step.as_edition_step())


def test_the_pin_goes_to_the_translation_and_back(cast, source, spanish, enrolment):
    assert (speak(enrolment).modules, enrolment.editions.get()) == (1, spanish)
    assert LedgerEntry.objects.filter(action="curriculum.enrolment.language").count() == 1
    assert (speak(enrolment, "en").modules, enrolment.editions.get()) == (1, source)
    speak(enrolment, "en")
    assert LedgerEntry.objects.filter(action="curriculum.enrolment.language").count() == 2


def test_only_a_translation_of_the_very_edition_is_taken(cast, source, spanish):
    add_lesson(source.module, [block("text", "<p>A step that is new.</p>")])
    newer = next_edition(source)
    enrolment = make_enrolment(user=cast.officer, course=make_course(editions=[newer]))
    assert (speak(enrolment).missing, enrolment.editions.get()) == (1, newer)
    assert not steps_of(enrolment)[0].other_languages


def test_a_module_without_translation_stays_as_it_is(cast, source, spanish):
    other = make_current_edition([cast.agency], title="Another")
    enrolment = make_enrolment(user=cast.officer, course=make_course(editions=[source, other]))
    spoken = speak(enrolment)
    assert (spoken.modules, spoken.missing) == (1, 1)
    assert list(enrolment.editions.order_by("enrolment_pins__position")) == [spanish, other]
    assert [row.code for row in languages_offered(enrolment)] == ["en", "es"]


def test_what_was_done_stays_done_in_both_directions(cast, source, spanish, enrolment):
    enrolment = complete(enrolment, 1)
    speak(enrolment)
    assert done(enrolment) == [True, False]
    assert StepProgress.objects.get(edition_step__edition=spanish).carried_from.edition == source
    speak(enrolment, "en")
    assert done(enrolment) == [True, False]
    assert StepProgress.objects.get(edition_step__edition=source).carried_from is None


def test_an_open_attempt_is_finished_in_its_language_and_the_next_is_in_the_chosen_one(
    cast, source, spanish, enrolment
):
    step = steps_of(enrolment)[1]
    subject = attempt_subject(enrolment, step.key)
    first = start_attempt(actor=cast.officer, quiz=source.steps.last().quiz, subject=subject)

    def answer(item: str, scene: str, token: str):
        return answer_scenario(
            actor=cast.officer,
            enrolment=enrolment,
            step=steps_of(enrolment)[1],
            attempt=first.reference,
            item_key=item,
            scene_key=scene,
            choices=["a"],
            token=token,
        )

    answer("sc-01", "s1", "one")
    speak(enrolment)
    here = steps_of(enrolment)[1].as_edition_step()
    assert [attempt.pk for attempt in attempts_at(enrolment, here)] == [first.pk]
    again = start_attempt(actor=cast.officer, quiz=here.quiz, subject=subject, alike=[first.quiz_id], limit=3)
    assert again == first
    assert attempt_state(first).answered == 1
    finished = answer("sc-02", "", "two")
    assert finished is not None
    assert finished.passed is False
    second = start_attempt(actor=cast.officer, quiz=here.quiz, subject=subject, alike=[first.quiz_id], limit=3)
    assert (second.number, second.quiz_id) == (2, spanish.steps.last().quiz_id)
    assert goes_at(enrolment, here).left == 1


def test_a_pass_in_one_language_counts_in_the_other(cast, source, spanish, enrolment):
    take_scenario(enrolment, steps_of(enrolment)[1])
    speak(enrolment)
    for number in (1, 2):
        enrolment = complete(enrolment, number)
    assert enrolment.completed_at
    assert Completion.objects.get().snapshot["score_percent"] == 100


def test_attempts_made_in_another_language_use_up_the_limit(cast, source, spanish):
    course = make_course(editions=[source], attempts_limit=1)
    enrolment = make_enrolment(user=cast.officer, course=course)
    take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    speak(enrolment)
    assert goes_at(enrolment, steps_of(enrolment)[1].as_edition_step()).stuck
    line = read_officer_training(cast.officer.officer, date.today()).courses[0].steps[1]
    assert line.stuck


def test_the_completion_names_the_editions_really_taken(cast, source, spanish, enrolment):
    enrolment = complete(enrolment, 1)
    speak(enrolment)
    step = steps_of(enrolment)[1]
    take_scenario(enrolment, step)
    complete(enrolment, 2)
    taken = [(row["digest"], row["language"]) for row in Completion.objects.get().snapshot["editions"]]
    assert taken == [(source.digest, "en"), (spanish.digest, "es")]


def test_changed_before_anything_was_done_only_the_translation_is_named(cast, source, spanish, enrolment):
    speak(enrolment)
    finish(enrolment)
    assert [row["language"] for row in Completion.objects.get().snapshot["editions"]] == ["es"]


def test_done_in_one_language_and_looked_at_in_another_only_the_first_is_named(cast, source, spanish, enrolment):
    other = make_current_edition([cast.agency], title="Another")
    enrolment = make_enrolment(user=cast.teammate, course=make_course(editions=[source, other]))
    for step in steps_of(enrolment)[:2]:
        if step.is_scenario:
            take_scenario(enrolment, step)
        enrolment = complete(enrolment, step.number)
    speak(enrolment)
    for step in steps_of(enrolment)[2:]:
        if step.is_scenario:
            take_scenario(enrolment, step)
        enrolment = complete(enrolment, step.number)
    assert [row["digest"] for row in Completion.objects.get().snapshot["editions"]] == [source.digest, other.digest]


def test_withdrawn_translation_leads_back_to_its_source_with_what_was_done(cast, source, spanish, enrolment):
    speak(enrolment)
    enrolment = complete(enrolment, 1)
    withdraw_edition(actor="test", edition=spanish, reason="A word was wrong.")
    assert enrolment.editions.get() == source
    assert done(enrolment) == [True, False]


def test_withdrawn_source_moves_those_in_its_translation_when_there_is_a_new_one(cast, source, spanish, enrolment):
    speak(enrolment)
    enrolment = complete(enrolment, 1)
    withdraw_edition(actor="test", edition=source, reason="A rule was wrong.")
    enrolment.refresh_from_db()
    assert (enrolment.editions.get(), enrolment.notice) == (spanish, "waiting")
    add_lesson(source.module, [block("text", "<p>A step that is new.</p>")])
    newer = next_edition(source)
    assert enrolment.editions.get() == newer
    assert done(enrolment) == [True, False, False]
    translation = Translation.objects.get()
    update_translation(actor=cast.author, translation=translation)
    translate_words(translation.page)
    publish_edition(actor="test", edition=freeze_module(actor="test", module=translation.page))
    speak(enrolment)
    assert done(enrolment) == [True, False, False]


def test_nobody_chooses_for_another_or_after_the_end(cast, source, spanish, enrolment):
    with pytest.raises(PermissionDenied):
        choose_language(actor=cast.teammate, enrolment=enrolment, language="es")
    enrolment = finish(enrolment)
    with pytest.raises(AssignmentClosed):
        speak(enrolment)


def page_of(client, enrolment: Enrolment, number: int) -> str:
    return client.get(reverse("curriculum:step", args=[enrolment.reference, number])).content.decode()


def test_the_player_offers_the_language_and_marks_what_it_shows(cast, client, source, spanish, enrolment):
    client.force_login(cast.officer)
    here = reverse("curriculum:language", args=[enrolment.reference])
    page = page_of(client, enrolment, 1)
    assert f'href="{here}?step=1"' in page
    assert "Español" in client.get(f"{here}?step=1").content.decode()

    answer = client.post(here, {"language": "es", "step": "1"})

    assert answer.url == reverse("curriculum:step", args=[enrolment.reference, 1])
    page = page_of(client, enrolment, 1)
    assert '<h1 lang="es">ES Who is covered</h1>' in page
    assert '<html lang="en">' in page


def test_a_page_of_an_attempt_begun_otherwise_says_so(cast, client, source, spanish, enrolment):
    client.force_login(cast.officer)
    client.post(reverse("curriculum:start", args=[enrolment.reference, 2]))
    speak(enrolment)
    page = page_of(client, enrolment, 2)
    assert "You began this attempt in another language (English)" in page
    assert '<h1 lang="en">A report at night</h1>' in page
    client.post(reverse("curriculum:start", args=[enrolment.reference, 2]))
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("language", ["xx", "", "ru"])
def test_a_language_that_is_not_offered_is_refused(cast, client, source, spanish, enrolment, language):
    client.force_login(cast.officer)
    answer = client.post(reverse("curriculum:language", args=[enrolment.reference]), {"language": language})
    assert answer.status_code == 400
    assert enrolment.editions.get() == source


@pytest.mark.parametrize(("person", "status"), [("teammate", 404), ("coordinator", 403), ("anonymous", 302)])
def test_the_page_is_the_officers_own(cast, client, source, spanish, enrolment, person, status):
    if person != "anonymous":
        client.force_login(getattr(cast, person))
    here = reverse("curriculum:language", args=[enrolment.reference])
    assert client.get(here).status_code == status
    assert client.post(here, {"language": "es"}).status_code == status
    assert enrolment.editions.get() == source


def test_a_course_begins_in_the_language_of_the_pages(cast, client, source, spanish):
    assignment = make_assignment(user=cast.officer, course=make_course(editions=[source]))
    cast.officer.language = "es"
    cast.officer.save()
    client.force_login(cast.officer)
    client.post(reverse("curriculum:begin", args=[assignment.reference]))
    assert assignment.enrolment.editions.get() == spanish


def test_choosing_costs_one_query_for_each_module(cast, client, source, spanish, enrolment, django_assert_num_queries):
    with django_assert_num_queries(2):
        languages_offered(enrolment)
