"""Delivering an activity: attempts begin from the root down to it [DB.1, DB.2]."""

from __future__ import annotations

from .ending import terminate_descendants
from .flow import Refused
from .rules import is_barred
from .tracking import forget
from .tree import Activity, Tree, common_ancestor, upward


def refuse_undeliverable(tree: Tree, activity: Activity) -> None:
    if not activity.leaf:
        raise Refused("DB.1.1-1")
    if any(is_barred(tree, found) for found in activity.path()):
        raise Refused("DB.1.1-3")


def deliver(tree: Tree, activity: Activity) -> None:
    """Make the activity the current one. A new attempt at a cluster makes what its children did before unknown."""
    if tree.current and tree.current.track.active:
        raise Refused("DB.2-1")
    if tree.suspended and tree.suspended is not activity:
        _clear_suspended(tree, tree.suspended, activity)
    terminate_descendants(tree, activity)
    for found in activity.path():
        if not found.track.active:
            if found.plan.delivery.tracked:
                _begin(tree, found)
            found.track.active = True
    tree.current, tree.suspended = activity, None


def _begin(tree: Tree, activity: Activity) -> None:
    track = activity.track
    if track.suspended:
        track.suspended = False
        return
    track.attempts += 1
    track.counted = 0
    forget(activity)
    if activity is tree.root:
        tree.begin_course()
    if track.attempts > 1:
        _forget_below(activity)


def _forget_below(activity: Activity) -> None:
    control = activity.plan.control
    for child in activity.children:
        forget(
            child,
            objectives=control.use_current_attempt_objective_info,
            progress=control.use_current_attempt_progress_info,
        )
        _forget_below(child)


def _clear_suspended(tree: Tree, suspended: Activity, activity: Activity) -> None:
    """What was suspended elsewhere will not be resumed [DB.2.1]."""
    for found in upward(suspended, common_ancestor(suspended, activity)):
        if found.leaf or not any(child.track.suspended for child in found.children):
            found.track.suspended = False
    tree.suspended = None
