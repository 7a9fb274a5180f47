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
    """`overflagged`: lines worth keeping that were called a problem. `needless`: lines called a problem that the key
    leaves alone, those among them. `others`: how many lines the key leaves alone."""

    rows: tuple[PracticeRow, ...]
    overflagged: tuple[int, ...]
    needless: tuple[int, ...] = ()
    others: int = 0
    called: int = 0

    @property
    def found(self) -> int:
        return sum(row.result == "found" for row in self.rows)

    @property
    def overflag_percent(self) -> int | None:
        """Of the lines that an experienced reviewer leaves alone, the share that was called a problem."""
        return round(100 * len(self.needless) / self.others) if self.others else None

    @property
    def right_percent(self) -> int | None:
        """Of the lines called a problem, the share that the key calls one too."""
        return round(100 * (self.called - len(self.needless)) / self.called) if self.called else None


def compare_with_key(
    marks: Mapping[int, Collection[str]],
    key: Sequence[Mapping[str, Any]],
    keep: Collection[int],
    *,
    lines: Collection[int] = (),
    praise: Collection[str] = ("GOOD",),
) -> PracticeResult:
    """Compare one person's marks (line number to criteria codes) with the key.

    A row is found when any of its lines carries one of its criteria, `other` when a line was flagged for something
    else. A line worth keeping that was flagged as a problem is over-flagged. With the numbers of all `lines`,
    over-flagging is measured on every line that the key leaves alone.
    """
    problems = {line: set(codes) - set(praise) for line, codes in marks.items()}
    rows = tuple(_row(row, problems) for row in key)
    called = {line for line, codes in problems.items() if codes}
    named = {line for row in key for line in row["lines"]}
    return PracticeResult(
        rows,
        tuple(sorted(called & set(keep))),
        needless=tuple(sorted(called - named)),
        others=len(set(lines) - named),
        called=len(called),
    )


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
