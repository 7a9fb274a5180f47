"""The data model: what pages may read and write, and the error code that answers a mistake."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.scorm.data_model import RunTimeData, data_model, format_duration, parse_duration
from modules.scorm.data_model.table import table

OLD, NEW = "1.2", "2004"
STANDARDS = [OLD, NEW]


def written(standard, *pairs):
    data = RunTimeData(standard)
    for path, value in pairs:
        assert data.set(path, value).error == 0, (path, value)
    return data


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_element_is_sound(standard):
    model = data_model(standard)
    for element in model.elements.values():
        assert set(element.access) <= {"r", "w"}
        assert element.type in {*model.formats, "vocabulary", "string", "localized", "pattern", "response", "result"}
        assert element.type != "vocabulary" or element.words
    assert set(model.counts) | set(model.children) <= model.folders | set(model.elements)
    assert set(model.codes.values()) <= set(model.errors)
    assert table()["version"] == 1


@pytest.mark.parametrize("standard", STANDARDS)
def test_children_are_those_of_the_table(standard):
    model = data_model(standard)
    for folder, listed in model.children.items():
        start = f"{folder}.n." if f"{folder}" in model.counts else f"{folder}."
        found = {name[len(start) :].split(".")[0] for name in model.elements if name.startswith(start)}
        assert set(listed.split(",")) == found, folder


READ = [
    (OLD, "cmi._version", "3.4", 0), (OLD, "cmi.core._children", None, 0),
    (OLD, "cmi.core.score._children", "raw,min,max", 0),
    (OLD, "cmi.core.lesson_status", "not attempted", 0), (OLD, "cmi.suspend_data", "", 0),
    (OLD, "cmi.core.exit", "", 404),
    (OLD, "cmi.core.session_time", "", 404), (OLD, "cmi.interactions._count", "0", 0),
    (OLD, "cmi.core._count", "", 203),
    (OLD, "cmi.core.credit._children", "", 202), (OLD, "cmi.nothing", "", 401), (OLD, "cmi.objectives.0.id", "", 201),
    (OLD, "cmi.completion_status", "", 401), (OLD, "", "", 201),
    (NEW, "cmi._version", "1.0", 0), (NEW, "cmi._children", "", 301),
    (NEW, "cmi.score._children", "scaled,raw,min,max", 0),
    (NEW, "cmi.completion_status", "unknown", 0), (NEW, "cmi.suspend_data", "", 403), (NEW, "cmi.exit", "", 405),
    (NEW, "cmi.interactions._count", "0", 0), (NEW, "cmi.score._count", "", 301),
    (NEW, "cmi.interactions.0.id", "", 301),
    (NEW, "cmi.nothing", "", 401), (NEW, "cmi.core.lesson_status", "", 401), (NEW, "", "", 301),
    (NEW, "cmi.total_time", "PT0H0M0S", 0), (NEW, "adl.nav.request", "_none_", 0),
    (NEW, "cmi.location._children", "", 301),
    (NEW, "adl.nav.request_valid.choice.{target=a.b}", "unknown", 0), (NEW, "cmi.objectives.x.id", "", 401),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "path", "value", "error"), READ)
def test_reading(standard, path, value, error):
    answer = RunTimeData(standard).get(path)
    assert answer.error == error
    assert value is None or answer.value == value


SET = [
    (OLD, "cmi.core.lesson_status", "passed", 0), (OLD, "cmi.core.lesson_status", "not attempted", 405),
    (OLD, "cmi.core.lesson_status", "Passed", 405), (OLD, "cmi.core.score.raw", "85.5", 0),
    (OLD, "cmi.core.score.raw", "33.333333333333336", 0), (OLD, "cmi.core.score.raw", "5.", 0),
    (OLD, "cmi.core.score.raw", "101", 405), (OLD, "cmi.core.score.raw", "-1", 405), (OLD, "cmi.core.score.raw", "", 0),
    (OLD, "cmi.core.score.raw", "high", 405), (OLD, "cmi.core.student_id", "x", 403),
    (OLD, "cmi.core._children", "x", 402), (OLD, "cmi.suspend_data", "x" * 4096, 0),
    (OLD, "cmi.suspend_data", "x" * 4097, 405), (OLD, "cmi.core.session_time", "00:05:30", 0),
    (OLD, "cmi.core.session_time", "5:30", 405), (OLD, "cmi.core.session_time", "PT5M", 405),
    (OLD, "cmi.core.exit", "suspend", 0), (OLD, "cmi.core.exit", "normal", 405), (OLD, "cmi.core.exit", "", 0),
    (OLD, "cmi.objectives.0.id", "a-1", 0), (OLD, "cmi.objectives.1.id", "b", 201), (OLD, "cmi.nothing", "x", 401),
    (OLD, "cmi.student_preference.audio", "-1", 0), (OLD, "cmi.student_preference.audio", "101", 405),
    (OLD, "cmi.interactions.0.result", "0.5", 0), (OLD, "cmi.interactions.0.result", "incorrect", 405),
    (OLD, "cmi.interactions.0.time", "23:59:59.9", 0), (OLD, "cmi.interactions.0.time", "24:00:00", 405),
    (NEW, "cmi.completion_status", "not attempted", 0), (NEW, "cmi.completion_status", "passed", 406),
    (NEW, "cmi.score.scaled", "-1.0", 0), (NEW, "cmi.score.scaled", "1.01", 407), (NEW, "cmi.score.raw", "1e3", 406),
    (NEW, "cmi.score.raw", "-250.5", 0), (NEW, "cmi.progress_measure", "1.1", 407), (NEW, "cmi.learner_id", "x", 404),
    (NEW, "cmi.score._children", "x", 404), (NEW, "cmi.exit", "normal", 0), (NEW, "cmi.exit", "Normal", 406),
    (NEW, "cmi.session_time", "PT1H5M30.25S", 0), (NEW, "cmi.session_time", "P", 406),
    (NEW, "cmi.session_time", "PT", 406),
    (NEW, "cmi.session_time", "PT1.5M", 406), (NEW, "cmi.session_time", "00:05:00", 406),
    (NEW, "cmi.suspend_data", "x" * 64000, 0), (NEW, "cmi.suspend_data", "x" * 64001, 406),
    (NEW, "cmi.location", "x" * 1001, 406), (NEW, "cmi.objectives.0.id", "urn:a", 406),
    (NEW, "cmi.objectives.0.id", "", 406),
    (NEW, "cmi.objectives.0.id", "urn:org:a", 0), (NEW, "cmi.objectives.0.id", "a b", 406),
    (NEW, "cmi.objectives.1.id", "a", 351), (NEW, "cmi.objectives.0.success_status", "passed", 408),
    (NEW, "cmi.interactions.0.type", "choice", 408), (NEW, "cmi.learner_preference.audio_level", "-1", 407),
    (NEW, "cmi.learner_preference.language", "", 0), (NEW, "cmi.learner_preference.language", "en-US", 0),
    (NEW, "cmi.learner_preference.language", "e", 406), (NEW, "adl.nav.request", "{target=a}choice", 0),
    (NEW, "adl.nav.request", "{target=a}exit", 406), (NEW, "adl.data.0.store", "x", 351), (NEW, "", "x", 351),
    (NEW, "cmi.comments_from_learner.0.timestamp", "2026-02-28T12:00:00.5Z", 0),
    (NEW, "cmi.comments_from_learner.0.timestamp", "2026-02-29", 406),
    (NEW, "cmi.comments_from_learner.0.timestamp", "2040", 406),
    (NEW, "cmi.comments_from_learner.0.comment", "{lang=es}Hola", 0),
    (NEW, "cmi.comments_from_learner.0.comment", "{lang=!}Hola", 406),
    (NEW, "cmi.comments_from_lms.0.comment", "x", 404), (NEW, "cmi", "x", 351), (NEW, "cmi.core", "x", 401),
    (NEW, "settings.lmsCommitUrl", "x", 401), (NEW, "__proto__.x", "x", 401), (NEW, "cmi.__proto__", "x", 401),
    (NEW, "lastErrorCode", "x", 401), (OLD, "cmi.objectives.00.id", "x", 401), (OLD, "cmi.objectives.-1.id", "x", 401),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "path", "value", "error"), SET)
def test_writing(standard, path, value, error):
    data = RunTimeData(standard)
    assert data.set(path, value).error == error
    assert data.values == ({} if error else {path: value})


ANSWERS = [
    ("true-false", "true", "true", True), ("true-false", "t", "1", False),
    ("choice", "a[,]b", "b[,]a", True), ("choice", "", "", True), ("choice", "a[,]a", "a[,]a", False),
    ("fill-in", "Paris[,]Rome", "{case_matters=true}{order_matters=false}{lang=en}Paris", True),
    ("fill-in", "{lang=1}x", "{case_matters=maybe}x", False),
    ("long-fill-in", "x" * 4000, "{case_matters=false}" + "x" * 4000, True),
    ("long-fill-in", "x" * 4001, "x" * 4001, False),
    ("matching", "a[.]1[,]b[.]2", "a[.]1", True), ("matching", "a", "a[.]", False),
    ("performance", "step[.]done[,]2[.]4.5", "{order_matters=false}step[.]1[:]2", True),
    ("performance", "[.]", "step", False), ("sequencing", "a[,]b[,]a", "a[,]b", True),
    ("sequencing", "a[,]", "[,]", False), ("likert", "often", "often", True), ("likert", "", "a b", False),
    ("numeric", "3.5", "1[:]5", True), ("numeric", "3", "[:]", True), ("numeric", "three", "5[:]1", False),
    ("numeric", "1[:]2", "3", False), ("other", "anything at all", "", True), ("other", "x" * 4001, "x" * 4001, False),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "response", "pattern", "fits"), ANSWERS)
def test_answers_by_type_of_interaction(kind, response, pattern, fits):
    data = written(NEW, ("cmi.interactions.0.id", "q"), ("cmi.interactions.0.type", kind))
    wanted = 0 if fits else 406
    assert data.set("cmi.interactions.0.learner_response", response).error == wanted
    assert data.set("cmi.interactions.0.correct_responses.0.pattern", pattern).error == wanted


def test_patterns_exclude_each_other():
    data = written(NEW, ("cmi.interactions.0.id", "q"), ("cmi.interactions.0.type", "choice"))
    first, second = (f"cmi.interactions.0.correct_responses.{number}.pattern" for number in range(2))
    assert [data.set(first, "a").error, data.set(second, "a").error, data.set(second, "b").error] == [0, 351, 0]
    data = written(NEW, ("cmi.interactions.0.id", "q"), ("cmi.interactions.0.type", "numeric"), (first, "1[:]2"))
    assert data.set(second, "3[:]4").error == 351


def test_answer_needs_its_type():
    data = written(NEW, ("cmi.interactions.0.id", "q"))
    assert data.set("cmi.interactions.0.learner_response", "a").error == 408
    assert data.set("cmi.interactions.0.correct_responses.0.pattern", "a").error == 408


def test_objectives_keep_their_identifiers():
    data = written(NEW, ("cmi.objectives.0.id", "a"), ("cmi.objectives.1.id", "b"))
    assert data.set("cmi.objectives.1.id", "a").error == 351
    assert data.set("cmi.objectives.0.id", "c").error == 351
    assert data.set("cmi.objectives.0.id", "a").error == 0
    assert data.get("cmi.objectives._count").value == "2"


def test_comments_of_12_are_added_to():
    data = written(OLD, ("cmi.comments", "one "), ("cmi.comments", "two"))
    assert data.get("cmi.comments").value == "one two"
    assert data.set("cmi.comments", "x" * 4090).error == 405
    data.set("cmi.comments", "all of it", whole=True)
    assert data.get("cmi.comments").value == "all of it"


@pytest.mark.parametrize(
    ("limit", "measure", "status"),
    [("0.8", None, "unknown"), ("0.8", "0.8", "completed"), ("0.8", "0.79", "incomplete")],
)
def test_completion_is_judged_by_its_threshold(limit, measure, status):
    data = RunTimeData(NEW, {"cmi.completion_threshold": limit, "cmi.completion_status": "completed"})
    if measure:
        data.set("cmi.progress_measure", measure)
    assert data.get("cmi.completion_status").value == status


def test_status_without_threshold_is_as_told():
    data = written(NEW, ("cmi.completion_status", "completed"), ("cmi.progress_measure", "0"))
    assert data.get("cmi.completion_status").value == "completed"


hundredths = st.integers(0, 9999 * 360_000)


@settings(deadline=None)
@given(hundredths, st.sampled_from(STANDARDS))
def test_durations_survive_writing(value, standard):
    text = format_duration(value, standard)
    assert parse_duration(text) == value
    assert data_model(standard).formats["timespan" if standard == OLD else "timeinterval"].fullmatch(text)


@settings(deadline=None)
@given(hundredths, hundredths, st.sampled_from(STANDARDS))
def test_durations_add(one, other, standard):
    total = parse_duration(format_duration(one, standard)) + parse_duration(format_duration(other, standard))
    assert total == one + other


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PT2H20S", 722_000), ("P29D", 250_560_000), ("P0Y029DT0H", 250_560_000), ("P1Y", 3_155_760_000),
        ("PT.5S", None),
        ("P1M", 262_980_000), ("PT1M", 6_000), ("PT0.05S", 5), ("PT0.5S", 50), ("0000:01:00", 6_000),
        ("00:00:61", 6_100),
        ("PT", None), ("P1DT", None), ("1:00:00", None), ("", None), ("PT1S ", None), ("PT\u0661S", None),
    ],
)  # fmt: skip
def test_durations_are_read(text, value):
    assert parse_duration(text) == value


@settings(deadline=None)
@given(st.sampled_from(STANDARDS), st.text(max_size=60), st.text(max_size=30))
def test_no_path_or_value_is_more_than_an_answer(standard, path, value):
    data = RunTimeData(standard)
    assert data.set(f"cmi.{path}", value).error in data.model.errors
    assert data.get(path).error in data.model.errors


@settings(deadline=None)
@given(st.data())
def test_what_is_set_is_read_back(source):
    standard = source.draw(st.sampled_from(STANDARDS))
    elements = [element for element in data_model(standard).elements.values() if element.access == "rw"]
    element = source.draw(st.sampled_from([element for element in elements if ".n." not in element.name]))
    value = source.draw(
        st.sampled_from(element.words) if element.words else st.from_regex("[0-9]{1,3}", fullmatch=True)
    )
    data = RunTimeData(standard)
    if data.set(element.name, value).error == 0:
        assert data.get(element.name).value == value
