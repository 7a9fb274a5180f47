"""What a candidate does to protected passages. Pure: no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """What became of a passage. Only KEPT needs nobody's consent."""

    KEPT = "kept"
    CHANGED = "changed"
    MOVED = "moved"
    DELETED = "deleted"


@dataclass(frozen=True)
class Placed:
    """A block where it stands, in the order of reading."""

    step_key: str
    block_id: str
    words: str
    step_title: str = ""


@dataclass(frozen=True)
class Protected:
    """A block as it read when it was protected or last signed; `quote` when only these words of it are protected."""

    step_key: str
    block_id: str
    words: str
    quote: str = ""


def fate_of(passage: Protected, before: Sequence[Placed], after: Sequence[Placed]) -> Fate:
    """Return what `after` does to the passage; `before` is what it is compared with for the order of blocks.

    Words that stand in another block or step now were moved; words that differ were changed, however slightly; only
    spaces and line breaks do not count.
    """
    place = next((place for place in after if place.block_id == passage.block_id), None)
    wanted = plain(passage.quote or passage.words)
    elsewhere = any(wanted in plain(other.words) for other in after if other.block_id != passage.block_id)
    if place is None:
        return Fate.MOVED if wanted and elsewhere else Fate.DELETED
    if not _holds(place, passage):
        return Fate.MOVED if passage.quote and elsewhere else Fate.CHANGED
    if place.step_key != passage.step_key or passage.block_id in moved_blocks(before, after):
        return Fate.MOVED
    return Fate.KEPT


def _holds(place: Placed, passage: Protected) -> bool:
    words = plain(place.words)
    return plain(passage.quote) in words if plain(passage.quote) else words == plain(passage.words)


def moved_blocks(before: Sequence[Placed], after: Sequence[Placed]) -> frozenset[str]:
    """The blocks in both that no longer stand in the same order. Where two changed places, both count as moved."""
    rank = {place.block_id: number for number, place in enumerate(before)}
    order = [place.block_id for place in after if place.block_id in rank]
    ranks = [rank[key] for key in order]
    if ranks == sorted(ranks):
        return frozenset()
    return frozenset(order) - _always_in_order(order, ranks)


def _always_in_order(order: list[str], ranks: list[int]) -> frozenset[str]:
    """Those that are part of every longest run that kept its order."""
    up = _longest(ranks)
    down = _longest([-rank for rank in reversed(ranks)])[::-1]
    most = max(up)
    through = [number for number in range(len(ranks)) if up[number] + down[number] - 1 == most]
    levels = [up[number] for number in through]
    return frozenset(order[number] for number in through if levels.count(up[number]) == 1)


def _longest(ranks: list[int]) -> list[int]:
    """For each place, the length of the longest rising run that ends there."""
    lengths: list[int] = []
    for number, rank in enumerate(ranks):
        lengths.append(1 + max((lengths[i] for i in range(number) if ranks[i] < rank), default=0))
    return lengths


def plain(words: str) -> str:
    return " ".join(words.split())
