"""Registrations: pages opened, left and opened again; commits applied in order and once."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.scorm.data_model import RunTimeData
from modules.scorm.state import (
    Commit,
    CommitRefused,
    Learner,
    Plan,
    Registration,
    apply_commit,
    launch,
    plan_of,
    summarise,
)
from tests.modules.scorm.packages import SPACES_2004, manifest, package
from tests.modules.scorm.test_report import MASTERY, MEASURED

LEARNER = Learner("u1", "Reyes, Alma")
OLD, NEW = Plan("i1", "1.2", mastery_score="80"), Plan("i1", "2004")
STATUS = {"1.2": "cmi.core.lesson_status", "2004": "cmi.completion_status"}


def opened(plan, registration=None, **how):
    return launch(registration or Registration(plan.standard), plan, LEARNER, **how)


def sent(registration, plan, *changes, **more):
    commit = Commit(registration.attempt, plan.identifier, registration.seq + 1, changes, **more)
    return apply_commit(registration, plan, commit).registration


def read(registration, path):
    return RunTimeData(registration.standard, registration.sco("i1").values).get(path).value


@pytest.mark.parametrize("plan", [OLD, NEW])
def test_first_opening_begins(plan):
    registration = opened(plan)
    old = plan is OLD
    assert read(registration, "cmi.core.entry" if old else "cmi.entry") == "ab-initio"
    assert read(registration, "cmi.core.student_name" if old else "cmi.learner_name") == "Reyes, Alma"
    assert read(registration, "cmi.core.credit" if old else "cmi.credit") == "credit"


def test_plan_holds_what_the_manifest_says():
    old = package(manifest(MASTERY))
    assert plan_of(old, old.organization.items[0]).mastery_score == "80"
    assert plan_of(old, old.organization.items[0]).max_time_allowed == "00:30:00"
    new = package(manifest(MEASURED, version="2004 4th Edition", spaces=SPACES_2004))
    plan = plan_of(new, new.organization.items[0])
    assert (plan.completion_threshold, plan.scaled_passing_score, plan.objectives) == ("0.5", "0.8", ("law",))
    assert read(opened(plan), "cmi.objectives.0.id") == "law"


@pytest.mark.parametrize("plan", [OLD, NEW])
def test_suspended_page_goes_on(plan):
    old = plan is OLD
    leave = ("cmi.core.exit" if old else "cmi.exit", "suspend")
    time = ("cmi.core.session_time", "00:01:00") if old else ("cmi.session_time", "PT1M")
    registration = sent(opened(plan), plan, ("cmi.suspend_data", "page 3"), time, leave, terminate=True)
    registration = opened(plan, registration)
    assert read(registration, "cmi.core.entry" if old else "cmi.entry") == "resume"
    assert read(registration, "cmi.suspend_data") == "page 3"
    assert read(registration, "cmi.core.total_time" if old else "cmi.total_time") == (
        "0000:01:00.00" if old else "PT1M"
    )


def test_2004_page_that_ended_begins_anew():
    registration = sent(
        opened(NEW), NEW, ("cmi.suspend_data", "x"), ("cmi.completion_status", "completed"), terminate=True
    )
    registration = opened(NEW, registration)
    assert read(registration, "cmi.entry") == "ab-initio"
    assert read(registration, "cmi.suspend_data") == ""
    assert registration.sco("i1").best.completed


def test_12_page_that_ended_keeps_its_values():
    registration = sent(opened(OLD), OLD, ("cmi.suspend_data", "x"), terminate=True)
    registration = opened(OLD, registration)
    assert read(registration, "cmi.core.entry") == ""
    assert read(registration, "cmi.suspend_data") == "x"


def test_suspending_everything_suspends_the_page():
    registration = sent(opened(NEW), NEW, ("cmi.location", "4"), terminate=True, nav="suspendAll")
    assert registration.nav == "suspendAll"
    assert read(opened(NEW, registration), "cmi.entry") == "resume"


def test_page_that_went_away_goes_on_with_its_time():
    registration = sent(opened(NEW), NEW, ("cmi.location", "4"), ("cmi.session_time", "PT30S"))
    registration = opened(NEW, registration)
    assert read(registration, "cmi.entry") == "resume"
    assert read(registration, "cmi.total_time") == "PT30S"


def test_session_time_is_never_counted_twice():
    registration = opened(NEW)
    for seconds in (10, 20, 30):
        registration = sent(registration, NEW, session_time=f"PT{seconds}S")
    registration = sent(registration, NEW, ("cmi.session_time", "PT35S"), terminate=True)
    assert registration.sco("i1").total == 3_500


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ([], "completed"),
        ([("cmi.core.score.raw", "80")], "passed"),
        ([("cmi.core.score.raw", "79")], "failed"),
        ([("cmi.core.score.raw", "90"), ("cmi.core.lesson_status", "failed")], "passed"),
        ([("cmi.core.score.raw", "10"), ("cmi.core.lesson_status", "incomplete")], "incomplete"),
        ([("cmi.core.lesson_status", "passed")], "passed"),
        ([("cmi.core.score.raw", ""), ("cmi.core.lesson_status", "completed")], "completed"),
    ],
)
def test_12_status_at_the_end(changes, status):
    registration = sent(opened(OLD), OLD, *changes, terminate=True)
    assert read(registration, "cmi.core.lesson_status") == status


def test_12_status_waits_for_the_end():
    registration = sent(opened(OLD), OLD, ("cmi.core.score.raw", "10"))
    assert read(registration, "cmi.core.lesson_status") == "not attempted"
    assert registration.sco("i1").best.passed is None


@pytest.mark.parametrize(
    ("changes", "percent"),
    [
        ([("cmi.score.scaled", "0.755")], 75.5),
        ([("cmi.score.scaled", "-0.5")], 0),
        ([("cmi.score.raw", "5"), ("cmi.score.min", "0"), ("cmi.score.max", "20")], 25),
        ([("cmi.score.raw", "70")], 70),
        ([("cmi.score.raw", "700")], None),
        ([], None),
    ],
)
def test_score_as_percent(changes, percent):
    assert sent(opened(NEW), NEW, *changes).sco("i1").best.percent == percent


def test_best_outcome_stays():
    registration = sent(opened(NEW), NEW, ("cmi.success_status", "passed"), ("cmi.score.scaled", "0.9"), terminate=True)
    registration = opened(NEW, registration)
    registration = sent(
        registration, NEW, ("cmi.success_status", "failed"), ("cmi.score.scaled", "0.2"), terminate=True
    )
    assert registration.sco("i1").best.passed
    assert registration.begin_again().sco("i1").best.percent == 90
    assert registration.begin_again().attempt == 2


@pytest.mark.parametrize(
    ("changes", "plan", "completed"),
    [
        ((), NEW, True),
        ((("cmi.success_status", "passed"),), NEW, True),
        ((("cmi.completion_status", "unknown"),), NEW, False),
        ((("cmi.completion_status", "incomplete"),), NEW, False),
        ((("cmi.exit", "suspend"),), NEW, False),
        ((("cmi.exit", "logout"),), NEW, False),
        ((("adl.nav.request", "abandon"),), NEW, False),
        ((), Plan("i1", "2004", completion_threshold="0.5"), False),
        ((), Plan("i1", "2004", judged_by_rules=True), False),
    ],
)
def test_2004_page_that_ended_without_a_word_on_its_completion(changes, plan, completed):
    assert sent(opened(plan), plan, *changes, terminate=True).sco("i1").best.completed is completed
    assert not sent(opened(plan), plan, *changes).sco("i1").best.completed


def test_a_session_of_decades_counts_a_year_and_spoils_nothing():
    told = ("cmi.session_time", "P30Y"), ("cmi.completion_status", "completed")
    registration = sent(opened(NEW), NEW, *told, terminate=True)
    assert registration.sco("i1").total == 366 * 8_640_000
    assert registration.sco("i1").best.completed


@pytest.mark.parametrize("how", [{"credit": False}, {"mode": "browse"}])
def test_nothing_counts_without_credit(how):
    registration = sent(opened(NEW, **how), NEW, ("cmi.completion_status", "completed"), terminate=True)
    assert not registration.sco("i1").best.completed


def refused(registration, plan, **changed):
    told = {"attempt": 1, "sco": "i1", "seq": registration.seq + 1} | changed
    with pytest.raises(CommitRefused) as found:
        apply_commit(registration, plan, Commit(**told))
    return found.value


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("other-attempt", {"attempt": 2}),
        ("commit-missing", {"seq": 3}),
        ("page-not-open", {"sco": "i2"}),
        ("bad-session-time", {"session_time": "soon"}),
        ("bad-navigation", {"nav": "javascript:x"}),
        ("too-large", {"changes": (("cmi.location", "x"),) * 2001}),
        ("too-large", {"changes": (("cmi.location", "x" * 600_000),)}),
    ],
)
def test_commit_is_refused_by_name(code, changed):
    assert refused(opened(NEW), NEW, **changed).code == code


@pytest.mark.parametrize(
    ("element", "value", "error"),
    [("cmi.learner_id", "other", 404), ("cmi.score.scaled", "9", 407), ("cmi.credit", "credit", 404), ("x.y", "", 401)],
)
def test_bad_change_leaves_everything_as_it_was(element, value, error):
    before = opened(NEW)
    found = refused(before, NEW, changes=(("cmi.location", "5"), (element, value)))
    assert (found.code, found.element, found.error) == ("bad-change", element, error)
    assert read(before, "cmi.location") == ""


def test_commit_counts_once():
    registration = opened(NEW)
    commit = Commit(1, "i1", 1, (("cmi.location", "1"),), terminate=True)
    first = apply_commit(registration, NEW, commit)
    again = apply_commit(first.registration, NEW, commit)
    assert again.repeated
    assert again.registration is first.registration


def test_no_commit_after_the_end_and_none_in_review():
    ended = sent(opened(NEW), NEW, terminate=True)
    assert refused(ended, NEW).code == "page-not-open"
    assert refused(opened(NEW, mode="review"), NEW).code == "review"


def test_who_is_ahead_is_told_of_the_last_that_was_applied():
    registration = sent(opened(NEW), NEW, ("cmi.location", "1"))
    found = refused(registration, NEW, seq=4)
    assert (found.code, found.seq) == ("commit-missing", 1)


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"attempt": 1, "sco": "a"}, {"attempt": True, "sco": "a", "seq": 1},
        {"attempt": 1, "sco": 1, "seq": 1},
        {"attempt": 1, "sco": "a", "seq": 0}, {"attempt": 1, "sco": "a", "seq": 1, "changes": {"cmi.location": "x"}},
        {"attempt": 1, "sco": "a", "seq": 1, "changes": [["cmi.location", 5]]},
        {"attempt": 1, "sco": "a", "seq": 1, "x": 1},
        {"attempt": 1, "sco": "a", "seq": 1, "terminate": "yes"}, {"attempt": 1, "sco": "a", "seq": 1, "nav": None},
    ],
)  # fmt: skip
def test_malformed_commit_is_refused(data):
    with pytest.raises(CommitRefused) as found:
        Commit.from_data(data)
    assert found.value.code == "malformed"


def test_commit_is_read_from_json():
    text = '{"attempt":1,"sco":"i1","seq":1,"changes":[["cmi.location","4"]],"session_time":"PT5S","terminate":true}'
    assert Commit.from_data(json.loads(text)) == Commit(1, "i1", 1, (("cmi.location", "4"),), "PT5S", True)


def test_registration_survives_json():
    registration = sent(opened(OLD), OLD, ("cmi.core.score.raw", "80"), terminate=True)
    assert Registration.from_data(json.loads(json.dumps(registration.to_data()))) == registration


def test_summary_of_several_pages():
    plans = [Plan(name, "2004") for name in ("a", "b")]
    names = [plan.identifier for plan in plans]
    registration = Registration("2004")
    assert summarise(registration, names).completion == "not attempted"
    told = ("cmi.completion_status", "completed"), ("cmi.success_status", "passed")
    registration = sent(
        launch(registration, plans[0], LEARNER), plans[0], *told, ("cmi.score.scaled", "1"), terminate=True
    )
    assert summarise(registration, names).completion == "incomplete"
    registration = sent(
        launch(registration, plans[1], LEARNER), plans[1], *told, ("cmi.score.scaled", "0.5"), terminate=True
    )
    summary = summarise(registration, names)
    assert (summary.completion, summary.success, summary.percent) == ("completed", "passed", 75)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["incomplete", "completed"]), st.integers(0, 500), st.booleans()), max_size=8)
)
def test_repeating_any_commit_changes_nothing(steps):
    once = twice = opened(NEW)
    for number, (status, seconds, end) in enumerate(steps, start=1):
        commit = Commit(1, "i1", number, ((STATUS["2004"], status),), f"PT{seconds}S", end)
        once, twice = apply_commit(once, NEW, commit).registration, apply_commit(twice, NEW, commit).registration
        twice = apply_commit(twice, NEW, commit).registration
        if end:
            once, twice = opened(NEW, once), opened(NEW, twice)
    assert once == twice


def test_largest_commits_take_no_longer_than_a_moment():
    registration, started = opened(NEW), time.perf_counter()
    for commit in range(9):
        changes = []
        for number in range(commit * 110, commit * 110 + 110):
            entry = f"cmi.interactions.{number}"
            changes += [(f"{entry}.id", f"q{number}"), (f"{entry}.type", "choice"), (f"{entry}.learner_response", "a")]
            changes += [(f"{entry}.objectives.{inner}.id", f"o{inner}") for inner in range(14)]
        registration = sent(registration, NEW, *changes)
    assert read(registration, "cmi.interactions._count") == "990"
    assert time.perf_counter() - started < 10
