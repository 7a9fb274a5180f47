"""Which children of a cluster are offered, and in which order [SR.1, SR.2]."""

from __future__ import annotations

from .tree import Activity, Tree


def arrange(tree: Tree, activity: Activity) -> None:
    """Select and order the children before an attempt begins; one that goes on keeps its own."""
    track, plan = activity.track, activity.plan.randomization
    if activity.leaf or track.active or track.suspended:
        return
    first = track.attempts == 0
    if plan.select_count is not None and _due(plan.selection_timing, first=first):
        names = [child.identifier for child in activity.children]
        count = min(plan.select_count, len(names))
        chosen = set(tree.random().sample(names, count))
        track.available = [name for name in names if name in chosen]
    if plan.reorder_children and _due(plan.randomization_timing, first=first):
        tree.random().shuffle(track.available)


def _due(timing: str, *, first: bool) -> bool:
    return timing == "onEachNewAttempt" or (timing == "once" and first)
