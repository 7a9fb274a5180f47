"""The index of what each block of an edition rests on, so that a changed rule finds every edition that taught it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modules.freeze.references import RawBlock, References, Registers, raw_blocks
from modules.models import AnyStep, EditionCitation, EditionStep
from modules.rich_text import links_in


def citation_rows(step: EditionStep, page: AnyStep, registers: Registers) -> Iterator[EditionCitation]:
    """Unsaved rows, one per block and thing cited. A block of a quiz is known by its item's key."""
    intro = References()
    intro.add_text(getattr(page, "intro", ""))
    yield from _rows(step, f"intro-{page.translation_key}", intro, {}, registers)
    for block in raw_blocks(page):
        found = References()
        found.add_block(block)
        yield from _rows(step, _block_id(block), found, _facts_of(block), registers)


def _rows(
    step: EditionStep, block_id: str, found: References, facts: dict[str, str], registers: Registers
) -> Iterator[EditionCitation]:
    provisions = {registers.provisions[pk] for pk in found.provision_ids if pk in registers.provisions}
    provisions |= {registers.provision_by_fact[f] for f in found.provision_facts if f in registers.provision_by_fact}
    for provision in sorted(provisions, key=lambda row: row.fact_id):
        yield EditionCitation(
            edition_id=step.edition_id, step=step, block_id=block_id, provision=provision, fact_id=provision.fact_id
        )
    sources = {registers.sources[pk] for pk in found.source_ids if pk in registers.sources}
    sources |= {registers.source_by_key[key] for key in found.source_keys if key in registers.source_by_key}
    for source in sorted(sources, key=lambda row: row.key):
        fact = facts.get(source.key, "")
        yield EditionCitation(edition_id=step.edition_id, step=step, block_id=block_id, source=source, fact_id=fact)


def _block_id(block: RawBlock) -> str:
    if block.get("type") in ("branching", "single", "multiple"):
        return str(block["value"]["key"])
    return str(block.get("id") or "")


def _facts_of(block: RawBlock) -> dict[str, str]:
    """Source key to fact id, for sources cited inside text."""
    value: Any = block.get("value")
    html = value if isinstance(value, str) else (value or {}).get("text") or "" if block["type"] == "callout" else ""
    return {link.key: link.fact for link in links_in(html) if link.kind == "source"}
