"""From children to their parents: measures, satisfaction, completion [RB.1]."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..manifest.sequencing import RollupRule, RuleCondition
from .rules import Known, check_rules, holds
from .tracking import readers_of, value_of, write
from .tree import Activity, Tree, plain

DEFAULTS = {
    "notSatisfied": RollupRule("notSatisfied", (RuleCondition("objectiveStatusKnown"),)),
    "satisfied": RollupRule("satisfied", (RuleCondition("satisfied"),)),
    "incomplete": RollupRule("incomplete", (RuleCondition("activityProgressKnown"),)),
    "completed": RollupRule("completed", (RuleCondition("completed"),)),
}
OPPOSITE = {"satisfied": "notSatisfied", "completed": "incomplete"}
REQUIRED = {
    "satisfied": "required_for_satisfied", "notSatisfied": "required_for_not_satisfied",
    "completed": "required_for_completed", "incomplete": "required_for_incomplete",
}  # fmt: skip


def roll_up(tree: Tree, activity: Activity) -> None:
    """Everything above the activity, and above those that read what was written on the way [RB.1.5].

    Readers are taken together, so that each part above them is rolled up once however many they are.
    """
    done: set[Activity] = set()
    begun = [activity]
    while begun:
        above = {found: depth for reader in begun for depth, found in enumerate(reader.path())}
        for found in sorted(above, key=above.__getitem__, reverse=True):
            if not found.leaf:
                _roll_up_one(tree, found)
        done.update(begun)
        begun = [reader for reader in _affected(tree, above) if reader not in done]


def _affected(tree: Tree, above: Iterable[Activity]) -> list[Activity]:
    written = {
        plain(mapped.target)
        for found in above
        for objective in found.objectives
        for mapped in objective.maps
        if any(getattr(mapped, name) for name in mapped.__slots__ if name.startswith("write_"))
    }
    return readers_of(tree, written)


def _roll_up_one(tree: Tree, activity: Activity) -> None:
    tracked = [child for child in activity.available if child.plan.delivery.tracked]
    measure = _mean(tracked, lambda child: (_measure(tree, child), child.plan.rollup.objective_measure_weight))
    amount = _mean(tracked, lambda child: (_amount(tree, child), child.threshold.progress_weight))
    write(tree, activity, activity.primary, measure=measure, amount=amount)
    if not activity.primary.satisfied_by_measure:
        known = _judged(tree, activity, "satisfied")
        write(tree, activity, activity.primary, satisfied=known)
    if not activity.threshold.completed_by_measure:
        write(tree, activity, activity.primary, completed=_judged(tree, activity, "completed"))


def _measure(tree: Tree, child: Activity) -> Any:
    return value_of(tree, child, child.primary, "measure")


def _amount(tree: Tree, child: Activity) -> Any:
    return value_of(tree, child, child.primary, "amount")


def _mean(children: list[Activity], of: Callable[[Activity], tuple[Any, float]]) -> float | None:
    """The weighted mean, counting children without a value as nothing; unknown when none has one [RB.1.1]."""
    found = [of(child) for child in children]
    weight = sum(share for _value, share in found)
    if weight <= 0 or all(value is None for value, _share in found):
        return None
    return float(sum((value or 0.0) * share for value, share in found) / weight)


def _judged(tree: Tree, activity: Activity, action: str) -> Known:
    """By the activity's rules, or by those of the standard where it has none for this [RB.1.2, RB.1.3]."""
    own = activity.plan.rollup.rules
    pair = (OPPOSITE[action], action)
    rules = [rule for rule in own if rule.action in pair] or [DEFAULTS[name] for name in pair]
    answer: Known = activity.known(activity.primary).satisfied if action == "satisfied" else activity.track.completed
    for name, value in zip(pair, (False, True), strict=True):
        if any(_applies(tree, activity, rule) for rule in rules if rule.action == name):
            answer = value
    return answer


def _applies(tree: Tree, activity: Activity, rule: RollupRule) -> bool:
    """Whether enough children meet the conditions [RB.1.4]. All of none do."""
    answers = [
        holds(tree, child, rule.conditions, rule.combination)
        for child in activity.available
        if child.plan.delivery.tracked and contributes(tree, child, rule.action)
    ]
    met = answers.count(True)
    return {
        "all": met == len(answers),
        "any": met > 0,
        "none": met == 0 and None not in answers,
        "atLeastCount": met >= rule.minimum_count,
        "atLeastPercent": bool(answers) and met / len(answers) >= rule.minimum_percent - 1e-9,
    }[rule.child_activity_set]


def contributes(tree: Tree, child: Activity, action: str) -> bool:
    """Whether the child is counted for this action [RB.1.4.2]."""
    rollup, track = child.plan.rollup, child.track
    if not (rollup.objective_satisfied if action in ("satisfied", "notSatisfied") else rollup.progress_completion):
        return False
    required = getattr(child.plan.considerations, REQUIRED[action])
    if required == "ifNotSuspended":
        return not (track.attempts == 0 or track.suspended)
    if required == "ifAttempted":
        return track.attempts > 0
    if required == "ifNotSkipped":
        return not check_rules(tree, child, child.plan.pre_conditions, "skip")
    return True
