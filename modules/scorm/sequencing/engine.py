"""What a player asks: open, go on, choose, leave; and what may be asked now [OP.1, NB.2.1]."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ..manifest import Organization
from . import requests
from .delivery import deliver, refuse_undeliverable
from .ending import terminate
from .flow import Ended, Refused
from .rules import check_rules, is_barred
from .runtime import record, values_for
from .selection import arrange
from .tracking import completed, satisfied, value_of
from .tree import Activity, Tree, common_ancestor, upward

Request = Literal[
    "start", "resumeAll", "continue", "previous", "choice", "jump",
    "exit", "exitAll", "abandon", "abandonAll", "suspendAll",
]  # fmt: skip
TARGETED = re.compile(r"\{target=([^}]*)\}(choice|jump)")
BY_EXIT = {"time-out": "exitAll", "logout": "suspendAll"}
ENDINGS = {name: name for name in ("exit", "exitAll", "abandon", "abandonAll", "suspendAll")}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a request: an activity to open, or the end of the session, or neither and why not."""

    activity: str = ""
    ended: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity in a table of contents: whether it may be chosen now, and whether it is shown."""

    identifier: str
    title: str
    depth: int
    leaf: bool
    current: bool
    choosable: bool
    shown: bool
    completed: bool | None
    satisfied: bool | None


class Sequencer:
    """One learner's way through an organization. Plain data goes in and comes out between requests.

    ``now`` is the present moment, by which activities have their time; without it they have it always.
    """

    def __init__(
        self,
        organization: Organization,
        data: Mapping[str, Any] | None = None,
        *,
        seed: int = 0,
        now: datetime | None = None,
    ) -> None:
        self.organization = organization
        self.tree = Tree(organization, seed=seed, now=now)
        if data:
            self.tree.restore(data)
            return
        for activity in self.tree.activities.values():
            arrange(self.tree, activity)

    def to_data(self) -> dict[str, Any]:
        return self.tree.to_data()

    def request(self, name: str, target: str = "") -> Delivery:
        """Do what is asked, whole: end what is open, find what comes next, deliver it [OP.1]."""
        try:
            ending, asked = self._navigation(name, target)
            if ending:
                asked = terminate(self.tree, ending) or asked
            if asked == "exit":
                return self._left()
            found = self._found(asked, target)
            refuse_undeliverable(self.tree, found)
            deliver(self.tree, found)
        except Ended:
            self._end()
            return Delivery(ended=True)
        except Refused as refusal:
            return Delivery(refused=refusal.code)
        return Delivery(activity=found.identifier)

    def values_for(self, identifier: str, kept: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a page finds in its data model when it opens: what it reads of others, and what it ``kept`` itself."""
        return values_for(self.tree, self._target(identifier), kept)

    def record(
        self, identifier: str, values: Mapping[str, str], *, told: Collection[str] | None = None, seconds: float = 0
    ) -> None:
        """Keep what the page told: call it before the request that leaves the page, with its exit still in the values.

        ``told`` names the values that the page set itself, ``seconds`` is the time of the attempt until now.
        """
        record(self.tree, self._target(identifier), values, told=told, seconds=seconds)

    def leave(
        self,
        identifier: str,
        values: Mapping[str, str],
        *,
        asked: str = "",
        told: Collection[str] | None = None,
        seconds: float = 0,
    ) -> Delivery:
        """The page has ended: keep what it told, and do what the learner asked, else what the page itself asked.

        ``asked`` is a request, with its target before it where it has one, as in ``{target=part-2}choice``.
        """
        request = asked or values.get("adl.nav.request", "")
        leaving = values.get("cmi.exit", "")
        if not asked and leaving in BY_EXIT:
            request = BY_EXIT[leaving]
        named = TARGETED.fullmatch(request)
        name, target = (named[2], named[1]) if named else (request, "")
        if name not in ("abandon", "abandonAll"):
            self.record(identifier, values, told=told, seconds=seconds)
        if name == "suspendAll":
            self._target(identifier).track.suspended = True
        return Delivery() if name in ("", "_none_") else self.request(name, target)

    def valid(self, name: str, target: str = "") -> bool:
        """Whether the request would lead somewhere if it were made now; nothing changes."""
        current = self.tree.current
        active = bool(current and current.track.active)
        try:
            _ending, asked = self._navigation(name, target)
            if asked == "exit":
                return True
            if current:
                current.track.active = False
            if asked == "choice":
                requests.may_choose(self.tree, self._target(target))
                found = requests.first_of(self.tree, self._target(target))
            else:
                found = self._found(asked, target)
            refuse_undeliverable(self.tree, found)
        except (Ended, Refused):
            return False
        finally:
            if current:
                current.track.active = active
        return True

    def _navigation(self, name: str, target: str) -> tuple[str, str]:
        """How to end what is open, and which request follows [NB.2.1]."""
        tree, current = self.tree, self.tree.current
        if name in ("start", "resumeAll"):
            if current:
                raise Refused("NB.2.1-1")
            if name == "resumeAll" and tree.suspended is None:
                raise Refused("NB.2.1-3")
            return "", name
        if name == "choice":
            return self._choice(self._target(target)), name
        if current is None:
            raise Refused("NB.2.1-2")
        if name in ENDINGS:
            if name in ("exit", "abandon") and not current.track.active:
                raise Refused("NB.2.1-12")
            return name, "exit"
        self._refuse_step(current, name, target)
        return "exit" if current.track.active else "", name

    def _refuse_step(self, current: Activity, name: str, target: str) -> None:
        if name == "jump":
            found = self._target(target)
            if found.parent and found not in found.parent.available:
                raise Refused("NB.2.1-11")
        elif name not in ("continue", "previous"):
            raise Refused("NB.2.1-13")
        elif name == "previous" and current.parent is None:
            raise Refused("NB.2.1-6")
        elif not _flows(current, forward=name == "continue"):
            raise Refused("NB.2.1-4" if name == "continue" else "NB.2.1-5")

    def _choice(self, target: Activity) -> str:
        if target.parent and not target.parent.plan.control.choice:
            raise Refused("NB.2.1-10")
        current = self.tree.current
        if current is None:
            return ""
        ancestor = current.parent if current.parent is target.parent else common_ancestor(current, target)
        path = upward(current, ancestor) if ancestor else []
        if any(found.track.active and not found.plan.control.choice_exit for found in path):
            raise Refused("NB.2.1-8")
        return "exit" if current.track.active else ""

    def _target(self, name: str) -> Activity:
        if name not in self.tree.activities:
            raise Refused("NB.2.1-11")
        return self.tree.activities[name]

    def _found(self, asked: str, target: str) -> Activity:
        """The activity that a sequencing request leads to [SB.2.12]."""
        tree = self.tree
        if asked == "start":
            return requests.start(tree)
        if asked == "resumeAll":
            return requests.resume_all(tree)
        if asked in ("continue", "previous"):
            return requests.go_on(tree, forward=asked == "continue")
        if asked == "retry":
            return requests.retry(tree)
        if asked == "jump":
            return requests.jump(tree, self._target(target))
        return requests.choose(tree, self._target(target))

    def _left(self) -> Delivery:
        """After an exit the session is over at the root; elsewhere the next page waits to be chosen [SB.2.11]."""
        if self.tree.current is self.tree.root:
            self._end()
            return Delivery(ended=True)
        return Delivery()

    def _end(self) -> None:
        """The session is over; attempts that were open above the last page end with it."""
        tree = self.tree
        if tree.current and tree.current is not tree.root:
            terminate(tree, "exitAll")
        tree.current = None

    def outcome(self) -> tuple[bool | None, bool | None, float | None]:
        """Whether the whole is completed, whether it is satisfied, and its measure; None is unknown."""
        root = self.tree.root
        measure: float | None = value_of(self.tree, root, root.primary, "measure")
        return completed(self.tree, root), satisfied(self.tree, root, root.primary), measure

    def contents(self) -> tuple[Entry, ...]:
        """The table of contents, in the order of the tree."""
        return tuple(self._entries(self.tree.root, 0))

    def _entries(self, activity: Activity, depth: int, *, hidden: bool = False) -> list[Entry]:
        """What a rule hides from choice is hidden with all that is in it."""
        tree = self.tree
        hidden = hidden or bool(check_rules(tree, activity, activity.plan.pre_conditions, "hiddenFromChoice"))
        entry = Entry(
            identifier=activity.identifier,
            title=activity.title,
            depth=depth,
            leaf=activity.leaf,
            current=activity is tree.current,
            choosable=not is_barred(tree, activity) and self.valid("choice", activity.identifier),
            shown=activity.visible and not hidden,
            completed=completed(tree, activity),
            satisfied=satisfied(tree, activity, activity.primary),
        )
        below = (self._entries(child, depth + 1, hidden=hidden) for child in activity.available)
        return [entry, *(found for entries in below for found in entries)]


def _flows(activity: Activity, *, forward: bool) -> bool:
    parent = activity.parent
    return bool(parent and parent.plan.control.flow and (forward or not parent.plan.control.forward_only))
