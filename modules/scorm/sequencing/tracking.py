"""Reading and writing what is tracked, through the shared objectives that an activity's own are mapped to."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from ..manifest.sequencing import Objective, ObjectiveMap
from .tree import Activity, Progress, Tree, plain

READS = {
    "satisfied": "read_satisfied_status", "measure": "read_normalized_measure", "completed": "read_completion_status",
    "amount": "read_progress_measure", "raw": "read_raw_score", "least": "read_min_score", "most": "read_max_score",
}  # fmt: skip
WRITES = {name: flag.replace("read_", "write_") for name, flag in READS.items()}


def value_of(tree: Tree, activity: Activity, objective: Objective, name: str) -> Any:
    """What is known: from a shared objective that is read and known, else the activity's own."""
    for mapped in objective.maps:
        if getattr(mapped, READS[name]) and (progress := tree.globals.get(plain(mapped.target))):
            found = getattr(progress, name)
            if found is not None:
                return found
    if objective.primary and name in ("completed", "amount"):
        return getattr(activity.track, name)
    return getattr(activity.known(objective), name)


def satisfied(tree: Tree, activity: Activity, objective: Objective) -> bool | None:
    """Whether an objective is satisfied; by its measure where the manifest says so."""
    if not objective.satisfied_by_measure:
        found: bool | None = value_of(tree, activity, objective, "satisfied")
        return found
    if activity.track.active and not activity.plan.considerations.measure_satisfaction_if_active:
        return None
    measure = value_of(tree, activity, objective, "measure")
    return None if measure is None else bool(measure >= objective.min_normalized_measure - 1e-9)


def completed(tree: Tree, activity: Activity, objective: Objective | None = None) -> bool | None:
    objective = objective or activity.primary
    if objective.primary and activity.threshold.completed_by_measure:
        amount = value_of(tree, activity, objective, "amount")
        return None if amount is None else bool(amount >= activity.threshold.min_progress_measure - 1e-9)
    found: bool | None = value_of(tree, activity, objective, "completed")
    return found


def write(tree: Tree, activity: Activity, objective: Objective, **values: Any) -> None:
    """Keep values of an objective, here and in the shared objectives that it writes. Unknown values write nothing."""
    own = activity.progress(objective)
    for name, value in values.items():
        if objective.primary and name in ("completed", "amount"):
            setattr(activity.track, name, value)
        else:
            setattr(own, name, value)
    for mapped in objective.maps:
        _share(tree, activity, objective, mapped, values)


def _share(tree: Tree, activity: Activity, objective: Objective, mapped: ObjectiveMap, values: dict[str, Any]) -> None:
    if objective.satisfied_by_measure:
        values = {name: value for name, value in values.items() if name != "satisfied"}
        measure = values.get("measure")
        if measure is not None:
            values["satisfied"] = measure >= objective.min_normalized_measure - 1e-9
    if objective.primary and activity.threshold.completed_by_measure:
        values = {name: value for name, value in values.items() if name != "completed"}
        amount = values.get("amount")
        if amount is not None:
            values["completed"] = amount >= activity.threshold.min_progress_measure - 1e-9
    for name, value in values.items():
        if value is not None and getattr(mapped, WRITES[name]):
            setattr(tree.shared_objective(mapped.target), name, value)


def forget(activity: Activity, *, objectives: bool = True, progress: bool = True) -> None:
    """Begin the records of an attempt anew."""
    if objectives:
        for kept in activity.track.objectives.values():
            for found in fields(Progress):
                setattr(kept, found.name, None)
    if progress:
        activity.track.completed = activity.track.amount = None
    activity.track.withheld = []


def readers_of(tree: Tree, targets: set[str]) -> list[Activity]:
    """The activities whose objectives read any of these shared ones."""

    def reads(mapped: ObjectiveMap) -> bool:
        return plain(mapped.target) in targets and any(getattr(mapped, flag) for flag in READS.values())

    return [
        found
        for found in tree.activities.values()
        if any(reads(mapped) for objective in found.objectives for mapped in objective.maps)
    ]
