"""What the player is told about a package: its contents, the state of each page, and the page that was opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from modules.scorm.manifest import Item, Package
from modules.scorm.route import Allowed
from modules.scorm.state import Registration
from modules.services.playing import Opened


@dataclass(frozen=True)
class Line:
    """One line of the contents; `opens` says whether it leads to a page."""

    identifier: str
    title: str
    depth: int
    opens: bool


def outline_of(package: Package) -> list[Line]:
    return [line for item in package.organization.items for line in _lines(item, 0)]


def _lines(item: Item, depth: int) -> Iterator[Line]:
    if not item.visible:
        return
    yield Line(item.identifier, item.title or item.identifier, min(depth, 4), item.launch is not None)
    for child in item.children:
        yield from _lines(child, depth + 1)


def statuses_of(package: Package, state: Registration) -> dict[str, str]:
    """For each page that was begun: `done`, `failed` or `begun`."""
    found = {}
    for item in package.organization.launchable:
        sco = state.sco(item.identifier)
        if sco.best.passed is False:
            found[item.identifier] = "failed"
        elif sco.best.completed:
            found[item.identifier] = "done"
        elif sco.launches:
            found[item.identifier] = "begun"
    return found


def allowed_data(allowed: Allowed) -> dict[str, Any]:
    return {"on": allowed.on, "back": allowed.back, "choices": dict(allowed.choices)}


def page_data(package: Package, opened: Opened, address: Callable[[str, str, str], str]) -> dict[str, Any]:
    """The page that was opened, or that the learner leaves."""
    way, state = opened.way, opened.way.registration
    told: dict[str, Any] = {
        "opens": opened.opens,
        "attempt": state.attempt,
        "seq": state.seq,
        "statuses": statuses_of(package, state),
        "allowed": allowed_data(way.allowed),
        "ended": way.ended,
        "refused": way.refused,
    }
    if way.item is None or way.item.launch is None:
        return told | {"item": ""}
    launch = way.item.launch
    return told | {
        "item": way.item.identifier,
        "title": way.item.title or package.title,
        "hidden": sorted(way.item.hidden_controls),
        "address": address(launch.path, launch.query, launch.fragment),
        "sco": launch.sco,
        "values": opened.values,
    }
