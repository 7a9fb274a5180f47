"""Everything that is wrong with the latest drafts of a module. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from modules.checks.answers import Answers, answers_for, wording_hits, wording_problems
from modules.checks.contacts import contact_faults
from modules.checks.law import StillRight, law_faults, still_right_for
from modules.checks.lessons import block_faults, heading_faults
from modules.checks.packages import package_faults
from modules.checks.protection import protection_warnings
from modules.checks.quizzes import quiz_faults
from modules.checks.second_look import second_looks
from modules.checks.translations import translation_faults
from modules.enums import StepKind
from modules.freeze.drafts import Drafts, latest_drafts_of
from modules.freeze.references import Registers, load_registers, raw_blocks, references_of
from modules.models import AnyStep, ModulePage, ScormPage
from modules.problems import ERROR, WARNING, Problem
from modules.rich_text import clean_text

Step = AnyStep


def check_module(module: ModulePage) -> list[Problem]:
    """List every problem, errors first. The number of queries does not grow with the module."""
    return check_modules([module])[module.pk]


def check_modules(modules: Iterable[ModulePage]) -> dict[int, list[Problem]]:
    """The same for several modules by primary key, with as many queries as for one."""
    found = latest_drafts_of(modules)
    registers = load_registers(references_of(step for drafts in found for step in drafts.steps))
    answers = answers_for(found)
    law = still_right_for([drafts.row.pk for drafts in found], registers)
    return {drafts.row.pk: check_drafts(drafts, registers, answers, law) for drafts in found}


def check_drafts(
    drafts: Drafts, registers: Registers, answers: Answers, law: StillRight | None = None
) -> list[Problem]:
    """The same over drafts, registers and answers to language notes that are loaded already.

    `law` are the passages that agencies found still right; they are asked for when left out.
    """
    law = still_right_for([drafts.row.pk], registers) if law is None else law
    found = list(_module_problems(drafts))
    coauthors = {row.agency_id for row in drafts.row.coauthorships.all()}
    for step in drafts.steps:
        found += _step_problems(step, registers, coauthors)
        found += [_problem(step, message, at) for at, message in law_faults(step, registers, law, drafts.row.pk)]
        for block_id, message in second_looks(step, drafts.module.language, registers):
            found.append(_problem(step, message, block_id, WARNING))
    found += _repeated_ids(drafts)
    found += _repeated_notes(drafts)
    found += wording_problems(wording_hits(drafts, registers, answers))
    found += [_problem(page, message, block_id) for page, block_id, message in translation_faults(drafts, registers)]
    found += _protection_problems(drafts, registers)
    return sorted(found, key=lambda problem: problem.severity)


def _protection_problems(drafts: Drafts, registers: Registers) -> Iterator[Problem]:
    """Put on the step where the passage stood; on the module when that step is gone."""
    steps = {str(step.translation_key): step for step in drafts.steps}
    for step_key, block_id, message in protection_warnings(drafts, registers):
        page = steps.get(step_key, drafts.module)
        yield _problem(page, message, block_id if step_key in steps else "", WARNING)


def _module_problems(drafts: Drafts) -> Iterator[Problem]:
    module = drafts.module
    messages = []
    if not drafts.steps:
        messages.append(_("The module has no steps."))
    if not module.summary.strip():
        messages.append(_("The module has no summary."))
    if not module.objectives:
        messages.append(_("The module names no objectives."))
    coauthors = len(drafts.row.coauthorships.all())
    if coauthors < drafts.row.approvals_needed:
        messages.append(
            _("%(needed)s agencies must sign, and only %(have)s write this module.")
            % {"needed": drafts.row.approvals_needed, "have": coauthors}
        )
    for message in messages:
        yield _problem(module, message)


def _step_problems(step: Step, registers: Registers, coauthors: set[int]) -> Iterator[Problem]:
    if not step.minutes:
        yield _problem(step, _("Say how many minutes the step takes."))
    blocks = raw_blocks(step)
    if isinstance(step, ScormPage):
        yield from (_problem(step, message) for message in package_faults(step, registers, coauthors))
        yield from _lesson_problems(step, registers)
    elif step.step_kind == StepKind.SCREENING:
        yield from _screening_problems(step, registers)
    elif not blocks:
        yield _problem(step, _("The step is empty."))
    elif step.step_kind == StepKind.LESSON:
        yield from _lesson_problems(step, registers)
    else:
        for block_id, message, severity in quiz_faults(step, registers):
            yield _problem(step, message, block_id, severity)
    for block in blocks:
        for message in contact_faults(block, registers):
            yield _problem(step, message, str(block.get("id") or ""))


def _lesson_problems(step: Step, registers: Registers) -> Iterator[Problem]:
    blocks = raw_blocks(step)
    for block in blocks:
        for message in block_faults(block, registers):
            yield _problem(step, message, str(block.get("id") or ""))
    texts = [(str(block.get("id") or ""), clean_text(block["value"])) for block in blocks if block["type"] == "text"]
    for block_id, message in heading_faults(texts):
        yield _problem(step, message, block_id)


def _screening_problems(step: Step, registers: Registers) -> Iterator[Problem]:
    """Only notes that were handed down with a dossier are shown, and only while that dossier is the present one."""
    notes = registers.screenings.get(getattr(step, "notes_id", None) or 0)
    if notes is None:
        yield _problem(step, _("Choose the dossier whose notes are shown."))
    elif not notes.standing:
        words = _("The dossier “%(title)s” was replaced or withdrawn. Choose the notes of a present one.")
        yield _problem(step, words % {"title": notes.title})
    elif not notes.notes:
        yield _problem(step, _("That dossier has no findings, so there is nothing to note."))


def _repeated_notes(drafts: Drafts) -> Iterator[Problem]:
    """The notes of one dossier stand in one step: their marks would clash."""
    chosen = Counter(getattr(step, "notes_id", None) for step in drafts.steps)
    for step in drafts.steps:
        notes = getattr(step, "notes_id", None)
        if notes and chosen[notes] > 1:
            yield _problem(step, _("Another step of this module shows the notes of the same dossier."))


def _repeated_ids(drafts: Drafts) -> Iterator[Problem]:
    places = [(str(block.get("id") or ""), step) for step in drafts.steps for block in raw_blocks(step)]
    counts = Counter(block_id for block_id, _step in places)
    for block_id, step in places:
        if not block_id or counts[block_id] > 1:
            yield _problem(step, _("Two blocks have the same mark. Delete one and add it again."), block_id)


def _problem(page: ModulePage | Step, message: str, block_id: str = "", severity: str = ERROR) -> Problem:
    return Problem(message=message, page_id=page.pk, block_id=block_id, severity=severity, page_title=page.title)
