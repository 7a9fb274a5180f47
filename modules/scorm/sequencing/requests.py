"""Sequencing requests: from what is asked to the activity to be delivered [SB.2.5 to SB.2.13]."""

from __future__ import annotations

from .ending import end_attempt, terminate_descendants
from .flow import Ended, Refused, flow, pass_by_choice
from .rules import check_rules
from .tree import Activity, Tree, beside, common_ancestor, is_first, is_last, place, upward


def start(tree: Tree) -> Activity:
    if tree.current:
        raise Refused("SB.2.5-1")
    return tree.root if tree.root.leaf else flow(tree, tree.root, forward=True, children=True)


def resume_all(tree: Tree) -> Activity:
    if tree.current:
        raise Refused("SB.2.6-1")
    if tree.suspended is None:
        raise Refused("SB.2.6-2")
    return tree.suspended


def go_on(tree: Tree, *, forward: bool) -> Activity:
    """Continue and previous [SB.2.7, SB.2.8]."""
    code = "SB.2.7" if forward else "SB.2.8"
    if tree.current is None:
        raise Refused(f"{code}-1")
    if tree.current.parent and not tree.current.parent.plan.control.flow:
        raise Refused(f"{code}-2")
    return flow(tree, tree.current, forward=forward, children=False)


def retry(tree: Tree) -> Activity:
    if tree.current is None:
        raise Refused("SB.2.10-1")
    if tree.current.track.active or tree.current.track.suspended:
        raise Refused("SB.2.10-2")
    return tree.current if tree.current.leaf else flow(tree, tree.current, forward=True, children=True)


def jump(tree: Tree, target: Activity) -> Activity:
    if tree.current is None:
        raise Refused("SB.2.13-1")
    return target


def choose(tree: Tree, target: Activity) -> Activity:
    """The target, or the first of it that can be delivered; a cluster without one becomes the current one [SB.2.9]."""
    ancestor = may_choose(tree, target)
    try:
        return first_of(tree, target)
    except (Refused, Ended) as error:
        terminate_descendants(tree, ancestor)
        end_attempt(tree, ancestor)
        tree.current = target
        raise Refused("SB.2.9-9") from error


def first_of(tree: Tree, target: Activity) -> Activity:
    return target if target.leaf else flow(tree, target, forward=True, children=True)


def may_choose(tree: Tree, target: Activity) -> Activity:
    """Raises Refused when the way to the target is barred; returns the ancestor where both ways meet."""
    for activity in target.path():
        if activity.parent and activity not in activity.parent.available:
            raise Refused("SB.2.9-2")
        if check_rules(tree, activity, activity.plan.pre_conditions, "hiddenFromChoice"):
            raise Refused("SB.2.9-3")
    if target.parent and not target.parent.plan.control.choice:
        raise Refused("SB.2.9-4")
    current = tree.current
    ancestor = common_ancestor(current, target) if current else tree.root
    if current is target:
        return ancestor
    if current and current.parent is target.parent:
        _along(tree, current, target)
    elif current is None or current is ancestor:
        _downward(tree, ancestor, target, forward=True)
    elif target is ancestor:
        _leave(upward(current, target))
    else:
        _across(tree, current, target, ancestor)
    return ancestor


def _along(tree: Tree, current: Activity, target: Activity) -> None:
    """Past the siblings in between."""
    siblings = target.parent.available if target.parent else []
    here, there = siblings.index(current), siblings.index(target)
    forward = here < there
    for activity in siblings[here:there] if forward else siblings[there + 1 : here + 1]:
        pass_by_choice(tree, activity, forward=forward)


def _downward(tree: Tree, ancestor: Activity, target: Activity, *, forward: bool) -> None:
    """From the ancestor to the target, which is left out: its own rules do not bar the way to it."""
    for activity in reversed([*upward(target, ancestor)[1:], ancestor]):
        if forward:
            pass_by_choice(tree, activity, forward=True)
        inactive = not activity.track.active and activity is not ancestor
        if inactive and activity.plan.choice.prevent_activation:
            raise Refused("SB.2.9-6")
    if target is not ancestor and not target.leaf and not target.track.active and target.plan.choice.prevent_activation:
        raise Refused("SB.2.9-6")


def _leave(path: list[Activity]) -> None:
    if any(not activity.plan.control.choice_exit for activity in path):
        raise Refused("SB.2.9-7")


def _across(tree: Tree, current: Activity, target: Activity, ancestor: Activity) -> None:
    """Up from the current activity, and down to the target on another branch."""
    path = upward(current, ancestor)
    _leave(path)
    here, there = place(current), place(target)
    constrained = next((activity for activity in path if activity.plan.choice.constrain_choice), None)
    if constrained:
        forward = there > place(constrained)
        reached = _neighbour(tree, constrained, forward=forward)
        if target is not constrained and reached not in target.path() and constrained not in target.path():
            raise Refused("SB.2.9-8")
    _downward(tree, ancestor, target, forward=there > here)
    if there > here:
        branch = path[-1]
        for activity in _between(branch, target, ancestor):
            pass_by_choice(tree, activity, forward=True)


def _between(branch: Activity, target: Activity, ancestor: Activity) -> list[Activity]:
    """The children of the ancestor from the branch that is left to the one that is entered, which is left out."""
    siblings = ancestor.available
    entered = upward(target, ancestor)[-1]
    return siblings[siblings.index(branch) : siblings.index(entered)]


def _neighbour(tree: Tree, activity: Activity, *, forward: bool) -> Activity:
    """The activity next to this one in the tree; itself where there is none [SB.2.9.1, SB.2.9.2]."""
    step = activity
    while step.parent and (is_last(step) if forward else is_first(step)):
        step = step.parent
    return activity if step.parent is None else beside(step, 1 if forward else -1)
