"""The activity tree: what the manifest says of each activity, and what was tracked of it. Unknown is None."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import unquote

from ..manifest import Item, Organization
from ..manifest.model import CompletionThreshold, DataMap
from ..manifest.sequencing import Objective, Sequencing

IMPLICIT = Objective(primary=True)
NO_THRESHOLD = CompletionThreshold()


def plain(name: str) -> str:
    """An identifier as it is compared: escaped spaces are spaces, and several are one."""
    return " ".join(unquote(name).split())


@dataclass
class Progress:
    """What is known of an objective, of one activity or shared by several."""

    satisfied: bool | None = None
    measure: float | None = None
    completed: bool | None = None
    amount: float | None = None
    raw: float | None = None
    least: float | None = None
    most: float | None = None


NOTHING = Progress()


@dataclass
class Track:
    """What was tracked of an activity: of its present attempt, but for attempts, suspension, choice of children, time.

    ``withheld`` is what the page said is unknown, ``seconds`` the time of all attempts, ``counted`` what of it is of
    the present one.
    """

    objectives: dict[str, Progress] = field(default_factory=dict)
    completed: bool | None = None
    amount: float | None = None
    attempts: int = 0
    active: bool = False
    suspended: bool = False
    available: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    seconds: float = 0.0
    counted: float = 0.0


@dataclass(eq=False)
class Activity:
    identifier: str
    title: str
    plan: Sequencing
    threshold: CompletionThreshold
    parent: Activity | None = None
    children: tuple[Activity, ...] = ()
    visible: bool = True
    hidden_controls: tuple[str, ...] = ()
    data_maps: tuple[DataMap, ...] = ()
    track: Track = field(default_factory=Track)
    by_name: dict[str, Activity] = field(default_factory=dict, repr=False)

    @property
    def leaf(self) -> bool:
        return not self.children

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Its objectives, with the primary one that every activity has."""
        return self.plan.objectives if self.plan.primary else (IMPLICIT, *self.plan.objectives)

    @property
    def primary(self) -> Objective:
        return self.plan.primary or IMPLICIT

    @property
    def available(self) -> list[Activity]:
        """Its children that were selected, in their order."""
        if len(self.by_name) != len(self.children):
            self.by_name = {child.identifier: child for child in self.children}
        return [self.by_name[name] for name in self.track.available if name in self.by_name]

    def objective(self, name: str) -> Objective | None:
        """An objective by its identifier; the primary one for an empty name."""
        if not name:
            return self.primary
        return next(
            (found for found in self.objectives if found.identifier and plain(found.identifier) == plain(name)), None
        )

    def progress(self, objective: Objective) -> Progress:
        """The local record of an objective; that of the primary one stands under an empty name."""
        return self.track.objectives.setdefault("" if objective.primary else objective.identifier, Progress())

    def known(self, objective: Objective) -> Progress:
        """The same to be read only."""
        return self.track.objectives.get("" if objective.primary else objective.identifier, NOTHING)

    def path(self) -> list[Activity]:
        """From the root to this activity."""
        return [*(self.parent.path() if self.parent else ()), self]

    def walk(self) -> Iterator[Activity]:
        yield self
        for child in self.children:
            yield from child.walk()


class Tree:
    """One learner's tree. ``current`` is what was delivered last, ``suspended`` what would be resumed.

    ``now`` is the present moment, with its zone; without it, times of day limit nothing.
    """

    def __init__(self, organization: Organization, *, seed: int = 0, now: datetime | None = None) -> None:
        threshold = organization.completion_threshold or NO_THRESHOLD
        self.root = Activity(organization.identifier, organization.title, organization.sequencing, threshold)
        self.root.children = tuple(_activity(item, self.root) for item in organization.items)
        self.activities = {found.identifier: found for found in self.root.walk()}
        self.organization = organization
        self.globals: dict[str, Progress] = {}
        self.shared: dict[str, str] = {}
        self.current: Activity | None = None
        self.suspended: Activity | None = None
        self.seed = seed
        self.now = now
        self.draws = 0
        for found in self.activities.values():
            found.track.available = [child.identifier for child in found.children]

    def begin_course(self) -> None:
        """A new attempt at the whole: what pages share is kept only where the manifest says it outlives attempts."""
        if not self.organization.objectives_global_to_system:
            self.globals = {}
        if not self.organization.shared_data_global_to_system:
            self.shared = {}

    def random(self) -> Random:
        """The next source of chance: the same seed always gives the same order."""
        self.draws += 1
        return Random(f"{self.seed}:{self.draws}")  # noqa: S311 - order of pages, not a secret

    def shared_objective(self, target: str) -> Progress:
        return self.globals.setdefault(plain(target), Progress())

    def to_data(self) -> dict[str, Any]:
        """All that changes, for any table that can hold JSON."""
        return {
            "tracks": {name: asdict(found.track) for name, found in self.activities.items()},
            "globals": {name: asdict(progress) for name, progress in self.globals.items()},
            "shared": dict(self.shared),
            "current": self.current.identifier if self.current else "",
            "suspended": self.suspended.identifier if self.suspended else "",
            "seed": self.seed,
            "draws": self.draws,
        }

    def restore(self, data: Mapping[str, Any]) -> None:
        """Take up what ``to_data`` gave; activities that are no longer there are forgotten."""
        for name, kept in data["tracks"].items():
            if name in self.activities:
                objectives = {key: Progress(**progress) for key, progress in kept["objectives"].items()}
                self.activities[name].track = Track(**{**kept, "objectives": objectives})
        self.globals = {name: Progress(**progress) for name, progress in data["globals"].items()}
        self.shared = dict(data["shared"])
        self.current = self.activities.get(data["current"])
        self.suspended = self.activities.get(data["suspended"])
        self.seed, self.draws = data["seed"], data["draws"]


def _activity(item: Item, parent: Activity) -> Activity:
    threshold = item.completion_threshold or NO_THRESHOLD
    made = Activity(item.identifier, item.title, item.sequencing, threshold, parent)
    made.visible, made.hidden_controls, made.data_maps = item.visible, item.hidden_controls, item.data_maps
    made.children = tuple(_activity(child, made) for child in item.children)
    return made


def common_ancestor(one: Activity, other: Activity) -> Activity:
    """The deepest activity that both are in; either may be it."""
    shared = [left for left, right in zip(one.path(), other.path(), strict=False) if left is right]
    return shared[-1]


def upward(start: Activity, end: Activity) -> list[Activity]:
    """From ``start`` up to ``end``, which is left out."""
    found, step = [], start
    while step is not end:
        found.append(step)
        if step.parent is None:
            break
        step = step.parent
    return found


def is_last(activity: Activity) -> bool:
    return activity.parent is not None and activity.parent.available[-1:] == [activity]


def is_first(activity: Activity) -> bool:
    return activity.parent is not None and activity.parent.available[:1] == [activity]


def beside(activity: Activity, step: int) -> Activity:
    """The next (1) or the previous (-1) of its parent's available children; it must have one."""
    siblings = activity.parent.available if activity.parent else []
    return siblings[siblings.index(activity) + step]


def last_of(tree: Tree) -> Activity:
    """The last of all available activities, parents standing before children."""
    found = tree.root
    while below := found.available:
        found = below[-1]
    return found


def place(activity: Activity) -> tuple[int, ...]:
    """Where it stands among the available activities: what comes earlier in the tree has the smaller place."""
    return tuple(step.parent.available.index(step) for step in activity.path() if step.parent)
