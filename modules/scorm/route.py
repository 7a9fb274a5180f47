"""Which page of a package is opened next, and where the learner may go from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .manifest import Item, Package
from .state import Registration

LEAVE = frozenset({"exit", "exitAll", "suspendAll", "abandon", "abandonAll"})
CHOICES = ("choice", "jump")


class NoSuchWay(Exception):
    """The wish names a page that there is not, or one that may not be opened now."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where one may go from here: on, back, and to which items."""

    on: bool = False
    back: bool = False
    choices: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """What becomes of a wish: the item to open, or none when the learner leaves."""

    registration: Registration
    item: Item | None
    allowed: Allowed


def find_way(package: Package, registration: Registration, wish: str = "") -> Way:
    """What a wish leads to: empty to begin or go on, ``continue``, ``previous``, ``{target=id}choice``, or leaving."""
    items = [item for item in package.organization.walk() if item.launch]
    at = next((n for n, item in enumerate(items) if item.identifier == registration.at), -1)
    if wish in LEAVE:
        return Way(registration, None, _allowed(items, at))
    if wish == "continue":
        to = at + 1
    elif wish == "previous":
        to = at - 1
    elif wish:
        to = _chosen(items, wish)
    else:
        to = at if at >= 0 and not _ended(registration, items[at]) else _first_open(registration, items, at)
    if not 0 <= to < len(items):
        raise NoSuchWay(wish)
    return Way(registration, items[to], _allowed(items, to))


def _chosen(items: list[Item], wish: str) -> int:
    target, _, kind = wish.removeprefix("{target=").partition("}")
    if kind not in CHOICES:
        raise NoSuchWay(wish)
    return next((n for n, item in enumerate(items) if item.identifier == target), -1)


def _ended(registration: Registration, item: Item) -> bool:
    sco = registration.sco(item.identifier)
    return sco.best.completed and not sco.suspended


def _first_open(registration: Registration, items: list[Item], at: int) -> int:
    """The first page that is not completed; when all are, the one where the learner was, else the first."""
    left = (n for n, item in enumerate(items) if not registration.sco(item.identifier).best.completed)
    return next(left, max(at, 0))


def _allowed(items: list[Item], at: int) -> Allowed:
    choices = {item.identifier: item.visible for item in items}
    return Allowed(on=0 <= at < len(items) - 1, back=at > 0, choices=choices)
