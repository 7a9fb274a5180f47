"""The cells of one line: what each column accepts."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.roster.shape import RosterRow, RowFault
from records.csv_cells import FORMULA_STARTS

LONGEST = {"badge": 20, "name": 150, "email": 254, "rank": 60, "unit": 400}
MOST_UNIT_LEVELS = 8
MOST_UNIT_NAME = 120
RUN_OF_SPACES = re.compile(r" {2,}")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
FIRST_YEAR, LAST_YEAR = 1940, 2100


class _Wrong(Exception):
    """A cell cannot be accepted; the text says why."""


def read_row(line: int, cells: dict[str, str]) -> tuple[RosterRow | None, list[RowFault]]:
    """Return the row, or every fault of the line."""
    readers = {
        "badge": _required,
        "name": _required,
        "email": _email,
        "unit": _unit,
        "rank": str,
        "hired_on": _day,
        "status": _status,
    }
    values: dict[str, object] = {}
    faults: list[RowFault] = []
    for column, read in readers.items():
        try:
            values[column] = read(_plain(column, cells[column]))  # type: ignore[operator]
        except _Wrong as wrong:
            faults.append(RowFault(line, column, str(wrong)))
    if faults:
        return None, faults
    active = values.pop("status")
    return RosterRow(line=line, active=active, **values), []  # type: ignore[arg-type]


def _plain(column: str, cell: str) -> str:
    """The cell without outer spaces. One that a spreadsheet would run, or of several lines, is refused."""
    text = RUN_OF_SPACES.sub(" ", cell).strip(" \u00a0")
    if text.startswith(FORMULA_STARTS):
        raise _Wrong(_("It begins with “%(sign)s”, which a spreadsheet would run as a formula.") % {"sign": text[0]})
    if any(not character.isprintable() for character in text.replace("\u00a0", " ")):
        raise _Wrong(_("It holds a line break or an invisible character."))
    if len(text) > LONGEST.get(column, 60):
        raise _Wrong(_("It is longer than %(most)s characters.") % {"most": LONGEST.get(column, 60)})
    return text


def _required(text: str) -> str:
    if not text:
        raise _Wrong(_("It is empty."))
    return text


def _email(text: str) -> str:
    address = _required(text).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise _Wrong(_("This is not an e-mail address.")) from error
    return address


def _unit(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    parts = tuple(part.strip() for part in text.strip("/ ").split("/"))
    if not all(parts):
        raise _Wrong(_("Write the units from the top, like “Patrol / North Station”."))
    if len(parts) > MOST_UNIT_LEVELS or any(len(part) > MOST_UNIT_NAME for part in parts):
        raise _Wrong(_("It names more than %(levels)s levels, or a very long name.") % {"levels": MOST_UNIT_LEVELS})
    return parts


def _day(text: str) -> date | None:
    if not text:
        return None
    if iso := ISO_DAY.fullmatch(text):
        year, month, day = (int(group) for group in iso.groups())
    elif american := US_DAY.fullmatch(text):
        month, day, year = (int(group) for group in american.groups())
    else:
        raise _Wrong(_("Write the day as 2024-03-31 or 03/31/2024."))
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise _Wrong(_("There is no such day.")) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _Wrong(_("The year is out of range."))
    return found


def _status(text: str) -> bool:
    try:
        return {"active": True, "inactive": False}[text.lower()]
    except KeyError as error:
        raise _Wrong(_("Write active or inactive.")) from error
