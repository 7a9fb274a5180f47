"""Whether a quiz holds together: every scene reachable, every path ends, right answers exist and pay best."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .shape import Choice, Fault, Item, ItemKind, Outcome, QuizDefinition, Scene

NO_POINTS = (Outcome.POOR, Outcome.HARMFUL)


def faults(definition: QuizDefinition) -> list[Fault]:
    """Everything that makes the quiz unfit to be taken; empty when it is sound."""
    found = [] if definition.items else [Fault("items", "the quiz has no items")]
    found += _repeated((item.key for item in definition.items), "items")
    for number, item in enumerate(definition.items):
        path = f"items[{number}]"
        found += _branching(item, path) if item.kind is ItemKind.BRANCHING else _question(item, path)
    return found


def start_of(item: Item) -> Scene:
    """The scene where a branching item begins: its first."""
    return item.scenes[0]


def best_points(item: Item) -> int:
    """The most points that one path through a sound branching item can earn."""
    totals = _totals(item, start_of(item).key, {})
    return max(totals.all_best, totals.with_a_slip, 0)


@dataclass(frozen=True)
class _Totals:
    """Most points from a scene to an end, on best choices only and with at least one other; -1: no such path."""

    all_best: int
    with_a_slip: int


_END = _Totals(all_best=0, with_a_slip=-1)


def _totals(item: Item, key: str | None, known: dict[str, _Totals]) -> _Totals:
    """Each scene is worked out once, so that the cost does not grow with the number of paths. No loops allowed."""
    scene = item.scene(key) if key else None
    if scene is None:
        return _END
    if scene.key not in known:
        all_best = with_a_slip = -1
        for choice in scene.choices:
            rest = _totals(item, choice.next, known)
            if choice.outcome is Outcome.BEST:
                all_best = max(all_best, _plus(choice.points, rest.all_best))
                with_a_slip = max(with_a_slip, _plus(choice.points, rest.with_a_slip))
            else:
                with_a_slip = max(with_a_slip, _plus(choice.points, max(rest.all_best, rest.with_a_slip)))
        known[scene.key] = _Totals(all_best, with_a_slip)
    return known[scene.key]


def _plus(points: int, rest: int) -> int:
    return points + rest if rest >= 0 else -1


def _repeated(keys: Iterable[str], path: str) -> list[Fault]:
    counts = Counter(keys)
    return [Fault(path, f"the key {key!r} is used {count} times") for key, count in counts.items() if count > 1]


def _question(item: Item, path: str) -> list[Fault]:
    found = _repeated((choice.key for choice in item.choices), f"{path}.choices")
    if not item.stem:
        found.append(Fault(f"{path}.stem", "is missing"))
    if item.scenes:
        found.append(Fault(f"{path}.scenes", "a question has no scenes"))
    if len(item.choices) < 2:
        found.append(Fault(f"{path}.choices", "needs at least two choices"))
    for number, choice in enumerate(item.choices):
        if not choice.feedback:
            found.append(Fault(f"{path}.choices[{number}].feedback", "is missing"))
    return found + _correct_answers(item, path)


def _correct_answers(item: Item, path: str) -> list[Fault]:
    right = sum(choice.correct for choice in item.choices)
    where = f"{path}.choices"
    if right == 0:
        return [Fault(where, "no choice is correct")]
    if item.kind is ItemKind.SINGLE and right > 1:
        return [Fault(where, f"{right} choices are correct where one is allowed")]
    if item.kind is ItemKind.MULTIPLE and right < 2:
        return [Fault(where, "needs two or more correct choices")]
    if item.kind is ItemKind.MULTIPLE and right == len(item.choices):
        return [Fault(where, "every choice is correct, so nothing is asked")]
    return []


def _branching(item: Item, path: str) -> list[Fault]:
    if item.choices:
        return [Fault(f"{path}.choices", "a branching item has its choices in scenes")]
    if not item.scenes:
        return [Fault(f"{path}.scenes", "needs at least one scene")]
    found = _repeated((scene.key for scene in item.scenes), f"{path}.scenes")
    for number, scene in enumerate(item.scenes):
        found += _scene(scene, item, f"{path}.scenes[{number}]")
    found += _unreachable(item, path)
    if found:
        return found
    loops = _loops(item, path)
    return loops or _best_path(item, path)


def _scene(scene: Scene, item: Item, path: str) -> list[Fault]:
    found = _repeated((choice.key for choice in scene.choices), f"{path}.choices")
    if len(scene.choices) < 2:
        found.append(Fault(f"{path}.choices", "a dead end: needs at least two choices"))
    for number, choice in enumerate(scene.choices):
        found += [
            Fault(f"{path}.choices[{number}].{name}", message) for name, message in _scene_choice_faults(choice, item)
        ]
    return found


def _scene_choice_faults(choice: Choice, item: Item) -> Iterator[tuple[str, str]]:
    if choice.outcome is None:
        yield "outcome", "is missing"
    if choice.outcome in NO_POINTS and choice.points:
        yield "points", f"a {choice.outcome} choice earns no points"
    if choice.outcome is Outcome.BEST and not choice.points:
        yield "points", "the best choice earns points"
    if not choice.consequence:
        yield "consequence", "is missing"
    if not choice.feedback:
        yield "feedback", "is missing"
    if choice.next is not None and item.scene(choice.next) is None:
        yield "next", f"leads to {choice.next!r}, and there is no such scene"


def _unreachable(item: Item, path: str) -> list[Fault]:
    reached = {start_of(item).key}
    waiting = [start_of(item)]
    while waiting:
        for choice in waiting.pop().choices:
            scene = item.scene(choice.next) if choice.next else None
            if scene and scene.key not in reached:
                reached.add(scene.key)
                waiting.append(scene)
    return [
        Fault(f"{path}.scenes[{number}]", f"no choice leads to scene {scene.key!r}")
        for number, scene in enumerate(item.scenes)
        if scene.key not in reached
    ]


def _loops(item: Item, path: str) -> list[Fault]:
    """Every scene is reachable and every `next` exists when this is asked. Peels off scenes whose paths all end."""
    left = {scene.key: {choice.next for choice in scene.choices if choice.next} for scene in item.scenes}
    while ended := {key for key, following in left.items() if not following & left.keys()}:
        left = {key: following for key, following in left.items() if key not in ended}
    return [Fault(f"{path}.scenes", f"the story runs in a loop through {', '.join(sorted(left))}")] if left else []


def _best_path(item: Item, path: str) -> list[Fault]:
    totals = _totals(item, start_of(item).key, {})
    if totals.all_best < 0:
        return [Fault(f"{path}.scenes", "no path of best choices leads from the start to an end")]
    if totals.with_a_slip >= totals.all_best:
        return [Fault(f"{path}.scenes", "a path with a choice that is not best earns as much as the best path")]
    return []
