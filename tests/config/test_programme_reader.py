"""Faults of the programme's files: each named with its file, its place and the reason."""

from pathlib import Path
from typing import Any

import pytest

from config.programme.checks import check_programme
from config.programme.checks_people import check_people_and_courses
from config.programme.reader import read_programme
from tests.config.programme_data import small_programme, write_programme

LESSON = "modules/small/01-lesson.yaml"
QUIZ = "modules/small/02-quiz.yaml"


@pytest.fixture
def files() -> dict[str, Any]:
    return small_programme()


def faults_of(root: Path, files: dict[str, Any]) -> list[str]:
    programme, faults = read_programme(write_programme(root, files))
    return [str(fault) for fault in faults + check_programme(programme) + check_people_and_courses(programme)]


def test_small_programme_has_no_faults(tmp_path, files):
    assert faults_of(tmp_path, files) == []


def test_missing_file_is_named(tmp_path, files):
    del files[QUIZ]
    assert f"{QUIZ}: the file is missing" in faults_of(tmp_path, files)


def test_forgotten_step_is_named(tmp_path, files):
    files["modules/small/03-more.yaml"] = files[LESSON]
    assert faults_of(tmp_path, files) == ["modules/small/03-more.yaml: module.yaml does not name this step"]


def test_broken_yaml_is_named_and_the_rest_is_checked(tmp_path, files):
    files["criteria.yaml"] = "- code: [REC-1\n"
    files[LESSON]["minutes"] = 0
    found = faults_of(tmp_path, files)
    assert any(fault.startswith("criteria.yaml: not readable as YAML") for fault in found)
    assert f"{LESSON}: minutes: 0 is less than the minimum of 1" in found


def test_key_given_twice_is_a_fault(tmp_path, files):
    files[LESSON] = "type: lesson\ntype: lesson\n"
    assert any("the key 'type' stands twice" in fault for fault in faults_of(tmp_path, files))


def test_every_fault_of_shape_is_named_with_its_place(tmp_path, files):
    files[LESSON]["colour"] = "red"
    files[LESSON]["slug"] = "Not A Slug"
    files["registers/authorities.yaml"][0]["provisions"][0]["confidence"] = "certain"
    del files["people.yaml"]["departments"][0]["officers"][1]["badge"]
    found = "\n".join(faults_of(tmp_path, files))
    assert f"{LESSON}: slug: 'Not A Slug' does not match" in found
    assert f"{LESSON}: Additional properties are not allowed ('colour' was unexpected)" in found
    assert "registers/authorities.yaml: [0].provisions[0].confidence: 'certain' is not one of" in found
    assert "people.yaml: departments[0].officers[1]: 'badge' is a required property" in found


def test_fault_inside_a_block_is_named(tmp_path, files):
    files[LESSON]["blocks"][2]["tone"] = "loud"
    del files[LESSON]["blocks"][5]["confidence"]
    found = "\n".join(faults_of(tmp_path, files))
    assert f"{LESSON}: blocks[2].tone: 'loud' is not one of" in found
    assert f"{LESSON}: blocks[5]: 'confidence' is a required property" in found


def test_keys_that_lead_nowhere_are_named(tmp_path, files):
    files[LESSON]["blocks"][0]["text"] = "See [@L-99], [@S99:R-01] and [this](term:G-99)."
    files[LESSON]["blocks"][1]["provision"] = "P-99"
    files[QUIZ]["items"][0]["scenes"][0]["choices"][0]["provision"] = "P-98"
    files["registers/authorities.yaml"][0]["supersedes"] = "nothing"
    assert faults_of(tmp_path, files) == [
        "registers/authorities.yaml: bulletin.supersedes: there is no authority 'nothing'",
        f"{LESSON}: blocks[who].text: there is no provision 'L-99'",
        f"{LESSON}: blocks[who].text: there is no source 'S99'",
        f"{LESSON}: blocks[who].text: there is no term 'G-99'",
        f"{LESSON}: blocks[rule].provision: there is no provision 'P-99'",
        f"{QUIZ}: sc-01.a: there is no provision 'P-98'",
    ]


def test_unsound_scenario_is_named(tmp_path, files):
    files[QUIZ]["items"][0]["scenes"][0]["choices"][0]["next"] = "s9"
    assert faults_of(tmp_path, files) == [
        f"{QUIZ}: items[0].scenes[0].choices[0].next: leads to 's9', and there is no such scene"
    ]


def test_repeated_ids_are_named(tmp_path, files):
    files[LESSON]["blocks"][1]["id"] = "who"
    files["people.yaml"]["departments"][0]["officers"][1]["badge"] = "1"
    found = faults_of(tmp_path, files)
    assert "modules/small/module.yaml: block id: 'who' stands 2 times" in found
    assert "people.yaml: example-police: badge: '1' stands 2 times" in found


def test_people_and_courses_must_fit_together(tmp_path, files):
    files["people.yaml"]["departments"][0]["officers"][0]["unit"] = "patrol/south"
    files["people.yaml"]["people"][0]["roles"] = [{"role": "auditor", "agency": "example-peer-collective"}]
    files["programme.yaml"]["requirements"][0]["units"] = ["moon"]
    files["history.yaml"]["completed"][0]["finished"] = 31
    assert faults_of(tmp_path, files) == [
        "people.yaml: done@example.org: there is no unit 'patrol/south'",
        "people.yaml: author0@example.org: the role auditor needs exactly its own agency, department or neither",
        "programme.yaml: requirements.Everyone in Patrol: there is no unit 'moon'",
        "history.yaml: done@example.org: is finished before it was begun",
    ]


def test_more_approvals_than_agencies_is_a_fault(tmp_path, files):
    files["modules/small/module.yaml"]["quorum"]["approvals"] = 3
    assert faults_of(tmp_path, files) == [
        "modules/small/module.yaml: quorum.approvals: more approvals are asked than agencies write the module"
    ]


def test_newer_format_is_refused(tmp_path, files):
    files["programme.yaml"]["format"] = 2
    assert "programme.yaml: format: 1 was expected" in faults_of(tmp_path, files)
