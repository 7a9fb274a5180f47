"""Simple sequencing of SCORM 2004, with the defaults of the standard."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ControlModes:
    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    use_current_attempt_objective_info: bool = True
    use_current_attempt_progress_info: bool = True


@dataclass(frozen=True, slots=True)
class RuleCondition:
    condition: str
    negated: bool = False
    referenced_objective: str = ""
    measure_threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class SequencingRule:
    action: str
    conditions: tuple[RuleCondition, ...] = ()
    combination: str = "all"


@dataclass(frozen=True, slots=True)
class LimitConditions:
    """Limits of an activity; durations as written in the manifest."""

    attempt_limit: int | None = None
    attempt_absolute_duration: str = ""
    attempt_experienced_duration: str = ""
    activity_absolute_duration: str = ""
    activity_experienced_duration: str = ""
    begin_time: str = ""
    end_time: str = ""


@dataclass(frozen=True, slots=True)
class RollupRule:
    action: str
    conditions: tuple[RuleCondition, ...] = ()
    combination: str = "any"
    child_activity_set: str = "all"
    minimum_count: int = 0
    minimum_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class RollupRules:
    rules: tuple[RollupRule, ...] = ()
    objective_satisfied: bool = True
    progress_completion: bool = True
    objective_measure_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class RollupConsiderations:
    required_for_satisfied: str = "always"
    required_for_not_satisfied: str = "always"
    required_for_completed: str = "always"
    required_for_incomplete: str = "always"
    measure_satisfaction_if_active: bool = True


@dataclass(frozen=True, slots=True)
class ObjectiveMap:
    """A global objective and what is read from and written to it."""

    target: str
    read_satisfied_status: bool = True
    read_normalized_measure: bool = True
    write_satisfied_status: bool = False
    write_normalized_measure: bool = False
    read_raw_score: bool = True
    read_min_score: bool = True
    read_max_score: bool = True
    read_completion_status: bool = True
    read_progress_measure: bool = True
    write_raw_score: bool = False
    write_min_score: bool = False
    write_max_score: bool = False
    write_completion_status: bool = False
    write_progress_measure: bool = False


@dataclass(frozen=True, slots=True)
class Objective:
    identifier: str = ""
    primary: bool = False
    satisfied_by_measure: bool = False
    min_normalized_measure: float = 1.0
    maps: tuple[ObjectiveMap, ...] = ()


@dataclass(frozen=True, slots=True)
class Randomization:
    randomization_timing: str = "never"
    reorder_children: bool = False
    selection_timing: str = "never"
    select_count: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryControls:
    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False


@dataclass(frozen=True, slots=True)
class ConstrainedChoice:
    prevent_activation: bool = False
    constrain_choice: bool = False


@dataclass(frozen=True, slots=True)
class Sequencing:
    """All that a manifest says about one activity. ``present`` is False where it said nothing."""

    present: bool = False
    control: ControlModes = field(default_factory=ControlModes)
    pre_conditions: tuple[SequencingRule, ...] = ()
    exit_conditions: tuple[SequencingRule, ...] = ()
    post_conditions: tuple[SequencingRule, ...] = ()
    limits: LimitConditions = field(default_factory=LimitConditions)
    rollup: RollupRules = field(default_factory=RollupRules)
    considerations: RollupConsiderations = field(default_factory=RollupConsiderations)
    objectives: tuple[Objective, ...] = ()
    randomization: Randomization = field(default_factory=Randomization)
    delivery: DeliveryControls = field(default_factory=DeliveryControls)
    choice: ConstrainedChoice = field(default_factory=ConstrainedChoice)

    @property
    def primary(self) -> Objective | None:
        return next((objective for objective in self.objectives if objective.primary), None)

    @property
    def scaled_passing_score(self) -> float | None:
        """The scaled score from which the activity counts as passed, where it is judged by measure."""
        primary = self.primary
        return primary.min_normalized_measure if primary and primary.satisfied_by_measure else None
