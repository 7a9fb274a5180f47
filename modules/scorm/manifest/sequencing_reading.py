"""Reading simple sequencing: values of the standard are taken, others are left at their default and said."""

import re
from collections.abc import Iterable
from typing import Any

from ..data_model import parse_moment
from ..findings import Finding, PackageRefused, Severity, printable
from . import sequencing as plain
from .xml import Element, attribute, child, child_text, children, identifier

PRE_ACTIONS = {"skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"}
POST_ACTIONS = {"exitParent", "exitAll", "retry", "retryAll", "continue", "previous"}
ROLLUP_ACTIONS = {"satisfied", "notSatisfied", "completed", "incomplete"}
CONDITIONS = {
    "satisfied", "objectiveStatusKnown", "objectiveMeasureKnown", "objectiveMeasureGreaterThan",
    "objectiveMeasureLessThan", "completed", "activityProgressKnown", "attempted", "attemptLimitExceeded",
    "timeLimitExceeded", "outsideAvailableTimeRange", "always",
}  # fmt: skip
ROLLUP_CONDITIONS = CONDITIONS - {"objectiveMeasureGreaterThan", "objectiveMeasureLessThan", "always"} | {"never"}
CHILD_SETS = {"all", "any", "none", "atLeastCount", "atLeastPercent"}
NUMBER = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")
MOST_PARTS = 500
TIMINGS = {"never", "once", "onEachNewAttempt"}
REQUIRED = {"always", "ifAttempted", "ifNotSkipped", "ifNotSuspended"}


def truth(written: str, default: bool) -> bool:
    value = written.strip().casefold()
    return value in ("true", "1", "yes") if value in ("true", "false", "1", "0", "yes", "no") else default


def decimal(written: str, default: float | None) -> float | None:
    """The number as the schemas write it; nothing else that Python would take for one."""
    return float(written) if NUMBER.fullmatch(written) else default


def whole(written: str, default: int | None) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else default


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def flags(element: Element | None, kind: type[Any], names: Iterable[str]) -> dict[str, bool]:
    """The boolean attributes of an element under the names of a dataclass, with the dataclass's defaults."""
    defaults = kind.__dataclass_fields__
    if element is None:
        return {}
    return {name: truth(attribute(element, camel(name)), defaults[name].default) for name in names}


class SequencingReader:
    """Reads the sequencing of activities, with the collection that several of them may share."""

    def __init__(self, manifest: Element, findings: list[Finding]) -> None:
        self._findings = findings
        self._shared: dict[str, Element] = {}
        for collection in children(manifest, "sequencingCollection"):
            for element in children(collection, "sequencing"):
                self._shared.setdefault(attribute(element, "ID"), element)

    def read(self, element: Element, place: str) -> plain.Sequencing:
        """Sequencing of one activity; each part comes from the activity itself, else from the shared one it names."""
        self._place = printable(place)
        reference = attribute(element, "IDRef")
        shared = self._shared.get(reference)
        if reference and shared is None:
            self._warn("dangling-sequencing", "An activity names shared sequencing that is not there.")
        if any(sum(1 for _ in found.iter()) > MOST_PARTS for found in (element, shared) if found is not None):
            raise PackageRefused("too-many-rules", f"Sequencing has more than {MOST_PARTS} parts.", self._place)

        def part(name: str) -> Element | None:
            own = child(element, name)
            return own if own is not None or shared is None else child(shared, name)

        rules, control = part("sequencingRules"), part("controlMode")
        randomization, delivery = part("randomizationControls"), part("deliveryControls")
        choice = part("constrainedChoiceConsiderations")
        return plain.Sequencing(
            present=True,
            control=plain.ControlModes(**flags(control, plain.ControlModes, plain.ControlModes.__dataclass_fields__)),
            pre_conditions=self._rules(rules, "preConditionRule", PRE_ACTIONS),
            exit_conditions=self._rules(rules, "exitConditionRule", {"exit"}),
            post_conditions=self._rules(rules, "postConditionRule", POST_ACTIONS),
            limits=self._limits(part("limitConditions")),
            rollup=self._rollup(part("rollupRules")),
            considerations=self._considerations(part("rollupConsiderations")),
            objectives=self._objectives(_objective_parts(element, shared)),
            randomization=self._randomization(randomization),
            delivery=plain.DeliveryControls(
                **flags(delivery, plain.DeliveryControls, plain.DeliveryControls.__dataclass_fields__)
            ),
            choice=plain.ConstrainedChoice(
                **flags(choice, plain.ConstrainedChoice, plain.ConstrainedChoice.__dataclass_fields__)
            ),
        )

    def _warn(self, code: str, message: str) -> None:
        self._findings.append(Finding(Severity.WARNING, code, message, self._place))

    def _word(self, written: str, allowed: set[str], default: str) -> str:
        """The word as the standard writes it; the default, with a warning, for another."""
        exact = next((word for word in allowed if word.casefold() == written.casefold()), None)
        if exact is None and written:
            self._warn("sequencing-word", f"A word of sequencing is unknown: {printable(written, 40)}.")
        return exact or default

    def _rules(self, rules: Element | None, name: str, actions: set[str]) -> tuple[plain.SequencingRule, ...]:
        found = []
        for rule in children(rules, name) if rules is not None else ():
            outer, action = child(rule, "ruleConditions"), child(rule, "ruleAction")
            word = self._word(attribute(action, "action") if action is not None else "", actions, "")
            if word and outer is not None:
                combination = self._word(attribute(outer, "conditionCombination"), {"all", "any"}, "all")
                conditions = self._conditions(outer, "ruleCondition", CONDITIONS)
                found.append(plain.SequencingRule(word, conditions, combination))
        return tuple(found)

    def _conditions(self, outer: Element, name: str, allowed: set[str]) -> tuple[plain.RuleCondition, ...]:
        found = []
        for condition in children(outer, name):
            word = self._word(attribute(condition, "condition"), allowed, "")
            if word:
                negated = self._word(attribute(condition, "operator"), {"not", "noOp"}, "noOp") == "not"
                objective = identifier(condition, "referencedObjective")
                threshold = decimal(attribute(condition, "measureThreshold"), 0.0) or 0.0
                found.append(plain.RuleCondition(word, negated, objective, threshold))
        return tuple(found)

    def _limits(self, element: Element | None) -> plain.LimitConditions:
        if element is None:
            return plain.LimitConditions()
        begin, end = attribute(element, "beginTimeLimit"), attribute(element, "endTimeLimit")
        self._say_times(begin, end)
        return plain.LimitConditions(
            attempt_limit=whole(attribute(element, "attemptLimit"), None),
            attempt_absolute_duration=attribute(element, "attemptAbsoluteDurationLimit"),
            attempt_experienced_duration=attribute(element, "attemptExperiencedDurationLimit"),
            activity_absolute_duration=attribute(element, "activityAbsoluteDurationLimit"),
            activity_experienced_duration=attribute(element, "activityExperiencedDurationLimit"),
            begin_time=begin,
            end_time=end,
        )

    def _say_times(self, begin: str, end: str) -> None:
        """Whoever brings the package in learns that it opens late, or closes."""
        for written in filter(None, (begin, end)):
            if parse_moment(written) is None:
                shown = printable(written, 40)
                self._warn(
                    "unreadable-time", f"A time is not written as a date with a time; it limits nothing: {shown}."
                )
        first, last = parse_moment(begin), parse_moment(end)
        if first or last:
            times = [f"{word} {at:%Y-%m-%d %H:%M} UTC" for word, at in (("from", first), ("until", last)) if at]
            self._warn("limited-times", f"It can only be begun {' '.join(times)}.")

    def _rollup(self, element: Element | None) -> plain.RollupRules:
        if element is None:
            return plain.RollupRules()
        rules = []
        for rule in children(element, "rollupRule"):
            outer, action = child(rule, "rollupConditions"), child(rule, "rollupAction")
            word = self._word(attribute(action, "action") if action is not None else "", ROLLUP_ACTIONS, "")
            if word and outer is not None:
                rules.append(
                    plain.RollupRule(
                        action=word,
                        conditions=self._conditions(outer, "rollupCondition", ROLLUP_CONDITIONS),
                        combination=self._word(attribute(outer, "conditionCombination"), {"all", "any"}, "any"),
                        child_activity_set=self._word(attribute(rule, "childActivitySet"), CHILD_SETS, "all"),
                        minimum_count=whole(attribute(rule, "minimumCount"), 0) or 0,
                        minimum_percent=decimal(attribute(rule, "minimumPercent"), 0.0) or 0.0,
                    )
                )
        weight = decimal(attribute(element, "objectiveMeasureWeight"), 1.0)
        return plain.RollupRules(
            rules=tuple(rules),
            objective_satisfied=truth(attribute(element, "rollupObjectiveSatisfied"), True),
            progress_completion=truth(attribute(element, "rollupProgressCompletion"), True),
            objective_measure_weight=1.0 if weight is None else weight,
        )

    def _considerations(self, element: Element | None) -> plain.RollupConsiderations:
        if element is None:
            return plain.RollupConsiderations()
        names = ("required_for_satisfied", "required_for_not_satisfied", "required_for_completed")
        words = {
            name: self._word(attribute(element, camel(name)), REQUIRED, "always")
            for name in (*names, "required_for_incomplete")
        }
        active = truth(attribute(element, "measureSatisfactionIfActive"), True)
        return plain.RollupConsiderations(**words, measure_satisfaction_if_active=active)

    def _objectives(self, parts: tuple[Element | None, Element | None]) -> tuple[plain.Objective, ...]:
        elements, further = parts
        more: dict[str, list[Element]] = {}
        for outer in children(further, "objective") if further is not None else ():
            more.setdefault(identifier(outer, "objectiveID"), []).extend(children(outer, "mapInfo"))
        found = []
        for element in children(elements, "primaryObjective", "objective") if elements is not None else ():
            name = identifier(element, "objectiveID")
            measure = decimal(child_text(element, "minNormalizedMeasure"), 1.0)
            found.append(
                plain.Objective(
                    identifier=name,
                    primary=str(element.tag).endswith("primaryObjective"),
                    satisfied_by_measure=truth(attribute(element, "satisfiedByMeasure"), False),
                    min_normalized_measure=measure if measure is not None and -1 <= measure <= 1 else 1.0,
                    maps=_maps(list(children(element, "mapInfo")), more.get(name, [])),
                )
            )
        return tuple(found)

    def _randomization(self, element: Element | None) -> plain.Randomization:
        if element is None:
            return plain.Randomization()
        return plain.Randomization(
            randomization_timing=self._word(attribute(element, "randomizationTiming"), TIMINGS, "never"),
            reorder_children=truth(attribute(element, "reorderChildren"), False),
            selection_timing=self._word(attribute(element, "selectionTiming"), TIMINGS, "never"),
            select_count=whole(attribute(element, "selectCount"), None),
        )


def _objective_parts(element: Element, shared: Element | None) -> tuple[Element | None, Element | None]:
    """The objectives of the sequencing namespace and those that the 4th edition adds to them."""
    parts: list[Element | None] = []
    for added in (False, True):
        found = (
            one
            for source in (element, shared)
            for one in (children(source, "objectives") if source is not None else ())
            if ("adlseq" in str(one.tag)) is added
        )
        parts.append(next(found, None))
    return parts[0], parts[1]


def _maps(simple: list[Element], added: list[Element]) -> tuple[plain.ObjectiveMap, ...]:
    """One map for each global objective, from both namespaces."""
    merged: dict[str, dict[str, bool]] = {}
    names = [name for name in plain.ObjectiveMap.__dataclass_fields__ if name != "target"]
    for number, element in enumerate([*simple, *added]):
        written = [name for name in names if attribute(element, camel(name))]
        values = merged.setdefault(identifier(element, "targetObjectiveID"), {})
        values.update(flags(element, plain.ObjectiveMap, written))
        if number >= len(simple) and len(values) == len(written):
            values.setdefault("read_satisfied_status", False)
            values.setdefault("read_normalized_measure", False)
    return tuple(plain.ObjectiveMap(target, **values) for target, values in merged.items())
