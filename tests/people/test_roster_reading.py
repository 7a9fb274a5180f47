"""Reading a roster: encodings, columns, cells, and every fault with its line."""

from datetime import date

import pytest

from people.roster import COLUMNS, MOST_ROWS, RosterUnreadable, read_roster

HEADER = ",".join(COLUMNS)
ANN = "1001,Ann Lee,ann@example.org,Patrol / North Station,Officer,2020-01-31,active"


def roster(*lines: str, header: str = HEADER) -> str:
    return "\n".join([header, *lines])


def faults(*lines: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in read_roster(roster(*lines).encode()).faults]


def test_row_is_read_in_any_order_of_columns():
    text = roster("active,ann@example.org,Ann Lee,1001,,,", header="Status,Email,Name,Badge,Unit,Rank,Hired on")
    row = read_roster(text.encode()).rows[0]
    assert (row.badge, row.name, row.email, row.unit, row.hired_on, row.active) == (
        "1001", "Ann Lee", "ann@example.org", (), None, True,
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_spreadsheets_delimiters_and_line_ends_are_read(delimiter, newline):
    row = read_roster(roster(ANN).replace(",", delimiter).replace("\n", newline).encode()).rows[0]
    assert (row.line, row.unit, row.hired_on) == (2, ("Patrol", "North Station"), date(2020, 1, 31))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_that_are_certain_are_accepted(encoding):
    text = roster("1001,Zoë “Zo” Núñez,zoe@example.org,,,,active")
    assert read_roster(text.encode(encoding)).rows[0].name == "Zoë “Zo” Núñez"


def test_windows_1252_is_said_to_the_reader():
    assert "Windows-1252" in read_roster(roster("1,Zoë,z@example.org,,,,active").encode("cp1252")).notes[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04" + b"\x00" * 40, "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
        (roster("1,Петров,p@example.org,,,,active").encode("cp1251"), "garbled"),
        (roster("1,Zoë,z@example.org,,,,active").encode() + "\nZo\xeb".encode("cp1252"), "garbled"),
        (roster("1,\x07,z@example.org,,,,active").encode(), "control"),
        (b"badge,name,email\n1,Ann,a@example.org", "Missing: unit, rank, hired_on, status"),
        (roster(header=HEADER + ",ssn").encode(), "Not known: ssn"),
        (roster(header=HEADER + ",badge").encode(), "There twice: badge"),
        (roster().encode(), "no officers"),
        (roster('1,"Ann,a@example.org').encode(), "Line 2 cannot be read"),
        (roster('1,"A"nn,a@example.org,,,,active').encode(), "quotation mark"),
    ],
)
def test_file_that_makes_no_sense_is_refused_with_the_reason(data, said):
    with pytest.raises(RosterUnreadable, match=said):
        read_roster(data)


def test_too_many_rows_are_refused():
    lines = (f"{n},Ann,a{n}@example.org,,,,active" for n in range(MOST_ROWS + 1))
    with pytest.raises(RosterUnreadable, match="20,000 rows"):
        read_roster(roster(*lines).encode())


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",Ann,a@example.org,,,,active", "badge"),
        ("1,,a@example.org,,,,active", "name"),
        ("1,Ann,,,,,active", "email"),
        ("1,Ann,not an address,,,,active", "email"),
        ("1,=HYPERLINK(1),a@example.org,,,,active", "name"),
        ("-1,Ann,a@example.org,,,,active", "badge"),
        ("1,@Ann,a@example.org,,,,active", "name"),
        ("1,Ann,a@example.org,,+1,,active", "rank"),
        ("1,Ann,a@example.org,,,2020-02-30,active", "hired_on"),
        ("1,Ann,a@example.org,,,31.12.2020,active", "hired_on"),
        ("1,Ann,a@example.org,,,1820-01-01,active", "hired_on"),
        ("1,Ann,a@example.org,,,,retired", "status"),
        ("1,Ann,a@example.org,,,,", "status"),
        ("1,Ann,a@example.org,Patrol//North,,,active", "unit"),
        ("1,Ann,a@example.org,1/2/3/4/5/6/7/8/9,,,active", "unit"),
        (f"{'9' * 21},Ann,a@example.org,,,,active", "badge"),
        ('1,"Ann\nLee",a@example.org,,,,active', "name"),
        ("1,Ann\u202eLee,a@example.org,,,,active", "name"),
        ("1,Ann,a@example.org,,,", ""),
        ("1,Ann,a@example.org,,,,active,more", ""),
    ],
)
def test_bad_cell_is_named_with_line_and_column(line, column):
    assert faults(ANN, line) == [(3, column)]


def test_line_numbers_count_every_line_of_the_file():
    assert faults('1,"Ann\nLee",a@example.org,,,,active', "", ",,,,,,", "2,Bo,b@example.org,,,,gone") == [
        (2, "name"),
        (6, "status"),
    ]


def test_empty_lines_are_passed_over_and_counted():
    reading = read_roster(roster(ANN, ",,,,,,", "  ,,,,,,").encode())
    assert (len(reading.rows), reading.faults) == (1, ())
    assert "2" in reading.notes[0]


def test_both_lines_of_a_double_are_named():
    lines = ["A1,Ann,ann@example.org,,,,active", "a1,Bo,bo@example.org,,,,active", "3,Cy,ANN@example.org,,,,active"]
    found = read_roster(roster(*lines).encode()).faults
    assert [(fault.line, fault.column) for fault in found] == [(2, "badge"), (2, "email"), (3, "badge"), (4, "email")]
    assert "line 3" in found[0].reason
