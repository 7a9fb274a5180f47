"""Ways through packages with rules of their own."""

from dataclasses import replace

import pytest

from modules.scorm.claim import claim_of
from modules.scorm.manifest import Edition, Item, Launch, Organization, Package
from modules.scorm.manifest.sequencing import (
    ControlModes,
    LimitConditions,
    RollupRule,
    RollupRules,
    RuleCondition,
    Sequencing,
    SequencingRule,
)
from modules.scorm.route import NoSuchWay, take_way
from modules.scorm.state import Commit, Learner, Registration, apply_commit, plan_of

LEARNER = Learner("learner", "Name")
DONE = (("cmi.completion_status", "completed"),)


def page(name: str) -> Item:
    return Item(name, name, launch=Launch(f"{name}.html", sco=True))


def package(*items: Item, rollup: tuple[RollupRule, ...] = ()) -> Package:
    rules = Sequencing(present=True, control=ControlModes(flow=True), rollup=RollupRules(rollup))
    organization = Organization("course", "Course", items or (page("a"), page("b")), rules)
    return Package("p", "1", "Course", Edition.SCORM_2004_4, "", (organization,), "course", (), ())


def test_the_whole_may_be_chosen_and_begins_with_its_first_page():
    begun = take_way(package(), Registration("2004"), LEARNER)
    on = take_way(package(), begun.registration, LEARNER, "continue")
    again = take_way(package(), on.registration, LEARNER, "{target=course}choice")
    assert [way.item.identifier for way in (begun, on, again)] == ["a", "b", "a"]


def test_what_is_not_there_cannot_be_chosen():
    begun = take_way(package(), Registration("2004"), LEARNER)
    for wish in ("{target=c}choice", "{target=a}fetch", "sideways"):
        with pytest.raises(NoSuchWay):
            take_way(package(), begun.registration, LEARNER, wish)


def test_the_contents_are_those_of_the_rules_with_the_whole_at_their_head():
    hidden = SequencingRule("hiddenFromChoice", (RuleCondition("always"),))
    part = Item("part", "Part", children=(page("c"),), sequencing=Sequencing(present=True, pre_conditions=(hidden,)))
    ruled = package(page("a"), part, page("d"))
    begun = take_way(ruled, Registration("2004"), LEARNER)
    assert begun.allowed.order == ("course", "a", "d")  # what is in a hidden part is hidden with it
    assert [name for name, may in begun.allowed.choices.items() if may] == ["course", "a", "d"]
    assert begun.allowed.end
    over = take_way(ruled, begun.registration, LEARNER, "exitAll")
    assert (over.item, over.ended, over.allowed.end) == (None, True, False)


def test_what_is_not_listed_may_still_be_asked_for_by_a_page():
    unlisted = replace(page("b"), visible=False)
    begun = take_way(package(page("a"), unlisted), Registration("2004"), LEARNER)
    assert begun.allowed.order == ("course", "a")
    assert begun.allowed.choices["b"]
    asked = take_way(package(page("a"), unlisted), begun.registration, LEARNER, "{target=b}choice")
    assert asked.item.identifier == "b"


def test_rules_may_complete_a_package_without_each_of_its_pages():
    one_is_enough = RollupRule("completed", (RuleCondition("completed"),), child_activity_set="any")
    ruled = package(page("a"), page("b"), rollup=(one_is_enough,))
    begun = take_way(ruled, Registration("2004"), LEARNER).registration
    assert claim_of(ruled, begun).completion == "incomplete"
    done = apply_commit(begun, plan_of(ruled, ruled.organization.items[0]), Commit(1, "a", 1, DONE))
    claim = claim_of(ruled, done.registration)
    assert claim.completion == "completed"
    fresh = take_way(ruled, take_way(ruled, done.registration, LEARNER, "exitAll").registration, LEARNER).registration
    assert claim_of(ruled, fresh, claim).completion == "completed"  # a later attempt takes nothing away


def test_the_time_of_an_attempt_counts_once_however_often_it_is_put_aside():
    limits = LimitConditions(activity_absolute_duration="PT30M")
    timed = replace(page("a"), sequencing=Sequencing(present=True, limits=limits))
    ruled = package(timed, page("b"))
    way = take_way(ruled, Registration("2004"), LEARNER)
    told = (("cmi.session_time", "PT10M"), ("cmi.exit", "suspend"))
    for sessions in (1, 2):
        commit = Commit(1, "a", sessions, told, "", True)
        way = take_way(ruled, apply_commit(way.registration, plan_of(ruled, timed), commit).registration, LEARNER)
        assert way.registration.sequencing["tracks"]["a"]["seconds"] == sessions * 600
    over = take_way(ruled, way.registration, LEARNER, "exitAll")
    assert take_way(ruled, over.registration, LEARNER).item.identifier == "a"  # twenty minutes of thirty
