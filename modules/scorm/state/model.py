"""A registration as data: one learner, one package, the attempt they are in, and each page's values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ..data_model.table import Standard
from ..manifest import Item, Package
from ..sequencing.tree import plain


@dataclass(frozen=True, slots=True)
class Plan:
    """What the manifest gives a page: passing score, limits, launch data. Empty where it says nothing."""

    identifier: str
    standard: Standard
    mastery_score: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""
    launch_data: str = ""
    completion_threshold: str = ""
    scaled_passing_score: str = ""
    objectives: tuple[str, ...] = ()
    shared_data: tuple[str, ...] = ()
    sco: bool = True
    judged_by_rules: bool = False


def plan_of(package: Package, item: Item) -> Plan:
    """The plan of an item. What it is to report is read from its sequencing in 2004, from the item itself in 1.2."""
    standard = package.edition.standard
    threshold, passing = item.completion_threshold, item.sequencing.scaled_passing_score
    limit = item.sequencing.limits.attempt_absolute_duration if standard == "2004" else item.max_time_allowed
    measured = threshold is not None and threshold.completed_by_measure
    return Plan(
        identifier=item.identifier,
        standard=standard,
        mastery_score=item.mastery_score if standard == "1.2" else "",
        max_time_allowed=limit,
        time_limit_action=item.time_limit_action,
        launch_data=item.data_from_lms,
        completion_threshold=str(threshold.min_progress_measure) if measured and threshold else "",
        scaled_passing_score="" if passing is None else str(passing),
        objectives=tuple(plain(found.identifier) for found in item.sequencing.objectives if found.identifier),
        shared_data=tuple(found.target for found in item.data_maps),
        sco=bool(item.launch and item.launch.sco),
        judged_by_rules=package.has_rules,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page has claimed at best: once completed or passed it stays so, and the highest score counts."""

    completed: bool = False
    passed: bool | None = None
    percent: float | None = None

    def better(self, other: "Outcome") -> "Outcome":
        passed = self.passed if other.passed is None else bool(self.passed) or other.passed
        percents = [percent for percent in (self.percent, other.percent) if percent is not None]
        return Outcome(self.completed or other.completed, passed, max(percents, default=None))


@dataclass(frozen=True, slots=True)
class Sco:
    """A page's values and times in the present attempt, in hundredths of a second, and its best outcome of all.

    ``told`` names the elements that the page set itself in this attempt.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    total: int = 0
    session: int = 0
    launches: int = 0
    told: tuple[str, ...] = ()
    suspended: bool = False
    best: Outcome = field(default_factory=Outcome)


@dataclass(frozen=True, slots=True)
class Registration:
    """``seq`` is the last commit applied in this attempt; ``open`` the page that may commit, ``at`` the last opened."""

    standard: Standard
    attempt: int = 1
    seq: int = 0
    open: str = ""
    at: str = ""
    mode: str = "normal"
    credit: bool = True
    nav: str = ""
    scos: Mapping[str, Sco] = field(default_factory=dict)
    sequencing: Mapping[str, Any] = field(default_factory=dict)

    def sco(self, identifier: str) -> Sco:
        return self.scos.get(identifier, Sco())

    def with_sco(self, identifier: str, sco: Sco, **changes: Any) -> "Registration":
        return replace(self, scos={**self.scos, identifier: sco}, **changes)

    def begin_again(self) -> "Registration":
        """A new attempt: values and times begin anew, the best outcomes stay."""
        scos = {name: Sco(best=sco.best) for name, sco in self.scos.items()}
        return Registration(self.standard, self.attempt + 1, scos=scos)

    def to_review(self, identifier: str) -> "Registration":
        """As if the page had been suspended, so that it shows what was kept. For looking, never for keeping."""
        return replace(self, open="", scos={**self.scos, identifier: replace(self.sco(identifier), suspended=True)})

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Registration":
        scos = {
            name: Sco(**{**sco, "best": Outcome(**sco["best"]), "told": tuple(sco["told"])})
            for name, sco in data["scos"].items()
        }
        return cls(**{**data, "scos": scos})
