"""What a roster would change in the department as it is now."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from people.roster.reading import Reading
from people.roster.shape import (
    Accounts,
    ChangedOfficer,
    FieldChange,
    Leaving,
    NewOfficer,
    NewUnit,
    OfficerNow,
    RosterPlan,
    RosterRow,
    RowFault,
)
from people.roster.units import TwoUnits, UnitTree, new_code

MOST_NEW_UNITS = 200


def plan(reading: Reading, *, officers: Sequence[OfficerNow], units: UnitTree, accounts: Accounts) -> RosterPlan:
    """Compare; officers are recognised by badge number, else by address. Any fault leaves the plan without changes."""
    return _Planner(reading, officers, units, accounts).plan()


class _Planner:
    def __init__(self, reading: Reading, officers: Sequence[OfficerNow], units: UnitTree, accounts: Accounts) -> None:
        self.reading, self.units, self.accounts = reading, units, accounts
        self.officers = officers
        self.by_badge = {officer.badge.casefold(): officer for officer in officers}
        self.by_email = {officer.email.lower(): officer for officer in officers}
        self.listed_badges = {row.badge.casefold() for row in reading.rows}
        self.faults = list(reading.faults)
        self.paths: dict[tuple[str, ...], str | None] = {}

    def plan(self) -> RosterPlan:
        matched = [(row, self._match(row)) for row in self.reading.rows]
        for row, officer in matched:
            self._check(row, officer)
        new_units = self._new_units()
        if len(new_units) > MOST_NEW_UNITS:
            reason = _("The file names %(count)s units that do not exist: is this column right?")
            self.faults.append(RowFault(1, "unit", reason % {"count": len(new_units)}))
        if self.faults:
            return RosterPlan(faults=tuple(sorted(self.faults)), notes=self.reading.notes)
        changed = [
            ChangedOfficer(officer.pk, row, changes)
            for row, officer in matched
            if officer and (changes := tuple(self._changes(row, officer)))
        ]
        new = [NewOfficer(row, self.accounts.joinable.get(row.email)) for row, officer in matched if officer is None]
        return RosterPlan(
            new=tuple(new),
            changed=tuple(changed),
            unchanged=len(matched) - len(new) - len(changed),
            leaving=tuple(self._leaving({officer.pk for _row, officer in matched if officer})),
            new_units=tuple(new_units),
            notes=self.reading.notes,
        )

    def _match(self, row: RosterRow) -> OfficerNow | None:
        officer = self.by_badge.get(row.badge.casefold())
        if officer is None:
            same_address = self.by_email.get(row.email)
            if same_address and same_address.badge.casefold() not in self.listed_badges:
                return same_address
        return officer

    def _check(self, row: RosterRow, officer: OfficerNow | None) -> None:
        holder = self.by_email.get(row.email)
        if row.email in self.accounts.taken or (officer and row.email in self.accounts.joinable):
            self._fault(row, "email", _("This address cannot be used here. Ask the administrator."))
        elif holder and holder is not officer:
            reason = _("This is the address of the officer with badge number %(badge)s.")
            self._fault(row, "email", reason % {"badge": holder.badge})
        elif officer and officer.holds_role and officer.email.lower() != row.email:
            self._fault(row, "email", _("This person holds a role here: the administrator has to change the address."))
        try:
            if row.unit not in self.paths:
                path, depth = self.units.find(row.unit)
                self.paths[row.unit] = path if depth == len(row.unit) else None
        except TwoUnits:
            self._fault(row, "unit", _("Two units bear this name: write the code instead."))

    def _fault(self, row: RosterRow, column: str, reason: str) -> None:
        self.faults.append(RowFault(row.line, column, reason))

    def _changes(self, row: RosterRow, officer: OfficerNow) -> Iterable[FieldChange]:
        for field in ("badge", "name", "email", "rank"):
            old, new = getattr(officer, field), getattr(row, field)
            if old != new:
                yield FieldChange(field, old, new)
        path = self.paths[row.unit]
        if path is None or (path.strip("/") != officer.unit.strip("/")):
            yield FieldChange("unit", officer.unit_label, self.units.label(path) if path else row.unit_label)
        if officer.hired_on != row.hired_on:
            yield FieldChange("hired_on", str(officer.hired_on or ""), str(row.hired_on or ""))
        if officer.active != row.active:
            yield FieldChange("status", _status(officer.active), _status(row.active))

    def _leaving(self, listed: set[int]) -> Iterable[Leaving]:
        for officer in self.officers:
            if officer.active and officer.pk not in listed:
                yield Leaving(officer.pk, officer.badge, officer.name, officer.unit_label)

    def _new_units(self) -> list[NewUnit]:
        """Each missing unit once, with those above it that are missing too, from the top."""
        missing: dict[tuple[str, ...], NewUnit] = {}
        for parts in self._missing(self.paths):
            _path, found = self.units.find(parts)
            for depth in range(found + 1, len(parts) + 1):
                upto = parts[:depth]
                missing.setdefault(tuple(map(new_code, upto)), NewUnit(upto, self.units.similar(upto)))
        return sorted(missing.values(), key=lambda unit: unit.parts)

    @staticmethod
    def _missing(paths: Mapping[tuple[str, ...], str | None]) -> list[tuple[str, ...]]:
        return sorted(parts for parts, path in paths.items() if path is None)


def _status(active: bool) -> str:
    return "active" if active else "inactive"
