"""The branching cases of a draft, and of a frozen quiz, as maps."""

from __future__ import annotations

from typing import Any

from assessments.definition import ItemKind, QuizDefinition
from modules.freeze.references import RawBlock, listed, raw_blocks
from modules.models import ScenarioPage
from modules.problems import Problem
from modules.scenario_map import CaseMap, SceneNode, Way, map_of


def maps_of_draft(page: ScenarioPage) -> list[CaseMap]:
    """Each scene leads to its block in the editor."""
    return [_of_block(page.pk, block) for block in raw_blocks(page) if block.get("type") == "branching"]


def maps_of_quiz(quiz: QuizDefinition) -> list[CaseMap]:
    """Each scene leads to its place on the page of the candidate (`<item>-<scene>`)."""
    return [
        map_of(
            key=item.key,
            title=item.title,
            block_id=item.key,
            scenes=[
                SceneNode(
                    key=scene.key,
                    narrative=scene.narrative,
                    ways=[
                        Way(choice.key, choice.text, str(choice.outcome or ""), choice.next or "")
                        for choice in scene.choices
                    ],
                    block_id=scene.key,
                    href=f"#{item.key}-{scene.key}",
                )
                for scene in item.scenes
            ],
        )
        for item in quiz.items
        if item.kind is ItemKind.BRANCHING
    ]


def _of_block(page_id: int, block: RawBlock) -> CaseMap:
    value = block.get("value") or {}
    ids = [str(item.get("id") or "") if isinstance(item, dict) else "" for item in value.get("scenes") or []]
    scenes = [
        _scene(page_id, scene, scene_id) for scene, scene_id in zip(listed(value.get("scenes")), ids, strict=True)
    ]
    return map_of(
        key=str(value.get("key") or ""),
        title=str(value.get("title") or ""),
        block_id=str(block.get("id") or ""),
        scenes=scenes,
    )


def _scene(page_id: int, scene: dict[str, Any], scene_id: str) -> SceneNode:
    ways = [
        Way(*(str(choice.get(name) or "") for name in ("key", "text", "outcome", "next")))
        for choice in listed(scene.get("choices"))
    ]
    return SceneNode(
        key=str(scene.get("key") or ""),
        narrative=str(scene.get("narrative") or ""),
        ways=ways,
        block_id=scene_id,
        href=Problem("", page_id, scene_id).url,
    )
