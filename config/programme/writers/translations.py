"""Translations of the demo: started from the signed edition, worded from files, signed by translators first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from config.programme.markdown import to_rich_text
from config.programme.reader import ModuleFiles, Programme
from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally, words
from config.programme.writers.signing import signers_of
from modules.enums import EditionState
from modules.freeze.drafts import draft_of, latest_drafts
from modules.freeze.references import raw_blocks
from modules.models import LessonPage, ModulePage, Translation
from modules.models.languages import LANGUAGES
from modules.services.translating import start_translation
from people.models import Agency
from review.enums import SignOffAnswer
from review.services.signing import put_up_for_sign_off, sign


@transaction.atomic
def write_translations(programme: Programme, tally: Tally) -> None:
    """Each folder of a language beside a module's steps. What was started already is left to its authors."""
    for module in programme.modules:
        for language, _name in LANGUAGES:
            folder = module.folder / language
            started = Translation.objects.filter(source__slug=module.slug, language=language).exists()
            if folder.is_dir() and not started:
                _write(module, folder, language, tally)


def _write(module: ModuleFiles, folder: Path, language: str, tally: Tally) -> None:
    source = ModulePage.objects.get(slug=module.slug)
    heading = _read(folder / "module.yaml")
    author = next(user for agency, user in signers_of(source))
    translators = Agency.objects.filter(slug__in=heading["translators"])
    page = start_translation(actor=author, source=source, language=language, translators=translators).page
    drafts = latest_drafts(page)
    for step, file in zip(drafts.steps, module.steps, strict=True):
        if isinstance(step, LessonPage):
            _word_lesson(step, module.slug, _read(folder / f"{file.name}.yaml"))
    draft = draft_of(drafts.row)
    draft.title, draft.summary = heading["title"], words(heading["summary"])
    objectives = [dict(block) for block in draft.objectives.get_prep_value()]
    texts = zip(objectives, heading["objectives"], strict=True)
    draft.objectives = json.dumps([block | {"value": words(text)} for block, text in texts])
    draft.save_revision()
    _sign(page, author, tally)


def _word_lesson(step: LessonPage, slug: str, file: dict[str, Any]) -> None:
    texts = {lasting_id(slug, key): to_rich_text(text) for key, text in file.get("texts", {}).items()}
    titles = {lasting_id(slug, key): text for key, text in file.get("titles", {}).items()}
    draft = draft_of(step)
    draft.title = file["title"]
    draft.body = json.dumps([_worded(block, texts, titles) for block in raw_blocks(step)])
    draft.save_revision()


def _worded(block: dict[str, Any], texts: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    value, key = block["value"], block["id"]
    if isinstance(value, str):
        return block | {"value": texts.get(key, value)}
    changed = {"title": titles[key]} if key in titles else {}
    changed |= {"text": texts[key]} if key in texts else {}
    return block | {"value": value | changed}


def _sign(page: ModulePage, author: Any, tally: Tally) -> None:
    """The translators first: a translation without their name would prove little."""
    edition = put_up_for_sign_off(actor=author, module=page)
    for agency, user in sorted(signers_of(page), key=lambda row: _role(page, row[0]) != "translator"):
        sign(actor=user, agency=agency, edition=edition, answer=SignOffAnswer.APPROVE)
        edition.refresh_from_db()
        if edition.state == EditionState.CURRENT:
            break
    tally.made["translation"] += 1


def _role(page: ModulePage, agency: Agency) -> str:
    return str(page.coauthorships.get(agency=agency).role)


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data
