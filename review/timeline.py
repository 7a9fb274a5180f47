"""Where notes stand along the running time, as lanes of bars for the page. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from review.times import clock

WIDTH = 1000
THINNEST = 4
QUARTERS = 4


@dataclass(frozen=True)
class Bar:
    """A note or a watched part, in units of the drawing (0 to 1000)."""

    x: int
    width: int
    label: str
    href: str = ""


@dataclass(frozen=True)
class Lane:
    """One criterion's or one agency's row."""

    code: str
    title: str
    bars: tuple[Bar, ...]
    words: str = ""

    @property
    def count(self) -> int:
        return len(self.bars)


@dataclass(frozen=True)
class Tick:
    x: int
    label: str


def bar(start: int, end: int, duration: int, *, label: str = "", href: str = "") -> Bar:
    """A bar that stays within the drawing and can be seen even where it lasts no time."""
    length = max(duration, 1)
    x = min(WIDTH * min(start, length) // length, WIDTH - THINNEST)
    width = max(WIDTH * (min(end, length) - min(start, length)) // length, THINNEST)
    return Bar(x, min(width, WIDTH - x), label or f"{clock(start)}\u2013{clock(end)}", href)


def ticks(duration: int) -> list[Tick]:
    """The times at the quarters of the drawing."""
    return [Tick(WIDTH * n // QUARTERS, clock(duration * n // QUARTERS)) for n in range(QUARTERS + 1)]


def length_of(known: int | None, ends: Iterable[int | None]) -> int:
    """The running time to draw: the known one, else as far as anything reaches, and never nothing."""
    return known or max([60, *(end for end in ends if end is not None)])


def lanes_used(lanes: Sequence[Lane]) -> list[Lane]:
    return [lane for lane in lanes if lane.bars]
