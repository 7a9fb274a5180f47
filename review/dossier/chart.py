"""The findings along the running time as a drawing: rows by severity, one bar each. Pure: no Django, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SEVERITIES = ("critical", "high", "medium", "low")
LEFT, WIDTH, ROW, TOP, FOOT = 84, 640, 30, 8, 26
BAR, NARROWEST = 18, 5
STEPS = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_TICKS = 9


@dataclass(frozen=True)
class Bar:
    """One finding as drawn. Numbers are whole units of the drawing."""

    number: int
    severity: str
    start: int
    end: int
    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Chart:
    """Rows of the severities that occur, their bars, and marks of time below. `untimed`: numbers without a time."""

    width: int
    height: int
    rows: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, int], ...]
    untimed: tuple[int, ...]
    duration: int

    @property
    def left(self) -> int:
        return LEFT

    @property
    def floor(self) -> int:
        return self.height - FOOT


def chart_of(findings: Iterable[Mapping[str, Any]], duration: int | None) -> Chart:
    """Draw the findings of a dossier. Without a known duration the last finding ends the drawing."""
    known = list(findings)
    timed = [row for row in known if row["start"] is not None]
    last = max([duration or 0, 1, *(row["end"] or row["start"] for row in timed)])
    severities = [name for name in SEVERITIES if any(row["severity"] == name for row in timed)]
    rows = tuple((name, TOP + ROW * place) for place, name in enumerate(severities))
    height = TOP + ROW * max(1, len(rows)) + FOOT
    tops = dict(rows)
    bars = tuple(_bar(row, tops[row["severity"]], last) for row in timed)
    ticks = tuple((second, LEFT + second * WIDTH // last) for second in _ticks(last))
    untimed = tuple(row["number"] for row in known if row["start"] is None)
    return Chart(LEFT + WIDTH + 20, height, rows, bars, ticks, untimed, last)


def _bar(row: Mapping[str, Any], top: int, last: int) -> Bar:
    start, end = row["start"], row["end"] if row["end"] is not None else row["start"]
    x = LEFT + start * WIDTH // last
    width = max(NARROWEST, (end - start) * WIDTH // last)
    x = min(x, LEFT + WIDTH - width)
    return Bar(row["number"], row["severity"], start, end, x, top + (ROW - BAR) // 2, width)


def _ticks(last: int) -> Sequence[int]:
    step = next((step for step in STEPS if last / step <= MOST_TICKS), 7200)
    return range(0, last + 1, step)
