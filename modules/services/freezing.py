"""Writing an edition: the exact drafts of a module and all its steps, with one digest over everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override

from assessments.models import Quiz
from assessments.services.quizzes import freeze_quiz
from modules.asset_store import store_asset
from modules.checks.answers import answers_for, wording_hits
from modules.enums import EditionState, StepKind
from modules.freeze.citations import citation_rows
from modules.freeze.drafts import Drafts, latest_drafts, translated_edition
from modules.freeze.files import EditionFiles
from modules.freeze.references import Registers, load_registers, references_of
from modules.freeze.scenario import frozen_quiz
from modules.freeze.steps import frozen_lesson, frozen_scenario, frozen_scorm, frozen_screening
from modules.models import (
    AnyStep,
    Edition,
    EditionAsset,
    EditionCitation,
    EditionStep,
    ModulePage,
)
from modules.models.languages import label_language
from modules.problems import Problem
from modules.services.checking import check_drafts
from modules.services.policies import keep_terms
from modules.services.wording import keep_with_edition
from modules.signals import edition_frozen
from people.models import User
from records.canonical import canonical_json, digest
from records.services.ledger import record_event

SCHEMA = 1


class FreezeRefused(Exception):
    """The drafts have errors; `problems` lists every one. Nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems))


@dataclass(frozen=True)
class FrozenStep:
    page: AnyStep
    content: dict[str, Any]
    quiz: Quiz | None


@transaction.atomic
def freeze_module(*, actor: object, module: ModulePage, at: datetime | None = None) -> Edition:
    """Make a candidate from the latest drafts. An earlier candidate that nobody decided on is sent back.

    Raises FreezeRefused with every error. Files are written last, under their digest: should the transaction fail
    after that, what is left is an unnamed copy that no row knows and that a later freeze will use again.
    """
    ModulePage.objects.select_for_update().only("pk").get(pk=module.pk)
    drafts = latest_drafts(module)
    registers = load_registers(references_of(drafts.steps))
    answers = answers_for([drafts])
    errors = [problem for problem in check_drafts(drafts, registers, answers) if problem.is_error]
    if errors:
        raise FreezeRefused(errors)
    files = EditionFiles()
    with override(label_language(drafts.module.language)):  # labels of rules are in the edition's language
        steps = [_frozen_step(page, registers, files) for page in drafts.steps]
    _set_aside_open_candidates(actor, module)
    edition = _write_edition(actor, drafts, steps, files, at or timezone.now())
    write_parts(edition, steps, files, registers)
    keep_with_edition(edition, [hit.answer for hit in wording_hits(drafts, registers, answers) if hit.answer])
    keep_terms(edition=edition, module=drafts.row, moment=edition.created_at)
    record_event(
        actor=actor,
        action="modules.edition.frozen",
        subject=f"edition:{edition.digest}",
        data={"module": str(module.translation_key), "number": edition.number, "digest": edition.digest},
    )
    for collected in files.collected.values():
        store_asset(collected.sha256, collected.content)
    edition_frozen.send(sender=Edition, edition=edition, actor=actor)
    return edition


def _frozen_step(page: AnyStep, registers: Registers, files: EditionFiles) -> FrozenStep:
    if page.step_kind == StepKind.LESSON:
        return FrozenStep(page, frozen_lesson(page, registers, files), None)
    if page.step_kind == StepKind.SCORM:
        return FrozenStep(page, frozen_scorm(page, registers, files), None)
    if page.step_kind == StepKind.SCREENING:
        return FrozenStep(page, frozen_screening(page, registers), None)
    definition = frozen_quiz(page, registers)
    quiz = freeze_quiz(definition)
    return FrozenStep(page, frozen_scenario(page, registers, quiz.digest, definition), quiz)


def _write_edition(
    actor: object, drafts: Drafts, steps: list[FrozenStep], files: EditionFiles, moment: datetime
) -> Edition:
    module = drafts.module
    last = Edition.objects.filter(module=module).aggregate(last=Max("number"))["last"] or 0
    content = {
        "schema": SCHEMA,
        "module": str(module.translation_key),
        "number": last + 1,
        "language": module.language,
        "title": module.title,
        "summary": module.summary,
        "objectives": [block["value"] for block in module.objectives.get_prep_value()],
        "approvals_needed": drafts.row.approvals_needed,
        "policy": drafts.row.policy_terms.as_data(),
        "agencies": [
            {
                "agency": row.agency.slug,
                "name": row.agency.name,
                "role": str(row.role),
                "fictional": row.agency.fictional,
            }
            for row in drafts.row.coauthorships.all()
        ],
        "steps": [step.content for step in steps],
        "files": sorted(files.collected),
    }
    source = translated_edition(drafts.row)
    if source:
        content["translates"] = {
            "number": source.number,
            "language": source.language,
            "digest": source.digest,
        }
    return Edition.objects.create(
        module=module,
        number=last + 1,
        language=module.language,
        translates=source,
        title=module.title,
        summary=module.summary,
        canonical=canonical_json(content),
        digest=digest(content),
        created_by=actor if isinstance(actor, User) else None,
        created_at=moment,
    )


def write_parts(edition: Edition, steps: list[FrozenStep], files: EditionFiles, registers: Registers) -> None:
    """The rows of an edition's steps, of what each block cites, and of its files."""
    rows = EditionStep.objects.bulk_create(
        EditionStep(
            edition=edition,
            position=position,
            key=step.page.translation_key,
            kind=step.page.step_kind,
            slug=step.page.slug,
            title=step.page.title,
            minutes=step.page.minutes,
            content=step.content,
            digest=digest(step.content),
            quiz=step.quiz,
        )
        for position, step in enumerate(steps, start=1)
    )
    EditionCitation.objects.bulk_create(
        citation for row, step in zip(rows, steps, strict=True) for citation in citation_rows(row, step.page, registers)
    )
    edition.assets.set(_asset_rows(files))


def _asset_rows(files: EditionFiles) -> list[EditionAsset]:
    kept = files.collected
    known = set(EditionAsset.objects.filter(sha256__in=kept).values_list("sha256", flat=True))
    EditionAsset.objects.bulk_create(
        EditionAsset(
            sha256=file.sha256,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            width=file.width,
            height=file.height,
        )
        for file in kept.values()
        if file.sha256 not in known
    )
    return list(EditionAsset.objects.filter(sha256__in=kept))


def _set_aside_open_candidates(actor: object, module: ModulePage) -> None:
    for earlier in Edition.objects.filter(module=module, state=EditionState.CANDIDATE):
        earlier.state = EditionState.SENT_BACK
        earlier.save(update_fields=["state"])
        record_event(
            actor=actor,
            action="modules.edition.replaced",
            subject=f"edition:{earlier.digest}",
            data={"number": earlier.number, "digest": earlier.digest},
        )
