"""A graph in layers, by a Sugiyama layout: which column each node stands in, in which order, and the lanes between."""

from __future__ import annotations

from dataclasses import dataclass

from fast_sugiyama import from_edges


@dataclass(frozen=True)
class Part:
    """One connected part. Numbers below the count of nodes are nodes; others are lanes that a long line passes in.

    `lanes` gives, for a line that passes columns, the lane in each of them, in order.
    """

    columns: list[list[int]]
    lanes: dict[tuple[int, int], list[int]]


def layered(lines: set[tuple[int, int]], *, nodes: int) -> list[Part]:
    """The parts that hold these lines (loops to the node itself left out), the one with the first node first."""
    drawn = from_edges(sorted(lines), dummy_vertices=True) if lines else ()
    parts = [_part(layout[0], layout[3], nodes) for layout in drawn]
    return sorted(parts, key=lambda part: min(node for column in part.columns for node in column))


def _part(places: object, edges: object, nodes: int) -> Part:
    spots = {int(node): place for node, place in list(places)}  # type: ignore[call-overload]
    ways = [(int(start), int(end)) for start, end in list(edges)]  # type: ignore[call-overload]
    heights = sorted({y for _x, y in spots.values()}, reverse=True)
    columns = [
        sorted((node for node in spots if spots[node][1] == height), key=lambda one: (spots[one][0], one))
        for height in heights
    ]
    return Part(columns, _lanes(ways, nodes))


def _lanes(ways: list[tuple[int, int]], nodes: int) -> dict[tuple[int, int], list[int]]:
    onward = {start: end for start, end in ways if start >= nodes}
    found: dict[tuple[int, int], list[int]] = {}
    for start, end in ways:
        passed = []
        while end >= nodes:
            passed.append(end)
            end = onward[end]
        if start < nodes and passed:
            found[start, end] = passed
    return found
