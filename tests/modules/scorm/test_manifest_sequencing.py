"""Sequencing of 2004 items: all of it is kept, with the defaults of the standard."""

from dataclasses import asdict

import pytest

from modules.scorm.findings import PackageRefused
from modules.scorm.manifest.sequencing import (
    ConstrainedChoice,
    ControlModes,
    DeliveryControls,
    Objective,
    ObjectiveMap,
    Randomization,
    RollupRule,
    RuleCondition,
    Sequencing,
    SequencingRule,
)
from tests.modules.scorm.packages import SPACES_2004, codes, manifest, package

FULL = """
<imsss:sequencing IDRef="shared">
 <imsss:controlMode choice="false" choiceExit="false" flow="true" forwardOnly="true"/>
 <imsss:sequencingRules>
  <imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">
   <imsss:ruleCondition condition="objectiveMeasureGreaterThan" operator="not" referencedObjective="obj"
    measureThreshold="0.5"/>
   <imsss:ruleCondition condition="attempted"/></imsss:ruleConditions>
   <imsss:ruleAction action="skip"/></imsss:preConditionRule>
  <imsss:exitConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions>
   <imsss:ruleAction action="exit"/></imsss:exitConditionRule>
  <imsss:postConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>
   <imsss:ruleAction action="retryAll"/></imsss:postConditionRule>
 </imsss:sequencingRules>
 <imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT5M"/>
 <imsss:rollupRules rollupObjectiveSatisfied="false" objectiveMeasureWeight="0.25">
  <imsss:rollupRule childActivitySet="atLeastCount" minimumCount="2"><imsss:rollupConditions conditionCombination="all">
   <imsss:rollupCondition condition="completed" operator="not"/></imsss:rollupConditions>
   <imsss:rollupAction action="incomplete"/></imsss:rollupRule>
 </imsss:rollupRules>
 <imsss:objectives>
  <imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true">
   <imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure>
   <imsss:mapInfo targetObjectiveID="global" readNormalizedMeasure="false" writeSatisfiedStatus="true"/>
  </imsss:primaryObjective>
  <imsss:objective objectiveID="obj"/>
 </imsss:objectives>
 <imsss:randomizationControls randomizationTiming="once" reorderChildren="true" selectionTiming="onEachNewAttempt"
  selectCount="3"/>
 <adlseq:constrainedChoiceConsiderations preventActivation="true"/>
 <adlseq:rollupConsiderations requiredForCompleted="ifNotSkipped" measureSatisfactionIfActive="false"/>
 <adlseq:objectives><adlseq:objective objectiveID="main">
  <adlseq:mapInfo targetObjectiveID="global" writeRawScore="true"/></adlseq:objective></adlseq:objectives>
</imsss:sequencing>"""
SHARED = (
    '<imsss:sequencingCollection><imsss:sequencing ID="shared"><imsss:controlMode choice="true"/>'
    '<imsss:deliveryControls tracked="false" completionSetByContent="true"/>'
    "</imsss:sequencing></imsss:sequencingCollection>"
)


def item(inside: str, more: str = SHARED):
    text = f'<item identifier="i" identifierref="r1"><title>One</title>{inside}</item>'
    found = package(manifest(text, version="2004 4th Edition", spaces=SPACES_2004, more=more))
    return found.organization.items[0], codes(found)


def test_everything_is_kept():
    found, warned = item(FULL)
    sequencing = found.sequencing
    assert warned == []
    assert sequencing.control == ControlModes(choice=False, choice_exit=False, flow=True, forward_only=True)
    measured = RuleCondition("objectiveMeasureGreaterThan", True, "obj", 0.5)
    assert sequencing.pre_conditions == (SequencingRule("skip", (measured, RuleCondition("attempted")), "any"),)
    assert sequencing.exit_conditions == (SequencingRule("exit", (RuleCondition("always"),)),)
    assert sequencing.post_conditions == (SequencingRule("retryAll", (RuleCondition("satisfied"),)),)
    assert (sequencing.limits.attempt_limit, sequencing.limits.attempt_absolute_duration) == (2, "PT5M")
    rule = RollupRule("incomplete", (RuleCondition("completed", True),), "all", "atLeastCount", 2)
    assert sequencing.rollup.rules == (rule,)
    assert (sequencing.rollup.objective_satisfied, sequencing.rollup.objective_measure_weight) == (False, 0.25)
    assert sequencing.randomization == Randomization("once", True, "onEachNewAttempt", 3)
    assert sequencing.choice == ConstrainedChoice(prevent_activation=True)
    assert sequencing.considerations.required_for_completed == "ifNotSkipped"
    assert not sequencing.considerations.measure_satisfaction_if_active


def test_shared_sequencing_fills_what_the_item_leaves_open():
    assert item(FULL)[0].sequencing.delivery == DeliveryControls(tracked=False, completion_set_by_content=True)
    assert item(FULL, more="")[1] == ["dangling-sequencing"]


def test_objectives_of_both_namespaces_are_one():
    sequencing = item(FULL)[0].sequencing
    mapped = ObjectiveMap("global", read_normalized_measure=False, write_satisfied_status=True, write_raw_score=True)
    assert sequencing.primary == Objective("main", True, True, 0.7, (mapped,))
    assert sequencing.objectives[1] == Objective("obj")
    assert sequencing.scaled_passing_score == 0.7


def test_silence_means_the_defaults():
    found, _ = item("")
    assert found.sequencing == Sequencing()
    assert found.sequencing.control.choice
    assert not found.sequencing.control.flow
    assert found.sequencing.scaled_passing_score is None


def test_unknown_words_are_left_out_and_said():
    text = FULL.replace('action="skip"', 'action="fly"').replace('"once"', '"often"')
    found, warned = item(text)
    assert warned == ["sequencing-word", "sequencing-word"]
    assert found.sequencing.pre_conditions == ()
    assert found.sequencing.randomization.randomization_timing == "never"


def test_threshold_shared_data_and_hidden_controls():
    found, _ = item(
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.6" progressWeight="0.5"/>'
        '<adlcp:data><adlcp:map targetID="bucket" writeSharedData="false"/></adlcp:data>'
        "<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>"
        "<adlnav:hideLMSUI>everything</adlnav:hideLMSUI></adlnav:navigationInterface></adlnav:presentation>"
    )
    assert asdict(found.completion_threshold) == {
        "completed_by_measure": True,
        "min_progress_measure": 0.6,
        "progress_weight": 0.5,
    }
    assert [asdict(data) for data in found.data_maps] == [{"target": "bucket", "read": True, "write": False}]
    assert found.hidden_controls == ("continue",)


def test_third_edition_threshold_is_a_number():
    threshold = item("<adlcp:completionThreshold>0.75</adlcp:completionThreshold>")[0].completion_threshold
    assert threshold.completed_by_measure
    assert threshold.min_progress_measure == 0.75


def test_times_of_an_activity_are_told_to_whoever_brings_the_package():
    def limited(**written: str):
        limits = " ".join(f'{name}="{value}"' for name, value in written.items())
        found, warned = item(f"<imsss:sequencing><imsss:limitConditions {limits}/></imsss:sequencing>")
        return found.sequencing.limits, warned

    limits, warned = limited(beginTimeLimit="2026-01-01T00:00:00", endTimeLimit="2026-06-30T23:59:59Z")
    assert (limits.begin_time, limits.end_time) == ("2026-01-01T00:00:00", "2026-06-30T23:59:59Z")
    assert warned == ["limited-times"]
    assert limited(beginTimeLimit="next spring")[1] == ["unreadable-time"]
    assert limited(attemptLimit="1")[1] == []


def test_more_than_can_be_asked_about_is_refused():
    items = "".join(f'<item identifier="i{n}" identifierref="r1"><title>One</title></item>' for n in range(2001))
    with pytest.raises(PackageRefused) as refused:
        package(manifest(items, version="2004 4th Edition", spaces=SPACES_2004))
    assert refused.value.code == "too-many-items"
    conditions = '<imsss:ruleCondition condition="always"/>' * 500
    rule = (
        f"<imsss:exitConditionRule><imsss:ruleConditions>{conditions}</imsss:ruleConditions></imsss:exitConditionRule>"
    )
    with pytest.raises(PackageRefused) as refused:
        item(f"<imsss:sequencing><imsss:sequencingRules>{rule}</imsss:sequencingRules></imsss:sequencing>")
    assert refused.value.code == "too-many-rules"
