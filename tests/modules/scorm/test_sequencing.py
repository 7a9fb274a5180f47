"""Sequencing by small trees: one rule of the standard a test."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.scorm.manifest import Item, Organization
from modules.scorm.manifest.model import CompletionThreshold, DataMap
from modules.scorm.manifest.sequencing import (
    ConstrainedChoice,
    ControlModes,
    DeliveryControls,
    LimitConditions,
    Objective,
    ObjectiveMap,
    Randomization,
    RollupConsiderations,
    RollupRule,
    RollupRules,
    RuleCondition,
    Sequencing,
    SequencingRule,
)
from modules.scorm.sequencing import Delivery, Sequencer

FLOW = Sequencing(control=ControlModes(flow=True))
PASSED, FAILED = {"cmi.success_status": "passed"}, {"cmi.success_status": "failed"}
COMPLETED = {"cmi.completion_status": "completed"}


def leaf(name: str, **sequencing) -> Item:
    return Item(name, name, sequencing=Sequencing(**sequencing))


def cluster(name: str, *children: Item, **sequencing) -> Item:
    return Item(name, name, sequencing=replace(FLOW, **sequencing), children=children)


def course(*items: Item, seed: int = 0, **sequencing) -> Sequencer:
    return Sequencer(Organization("course", "Course", items, replace(FLOW, **sequencing)), seed=seed)


def rule(action: str, *conditions: str, negated: bool = False) -> SequencingRule:
    return SequencingRule(action, tuple(RuleCondition(condition, negated) for condition in conditions))


def leave(engine: Sequencer, asked: str, **values: str) -> Delivery:
    """Leave the open page with these values."""
    return engine.leave(engine.tree.current.identifier, values, asked=asked)


def through(engine: Sequencer, *steps: dict[str, str]) -> list[str]:
    """The pages one meets on continuing, each left with the values given for it."""
    met = [engine.request("start").activity]
    for values in steps:
        met.append(engine.leave(met[-1], values, asked="continue").activity)
    return met


def test_flow_meets_every_page_in_order_and_ends_after_the_last():
    engine = course(leaf("a"), cluster("b", leaf("c"), leaf("d")), leaf("e"))
    assert through(engine, {}, {}, {}) == ["a", "c", "d", "e"]
    assert leave(engine, "continue") == Delivery(ended=True)
    assert engine.tree.current is None
    assert engine.tree.root.track.completed


def test_previous_goes_back_into_clusters_from_their_end():
    engine = course(cluster("a", leaf("b"), leaf("c")), leaf("d"))
    through(engine, {}, {})
    assert leave(engine, "previous").activity == "c"
    assert leave(engine, "previous").activity == "b"
    assert leave(engine, "previous") == Delivery(refused="SB.2.1-3")


def test_forward_only_bars_the_way_back():
    engine = course(leaf("a"), leaf("b"), control=ControlModes(flow=True, forward_only=True))
    through(engine, {})
    assert not engine.valid("previous")
    assert leave(engine, "previous").refused == "NB.2.1-5"


def test_without_flow_a_page_must_be_chosen():
    engine = course(leaf("a"), leaf("b"), control=ControlModes())
    assert engine.request("start").refused == "SB.2.2-1"
    assert engine.request("choice", "b").activity == "b"
    assert engine.request("continue").refused == "NB.2.1-4"


def test_what_is_satisfied_is_skipped_and_what_is_disabled_bars_the_way():
    skipped = leaf("b", pre_conditions=(rule("skip", "satisfied"),), objectives=(reads("shared"),))
    engine = course(leaf("a", objectives=(writes("shared"),)), skipped, leaf("c"))
    assert through(engine, PASSED) == ["a", "c"]
    barred = course(leaf("a"), leaf("b", pre_conditions=(rule("disabled", "always"),)))
    assert through(barred, {}) == ["a", ""]


def writes(target: str, **fields) -> Objective:
    mapped = ObjectiveMap(target, write_satisfied_status=True, write_normalized_measure=True)
    return Objective("own", primary=True, maps=(mapped,), **fields)


def reads(target: str, **fields) -> Objective:
    return Objective("own", primary=True, maps=(ObjectiveMap(target),), **fields)


def test_shared_objective_is_found_by_the_page_that_reads_it():
    engine = course(leaf("a", objectives=(writes("x%20y"),)), leaf("b", objectives=(reads("x y"),)))
    engine.request("start")
    engine.leave("a", {"cmi.score.scaled": "0.9", **FAILED}, asked="continue")
    found = engine.values_for("b")
    assert (found["cmi.success_status"], found["cmi.score.scaled"]) == ("failed", "0.9")
    assert found["cmi.objectives.0.id"] == "own"


def test_objective_satisfied_by_measure_does_not_listen_to_the_status():
    judged = Objective(primary=True, satisfied_by_measure=True, min_normalized_measure=0.6)
    engine = course(
        leaf("a", objectives=(judged,), post_conditions=(rule("retry", "satisfied", negated=True),)), leaf("b")
    )
    engine.request("start")
    again = engine.leave("a", {"cmi.score.scaled": "0.5", **PASSED}, asked="continue")
    assert (again.activity, engine.tree.activities["a"].track.attempts) == ("a", 2)
    assert engine.leave("a", {"cmi.score.scaled": "0.6"}, asked="continue").activity == "b"


def test_unknown_is_neither_satisfied_nor_not():
    silent = DeliveryControls(objective_set_by_content=True)
    engine = course(leaf("a", delivery=silent, post_conditions=(rule("retry", "satisfied", negated=True),)), leaf("b"))
    assert through(engine, {}) == ["a", "b"]


def test_attempts_are_limited():
    engine = course(leaf("a", limits=LimitConditions(attempt_limit=1)), leaf("b"))
    through(engine, {})
    assert not engine.valid("choice", "a")
    assert leave(engine, "{target=a}choice").refused == "DB.1.1-3"


def test_suspended_attempt_goes_on_and_does_not_count_anew():
    engine = course(leaf("a"), leaf("b", limits=LimitConditions(attempt_limit=1)))
    through(engine, {})
    assert leave(engine, "suspendAll").ended
    kept = json.loads(json.dumps(engine.to_data()))
    again = Sequencer(engine.organization, kept)
    assert again.request("resumeAll").activity == "b"
    assert again.tree.activities["b"].track.attempts == 1


def test_exit_rule_leaves_the_cluster_and_its_post_rule_says_where_to():
    inner = cluster(
        "b", leaf("c"), leaf("d"),
        exit_conditions=(rule("exit", "satisfied"),), post_conditions=(rule("exitAll", "satisfied"),),
        rollup=RollupRules((RollupRule("satisfied", (RuleCondition("satisfied"),), child_activity_set="any"),)),
    )  # fmt: skip
    engine = course(leaf("a"), inner, leaf("e"))
    through(engine, {})
    assert leave(engine, "continue", **PASSED).ended


def test_retry_all_begins_the_course_anew():
    engine = course(leaf("a"), leaf("b", post_conditions=(rule("retryAll", "satisfied", negated=True),)))
    through(engine, PASSED)
    assert leave(engine, "continue", **FAILED).activity == "a"
    assert engine.tree.root.track.attempts == 2
    assert engine.tree.activities["b"].progress(engine.tree.activities["b"].primary).satisfied is None


@pytest.mark.parametrize(
    ("kind", "number", "satisfied"),
    [("all", 0, False), ("any", 0, True), ("none", 0, False), ("atLeastCount", 2, True), ("atLeastCount", 3, False),
     ("atLeastPercent", 0.5, True), ("atLeastPercent", 0.8, False)],
)  # fmt: skip
def test_rollup_counts_children(kind, number, satisfied):
    counted = RollupRule("satisfied", (RuleCondition("satisfied"),), "any", kind, int(number), number)
    engine = course(leaf("a"), leaf("b"), leaf("c"), rollup=RollupRules((counted,)))
    through(engine, PASSED, PASSED)
    leave(engine, "continue", **FAILED)
    assert (engine.tree.root.progress(engine.tree.root.primary).satisfied is True) == satisfied


def test_measures_roll_up_by_weight_and_untracked_pages_do_not_count():
    def weighted(weight):
        return RollupRules(objective_measure_weight=weight)

    untracked = leaf("c", delivery=DeliveryControls(tracked=False))
    engine = course(leaf("a", rollup=weighted(3.0)), leaf("b", rollup=weighted(1.0)), untracked)
    through(engine, {"cmi.score.scaled": "1"}, {"cmi.score.scaled": "0.2"})
    assert engine.tree.root.progress(engine.tree.root.primary).measure == pytest.approx(0.8)


def test_page_that_is_optional_until_begun_does_not_hold_the_course_up():
    optional = leaf("b", considerations=RollupConsiderations(required_for_completed="ifAttempted"))
    engine = course(leaf("a"), optional)
    engine.request("start")
    leave(engine, "exitAll", **COMPLETED)
    assert engine.tree.root.track.completed


def test_completion_by_measure():
    half = Item("a", "a", completion_threshold=CompletionThreshold(True, 0.5))
    for amount, done in (("0.4", False), ("0.5", True)):
        engine = course(half)
        engine.request("start")
        leave(engine, "exitAll", **{"cmi.progress_measure": amount, "cmi.completion_status": "completed"})
        assert engine.tree.root.track.completed is done


def test_choice_is_barred_by_hidden_pages_exits_and_constraints():
    hidden = leaf("b", pre_conditions=(rule("hiddenFromChoice", "always"),))
    engine = course(leaf("a"), hidden, leaf("c", pre_conditions=(rule("stopForwardTraversal", "always"),)), leaf("d"))
    engine.request("start")
    assert [engine.valid("choice", name) for name in "abcd"] == [True, False, True, False]
    kept = course(cluster("a", leaf("b"), control=ControlModes(flow=True, choice_exit=False)), leaf("c"))
    kept.request("start")
    assert leave(kept, "{target=c}choice").refused == "NB.2.1-8"
    narrow = cluster("a", leaf("b"), choice=ConstrainedChoice(constrain_choice=True))
    engine = course(narrow, leaf("c"), leaf("d"))
    engine.request("start")
    assert [engine.valid("choice", name) for name in "cd"] == [True, False]
    asleep = cluster("b", leaf("c"), choice=ConstrainedChoice(prevent_activation=True))
    engine = course(leaf("a"), asleep)
    engine.request("start")
    assert not engine.valid("choice", "c")


def test_asking_what_is_valid_changes_nothing():
    engine = course(leaf("a"), leaf("b"))
    engine.request("start")
    before = engine.to_data()
    assert engine.valid("continue")
    assert not engine.valid("choice", "nowhere")
    assert [entry.identifier for entry in engine.contents() if entry.leaf and entry.choosable] == ["a", "b"]
    assert engine.to_data() == before


def test_jump_pays_no_heed_to_control_modes():
    engine = course(leaf("a"), leaf("b"), control=ControlModes(choice=False, flow=True))
    engine.request("start")
    assert leave(engine, "{target=b}choice").refused == "NB.2.1-10"
    assert engine.leave("a", {"adl.nav.request": "{target=b}jump"}).activity == "b"


def test_time_out_ends_the_course_and_abandoning_keeps_nothing():
    engine = course(leaf("a"))
    engine.request("start")
    assert engine.leave("a", {"cmi.exit": "time-out"}).ended
    engine = course(leaf("a"))
    engine.request("start")
    assert leave(engine, "abandonAll", **PASSED).ended
    assert engine.tree.root.progress(engine.tree.root.primary).satisfied is None


def test_same_seed_gives_the_same_choice_of_pages():
    chance = Randomization("onEachNewAttempt", True, "once", 2)
    pages = [leaf(name) for name in "abcdef"]

    def offered(seed):
        return [found.identifier for found in course(*pages, seed=seed, randomization=chance).tree.root.available]

    assert offered(7) == offered(7)
    assert len(offered(7)) == 2
    assert len({tuple(offered(seed)) for seed in range(20)}) > 3


def test_shared_data_is_read_and_written_as_the_manifest_allows():
    def item(name, *, read, write):
        return Item(name, name, data_maps=(DataMap("bucket", read, write),))

    engine = course(
        item("a", read=True, write=True), item("b", read=False, write=True), item("c", read=True, write=False)
    )
    engine.request("start")
    engine.leave("a", {"adl.data.0.id": "bucket", "adl.data.0.store": "hello"}, asked="continue")
    assert "adl.data.0.store" not in engine.values_for("b")
    engine.leave("b", {}, asked="continue")
    assert engine.values_for("c")["adl.data.0.store"] == "hello"
    engine.leave("c", {"adl.data.0.store": "changed"}, asked="exitAll")
    assert engine.tree.shared == {"bucket": "hello"}


REQUESTS = [
    "continue",
    "previous",
    "exit",
    "exitAll",
    "suspendAll",
    "abandon",
    "start",
    "resumeAll",
    "{target=d}choice",
]


@given(st.lists(st.sampled_from(REQUESTS), max_size=12), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_one_path_is_active_at_most(asked, seed):
    """Active activities are always one path from the root down, and what is kept comes back alike."""
    engine = course(leaf("a"), cluster("b", leaf("c"), leaf("d")), leaf("e"), seed=seed)
    for request in asked:
        current = engine.tree.current
        if current and current.track.active and current.leaf:
            engine.leave(current.identifier, PASSED, asked=request)
        elif request.startswith("{"):
            engine.request("choice", "d")
        else:
            engine.request(request)
        active = [found for found in engine.tree.activities.values() if found.track.active]
        deepest = max(active, key=lambda found: len(found.path()), default=None)
        assert set(active) <= set(deepest.path() if deepest else ())
        data = json.loads(json.dumps(engine.to_data()))
        assert Sequencer(engine.organization, data).to_data() == engine.to_data()


MIDDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("limits", "delivered"),
    [
        ({"begin_time": "2026-11-22T11:59:59"}, True),  # without a zone it is UTC
        ({"begin_time": "2026-11-22T12:00:01"}, False),
        ({"begin_time": "2026-11-22T13:00:00+02:00"}, True),
        ({"begin_time": "2026-11-22T05:00:00-08:00"}, False),
        ({"end_time": "2026-11-22T12:00:00.1234567Z"}, True),
        ({"end_time": "2026-11-22T11:59:59Z"}, False),
        ({"begin_time": "2026-11-22T12:00:00Z", "end_time": "2026-11-22T12:00:00Z"}, True),
        ({"begin_time": "2027-01-01", "end_time": "soon"}, True),  # no points in time
        ({"end_time": "2026-02-30T00:00:00", "begin_time": "9999-12-31T23:59:59-14:00"}, True),
    ],
)
def test_an_attempt_begins_only_in_the_time_of_the_activity(limits, delivered):
    organization = Organization("course", "Course", (leaf("a", limits=LimitConditions(**limits)),), FLOW)
    engine = Sequencer(organization, now=MIDDAY)
    assert engine.contents()[1].choosable is delivered
    assert engine.request("start") == (Delivery("a") if delivered else Delivery(refused="SB.2.2-2"))
    assert Sequencer(organization).request("start") == Delivery("a")  # where nobody says what time it is


def test_what_was_begun_in_time_goes_on_after_it_and_begins_no_more():
    limited = leaf("a", limits=LimitConditions(end_time="2026-11-22T13:00:00Z"))
    organization = Organization("course", "Course", (limited, leaf("b")), FLOW)
    engine = Sequencer(organization, now=MIDDAY)
    through(engine)
    leave(engine, "suspendAll")
    engine = Sequencer(organization, engine.to_data(), now=MIDDAY + timedelta(hours=2))
    assert engine.request("resumeAll") == Delivery("a")
    assert leave(engine, "continue") == Delivery("b")
    assert leave(engine, "previous") == Delivery(refused="SB.2.2-2")


def test_rules_may_ask_for_the_time():
    late = SequencingRule("skip", (RuleCondition("outsideAvailableTimeRange"),))
    page = leaf("a", limits=LimitConditions(begin_time="2026-11-23T00:00:00Z"), pre_conditions=(late,))
    engine = Sequencer(Organization("course", "Course", (page, leaf("b")), FLOW), now=MIDDAY)
    assert engine.request("start") == Delivery("b")
    aside = replace(page, sequencing=replace(page.sequencing, delivery=DeliveryControls(tracked=False)))
    engine = Sequencer(Organization("course", "Course", (aside, leaf("b")), FLOW), now=MIDDAY)
    assert engine.request("start") == Delivery("a")  # what is not tracked has no limits


def test_many_pages_that_share_an_objective_take_no_longer_than_a_moment():
    shared = Objective("o", primary=True, maps=(ObjectiveMap("g", write_satisfied_status=True),))
    pages = tuple(leaf(f"p{number}", objectives=(shared,)) for number in range(400))
    parts = tuple(cluster(f"c{number}", *pages[number : number + 20]) for number in range(0, 400, 20))
    started = time.perf_counter()
    engine = course(*parts)
    assert through(engine, PASSED) == ["p0", "p1"]
    assert len(engine.contents()) == 421
    assert time.perf_counter() - started < 5
