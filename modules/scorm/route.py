"""Which page of a package is opened next, and where the learner may go from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .manifest import Item, Package
from .sequencing import Delivery, Sequencer
from .state import Learner, Registration, Sco, close_open, launch, plan_of

LEAVE = frozenset({"exit", "exitAll", "suspendAll", "abandon", "abandonAll"})
CHOICES = ("choice", "jump")
STATED = ("cmi.success", "cmi.completion", "cmi.score", "cmi.progress")


class NoSuchWay(Exception):
    """The wish names a page that there is not."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where one may go from here: on, back, and to which items.

    ``order`` is what the contents show now, in their order; None where that is all of them. ``end`` says whether the
    whole may be ended, so that it begins anew another time.
    """

    on: bool = False
    back: bool = False
    choices: Mapping[str, bool] = field(default_factory=dict)
    order: tuple[str, ...] | None = None
    end: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """What became of a wish: the item that was opened; or none, as the learner left or the rules do not let them."""

    registration: Registration
    item: Item | None
    allowed: Allowed
    ended: bool = False
    refused: bool = False


def is_sequenced(package: Package) -> bool:
    """Whether the package has rules of its own about the order of its pages."""
    return package.has_rules


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the outside gives: ``seed`` decides what packages leave to chance, the same for the same learner; ``now``,
    with its zone, which activities have their time. Without it they all have."""

    seed: int = 0
    now: datetime | None = None

    def engine(self, package: Package, registration: Registration) -> Sequencer:
        kept = registration.sequencing or None
        return Sequencer(package.organization, kept, seed=self.seed, now=self.now)


ANY_DAY = Circumstances()


def take_way(
    package: Package, registration: Registration, learner: Learner, wish: str = "", given: Circumstances = ANY_DAY
) -> Way:
    """Leave the page that is open and open what the wish leads to. Raises NoSuchWay.

    A wish is empty to begin or go on, ``continue``, ``previous``, ``{target=id}choice``, or a way of leaving.
    """
    if is_sequenced(package):
        return _by_rules(package, registration, learner, wish, given)
    item, allowed = find_item(package, registration, wish)
    if item is None:
        return Way(close_open(registration), None, allowed, ended=True)
    return Way(launch(registration, plan_of(package, item), learner), item, allowed)


def find_item(package: Package, registration: Registration, wish: str = "") -> tuple[Item | None, Allowed]:
    """The item that a wish leads to in a package without rules: any page may be chosen."""
    items = [item for item in package.organization.walk() if item.launch]
    at = next((n for n, item in enumerate(items) if item.identifier == registration.at), -1)
    if wish in LEAVE:
        return None, _free(items, at)
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
    return items[to], _free(items, to)


def allowed_now(package: Package, registration: Registration, given: Circumstances = ANY_DAY) -> Allowed | None:
    """Where one could go if the page that is open were left as it is now; None where nothing forbids anything."""
    if not is_sequenced(package) or not registration.open:
        return None
    return _permitted(package, registration, given)


def record_open(engine: Sequencer, registration: Registration) -> None:
    """Roll up what the page that is open has told until now, as if it were put aside."""
    current = engine.tree.current
    if current and current.identifier == registration.at and current.track.active:
        _leave(engine, registration.at, registration.sco(registration.at), "suspendAll")


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


def _free(items: list[Item], at: int) -> Allowed:
    choices = {item.identifier: item.visible for item in items}
    return Allowed(on=0 <= at < len(items) - 1, back=at > 0, choices=choices)


def _by_rules(package: Package, registration: Registration, learner: Learner, wish: str, given: Circumstances) -> Way:
    engine = given.engine(package, registration)
    items = {item.identifier: item for item in package.organization.walk()}
    if wish and wish not in LEAVE and wish not in ("continue", "previous"):
        target, _, kind = wish.removeprefix("{target=").partition("}")
        if kind not in CHOICES or target not in {*items, package.organization.identifier}:
            raise NoSuchWay(wish)
    delivery = _requested(engine, registration, wish)
    registration = replace(close_open(registration, suspended=wish in ("", "suspendAll")), sequencing=engine.to_data())
    item = items.get(delivery.activity)
    if item is None or item.launch is None:
        return Way(registration, None, _choices(engine), delivery.ended, bool(delivery.refused))
    registration = _launched(package, registration, learner, engine, item)
    return Way(registration, item, _permitted(package, registration, given))


def _requested(engine: Sequencer, registration: Registration, wish: str) -> Delivery:
    """What the engine answers. Without a wish the learner comes back: what was left open goes on."""
    current = engine.tree.current
    page = registration.at if current and current.identifier == registration.at and current.track.active else ""
    if not wish:
        if page:
            _leave(engine, page, registration.sco(page), "suspendAll")
        delivery = engine.request("resumeAll" if engine.tree.suspended else "start")
        return _first_choice(engine) if delivery.refused else delivery
    if page:
        return _leave(engine, page, registration.sco(page), wish)
    target, _, kind = wish.removeprefix("{target=").partition("}")
    return engine.request(kind, target) if kind else engine.request(wish)


def _leave(engine: Sequencer, page: str, sco: Sco, asked: str) -> Delivery:
    values = {**sco.values, "cmi.exit": "suspend"} if sco.suspended or asked == "suspendAll" else sco.values
    return engine.leave(page, values, asked=asked, told=sco.told, seconds=(sco.total + sco.session) / 100)


def _first_choice(engine: Sequencer) -> Delivery:
    """Where nothing flows and something must be chosen, the first page that may be is opened."""
    pages = [entry.identifier for entry in engine.contents() if entry.leaf and entry.choosable]
    return engine.request("choice", pages[0]) if pages else Delivery(refused="nothing")


def _launched(
    package: Package, registration: Registration, learner: Learner, engine: Sequencer, item: Item
) -> Registration:
    resumed = registration.sco(item.identifier).suspended
    registration = launch(registration, plan_of(package, item), learner)
    sco = registration.sco(item.identifier)
    known = engine.values_for(item.identifier)
    given = {name: value for name, value in known.items() if not (resumed and name.startswith(STATED))}
    return registration.with_sco(item.identifier, replace(sco, values={**sco.values, **given}))


def _permitted(package: Package, registration: Registration, given: Circumstances) -> Allowed:
    """Each way tried on a copy that has left the page as it stands now, so that rollup counts."""

    def leads(wish: str) -> bool:
        engine = given.engine(package, registration)
        delivery = _leave(engine, registration.at, registration.sco(registration.at), wish)
        return bool(delivery.activity) or delivery.ended

    left = given.engine(package, registration)
    _leave(left, registration.at, registration.sco(registration.at), "")
    found = _choices(left)
    return replace(found, on=leads("continue"), back=leads("previous"), end=True)


def _choices(engine: Sequencer) -> Allowed:
    """The contents as they are now: without pages that were not selected or that rules hide, in the order they have.

    The whole is offered where its pages are: elsewhere choosing it would only begin it anew. What is not shown may
    still be asked for by a page, where no rule forbids it.
    """
    entries = engine.contents()
    choice = engine.organization.sequencing.control.choice
    choices = {entry.identifier: entry.choosable and (choice or entry.depth > 0) for entry in entries}
    return Allowed(choices=choices, order=tuple(entry.identifier for entry in entries if entry.shown))
