"""Rule conditions and limit conditions [UP.1, UP.2, UP.5]. A condition is true, false or unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..data_model import parse_duration, parse_moment
from ..manifest.sequencing import Objective, RuleCondition, SequencingRule
from .tracking import completed, satisfied, value_of
from .tree import Activity, Tree

Known = bool | None


def check_rules(tree: Tree, activity: Activity, rules: Iterable[SequencingRule], *actions: str) -> str:
    """The action of the first rule that holds; empty when none does [UP.2]."""
    for rule in rules:
        if (not actions or rule.action in actions) and holds(tree, activity, rule.conditions, rule.combination):
            return rule.action
    return ""


def holds(tree: Tree, activity: Activity, conditions: tuple[RuleCondition, ...], combination: str) -> Known:
    """The conditions together [UP.2.1, RB.1.4.1]."""
    answers = [evaluate(tree, activity, condition) for condition in conditions]
    if not answers:
        return None
    decisive = combination == "any"
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def evaluate(tree: Tree, activity: Activity, condition: RuleCondition) -> Known:
    objective = activity.objective(condition.referenced_objective)
    tracked = activity.plan.delivery.tracked or condition.condition in ("always", "never")
    answer = _answer(tree, activity, objective, condition) if objective and tracked else None
    if answer is None:
        return None
    return not answer if condition.negated else answer


def _answer(tree: Tree, activity: Activity, objective: Objective, condition: RuleCondition) -> Known:
    name, track = condition.condition, activity.track
    if name in ("always", "never"):
        return name == "always"
    if name == "satisfied":
        return satisfied(tree, activity, objective)
    if name == "objectiveStatusKnown":
        return satisfied(tree, activity, objective) is not None
    if name in ("completed", "activityProgressKnown"):
        done = completed(tree, activity, None if objective.primary else objective)
        return done if name == "completed" else done is not None
    if name == "attempted":
        return track.attempts > 0
    if name == "attemptLimitExceeded":
        limit = activity.plan.limits.attempt_limit
        return limit is not None and track.attempts >= limit
    if name == "timeLimitExceeded":
        return out_of_time(activity)
    if name == "outsideAvailableTimeRange":
        return outside_times(tree, activity)
    measure = value_of(tree, activity, objective, "measure")
    return _by_measure(name, measure, condition.measure_threshold)


def _by_measure(name: str, measure: Any, threshold: float) -> Known:
    if name == "objectiveMeasureKnown":
        return measure is not None
    if measure is None:
        return None
    return bool(measure > threshold if name == "objectiveMeasureGreaterThan" else measure < threshold)


def out_of_time(activity: Activity) -> bool:
    """Whether the time of all attempts has reached what the manifest allows."""
    limits = activity.plan.limits
    allowed = (limits.activity_absolute_duration, limits.activity_experienced_duration)
    hundredths = [parse_duration(written) for written in allowed if written]
    return any(limit is not None and activity.track.seconds * 100 >= limit > 0 for limit in hundredths)


def outside_times(tree: Tree, activity: Activity) -> bool:
    """Whether it is not yet, or no longer, the time of the activity. What names no point in time limits nothing."""
    limits = activity.plan.limits
    begin, end = parse_moment(limits.begin_time), parse_moment(limits.end_time)
    if tree.now is None:
        return False
    return (begin is not None and tree.now < begin) or (end is not None and tree.now > end)


def limits_reached(tree: Tree, activity: Activity) -> bool:
    """Whether no new attempt may begin [UP.1]; one that goes on is never stopped."""
    track, limit = activity.track, activity.plan.limits.attempt_limit
    if not activity.plan.delivery.tracked or track.active or track.suspended:
        return False
    used_up = limit is not None and track.attempts >= limit
    return used_up or out_of_time(activity) or outside_times(tree, activity)


def is_barred(tree: Tree, activity: Activity) -> bool:
    """Whether the activity cannot be delivered now [UP.5]."""
    return bool(check_rules(tree, activity, activity.plan.pre_conditions, "disabled")) or limits_reached(tree, activity)
