"""What changed between two editions, block by block and word by word. Reads frozen data only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape, unescape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from assessments.definition import QuizDefinition, to_data
from modules.blocks.lesson import TONES
from modules.models import Edition, EditionStep
from modules.protection import Placed
from modules.rendering import quiz_of

TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(p|h2|h3|li|blockquote)>|<br>")
WORD = re.compile(r"\s+|[\w'\u2019-]+|[^\w\s]")
CITED = re.compile(r'<a data-(?:cite|term)="([^"]*)">')
TONE_LABELS = dict(TONES)
HIDDEN = frozenset({"id", "type", "file", "captions", "sha256"})
FRAMES = frozenset({"step", "pass_mark"})  # what belongs to a step and not to a block of it


@dataclass(frozen=True)
class BlockChange:
    """One block of either edition. `kind`: added, removed, changed, moved or same. HTML is escaped and safe."""

    step_title: str
    block_id: str
    kind: str
    old_html: SafeString
    new_html: SafeString
    diff_html: SafeString
    block_type: str = ""
    step_key: str = ""


@dataclass(frozen=True)
class _Place:
    """A block with where it stands."""

    step: EditionStep
    block_id: str
    block_type: str
    words: str


def compare_editions(old: Edition | None, new: Edition, *, with_answers: bool = True) -> list[BlockChange]:
    """List every block in the order of the new edition, removed ones last. `old` None: everything is new.

    `with_answers` False leaves out what would give a quiz away: for readers who may have to take it.
    """
    before = {place.block_id: place for place in _places(old, with_answers)} if old else {}
    after = {place.block_id: place for place in _places(new, with_answers)}
    moved = _moved(list(before.values()), list(after.values()))
    changes = [_change(before.get(key), place, key in moved) for key, place in after.items()]
    return changes + [_removed(place) for key, place in before.items() if key not in after]


def placed_words(edition: Edition) -> list[Placed]:
    """Every block and question of the edition in the order of reading, with all its words."""
    return [
        Placed(str(place.step.key), place.block_id, place.words, place.step.title)
        for place in _places(edition, with_answers=True)
        if place.block_type not in FRAMES
    ]


def words_of_block(block: dict[str, Any], content: dict[str, Any]) -> str:
    """The words of one frozen block of a step with this content."""
    return _block_words(block, content)


def words_of_item(item: dict[str, Any]) -> str:
    """The words of one frozen question with its answers."""
    return "\n".join(_item_lines(item, with_answers=True))


def word_diff(old: str, new: str) -> SafeString:
    """Both texts in one, as escaped HTML with `<del>` and `<ins>` around the words that differ."""
    before, after = WORD.findall(old), WORD.findall(new)
    out = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = escape("".join(before[i1:i2])), escape("".join(after[j1:j2]))
        if kind == "equal":
            out.append(gone)
            continue
        if gone:
            out.append(f'<del class="cg-diff__del">{gone}</del>')
        if come:
            out.append(f'<ins class="cg-diff__ins">{come}</ins>')
    return mark_safe("".join(out))  # noqa: S308 - escaped above


def _places(edition: Edition, with_answers: bool) -> Iterator[_Place]:
    for step in edition.steps.select_related("quiz").order_by("position"):
        yield _Place(step, f"step-{step.key}", "step", f"{step.title} ({step.minutes} min)")
        for block in step.blocks:
            yield _Place(step, block["id"], block["type"], _block_words(block, step.content))
        quiz = quiz_of(step)
        if quiz:
            yield _Place(step, f"pass-mark-{step.key}", "pass_mark", f"{quiz.pass_mark} %")
            yield from _quiz_places(step, quiz, with_answers)


def _quiz_places(step: EditionStep, quiz: QuizDefinition, with_answers: bool) -> Iterator[_Place]:
    for item in to_data(quiz)["items"]:
        yield _Place(step, item["key"], item["kind"], "\n".join(_item_lines(item, with_answers)))


def _item_lines(item: dict[str, Any], with_answers: bool) -> Iterator[str]:
    yield item["title"]
    yield item["content_note"]
    yield item.get("stem", "")
    scenes = item.get("scenes") or [{"key": "", "narrative": "", "choices": item.get("choices", [])}]
    for scene in scenes:
        yield f"{scene['key']} {scene['narrative']}".strip()
        for choice in scene["choices"]:
            yield f"{choice['key']}. {choice['text']}"
            if with_answers:
                yield from _answer_lines(choice)


def _answer_lines(choice: dict[str, Any]) -> Iterator[str]:
    verdict = choice.get("outcome") or ("right" if choice.get("correct") else "wrong")
    yield f"[{verdict}, {choice['points']}]" if "points" in choice else f"[{verdict}]"
    yield choice.get("consequence") or ""
    yield choice.get("feedback") or ""
    rule = choice.get("provision")
    if rule:
        yield f"{rule['cite']}: {rule['summary']}"
    for asserted in choice.get("asserts", ()):
        yield f"[{asserted['act']}: {asserted['ruling']}, {asserted['layer']}]"
    if choice.get("next"):
        yield f"-> {choice['next']}"


def _block_words(block: dict[str, Any], content: dict[str, Any]) -> str:
    block = block | {"tone": str(TONE_LABELS.get(block["tone"], ""))} if "tone" in block else block
    lines = [
        _plain(_words_of(value)) for name, value in block.items() if name not in HIDDEN and value not in ("", None)
    ]
    if block["type"] == "provision":
        lines += _fields(content["provisions"][block["provision"]])
    elif block["type"] == "definition":
        lines += _fields(content["terms"][block["term"]])
    elif isinstance(block.get("file"), dict):
        lines.append(f"{block['file']['name']} ({block['file']['sha256'][:12]})")
    return "\n".join(line for line in lines if line)


def _words_of(value: Any) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _fields(snapshot: dict[str, Any]) -> list[str]:
    names = ("cite", "title", "summary", "layer_label", "status_label", "status_note", "term", "meaning", "use")
    return [str(snapshot[name]) for name in names if snapshot.get(name)]


def _plain(html: str) -> str:
    cited = CITED.sub(lambda found: f"[{found[1]}] ", html)
    return unescape(TAG.sub("", BLOCK_END.sub("\n", cited))).strip()


def _moved(before: list[_Place], after: list[_Place]) -> set[str]:
    """Blocks in both that no longer stand in the same order, or stand in another step."""
    old_keys = [place.block_id for place in before]
    new_keys = [place.block_id for place in after]
    shared = set(old_keys) & set(new_keys)
    first = [key for key in old_keys if key in shared]
    second = [key for key in new_keys if key in shared]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    in_order = {key for match in matcher.get_matching_blocks() for key in first[match.a : match.a + match.size]}
    steps = {place.block_id: place.step.key for place in before}
    return {
        place.block_id
        for place in after
        if place.block_id in shared and (place.block_id not in in_order or steps[place.block_id] != place.step.key)
    }


def _change(old: _Place | None, new: _Place, moved: bool) -> BlockChange:
    if old is None:
        kind, diff = "added", _inserted(new.words)
    elif old.words != new.words:
        kind, diff = "changed", word_diff(old.words, new.words)
    else:
        kind, diff = ("moved" if moved else "same"), _safe(new.words)
    return BlockChange(
        step_title=new.step.title,
        block_id=new.block_id,
        kind=kind,
        block_type=new.block_type,
        step_key=str(new.step.key),
        old_html=_safe(old.words if old else ""),
        new_html=_safe(new.words),
        diff_html=diff,
    )


def _removed(place: _Place) -> BlockChange:
    diff = mark_safe(f'<del class="cg-diff__del">{escape(place.words)}</del>')  # noqa: S308 - escaped here
    return BlockChange(
        step_title=place.step.title,
        block_id=place.block_id,
        kind="removed",
        block_type=place.block_type,
        step_key=str(place.step.key),
        old_html=_safe(place.words),
        new_html=_safe(""),
        diff_html=diff,
    )


def _inserted(words: str) -> SafeString:
    return mark_safe(f'<ins class="cg-diff__ins">{escape(words)}</ins>')  # noqa: S308 - escaped here


def _safe(words: str) -> SafeString:
    return mark_safe(escape(words))  # noqa: S308 - escaped here
