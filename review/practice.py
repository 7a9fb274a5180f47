"""How a practice review of the fictional film compares with an experienced reviewer's. Pure: no database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PracticeRow:
    """One row of the answer key, and what the person made of it: found, named differently, or missed."""

    lines: tuple[int, ...]
    criteria: tuple[str, ...]
    severity: str
    note: str
    result: str


@dataclass(frozen=True)
class PracticeResult:
    rows: tuple[PracticeRow, ...]
    overflagged: tuple[int, ...]

    @property
    def found(self) -> int:
        return sum(row.result == "found" for row in self.rows)


def compare_with_key(
    marks: Mapping[int, Collection[str]],
    key: Sequence[Mapping[str, Any]],
    keep: Collection[int],
    *,
    praise: Collection[str] = ("GOOD",),
) -> PracticeResult:
    """Compare one person's marks (line number to criteria codes) with the key.

    A row is found when any of its lines carries one of its criteria, `other` when a line was flagged for something
    else. A line worth keeping that was flagged as a problem is over-flagged.
    """
    problems = {line: set(codes) - set(praise) for line, codes in marks.items()}
    rows = tuple(_row(row, problems) for row in key)
    return PracticeResult(rows, tuple(sorted(line for line in keep if problems.get(line))))


def _row(row: Mapping[str, Any], problems: Mapping[int, set[str]]) -> PracticeRow:
    seen: set[str] = set().union(*(problems.get(line, set()) for line in row["lines"]))
    result = "found" if seen & set(row["criteria"]) else "other" if seen else "missed"
    return PracticeRow(
        lines=tuple(row["lines"]),
        criteria=tuple(row["criteria"]),
        severity=str(row.get("severity", "")),
        note=str(row.get("note", "")),
        result=result,
    )
