"""A scenario page as a quiz definition: with fact ids while it is a draft, with whole snapshots once frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assessments.definition import QuizDefinition, from_data
from modules.freeze.references import Registers, facts_in, listed, load_registers, raw_blocks, references_of
from modules.models import Provision, ScenarioPage

Quote = Callable[[Provision], Any]


def quiz_definition(page: ScenarioPage) -> QuizDefinition:
    """The draft as a quiz, with provisions by fact id. Raises DefinitionError when its shape is wrong."""
    return draft_quiz(page, load_registers(references_of([page])))


def draft_quiz(page: ScenarioPage, registers: Registers) -> QuizDefinition:
    return from_data(_quiz_data(page, registers, lambda provision: provision.fact_id))


def frozen_quiz(page: ScenarioPage, registers: Registers) -> QuizDefinition:
    """The quiz as an edition keeps it: each rule it quotes in full, as it reads now."""
    return from_data(_quiz_data(page, registers, lambda provision: provision.snapshot()))


def plain_quiz(page: ScenarioPage, registers: Registers) -> dict[str, Any]:
    """The draft as plain data, whole or not, with each rule as in an edition."""
    return _quiz_data(page, registers, lambda provision: provision.snapshot())


def _quiz_data(page: ScenarioPage, registers: Registers, quote: Quote) -> dict[str, Any]:
    items = [_item(block, registers, quote) for block in raw_blocks(page)]
    return {"title": page.title, "pass_mark": page.pass_mark, "items": items}


def _item(block: dict[str, Any], registers: Registers, quote: Quote) -> dict[str, Any]:
    value = block.get("value") or {}
    data = {
        "key": value.get("key"),
        "kind": block.get("type"),
        "title": value.get("title"),
        "layers": [str(layer) for layer in value.get("layers") or []],
        "legal": bool(value.get("legal")),
        "belief": value.get("belief"),
        "supports": facts_in(value.get("supports")),
        "content_note": value.get("content_note"),
    }
    if block.get("type") == "branching":
        return data | {"scenes": [_scene(scene, registers, quote) for scene in listed(value.get("scenes"))]}
    choices = [_answer(choice, registers, quote) for choice in listed(value.get("choices"))]
    return data | {"stem": value.get("stem"), "choices": choices}


def _scene(scene: dict[str, Any], registers: Registers, quote: Quote) -> dict[str, Any]:
    choices = [_scene_choice(choice, registers, quote) for choice in listed(scene.get("choices"))]
    return {"key": scene.get("key"), "narrative": scene.get("narrative"), "choices": choices}


def _scene_choice(choice: dict[str, Any], registers: Registers, quote: Quote) -> dict[str, Any]:
    plain = {name: choice.get(name) for name in ("key", "text", "consequence", "feedback")}
    return plain | {
        "outcome": choice.get("outcome") or None,
        "points": choice.get("points") or 0,
        "next": choice.get("next") or None,
        "provision": _quoted(choice, registers, quote),
        "asserts": _asserted(choice, registers),
    }


def _answer(choice: dict[str, Any], registers: Registers, quote: Quote) -> dict[str, Any]:
    plain = {name: choice.get(name) for name in ("key", "text", "feedback")}
    return plain | {
        "correct": bool(choice.get("correct")),
        "provision": _quoted(choice, registers, quote),
        "asserts": _asserted(choice, registers),
    }


def _quoted(choice: dict[str, Any], registers: Registers, quote: Quote) -> Any:
    provision = registers.provisions.get(choice.get("provision") or 0)
    return quote(provision) if provision else None


def _asserted(choice: dict[str, Any], registers: Registers) -> list[dict[str, Any]]:
    """By the lasting key of the act; what was chosen and is gone is named by nothing, and read as missing."""
    return [
        {
            "act": registers.acts[row["act"]].key if row.get("act") in registers.acts else None,
            "ruling": row.get("ruling"),
            "layer": row.get("layer"),
        }
        for row in listed(choice.get("asserts"))
    ]
