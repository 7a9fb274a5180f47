"""Ending attempts, and what follows from the rules then [UP.3, UP.4, TB.2]."""

from __future__ import annotations

from dataclasses import dataclass

from .flow import Refused
from .rollup import roll_up
from .rules import check_rules
from .selection import arrange
from .tracking import completed, satisfied, write
from .tree import Activity, Tree, common_ancestor, upward

FOLLOWING = {"retry", "continue", "previous"}


@dataclass(frozen=True)
class Following:
    """What the post condition rules ask for: a way to end, and a request."""

    ending: str = ""
    request: str = ""


def end_attempt(tree: Tree, activity: Activity) -> None:
    """Close the records of the attempt and roll up [UP.4]."""
    track, plan = activity.track, activity.plan
    if not activity.leaf:
        track.suspended = any(child.track.suspended for child in activity.children)
    elif plan.delivery.tracked and not track.suspended:
        _assume(tree, activity)
    track.active = False
    roll_up(tree, activity)
    arrange(tree, activity)


def _assume(tree: Tree, activity: Activity) -> None:
    """A page that said nothing of its status counts as completed and satisfied, unless the manifest says otherwise."""
    controls, withheld = activity.plan.delivery, activity.track.withheld
    if not controls.completion_set_by_content and "completed" not in withheld and completed(tree, activity) is None:
        write(tree, activity, activity.primary, completed=True)
    silent = satisfied(tree, activity, activity.primary) is None
    if not controls.objective_set_by_content and "satisfied" not in withheld and silent:
        write(tree, activity, activity.primary, satisfied=True)


def terminate_descendants(tree: Tree, activity: Activity) -> None:
    """End the attempts between the current activity and the branch that the activity is on [UP.3]."""
    if tree.current is None:
        return
    ancestor = common_ancestor(tree.current, activity)
    for found in upward(tree.current, ancestor)[1:]:
        end_attempt(tree, found)


def terminate(tree: Tree, ending: str) -> str:
    """End as asked, and return the request that the rules put in the place of what was asked, if any [TB.2.3]."""
    if tree.current is None:
        raise Refused("TB.2.3-1")
    if ending in ("exit", "abandon") and not tree.current.track.active:
        raise Refused("TB.2.3-2")
    if ending == "exit":
        return _exit(tree, tree.current)
    if ending == "exitAll":
        return _exit_all(tree, tree.current)
    if ending == "suspendAll":
        return _suspend_all(tree, tree.current)
    for found in tree.current.path() if ending == "abandonAll" else [tree.current]:
        found.track.active = False
    if ending == "abandonAll":
        tree.current = tree.root
    return "exit" if ending == "abandonAll" else ""


def _exit(tree: Tree, current: Activity) -> str:
    end_attempt(tree, current)
    current = _exit_rules(tree, current)
    while True:
        following = _post_rules(tree, current)
        if following.ending == "exitAll":
            return _exit_all(tree, current, following.request)
        if following.ending != "exitParent":
            break
        if current.parent is None:
            raise Refused("TB.2.3-4")
        tree.current = current = current.parent
        end_attempt(tree, current)
    if current is tree.root and following.request != "retry":
        return "exit"
    return following.request


def _exit_rules(tree: Tree, current: Activity) -> Activity:
    """Leave the highest cluster whose exit rule holds [TB.2.1]."""
    for activity in current.path()[:-1]:
        if check_rules(tree, activity, activity.plan.exit_conditions):
            terminate_descendants(tree, activity)
            end_attempt(tree, activity)
            tree.current = activity
            return activity
    return current


def _post_rules(tree: Tree, current: Activity) -> Following:
    if current.track.suspended:
        return Following()
    action = check_rules(tree, current, current.plan.post_conditions)
    if action in FOLLOWING:
        return Following(request=action)
    if action == "retryAll":
        return Following("exitAll", "retry")
    return Following(ending=action)


def _exit_all(tree: Tree, current: Activity, request: str = "") -> str:
    if current.track.active:
        end_attempt(tree, current)
    terminate_descendants(tree, tree.root)
    end_attempt(tree, tree.root)
    tree.current = tree.root
    return request or "exit"


def _suspend_all(tree: Tree, current: Activity) -> str:
    if current.track.active or current.track.suspended:
        roll_up(tree, current)
        tree.suspended = current
    elif current.parent:
        tree.suspended = current.parent
    else:
        raise Refused("TB.2.3-3")
    for found in tree.suspended.path():
        found.track.active, found.track.suspended = False, True
    tree.current = tree.root
    return "exit"
