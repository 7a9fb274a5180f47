"""A department's roster as a CSV file: reading it, and planning what it would change. Pure: no database."""

from people.roster.decoding import RosterUnreadable, decode
from people.roster.planning import plan
from people.roster.reading import COLUMNS, MOST_ROWS, Reading, read_roster
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
from people.roster.units import UnitNow, UnitTree

__all__ = [
    "COLUMNS",
    "MOST_ROWS",
    "Accounts",
    "ChangedOfficer",
    "FieldChange",
    "Leaving",
    "NewOfficer",
    "NewUnit",
    "OfficerNow",
    "Reading",
    "RosterPlan",
    "RosterRow",
    "RosterUnreadable",
    "RowFault",
    "UnitNow",
    "UnitTree",
    "decode",
    "plan",
    "read_roster",
]
