"""The frozen text that a flag can point at: passages of a step, and quiz questions without their keys."""

import re
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from assessments.definition import Item
from modules.models import Edition, EditionStep
from modules.rendering import quiz_of, render_step
from review.sections import cut_sections

SENTENCE = re.compile("(?<=[.!?\u2026])[\"'\u201d\u2019)]*\\s+(?=[\"'\u201c\u2018(]?[A-ZÀ-Þ0-9])")


@dataclass(frozen=True)
class Passage:
    """`text` is what may be shown and kept; `searched` is what a quote may be taken from."""

    key: str
    text: str
    html: SafeString
    searched: str


def find_passage(step: EditionStep, block_id: str) -> Passage | None:
    """Return the block with this id as officers read it, or None."""
    section = cut_sections(str(render_step(step))).get(block_id)
    if section is None:
        return None
    html = mark_safe(section.html)  # noqa: S308 (rendered from frozen content by the modules room)
    return Passage(key=block_id, text=section.text, html=html, searched=section.text)


def find_item(step: EditionStep, item_key: str) -> Passage | None:
    """Return the question as it is first met: no later scenes, no consequences, no feedback, nothing of the key."""
    definition = quiz_of(step)
    item = next((item for item in definition.items if item.key == item_key), None) if definition else None
    if item is None:
        return None
    lines = _first_sight(item)
    html = format_html_join("", "<p>{}</p>", ((line,) for line in lines))
    return Passage(key=item_key, text="\n".join(lines), html=html, searched="\n".join(_every_word(item)))


def choices_of(step: EditionStep, item_key: str) -> list[tuple[str, str]]:
    """The choices of a question as it is first met: key and words, nothing of which is right."""
    definition = quiz_of(step)
    item = next((item for item in definition.items if item.key == item_key), None) if definition else None
    if item is None:
        return []
    choices = item.scenes[0].choices if item.scenes else item.choices
    return [(choice.key, choice.text) for choice in choices]


def sentences_of(passage: Passage) -> list[str]:
    """The sentences of a passage as a list to choose from, for who does not select with a pointer."""
    found = (sentence.strip() for line in passage.text.split("\n") for sentence in SENTENCE.split(line))
    return [sentence for sentence in dict.fromkeys(found) if len(sentence) > 1]


def passage_texts(step: EditionStep) -> dict[str, str]:
    """The words of every block of a step, by block id."""
    return {block_id: section.text for block_id, section in cut_sections(str(render_step(step))).items()}


def item_texts(step: EditionStep) -> dict[str, str]:
    """Every word of each question, by its key: what a quote may be taken from."""
    definition = quiz_of(step)
    return {item.key: "\n".join(_every_word(item)) for item in definition.items} if definition else {}


def same_place(edition: Edition, step_key: object, *, block_id: str = "", item_key: str = "") -> Passage | None:
    """Return the passage or question with the same identity in another edition, wherever it stands there."""
    steps = sorted(edition.steps.select_related("quiz"), key=lambda step: step.key != step_key)
    for step in steps:
        found = find_item(step, item_key) if item_key else find_passage(step, block_id)
        if found:
            return found
    return None


def _first_sight(item: Item) -> list[str]:
    scene = item.scenes[0] if item.scenes else None
    choices = scene.choices if scene else item.choices
    lines = (item.title, item.stem, scene.narrative if scene else "", *(choice.text for choice in choices))
    return [line for line in lines if line]


def _every_word(item: Item) -> list[str]:
    words = [item.title, item.stem, *(scene.narrative for scene in item.scenes)]
    for choice in [*item.choices, *(choice for scene in item.scenes for choice in scene.choices)]:
        words += [choice.text, choice.consequence, choice.feedback]
    return [word for word in words if word]
