"""A whole step as frozen data, with the rules, sources and terms that it rests on."""

from __future__ import annotations

from typing import Any

from assessments.definition import QuizDefinition
from modules.enums import StepKind
from modules.freeze.files import DraftFiles, Files
from modules.freeze.lesson import frozen_block
from modules.freeze.references import Registers, load_registers, raw_blocks, references_of
from modules.freeze.scenario import frozen_quiz, plain_quiz
from modules.freeze.scorm import frozen_package, package_blocks, package_of_step
from modules.models import AnyStep, LessonPage, ScenarioPage, ScormPage, ScreeningNotes, ScreeningPage
from modules.rich_text import links_in
from modules.translation.places import FrozenPart
from records.canonical import digest

SCHEMA = 1


def step_heading(page: AnyStep) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "kind": str(page.step_kind),
        "key": str(page.translation_key),
        "slug": page.slug,
        "title": page.title,
        "minutes": page.minutes,
    }


def frozen_lesson(page: LessonPage, registers: Registers, files: Files) -> dict[str, Any]:
    blocks = [frozen_block(block, registers, files) for block in raw_blocks(page)]
    return step_heading(page) | {"blocks": blocks} | _grounds(page, registers)


def frozen_scenario(page: ScenarioPage, registers: Registers, quiz_digest: str, quiz: QuizDefinition) -> dict[str, Any]:
    body = {
        "blocks": _intro(page),
        "pass_mark": page.pass_mark,
        "quiz": quiz_digest,
        "items": [item.key for item in quiz.items],
    }
    return step_heading(page) | body | _grounds(page, registers)


def frozen_scorm(page: ScormPage, registers: Registers, files: Files) -> dict[str, Any]:
    """Raises KeyError when the step has no package."""
    version = registers.packages[page.version_id or 0]
    blocks = [frozen_block(block, registers, files) for block in raw_blocks(page)]
    body = {"blocks": blocks + package_blocks(page, version), "package": frozen_package(version)}
    return step_heading(page) | body | _grounds(page, registers)


def frozen_screening(page: ScreeningPage, registers: Registers) -> dict[str, Any]:
    """The notes exactly as they were handed down with their dossier. Raises KeyError without them."""
    blocks = [*_intro(page), *notes_blocks(str(page.translation_key), registers.screenings[page.notes_id or 0])]
    return step_heading(page) | {"blocks": blocks} | _grounds(page, registers)


def notes_blocks(key: str, held: ScreeningNotes) -> list[dict[str, Any]]:
    """What the step with this key says of these notes; nothing in it is written by the step's authors."""
    head = {"id": f"screening-{key}", "type": "screening", "dossier": held.digest}
    head |= {"dossier_title": held.title, "dossier_language": held.language} | held.content["material"]
    notes = ({"id": f"note-{note['key']}", "type": "correction"} | note for note in held.notes)
    return [head, *(note | {"dossier_language": held.language} for note in notes)]


def preview_data(page: AnyStep) -> tuple[dict[str, Any], QuizDefinition | None]:
    """A draft as frozen data with private file addresses, and its quiz. Blocks that do not resolve are left out."""
    registers = load_registers(references_of([page]))
    if page.step_kind == StepKind.SCENARIO:
        quiz = frozen_quiz(page, registers)
        return frozen_scenario(page, registers, "", quiz), quiz
    return step_heading(page) | {"blocks": _blocks(page, registers)} | _grounds(page, registers), None


def draft_part(page: AnyStep, registers: Registers) -> FrozenPart:
    """A draft as far as it can be frozen, to be laid beside its source: nothing in it has to be whole yet."""
    if page.step_kind == StepKind.SCENARIO:
        heading = step_heading(page) | {"blocks": _intro(page)}
        return FrozenPart(heading, plain_quiz(page, registers))
    return FrozenPart(step_heading(page) | {"blocks": _blocks(page, registers)})


def draft_content(page: AnyStep, registers: Registers) -> dict[str, Any]:
    """A draft's blocks as frozen data with what they rest on, from registers that are loaded already."""
    blocks = _intro(page) if page.step_kind == StepKind.SCENARIO else _blocks(page, registers)
    return step_heading(page) | {"blocks": blocks} | _grounds(page, registers)


def step_digest(content: dict[str, Any]) -> str:
    return digest(content)


def _blocks(page: LessonPage | ScormPage | ScreeningPage, registers: Registers) -> list[dict[str, Any]]:
    if isinstance(page, ScreeningPage):
        return _screening(page, registers)
    blocks = [_or_gap(block, registers) for block in raw_blocks(page)]
    version = package_of_step(page, registers) if isinstance(page, ScormPage) else None
    return blocks + (package_blocks(page, version) if version else [])


def _screening(page: ScreeningPage, registers: Registers) -> list[dict[str, Any]]:
    key, held = str(page.translation_key), registers.screenings.get(page.notes_id or 0)
    gap = {"id": f"screening-{key}", "type": "unfinished", "kind": "screening"}
    return [*_intro(page), *(notes_blocks(key, held) if held else [gap])]


def _or_gap(block: dict[str, Any], registers: Registers) -> dict[str, Any]:
    try:
        return frozen_block(block, registers, DraftFiles())
    except KeyError:
        return {"id": str(block.get("id") or ""), "type": "unfinished", "kind": block.get("type")}


def _intro(page: ScenarioPage | ScreeningPage) -> list[dict[str, Any]]:
    intro = frozen_block(
        {"id": f"intro-{page.translation_key}", "type": "text", "value": page.intro}, _NOTHING, DraftFiles()
    )
    return [intro] if intro["html"] else []


_NOTHING = Registers({}, {}, {}, {}, {}, [], {}, {}, {})


def _grounds(page: AnyStep, registers: Registers) -> dict[str, Any]:
    """The rules, sources and terms of this one step, by lasting key. Rules only quoted in a quiz stay in the quiz."""
    found = references_of([page])
    links = list(links_in(getattr(page, "intro", "")))
    provisions = {registers.provisions[pk] for pk in found.provision_ids if pk in registers.provisions}
    provisions |= {
        registers.provision_by_fact[fact] for fact in found.provision_facts if fact in registers.provision_by_fact
    }
    sources = {registers.sources[pk] for pk in found.source_ids if pk in registers.sources}
    sources |= {registers.source_by_key[key] for key in found.source_keys if key in registers.source_by_key}
    terms = {registers.terms[pk] for pk in found.term_ids if pk in registers.terms}
    terms |= {registers.term_by_fact[fact] for fact in found.term_facts if fact in registers.term_by_fact}
    if page.step_kind == StepKind.SCENARIO:
        cited = {link.key for link in links if link.kind == "provision"}
        provisions = {provision for provision in provisions if provision.fact_id in cited}
    return {
        "provisions": {row.fact_id: row.snapshot() for row in sorted(provisions, key=lambda row: row.fact_id)},
        "sources": {row.key: row.snapshot() for row in sorted(sources, key=lambda row: row.key)},
        "terms": {row.fact_id: row.snapshot() for row in sorted(terms, key=lambda row: row.fact_id)},
    }
