"""From text to rows: columns, cells, and every fault with its line."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.roster.cells import read_row
from people.roster.decoding import RosterUnreadable, decode
from people.roster.shape import RosterRow, RowFault

COLUMNS = ("badge", "name", "email", "unit", "rank", "hired_on", "status")
DELIMITERS = (",", ";", "\t")
MOST_ROWS = 20_000
MOST_IN_CELL = 2_000

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Reading:
    """What a file says: its good rows, its faults, and notes on how it was read."""

    rows: tuple[RosterRow, ...]
    faults: tuple[RowFault, ...]
    notes: tuple[str, ...]


def read_roster(data: bytes) -> Reading:
    """Read a roster; raise RosterUnreadable when the file as a whole makes no sense."""
    text, encoding = decode(data)
    records = _records(text)
    _line, header = next(records, (0, []))
    order = _columns(header)
    rows: list[RosterRow] = []
    faults: list[RowFault] = []
    empty = 0
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            empty += 1
            continue
        if len(rows) + len(faults) >= MOST_ROWS:
            raise RosterUnreadable(
                _("The file has more than %(most)s rows. Split it by unit.") % {"most": f"{MOST_ROWS:,}"}
            )
        row, wrong = _read_record(line, cells, order)
        faults.extend(wrong)
        if row:
            rows.append(row)
    if not rows and not faults:
        raise RosterUnreadable(_("The file has a header and no officers."))
    good, doubles = _without_doubles(rows)
    return Reading(tuple(good), tuple(sorted([*faults, *doubles])), tuple(_notes(encoding, empty)))


def _records(text: str) -> Iterator[Record]:
    """The records with the line each begins on; a broken quotation is refused with its line."""
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first_line.count), strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells or reader.line_num > 1:
                yield begins, [unicodedata.normalize("NFC", cell) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise RosterUnreadable(
            _("Line %(line)s cannot be read: a quotation mark is missing or misplaced.") % {"line": begins}
        ) from error


def _columns(header: list[str]) -> list[str]:
    """The columns in the file's order; raise RosterUnreadable naming what is missing, unknown or twice there."""
    found = [cell.strip().lower().replace(" ", "_") for cell in header]
    while found and not found[-1]:
        found.pop()
    problems = [
        (_("missing"), [name for name in COLUMNS if name not in found]),
        (_("not known"), sorted({name or _("(no heading)") for name in found if name not in COLUMNS})),
        (_("there twice"), sorted({name for name in found if name in COLUMNS and found.count(name) > 1})),
    ]
    said = [f"{what}: {', '.join(name[:60] for name in names[:10])}" for what, names in problems if names]
    if said:
        raise RosterUnreadable(
            _("The first line has to name the columns %(columns)s, in any order. %(problems)s.")
            % {"columns": ", ".join(COLUMNS), "problems": "; ".join(said).capitalize()}
        )
    return found


def _read_record(line: int, cells: list[str], order: list[str]) -> tuple[RosterRow | None, list[RowFault]]:
    extra = [cell for cell in cells[len(order) :] if cell.strip()]
    if len(cells) < len(order) or extra:
        reason = _("This line has %(count)s cells, the header has %(wanted)s.")
        return None, [RowFault(line, "", reason % {"count": len(cells), "wanted": len(order)})]
    if any(len(cell) > MOST_IN_CELL for cell in cells):
        return None, [RowFault(line, "", _("A cell is far too long. Is a quotation mark missing?"))]
    return read_row(line, dict(zip(order, cells, strict=False)))


def _without_doubles(rows: list[RosterRow]) -> tuple[list[RosterRow], list[RowFault]]:
    faults = [
        *_doubles("badge", _("The badge number %(value)s stands on line %(line)s too."), rows),
        *_doubles("email", _("The address %(value)s stands on line %(line)s too."), rows),
    ]
    bad = {fault.line for fault in faults}
    return [row for row in rows if row.line not in bad], faults


def _doubles(column: str, reason: str, rows: Iterable[RosterRow]) -> Iterator[RowFault]:
    lines: dict[str, list[RosterRow]] = {}
    for row in rows:
        lines.setdefault(getattr(row, column).casefold(), []).append(row)
    for same in lines.values():
        for row in same if len(same) > 1 else []:
            other = next(twin for twin in same if twin is not row)
            yield RowFault(row.line, column, reason % {"value": getattr(row, column), "line": other.line})


def _notes(encoding: str, empty: int) -> Iterator[str]:
    if encoding == "Windows-1252":
        yield _("The file was read as %(encoding)s: check that names look right.") % {"encoding": encoding}
    if empty:
        yield _("Empty lines passed over: %(count)s.") % {"count": empty}
