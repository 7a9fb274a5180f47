"""A branching case as a graph: its scenes in columns, where each choice leads, and what is wrong with the story.

The layers and their order come from a layered (Sugiyama) layout; sizes, edges and words are ours. Nothing here touches
the database: the same map is drawn for a draft, however unfinished, and for a candidate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from modules.layering import layered

WIDTH, ROW, HEAD, GAP_X, GAP_Y, MARGIN = 256, 26, 50, 92, 22, 12
END = ""
OUTCOMES = ("best", "acceptable", "poor", "harmful")


@dataclass(frozen=True)
class Way:
    """One choice of a scene and where it leads: a scene's key, `END`, or a key that no scene has."""

    key: str
    text: str
    outcome: str
    to: str

    @property
    def text_short(self) -> str:
        return shortened(self.text, 28)


@dataclass
class SceneNode:
    key: str
    narrative: str
    ways: list[Way]
    block_id: str = ""
    href: str = ""
    number: int = 1
    faults: set[str] = field(default_factory=set)  # unreachable | dead_end | loop | missing
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.ways) + 8

    @property
    def narrative_short(self) -> str:
        return shortened(self.narrative, 32)

    @property
    def rows(self) -> list[tuple[Way, int]]:
        """Each choice with the height of its middle."""
        return [(way, self.y + HEAD + ROW * number + ROW // 2) for number, way in enumerate(self.ways)]

    @property
    def sound(self) -> bool:
        return not self.faults


@dataclass
class Lane:
    """Room kept free in a column for a line that passes it."""

    x: int = 0
    y: int = 0
    height: int = 12


@dataclass(frozen=True)
class Edge:
    """A line from a choice to a scene (or to the end), as the path of an SVG element."""

    outcome: str
    path: str
    back: bool = False


@dataclass
class CaseMap:
    """One branching case, laid out. `width` and `height` are those of the picture."""

    key: str
    title: str
    block_id: str
    scenes: list[SceneNode]
    edges: list[Edge] = field(default_factory=list)
    lanes: dict[tuple[int, int], list[Lane]] = field(default_factory=dict)
    width: int = 0
    height: int = 0

    @property
    def faulty(self) -> list[SceneNode]:
        return [scene for scene in self.scenes if scene.faults]

    @property
    def text_id(self) -> str:
        return f"map-{self.block_id or self.key}"

    def scene(self, key: str) -> SceneNode | None:
        return next((scene for scene in self.scenes if scene.key == key and key), None)

    @property
    def told(self) -> list[tuple[SceneNode, list[tuple[Way, SceneNode | None]]]]:
        """The same in words: each scene with its choices and the scene each leads to."""
        return [(scene, [(way, self.scene(way.to)) for way in scene.ways]) for scene in self.scenes]


def map_of(*, key: str, title: str, block_id: str, scenes: list[SceneNode]) -> CaseMap:
    """Find what is wrong with the story, then lay it out. Takes any draft: no scenes, repeated or missing keys."""
    for number, scene in enumerate(scenes, start=1):
        scene.number = number
    drawn = CaseMap(key, title, block_id, scenes)
    _mark_faults(scenes)
    if scenes:
        _place(drawn)
        drawn.edges = list(_edges(drawn))
    return drawn


def _mark_faults(scenes: list[SceneNode]) -> None:
    by_key = _by_key(scenes)
    reached = _reached(scenes, by_key)
    for scene in scenes:
        if scene is not by_key.get(scene.key) or id(scene) not in reached:
            scene.faults.add("unreachable")
        if len(scene.ways) < 2:
            scene.faults.add("dead_end")
        if any(way.to and way.to not in by_key for way in scene.ways):
            scene.faults.add("missing")
        if _comes_back(scene, by_key):
            scene.faults.add("loop")


def _by_key(scenes: list[SceneNode]) -> dict[str, SceneNode]:
    """Of scenes with the same key the first one is the one that choices lead to."""
    found: dict[str, SceneNode] = {}
    for scene in scenes:
        if scene.key:
            found.setdefault(scene.key, scene)
    return found


def _reached(scenes: list[SceneNode], by_key: dict[str, SceneNode]) -> set[int]:
    return {id(scene) for scene in _following(scenes[:1], by_key)}


def _comes_back(scene: SceneNode, by_key: dict[str, SceneNode]) -> bool:
    """Whether some way out of the scene leads to it again."""
    return any(scene is later for later in _following(_next_of(scene, by_key), by_key))


def _following(start: list[SceneNode], by_key: dict[str, SceneNode]) -> Iterator[SceneNode]:
    seen: set[int] = set()
    waiting = list(start)
    while waiting:
        scene = waiting.pop()
        if id(scene) not in seen:
            seen.add(id(scene))
            yield scene
            waiting += _next_of(scene, by_key)


def _next_of(scene: SceneNode, by_key: dict[str, SceneNode]) -> list[SceneNode]:
    return [by_key[way.to] for way in scene.ways if way.to in by_key]


def _place(drawn: CaseMap) -> None:
    """Columns from left to right; in a column, the order that crosses the fewest lines."""
    top = MARGIN
    for columns in _parts(drawn):
        bottom = top
        for number, members in enumerate(columns):
            y = top
            for member in members:
                member.x, member.y = MARGIN + number * (WIDTH + GAP_X), y
                y += member.height + GAP_Y
            bottom = max(bottom, y)
        top = bottom + GAP_Y
    drawn.width = max(scene.x for scene in drawn.scenes) + WIDTH + GAP_X
    drawn.height = top - GAP_Y


def _parts(drawn: CaseMap) -> Iterator[list[list[SceneNode | Lane]]]:
    """For each connected part of the story its columns; scenes that nothing is tied to come last, side by side."""
    by_key = _by_key(drawn.scenes)
    number = {id(scene): at for at, scene in enumerate(drawn.scenes)}
    lines = {
        (number[id(scene)], number[id(following)])
        for scene in drawn.scenes
        for following in _next_of(scene, by_key)
        if following is not scene
    }
    placed: set[int] = set()
    for part in layered(lines, nodes=len(drawn.scenes)):
        members: dict[int, SceneNode | Lane] = {
            node: drawn.scenes[node] if node < len(drawn.scenes) else Lane()
            for column in part.columns
            for node in column
        }
        placed |= set(members)
        for (start, end), passed in part.lanes.items():
            kept = [lane for one in passed if isinstance(lane := members[one], Lane)]
            drawn.lanes[id(drawn.scenes[start]), id(drawn.scenes[end])] = kept
        yield [[members[node] for node in column] for column in part.columns]
    alone = [scene for at, scene in enumerate(drawn.scenes) if at not in placed]
    if alone:
        yield [[scene] for scene in alone]


def _edges(drawn: CaseMap) -> Iterator[Edge]:
    by_key = _by_key(drawn.scenes)
    for scene in drawn.scenes:
        for way, y in scene.rows:
            target = by_key.get(way.to)
            if target is None:
                yield Edge(way.outcome, f"M{scene.x + WIDTH} {y}h{GAP_X // 3}")
            elif target.x > scene.x:
                yield Edge(way.outcome, _way_on(scene, y, target, drawn.lanes.get((id(scene), id(target)), [])))
            else:
                yield Edge(way.outcome, _way_back(scene, y, target), back=True)


def _way_on(scene: SceneNode, y: int, target: SceneNode, lanes: list[Lane]) -> str:
    """From the choice through its lanes into the left side of the scene it leads to."""
    x, path, bend = scene.x + WIDTH, f"M{scene.x + WIDTH} {y}", GAP_X // 2
    for lane in lanes:
        middle = lane.y + lane.height // 2
        path += f"C{x + bend} {y} {lane.x - bend} {middle} {lane.x} {middle}h{WIDTH}"
        x, y = lane.x + WIDTH, middle
    end_y = target.y + HEAD // 2
    return path + f"C{x + bend} {y} {target.x - bend} {end_y} {target.x - 7} {end_y}"


def _way_back(scene: SceneNode, y: int, target: SceneNode) -> str:
    """Round above the boxes, into the top of the scene it returns to."""
    x, over = scene.x + WIDTH, min(scene.y, target.y) - GAP_Y // 2
    end = target.x + WIDTH // 2
    bend = x + GAP_X // 2
    return f"M{x} {y}C{bend} {y} {bend} {over} {x} {over}L{end + 10} {over}Q{end} {over} {end} {target.y - 7}"


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut off with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
