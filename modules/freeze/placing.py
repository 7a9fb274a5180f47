"""The blocks and questions of drafts where they stand, in the same words as an edition would have."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.definition import DefinitionError, to_data
from modules.comparing import words_of_block, words_of_item
from modules.enums import StepKind
from modules.freeze.drafts import Drafts
from modules.freeze.references import Registers
from modules.freeze.scenario import frozen_quiz
from modules.freeze.steps import draft_content
from modules.models import AnyStep
from modules.protection import Placed

WITH_FILES = frozenset({"image", "video", "audio"})  # a draft's file has no digest yet, so its words cannot be compared


def placed_drafts(drafts: Drafts, registers: Registers) -> list[Placed]:
    """Every block and question in the order of reading; unfinished ones and those of files are left out."""
    return [place for step in drafts.steps for place in _places(step, registers)]


def file_blocks(drafts: Drafts) -> set[str]:
    """The ids of the blocks that show a file."""
    return {
        str(block.id)
        for step in drafts.steps
        if step.step_kind != StepKind.SCENARIO
        for block in step.body
        if block.block_type in WITH_FILES
    }


def _places(step: AnyStep, registers: Registers) -> Iterator[Placed]:
    key, title = str(step.translation_key), step.title
    content = draft_content(step, registers)
    for block in content["blocks"]:
        if block["type"] not in WITH_FILES and block["type"] != "unfinished":
            yield Placed(key, block["id"], words_of_block(block, content), title)
    if step.step_kind == StepKind.SCENARIO:
        try:
            quiz = frozen_quiz(step, registers)
        except DefinitionError:
            return
        for item in to_data(quiz)["items"]:
            yield Placed(key, item["key"], words_of_item(item), title)
