"""A roster's dry run as tables of the admin, and as the rows of a CSV file."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, Table

from people.admin_tables import TickColumn
from people.roster import ChangedOfficer, RosterPlan, RowFault
from people.services.roster import MOST_LEAVING

SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """A table of the first rows, and how many rows there are."""

    table: Table
    total: int
    most: int = SHOWN

    @property
    def left_out(self) -> int:
        return max(0, self.total - self.most)


def plan_tables(planned: RosterPlan, ticked: Collection[str]) -> dict[str, Shown]:
    """One table for each kind of change that the plan has."""
    tables = {
        "faults": _faults(planned.faults),
        "new_units": _new_units(planned),
        "new": _new(planned),
        "changed": _changed(planned.changed),
        "leaving": _leaving(planned, ticked),
    }
    return {name: shown for name, shown in tables.items() if shown.total}


def plan_rows(planned: RosterPlan) -> Iterator[tuple[object, ...]]:
    """Every line of the plan: what, line, badge, name, column, now, then."""
    for fault in planned.faults:
        yield "fault", fault.line, "", "", fault.column, "", fault.reason
    for unit in planned.new_units:
        yield "new unit", "", "", "", "unit", "", unit.label
    for new in planned.new:
        yield "new", new.row.line, new.row.badge, new.row.name, "", "", new.row.unit_label
    for one in planned.changed:
        for change in one.changes:
            yield "changed", one.row.line, one.row.badge, one.row.name, change.field, change.old, change.new
    for gone in planned.leaving:
        yield "not listed", "", gone.badge, gone.name, "", "active", "active"


def _faults(faults: tuple[RowFault, ...]) -> Shown:
    columns = [
        Column("line", label=_("Line"), accessor="line"),
        Column("column", label=_("Column"), accessor=lambda fault: fault.column or _("whole line")),
        Column("reason", label=_("What is wrong"), accessor="reason"),
    ]
    return Shown(Table(columns, faults[:SHOWN], caption=_("Lines that cannot be imported")), len(faults))


def _new_units(planned: RosterPlan) -> Shown:
    columns = [
        Column("label", label=_("Unit"), accessor="label"),
        Column("similar", label=_("Most like it now"), accessor=lambda unit: unit.similar or _("none")),
    ]
    return Shown(Table(columns, planned.new_units[:SHOWN], caption=_("New units")), len(planned.new_units))


def _new(planned: RosterPlan) -> Shown:
    columns = [
        Column("line", label=_("Line"), accessor="row.line"),
        Column("badge", label=_("Badge"), accessor="row.badge"),
        Column("name", label=_("Name"), accessor="row.name"),
        Column("email", label=_("E-mail"), accessor="row.email"),
        Column("unit", label=_("Unit"), accessor="row.unit_label"),
        Column("rank", label=_("Rank"), accessor="row.rank"),
        Column("status", label=_("Status"), accessor=lambda new: _("active") if new.row.active else _("inactive")),
    ]
    return Shown(Table(columns, planned.new[:SHOWN], caption=_("New officers")), len(planned.new))


def _changed(changed: tuple[ChangedOfficer, ...]) -> Shown:
    columns: list[Any] = [
        Column("line", label=_("Line"), accessor=lambda pair: pair[0].row.line),
        Column("badge", label=_("Badge"), accessor=lambda pair: pair[0].row.badge),
        Column("name", label=_("Name"), accessor=lambda pair: pair[0].row.name),
        Column("field", label=_("Column"), accessor=lambda pair: pair[1].field),
        Column("old", label=_("Now"), accessor=lambda pair: pair[1].old or _("(empty)")),
        Column("new", label=_("Then"), accessor=lambda pair: pair[1].new or _("(empty)")),
    ]
    pairs = [(one, change) for one in islice(changed, SHOWN) for change in one.changes]
    return Shown(Table(columns, pairs, caption=_("Changed officers")), len(changed))


def _leaving(planned: RosterPlan, ticked: Collection[str]) -> Shown:
    tick = TickColumn(
        "leaving",
        label=_("Mark as inactive"),
        value=lambda gone: gone.officer,
        describe=lambda gone: _("Mark %(name)s as inactive") % {"name": gone.name},
        ticked=ticked,
    )
    columns = [
        Column("badge", label=_("Badge"), accessor="badge"),
        Column("name", label=_("Name"), accessor="name"),
        Column("unit", label=_("Unit"), accessor="unit_label"),
    ]
    total = len(planned.leaving)
    offered = [tick, *columns] if total <= MOST_LEAVING else columns
    caption = _("Officers whom the file does not list")
    return Shown(Table(offered, planned.leaving[:MOST_LEAVING], caption=caption), total, MOST_LEAVING)
