"""Walking the tree: which activity comes next, and whether it can be delivered [SB.2.1 to SB.2.4]."""

from __future__ import annotations

from dataclasses import dataclass

from .rules import check_rules, is_barred
from .tree import Activity, Tree, beside, is_first, is_last, last_of


class Refused(Exception):
    """The request cannot be met; ``code`` is that of the standard's pseudo-code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Ended(Exception):
    """The walk went past the last activity: the session is over."""


@dataclass(frozen=True)
class Step:
    activity: Activity
    forward: bool


def next_in_tree(tree: Tree, activity: Activity, *, forward: bool, children: bool, before: bool | None = None) -> Step:
    """One step in the tree [SB.2.1]. ``before`` is the direction of the walk so far, where it matters."""
    turned = False
    if before is False and is_last(activity) and activity.parent:
        forward, activity, turned = False, activity.parent.available[0], True
    if forward:
        return _onward(tree, activity, children=children)
    if activity is tree.root:
        raise Refused("SB.2.1-3")
    return _back(tree, activity, children=children, turned=turned)


def _onward(tree: Tree, activity: Activity, *, children: bool) -> Step:
    if last_of(tree) is activity or (activity is tree.root and not children):
        raise Ended
    if activity.leaf or not children:
        if is_last(activity) and activity.parent:
            return next_in_tree(tree, activity.parent, forward=True, children=False)
        return Step(beside(activity, 1), True)
    if not activity.available:
        raise Refused("SB.2.1-2")
    return Step(activity.available[0], True)


def _back(tree: Tree, activity: Activity, *, children: bool, turned: bool) -> Step:
    if activity.leaf or not children:
        if not turned and activity.parent and activity.parent.plan.control.forward_only:
            raise Refused("SB.2.1-4")
        if is_first(activity) and activity.parent:
            return next_in_tree(tree, activity.parent, forward=False, children=False)
        return Step(beside(activity, -1), False)
    if not activity.available:
        raise Refused("SB.2.1-2")
    if activity.plan.control.forward_only:
        return Step(activity.available[0], True)
    return Step(activity.available[-1], False)


def deliverable_from(tree: Tree, activity: Activity, *, forward: bool, before: bool | None = None) -> Activity:
    """The activity itself or the first that can be delivered on the way [SB.2.2]."""
    if activity.parent and not activity.parent.plan.control.flow:
        raise Refused("SB.2.2-1")
    if check_rules(tree, activity, activity.plan.pre_conditions, "skip"):
        step = next_in_tree(tree, activity, forward=forward, children=False, before=before)
        if before is False and not step.forward:
            return deliverable_from(tree, step.activity, forward=False)
        return deliverable_from(tree, step.activity, forward=forward, before=before)
    if is_barred(tree, activity):
        raise Refused("SB.2.2-2")
    if activity.leaf:
        return activity
    step = next_in_tree(tree, activity, forward=forward, children=True)
    if not forward and step.forward:
        return deliverable_from(tree, step.activity, forward=True, before=False)
    return deliverable_from(tree, step.activity, forward=forward)


def flow(tree: Tree, activity: Activity, *, forward: bool, children: bool) -> Activity:
    """The activity to deliver when one goes on from here [SB.2.3]. Raises Refused, or Ended."""
    step = next_in_tree(tree, activity, forward=forward, children=children)
    return deliverable_from(tree, step.activity, forward=forward)


def pass_by_choice(tree: Tree, activity: Activity, *, forward: bool) -> None:
    """Raises Refused when a choice may not lead past the activity [SB.2.4]."""
    if forward:
        if check_rules(tree, activity, activity.plan.pre_conditions, "stopForwardTraversal"):
            raise Refused("SB.2.4-1")
    elif activity.parent is None:
        raise Refused("SB.2.4-3")
    elif activity.parent.plan.control.forward_only:
        raise Refused("SB.2.4-2")
