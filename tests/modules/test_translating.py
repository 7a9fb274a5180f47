"""Translations: started from a current edition, held to it in everything but words, following it when it moves."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from modules.checks.translations import side_by_side
from modules.enums import CoauthorRole, EditionState, MarkKind
from modules.freeze.drafts import draft_of, latest_drafts
from modules.freeze.references import load_registers, raw_blocks, references_of
from modules.models import Edition, LessonPage, ScenarioPage, Translation
from modules.services.checking import check_module
from modules.services.freezing import FreezeRefused, freeze_module
from modules.services.publishing import publish_edition, withdraw_edition
from modules.services.translating import CannotTranslate, keep_words, start_translation, update_translation
from people.enums import RoleName
from tests.factories.modules import add_lesson, block, make_current_edition, make_module, next_edition
from tests.factories.people import AgencyFactory, RoleGrantFactory, UserFactory
from tests.factories.translations import make_current_translation, make_translation, translate_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast) -> Edition:
    return make_current_edition([cast.agency])


def errors(page) -> list[str]:
    return [problem.message for problem in check_module(page) if problem.is_error]


def lesson_of(page) -> LessonPage:
    return next(step for step in latest_drafts(page).steps if isinstance(step, LessonPage))


def scenario_of(page) -> ScenarioPage:
    return next(step for step in latest_drafts(page).steps if isinstance(step, ScenarioPage))


def save(step, **values) -> None:
    draft = draft_of(step)
    for name, value in values.items():
        setattr(draft, name, json.dumps(value) if isinstance(value, list) else value)
    draft.save_revision()


def lines_of(translation: Translation):
    drafts = latest_drafts(translation.page)
    return {line.source.key: line for line in side_by_side(drafts, load_registers(references_of(drafts.steps))).lines}


def move_source(source: Edition, html: str = "<h2>Who is covered</h2><p>Everybody who reports it.</p>") -> Edition:
    """The source's first block says something else, and its next edition is signed."""
    lesson = lesson_of(source.module)
    blocks = raw_blocks(lesson)
    save(lesson, body=[blocks[0] | {"value": html}, *blocks[1:]])
    return next_edition(source)


def test_starting_lays_out_the_same_steps_and_blocks(cast, source):
    translation = make_translation(source, actor=cast.author)

    steps = latest_drafts(translation.page).steps
    assert [str(step.translation_key) for step in steps] == [str(step.key) for step in source.steps.all()]
    assert [block["id"] for block in raw_blocks(steps[0])] == [b["id"] for b in source.steps.first().blocks]
    assert translation.page.translation_key == source.module.translation_key
    assert translation.page.slug == f"{source.module.slug}-es"
    assert {line.source.key for line in lines_of(translation).values() if line.untranslated} > {"module"}


def test_what_was_thawed_freezes_to_the_same_steps(cast, source):
    """Words put aside, the drafts of a translation are exactly the edition: only links to files are made anew."""
    translation = make_translation(source, actor=cast.author)
    for line in lines_of(translation).values():
        assert line.own is not None
        assert (line.own.words, line.own.bones) == (line.source.words, line.source.bones)


def test_translated_it_is_frozen_in_its_language_and_names_its_source(cast, source):
    edition = make_current_translation(source, actor=cast.author)

    content = json.loads(edition.canonical)
    assert (edition.language, edition.translates, edition.state) == ("es", source, EditionState.CURRENT)
    assert content["translates"] == {"number": 1, "language": "en", "digest": source.digest}
    assert [step.key for step in edition.steps.all()] == [step.key for step in source.steps.all()]
    assert edition.steps.last().quiz_id != source.steps.last().quiz_id
    source.refresh_from_db()
    assert source.state == EditionState.CURRENT


def test_its_agencies_are_the_sources_with_the_translators(cast, source):
    translators = AgencyFactory()
    translation = make_translation(source, actor=cast.author, agencies=(translators,))
    roles = {row.agency: row.role for row in translation.page.coauthorships.all()}
    assert roles == {cast.agency: CoauthorRole.CO_AUTHOR, translators: CoauthorRole.TRANSLATOR}


def test_untranslated_text_keeps_it_from_being_signed(cast, source):
    translation = make_translation(source, actor=cast.author)
    with pytest.raises(FreezeRefused) as refused:
        freeze_module(actor=cast.author, module=translation.page)
    assert any(problem.message.startswith("Not translated yet") for problem in refused.value.problems)
    assert not Edition.objects.filter(language="es").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda blocks: blocks[1:], "Missing, while"),
        (lambda blocks: [*blocks, block("reflection", {"prompt": "¿Y usted?"})], "not in the edition"),
        (lambda blocks: [blocks[1], blocks[0], *blocks[2:]], "order of the edition"),
        (lambda blocks: [blocks[0] | {"value": "<h2>Quién</h2><p>Sin citas.</p>"}, *blocks[1:]], "citations"),
        (lambda blocks: [*blocks[:3], blocks[3] | {"value": {**blocks[3]["value"], "tone": "info"}}], "tone"),
        (lambda blocks: [*blocks[:2], blocks[2] | {"value": {**blocks[2]["value"], "n": "900"}}, blocks[3]], "numbers"),
    ],
)
def test_nothing_but_words_may_differ_in_a_lesson(cast, source, change, message):
    translation = make_translation(source, actor=cast.author)
    translate_words(translation.page)
    assert errors(translation.page) == []
    lesson = lesson_of(translation.page)
    save(lesson, body=change(raw_blocks(lesson)))
    found = errors(translation.page)
    assert any(message in text for text in found), found
    with pytest.raises(FreezeRefused):
        freeze_module(actor=cast.author, module=translation.page)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("scenes", 0, "choices", 0, "points"), 1, "points"),
        (("scenes", 0, "choices", 1, "next"), "", "next"),
        (("scenes", 0, "choices", 0, "outcome"), "acceptable", "outcome"),
        (("scenes", 0, "choices", 0, "provision"), None, "provision"),
        (("key",), "sc-99", "Missing, while"),
        (("layers",), ["good_practice"], "layers"),
    ],
)
def test_nothing_but_words_may_differ_in_a_quiz(cast, source, path, value, message):
    translation = make_translation(source, actor=cast.author)
    translate_words(translation.page)
    scenario = scenario_of(translation.page)
    items = raw_blocks(scenario)
    inner = items[0]["value"]
    for part in path[:-1]:
        inner = inner[part]["value"] if isinstance(part, int) else inner[part]
    inner[path[-1]] = value
    save(scenario, items=items)
    found = errors(translation.page)
    assert any(message in text for text in found), found


def test_minutes_and_pass_mark_follow_the_source(cast, source):
    translation = make_translation(source, actor=cast.author)
    translate_words(translation.page)
    save(scenario_of(translation.page), pass_mark=50)
    assert any("pass_mark" in text for text in errors(translation.page))


def test_a_step_of_its_own_is_refused(cast, source):
    translation = make_translation(source, actor=cast.author)
    translate_words(translation.page)
    add_lesson(translation.page, [block("text", "<p>Algo más.</p>")])
    assert any("not in the edition" in text for text in errors(translation.page))


def test_new_source_edition_leaves_the_translation_readable_and_marks_what_moved(cast, source):
    spanish = make_current_translation(source, actor=cast.author)
    moved = move_source(source)
    spanish.refresh_from_db()
    assert spanish.state == EditionState.CURRENT
    translation = Translation.objects.get()
    assert any("follows edition 1" in text for text in errors(translation.page))

    update_translation(actor=cast.author, translation=translation)

    translation.refresh_from_db()
    assert translation.edition == moved
    lines = lines_of(translation)
    first = moved.steps.first().blocks[0]["id"]
    assert [key for key, line in lines.items() if line.stale] == [first]
    assert lines[first].own.words["html"].startswith("<h2>ES Who is covered")
    mark = translation.marks.get()
    assert (mark.kind, mark.translated_from) == (MarkKind.STALE, source)
    found = errors(translation.page)
    assert any("The source changed here" in text for text in found)
    assert any("citations" in text for text in found)  # the source cites nothing there any more


def test_rewriting_answers_a_stale_place(cast, source):
    make_current_translation(source, actor=cast.author)
    moved = move_source(source)
    translation = Translation.objects.get()
    update_translation(actor=cast.author, translation=translation)
    lesson = lesson_of(translation.page)
    blocks = raw_blocks(lesson)
    save(lesson, body=[blocks[0] | {"value": "<h2>Quién</h2><p>Quien denuncia.</p>"}, *blocks[1:]])
    assert errors(translation.page) == []
    again = publish_edition(actor="test", edition=freeze_module(actor=cast.author, module=translation.page))
    assert (again.number, again.translates) == (2, moved)
    assert Edition.objects.filter(language="es", state=EditionState.CURRENT).get() == again


def test_saying_that_the_words_still_fit_answers_it_too(cast, source):
    make_current_translation(source, actor=cast.author)
    lesson = lesson_of(source.module)
    blocks = raw_blocks(lesson)
    callout = {**blocks[3]["value"], "title": "Words that you can say"}
    save(lesson, body=[*blocks[:3], blocks[3] | {"value": callout}])
    next_edition(source)
    translation = Translation.objects.get()
    update_translation(actor=cast.author, translation=translation)
    assert len(errors(translation.page)) == 1
    keep_words(actor=cast.author, translation=translation, place=blocks[3]["id"])
    assert errors(translation.page) == []


def test_a_place_that_waits_stays_marked_when_the_source_moves_again(cast, source):
    make_current_translation(source, actor=cast.author)
    second = move_source(source)
    translation = Translation.objects.get()
    update_translation(actor=cast.author, translation=translation)
    add_lesson(source.module, [block("text", "<p>A step that is new here.</p>")], title="A new step")
    third = next_edition(source)
    translation.refresh_from_db()
    update_translation(actor=cast.author, translation=translation)
    translation.refresh_from_db()
    assert translation.marks.get().translated_from == source
    assert second.number < third.number == translation.edition.number
    assert [step.title for step in latest_drafts(translation.page).steps][-1] == "A new step"


def test_words_never_translated_follow_the_source(cast, source):
    translation = make_translation(source, actor=cast.author)
    move_source(source)
    update_translation(actor=cast.author, translation=translation)
    first = lines_of(translation)[source.steps.first().blocks[0]["id"]]
    assert "Everybody who reports it." in first.own.plain
    assert first.untranslated
    assert not first.stale


def test_removed_steps_go_and_the_order_follows(cast, source):
    make_current_translation(source, actor=cast.author)
    extra = add_lesson(source.module, [block("text", "<p>Read this before anything.</p>")], title="First of all")
    extra.move(Page.objects.get(pk=lesson_of(source.module).pk), pos="left")
    Page.objects.get(pk=scenario_of(source.module).pk).delete()
    next_edition(source)
    translation = Translation.objects.get()
    update_translation(actor=cast.author, translation=translation)
    assert [step.title for step in latest_drafts(translation.page).steps] == ["First of all", "ES Who is covered"]


def test_withdrawn_source_takes_its_translations_with_it(cast, source):
    spanish = make_current_translation(source, actor=cast.author)
    withdraw_edition(actor="test", edition=source, reason="A rule was wrong.")
    spanish.refresh_from_db()
    assert spanish.state == EditionState.WITHDRAWN


def test_only_those_who_write_it_start_and_update(cast, source):
    with pytest.raises(PermissionDenied):
        make_translation(source, actor=cast.outside_author)
    translation = make_translation(source, actor=cast.author)
    move_source(source)
    with pytest.raises(PermissionDenied):
        update_translation(actor=cast.outside_author, translation=translation)
    with pytest.raises(PermissionDenied):
        keep_words(actor=cast.outside_author, translation=translation, place="module")


def test_translators_write_the_translation_and_not_the_source(cast, source):
    agency = AgencyFactory()
    person = UserFactory()
    RoleGrantFactory(user=person, role=RoleName.AUTHOR, agency=agency)
    translation = make_translation(source, actor=cast.author, agencies=(agency,))
    move_source(source)
    update_translation(actor=person, translation=translation)
    with pytest.raises(PermissionDenied):
        make_translation(source, actor=person, language="ru")


@pytest.mark.parametrize("language", ["en", "xx"])
def test_language_must_be_another_one_that_we_know(cast, source, language):
    with pytest.raises(CannotTranslate):
        make_translation(source, actor=cast.author, language=language)


def test_one_translation_per_language_and_none_of_a_draft(cast, source):
    make_translation(source, actor=cast.author)
    with pytest.raises(CannotTranslate):
        make_translation(source, actor=cast.author)
    draft = make_module([cast.agency])
    with pytest.raises(CannotTranslate):
        start_translation(actor=cast.author, source=draft, language="es")
    with pytest.raises(CannotTranslate):
        update_translation(actor=cast.author, translation=Translation.objects.get())


def test_a_translation_is_not_translated_again(cast, source):
    spanish = make_current_translation(source, actor=cast.author)
    with pytest.raises(PermissionDenied):
        start_translation(actor=cast.author, source=spanish.module, language="ru")
