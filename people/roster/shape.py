"""What a roster says, what is wrong with it, and what it would change."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from records.canonical import digest


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One officer as the file has them. `unit` is the path from the top, as written; empty means no unit."""

    line: int
    badge: str
    name: str
    email: str
    unit: tuple[str, ...]
    rank: str
    hired_on: date | None
    active: bool

    @property
    def unit_label(self) -> str:
        return " / ".join(self.unit)


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """Why a line cannot be imported. `column` is empty when the whole line is meant."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfficerNow:
    """An officer of the department as the database has them. `unit` is the key of their unit, its path."""

    pk: int
    badge: str
    name: str
    email: str
    unit: str
    unit_label: str
    rank: str
    hired_on: date | None
    active: bool
    holds_role: bool = False


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts behind the file's addresses that are no officer of this department.

    `joinable` maps the addresses of the department's own staff to their account; `taken` are everyone else's.
    """

    taken: frozenset[str] = frozenset()
    joinable: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """Somebody to be added; `account` is the account they have here already, if any."""

    row: RosterRow
    account: int | None = None


@dataclass(frozen=True, slots=True)
class ChangedOfficer:
    officer: int
    row: RosterRow
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that the file names and the department does not have; `similar` is the nearest that it has."""

    parts: tuple[str, ...]
    similar: str = ""

    @property
    def label(self) -> str:
        return " / ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Leaving:
    """An active officer whom the file does not list."""

    officer: int
    badge: str
    name: str
    unit_label: str


@dataclass(frozen=True)
class RosterPlan:
    """Exactly what importing the file would do to the department as it is now."""

    new: tuple[NewOfficer, ...] = ()
    changed: tuple[ChangedOfficer, ...] = ()
    unchanged: int = 0
    leaving: tuple[Leaving, ...] = ()
    new_units: tuple[NewUnit, ...] = ()
    faults: tuple[RowFault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def rows(self) -> int:
        return len(self.new) + len(self.changed) + self.unchanged

    def digest(self) -> str:
        """The same for the same plan, and different as soon as one change in it differs."""
        return digest([_plain(getattr(self, name)) for name in ("new", "changed", "leaving", "new_units", "faults")])


def _plain(rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [_dates_as_text(asdict(row)) for row in rows]


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dates_as_text(inner) for key, inner in value.items()}
    return value.isoformat() if isinstance(value, date) else value
