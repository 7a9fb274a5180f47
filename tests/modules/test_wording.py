"""Language notes: where they point, and that nothing is frozen before each place is answered."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from modules.models import WordingAnswer
from modules.services.checking import check_module
from modules.services.freezing import FreezeRefused, freeze_module
from modules.services.wording import WordsGone, hits_of, justify_wording
from records.models import LedgerEntry
from tests.factories.media import RecordingFactory
from tests.factories.modules import (
    LanguageNoteFactory,
    add_lesson,
    add_scenario,
    block,
    items,
    make_module,
    single_item,
)


@pytest.fixture
def module(cast):
    LanguageNoteFactory(key="rescue", pattern=r"\brescue\b", allowed_in=["quotation", "definition"])
    made = make_module([cast.agency, cast.second_agency])
    add_lesson(
        made, [block("text", "<p>We rescue people. We Rescue  them. We do not “rescue” anyone.</p>", "the-text")]
    )
    return made


def url_of(module):
    return reverse("modules_admin:wording", args=[module.pk])


def form_for(hit, agency, reason="It is the agency's own name for it."):
    step, block_id, note, words = hit.key
    return {"step": step, "block": block_id, "note": note, "words": words, "agency": agency.pk, "reason": reason}


def test_the_same_words_in_a_block_are_asked_about_once(module):
    hit = hits_of(module)[0]

    assert len(hits_of(module)) == 1
    assert (hit.block_id, hit.found.words, hit.found.before) == ("the-text", "rescue", "We ")


def test_a_place_without_an_answer_stops_the_freeze(cast, module):
    problem = check_module(module)[0]
    assert problem.is_error
    assert "Say instead: connect with services." in problem.message
    assert problem.answer_url.startswith(url_of(module))

    with pytest.raises(FreezeRefused):
        freeze_module(actor=cast.author, module=module)


def test_a_justified_place_is_frozen_with_its_reason(cast, module, client):
    answer = justify_wording(
        actor=cast.second_author,
        agency=cast.second_agency,
        module=module,
        place=hits_of(module)[0].key,
        reason=" Why. ",
    )

    edition = freeze_module(actor=cast.author, module=module)

    assert [row.answer for row in edition.wordings.all()] == [answer]
    entry = LedgerEntry.objects.get(action="modules.wording.justified")
    assert entry.data["agency"] == cast.second_agency.slug
    assert "Why." not in str(entry.data)
    client.force_login(cast.reviewer)
    shown = client.get(reverse("review:candidate", args=[edition.reference])).content.decode()
    assert "“rescue”: Why." in shown
    assert cast.second_agency.name in shown


def test_changed_words_ask_no_more_and_other_words_ask_again(cast, module):
    justify_wording(actor=cast.author, agency=cast.agency, module=module, place=hits_of(module)[0].key, reason="Why.")
    page = module.get_children().last().specific
    page.body = [block("text", "<p>We help people.</p>", "the-text")]
    page.save_revision()
    assert hits_of(module) == []

    page.body = [block("text", "<p>We rescue people.</p>", "another-block")]
    page.save_revision()
    assert hits_of(module)[0].answer is None


def test_titles_quizzes_and_captions_are_read_too(cast):
    LanguageNoteFactory(key="rescue")
    module = make_module([cast.agency], title="Rescue", with_lesson=False, with_scenario=False)
    item = single_item(key="sc-09")
    item["value"]["choices"] = items(
        {"key": "a", "text": "Yes", "correct": True, "feedback": "The rescue was none.", "provision": None},
        {"key": "b", "text": "No", "correct": False, "feedback": "No.", "provision": None},
    )
    add_scenario(module, [item])
    film = RecordingFactory(captions="WEBVTT\n\n00:00.000 --> 00:02.000\nOur rescue\nteam.\n")
    add_lesson(module, [block("video", {"recording": film.pk, "title": "A film"}, "the-film")])

    assert [(hit.page.title, hit.block_id) for hit in hits_of(module)] == [
        ("Rescue", ""),
        ("Covered or not", item["id"]),
        ("Who is covered", "the-film"),
    ]


@pytest.mark.parametrize(("allowed", "expected"), [(["quiz"], 0), (["transcript"], 1), (["single"], 0), ([], 1)])
def test_contexts_in_which_the_words_may_stand(cast, allowed, expected):
    LanguageNoteFactory(pattern="condoms", allowed_in=allowed)
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_scenario(module, [single_item()])

    assert len(hits_of(module)) == expected


def test_sending_the_reason_twice_records_one(cast, module):
    place = hits_of(module)[0].key
    for _time in range(2):
        justify_wording(actor=cast.author, agency=cast.agency, module=module, place=place, reason="Why.")

    assert WordingAnswer.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_a_reason_is_needed(cast, module, reason):
    with pytest.raises(ValidationError):
        justify_wording(
            actor=cast.author, agency=cast.agency, module=module, place=hits_of(module)[0].key, reason=reason
        )


def test_only_authors_of_a_co_authoring_agency_answer_in_its_name(cast, module):
    place = hits_of(module)[0].key
    for actor, agency in [
        (cast.outside_author, cast.outside_agency),
        (cast.outside_author, cast.agency),
        (cast.author, cast.second_agency),
        (cast.reviewer, cast.agency),
    ]:
        with pytest.raises(PermissionDenied):
            justify_wording(actor=actor, agency=agency, module=module, place=place, reason="Why.")


def test_words_that_are_gone_are_not_answered(cast, module):
    step, block_id, note, _words = hits_of(module)[0].key

    with pytest.raises(WordsGone):
        justify_wording(
            actor=cast.author, agency=cast.agency, module=module, place=(step, block_id, note, "0" * 64), reason="Why."
        )


def test_an_answer_is_never_changed(cast, module):
    answer = justify_wording(
        actor=cast.author, agency=cast.agency, module=module, place=hits_of(module)[0].key, reason="Why."
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        WordingAnswer.objects.filter(pk=answer.pk).update(reason="Other.")
    with pytest.raises(DatabaseError), transaction.atomic():
        answer.delete()


def test_the_page_shows_each_place_and_takes_the_reason(cast, module, client):
    client.force_login(cast.author)
    hit = hits_of(module)[0]
    html = client.get(url_of(module)).content.decode()
    assert "<mark>rescue</mark>" in html
    assert "It suggests force." in html
    assert hit.editor_url in html

    response = client.post(url_of(module), form_for(hit, cast.agency), follow=True)

    assert "No place waits for an answer" in response.content.decode()
    assert WordingAnswer.objects.get().person == cast.author


def test_a_reason_that_is_missing_comes_back_with_its_error(cast, module, client):
    client.force_login(cast.author)

    response = client.post(url_of(module), form_for(hits_of(module)[0], cast.agency, reason=""))

    assert response.status_code == 400
    assert "This field is required" in response.content.decode()
    assert not WordingAnswer.objects.exists()


def test_the_page_is_closed_to_others(cast, module, client):
    client.force_login(cast.outside_author)
    assert client.get(url_of(module)).status_code == 404
    assert client.post(url_of(module), form_for(hits_of(module)[0], cast.outside_agency)).status_code == 404
    for who in ("officer", "coordinator", "auditor", "reviewer"):
        client.force_login(getattr(cast, who))
        assert client.get(url_of(module)).status_code in (302, 403), who
    client.logout()
    assert client.get(url_of(module)).status_code == 302


def test_an_administrator_reads_but_has_no_agency_to_answer_for(cast, module, client):
    client.force_login(cast.administrator)

    assert b"The words stay" not in client.get(url_of(module)).content
    assert client.post(url_of(module), form_for(hits_of(module)[0], cast.agency)).status_code == 400
