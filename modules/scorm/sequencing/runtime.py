"""Between the data model of a page and the tree: what the page finds when it opens, what it leaves behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..data_model import RunTimeData
from ..manifest.sequencing import Objective
from .tracking import satisfied, value_of, write
from .tree import Activity, Tree, plain

SUCCESS = {True: "passed", False: "failed"}
COMPLETION = {True: "completed", False: "incomplete"}
NUMBERS = {"measure": "score.scaled", "raw": "score.raw", "least": "score.min", "most": "score.max"}
KNOWN_SUCCESS = {"passed": True, "failed": False}
KNOWN_COMPLETION = {"completed": True, "incomplete": False, "not attempted": False}
JUDGED = {"satisfied": "score.scaled", "completed": "progress_measure"}
OWN = ("cmi.success", "cmi.completion", "cmi.score", "cmi.progress")
WORDS = {"satisfied": ("success_status", KNOWN_SUCCESS), "completed": ("completion_status", KNOWN_COMPLETION)}


def values_for(tree: Tree, activity: Activity, kept: Mapping[str, str] | None = None) -> dict[str, str]:
    """The values with which an attempt begins, or goes on with those it ``kept``: objectives and shared data as known.

    What several pages share may have changed since the page was left.
    """
    found = _known(tree, activity)
    if not kept:
        return found
    return {**kept, **{name: value for name, value in found.items() if not name.startswith(OWN)}}


def _known(tree: Tree, activity: Activity) -> dict[str, str]:
    values = _values(tree, activity, activity.primary, "cmi")
    named = [objective for objective in activity.objectives if objective.identifier]
    for number, objective in enumerate(named):
        values[f"cmi.objectives.{number}.id"] = plain(objective.identifier)
        values |= _values(tree, activity, objective, f"cmi.objectives.{number}")
    for number, data in enumerate(activity.data_maps):
        values[f"adl.data.{number}.id"] = data.target
        if data.read and data.target in tree.shared:
            values[f"adl.data.{number}.store"] = tree.shared[data.target]
    return values


def _values(tree: Tree, activity: Activity, objective: Objective, name: str) -> dict[str, str]:
    success, done = satisfied(tree, activity, objective), value_of(tree, activity, objective, "completed")
    values = {}
    if success is not None:
        values[f"{name}.success_status"] = SUCCESS[success]
    if done is not None:
        values[f"{name}.completion_status"] = COMPLETION[done]
    for part, element in {**NUMBERS, "amount": "progress_measure"}.items():
        found = value_of(tree, activity, objective, part)
        if found is not None:
            values[f"{name}.{element}"] = f"{found:.7g}"
    return values


def record(
    tree: Tree,
    activity: Activity,
    values: Mapping[str, str],
    *,
    told: Collection[str] | None = None,
    seconds: float = 0,
) -> None:
    """Keep what the page set, before the request that leaves it. ``told`` names what it set itself; else all."""
    activity.track.seconds += max(seconds - activity.track.counted, 0)
    activity.track.counted = max(seconds, activity.track.counted)
    activity.track.suspended = values.get("cmi.exit") == "suspend"
    data = RunTimeData("2004", values)
    said = values.keys() if told is None else told
    for number, mapped in enumerate(activity.data_maps):
        path = f"adl.data.{number}.store"
        if mapped.write and path in values and path in said:
            tree.shared[mapped.target] = values[path]
    if not activity.plan.delivery.tracked:
        return
    own = _told(data, "cmi", said)
    withheld = [part for part in WORDS if part not in own and _withheld(values, said, part)]
    activity.track.withheld = withheld
    for number in range(data.count("cmi.objectives")):
        name = f"cmi.objectives.{number}"
        objective = activity.objective(values.get(f"{name}.id", "") or " ")
        if objective:
            kept = _told(data, name, said)
            write(tree, activity, objective, **(kept | own | dict.fromkeys(withheld) if objective.primary else kept))
    write(tree, activity, activity.primary, **own | dict.fromkeys(withheld))


def _withheld(values: Mapping[str, str], said: Collection[str], part: str) -> bool:
    """Whether the page itself said that its status is unknown."""
    path = f"cmi.{WORDS[part][0]}"
    return path in said and values.get(path) == "unknown"


def _told(data: RunTimeData, name: str, said: Collection[str]) -> dict[str, Any]:
    """What the page itself said; what follows from its measures counts as said with them."""
    told: dict[str, Any] = {}
    for part, (element, known) in WORDS.items():
        path = f"{name}.{element}"
        value = known.get(data.get(path).value)
        if value is not None and (path in said or f"{name}.{JUDGED[part]}" in said):
            told[part] = value
    for part, element in {**NUMBERS, "amount": "progress_measure"}.items():
        path = f"{name}.{element}"
        written = data.values.get(path)
        if written and path in said:
            told[part] = float(written)
    return told
