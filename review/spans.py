"""Spans of seconds, merged: what was watched or read, however often it is told. Pure: no Django."""

from collections.abc import Iterable

Span = tuple[int, int]
MOST_SPANS = 2000


def merged(spans: Iterable[Iterable[int]]) -> list[Span]:
    """In order, with what overlaps or touches made one. A union: adding the same span again changes nothing."""
    out: list[Span] = []
    for start, end in sorted((int(start), int(end)) for start, end in spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def total(spans: Iterable[Span]) -> int:
    """Seconds, each counted once."""
    return sum(end - start for start, end in merged(spans))


def share(spans: Iterable[Span], duration: int | None) -> int | None:
    """Whole per cent of the duration, rounded down and at most 100; None when nobody knows the duration."""
    return min(100, total(spans) * 100 // duration) if duration else None


def within(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether the spans (merged) hold the whole of start to end."""
    return any(first <= start and end <= last for first, last in spans)
