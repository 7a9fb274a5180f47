"""What the player is told about a package: its contents, the state of each page, and the page that was opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from modules.scorm.manifest import Item, Package
from modules.scorm.route import Allowed, is_sequenced
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
    """The contents. Where rules decide, parts and the whole can be chosen too; elsewhere only pages."""
    organization, ruled = package.organization, is_sequenced(package)
    whole = [Line(organization.identifier, organization.title or package.title, 0, opens=True)] if ruled else []
    return whole + [line for item in organization.items for line in _lines(item, int(ruled), ruled=ruled)]


def _lines(item: Item, depth: int, *, ruled: bool) -> Iterator[Line]:
    """An item that is not to be seen hides itself, and not what is in it."""
    if item.visible:
        yield Line(item.identifier, item.title or item.identifier, min(depth, 4), ruled or item.launch is not None)
    for child in item.children:
        yield from _lines(child, depth + item.visible, ruled=ruled)


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
    found = {"on": allowed.on, "back": allowed.back, "end": allowed.end, "choices": dict(allowed.choices)}
    return found if allowed.order is None else found | {"order": list(allowed.order)}


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
