"""Whether the rules that a draft rests on were checked in time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from modules.checks.lessons import provision_faults
from modules.enums import ChangeKind
from modules.freeze.references import RawBlock, References, Registers, choices_of, facts_in, raw_blocks
from modules.models import AuthorityChange, Provision
from modules.moved import answered_passages

StillRight = Collection[tuple[int, str, int]]  # module, block id or key of an item, authority


def still_right_for(module_ids: Collection[int], registers: Registers) -> StillRight:
    """What agencies found still right although its rule was not checked in time. No query while all are checked."""
    late = [row.authority_id for row in registers.provisions.values() if _is_late(row)]
    if not late:
        return set()
    return answered_passages(AuthorityChange.objects.open().filter(authority__in=late), module_ids)


def law_faults(step: Any, registers: Registers, answered: StillRight, module_id: int) -> Iterator[tuple[str, str]]:
    """Block id (empty: the introduction) and message of each rule not checked in time, or that only supports an item
    and is no longer in force. Rules that are cited or quoted and ended are found with the block itself.
    """
    intro = References()
    intro.add_text(getattr(step, "intro", ""))
    yield from _late("", f"intro-{step.translation_key}", intro, registers, answered, module_id)
    for block in raw_blocks(step):
        found = References()
        found.add_block(block)
        block_id = str(block.get("id") or "")
        yield from _late(block_id, _known_as(block), found, registers, answered, module_id)
        for provision in _only_supporting(block, registers):
            for message in provision_faults(provision):
                yield block_id, message


def _late(
    block_id: str, known_as: str, found: References, registers: Registers, answered: StillRight, module_id: int
) -> Iterator[tuple[str, str]]:
    rows = {pk: row for pk, row in registers.provisions.items() if pk in found.provision_ids}
    rows |= {row.pk: row for fact, row in registers.provision_by_fact.items() if fact in found.provision_facts}
    for row in sorted(rows.values(), key=lambda row: row.fact_id):
        moved = row.authority.move()
        if _is_late(row) and moved and (module_id, known_as, row.authority_id) not in answered:
            yield (
                block_id,
                _(
                    "%(rule)s rests on %(authority)s, whose check was due on %(day)s. Check it and mark it as verified,"
                    " or say in the report on moved rules that this passage is still right."
                )
                % {
                    "rule": row.fact_id,
                    "authority": row.authority.short_title,
                    "day": date_format(moved.since),
                },
            )


def _is_late(provision: Provision) -> bool:
    moved = provision.authority.move()
    return moved is not None and moved.kind == ChangeKind.OVERDUE


def _only_supporting(block: RawBlock, registers: Registers) -> Iterator[Provision]:
    """Rules that an item names as its support without quoting them."""
    value = block.get("value")
    if not isinstance(value, dict):
        return
    quoted = {choice.get("provision") for choice in choices_of(value)}
    for fact in facts_in(value.get("supports")):
        row = registers.provision_by_fact.get(fact)
        if row is not None and row.pk not in quoted:
            yield row


def _known_as(block: RawBlock) -> str:
    """As citations of editions know it: a quiz item by its key, any other block by its id."""
    if block.get("type") in ("branching", "single", "multiple"):
        return str((block.get("value") or {}).get("key") or "")
    return str(block.get("id") or "")
