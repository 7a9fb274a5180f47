"""Whether a scenario quiz can be taken, and whether the rules it quotes hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.definition import DefinitionError, Fault, faults
from modules.checks.keys import KeyFault, key_faults
from modules.checks.lessons import provision_faults, text_faults
from modules.freeze.references import Registers, choices_of, raw_blocks
from modules.freeze.scenario import draft_quiz
from modules.models import ScenarioPage
from modules.problems import ERROR, WARNING

ITEM_PATH = re.compile(r"^items\[(\d+)\]\.?(.*)$")


def quiz_faults(page: ScenarioPage, registers: Registers) -> Iterator[tuple[str, str, str]]:
    """Block id (empty: the page), message and severity of everything wrong with a quiz."""
    for block_id, message in _faults(page, registers):
        yield block_id, message, ERROR
    ids = [str(block.get("id") or "") for block in raw_blocks(page)]
    for fault in _key_faults(page, registers):
        yield ids[fault.item_number], fault.message, ERROR if fault.is_error else WARNING


def _key_faults(page: ScenarioPage, registers: Registers) -> list[KeyFault]:
    """Nothing while the quiz cannot be read: then that is said first."""
    try:
        return list(key_faults(draft_quiz(page, registers), registers))
    except DefinitionError:
        return []


def _faults(page: ScenarioPage, registers: Registers) -> Iterator[tuple[str, str]]:
    for message in text_faults(page.intro, registers, needed=False):
        yield "", message
    blocks = raw_blocks(page)
    ids = [str(block.get("id") or "") for block in blocks]
    for fault in _definition_faults(page, registers):
        yield _placed(fault, ids)
    for block in blocks:
        for choice in choices_of(block.get("value") or {}):
            for message in _quoted_faults(choice.get("provision"), registers):
                yield str(block.get("id") or ""), message


def _definition_faults(page: ScenarioPage, registers: Registers) -> list[Fault]:
    try:
        return faults(draft_quiz(page, registers))
    except DefinitionError as error:
        return list(error.faults)


def _placed(fault: Fault, ids: list[str]) -> tuple[str, str]:
    found = ITEM_PATH.match(fault.path)
    if not found or int(found[1]) >= len(ids):
        return "", f"{fault.path}: {fault.message}"
    number = int(found[1])
    where = _("Item %(number)s, %(part)s") % {"number": number + 1, "part": found[2] or _("as a whole")}
    return ids[number], f"{where}: {fault.message}"


def _quoted_faults(key: int | None, registers: Registers) -> Iterator[str]:
    if key is None:
        return
    provision = registers.provisions.get(key)
    if provision is None:
        yield _("A choice quotes a rule that no longer exists.")
    else:
        yield from provision_faults(provision)
