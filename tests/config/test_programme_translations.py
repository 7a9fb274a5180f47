"""Translations in the programme: refused unless they say what the source says, signed once, left alone after."""

import pytest

from config.programme.checks import check_programme
from config.programme.loading import load_programme
from config.programme.reader import read_programme
from modules.models import Edition, Translation
from tests.config.programme_data import TRANSLATOR, small_programme, with_translation, write_programme

LESSON = "modules/small/es/01-lesson.yaml"
MODULE = "modules/small/es/module.yaml"


@pytest.fixture
def files():
    return with_translation(small_programme())


def faults_of(root, files):
    programme, faults = read_programme(write_programme(root, files))
    return [str(fault) for fault in faults + check_programme(programme)]


def load(folder):
    programme, faults = read_programme(folder)
    assert not faults
    return load_programme(programme)


def test_sound_translation_has_no_faults(tmp_path, files):
    assert faults_of(tmp_path, files) == []


def test_each_text_must_cite_what_the_source_cites(tmp_path, files):
    files[LESSON]["texts"]["say"] = "«Está amparado.»"
    assert faults_of(tmp_path, files) == [f"{LESSON}: texts.say: does not cite and link what the source's block does"]


def test_missing_words_and_words_too_many_are_named(tmp_path, files):
    files[LESSON]["titles"] = {"term": "Término"}
    files[MODULE]["translators"] = ["nobody"]
    files[MODULE]["objectives"] = ["Uno", "Dos"]
    assert faults_of(tmp_path, files) == [
        f"{MODULE}: translators: there is no agency 'nobody'",
        f"{MODULE}: objectives: must be as many as those of the source",
        f"{LESSON}: titles.say: is missing",
        f"{LESSON}: titles.term: the source has none",
    ]


def test_missing_and_forgotten_files_are_named(tmp_path, files):
    files["modules/small/es/09-old.yaml"] = files.pop(LESSON)
    assert faults_of(tmp_path, files) == [
        f"{LESSON}: the file is missing",
        "modules/small/es/09-old.yaml: module.yaml does not name this step",
    ]


def test_a_scenario_is_not_translated_in_files(tmp_path, files):
    files["modules/small/module.yaml"]["steps"] = ["01-lesson", "02-quiz"]
    files["modules/small/02-quiz.yaml"] = small_programme()["modules/small/02-quiz.yaml"]
    assert faults_of(tmp_path, files) == [
        "modules/small/es/02-quiz.yaml: only lessons are translated in files; the rest in the workspace"
    ]


@pytest.mark.django_db
def test_translation_is_signed_by_its_translators_and_loading_again_changes_nothing(tmp_path, files):
    folder = write_programme(tmp_path, files)
    load(folder)
    spanish = Edition.objects.current().get(language="es")
    assert spanish.title == "Pequeño"
    assert spanish.translates == Edition.objects.current().get(language="en")
    assert TRANSLATOR in {row.agency_slug for row in spanish.signatures.all()}
    assert "Está amparado." in spanish.canonical
    before = Edition.objects.count()
    assert not load(folder).anything
    assert (Translation.objects.count(), Edition.objects.count()) == (1, before)
