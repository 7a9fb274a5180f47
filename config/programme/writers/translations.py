"""Translations of the demo: started from the signed edition, worded from files, signed by translators first."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from config.programme.markdown import to_rich_text
from config.programme.reader import ModuleFiles, Programme, TranslationFiles
from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally, words
from config.programme.writers.signing import NotSigned, signers_of
from modules.enums import CoauthorRole, EditionState
from modules.freeze.drafts import draft_of, latest_drafts
from modules.freeze.references import raw_blocks
from modules.models import LessonPage, ModulePage, Translation
from modules.services.translating import start_translation
from people.models import Agency, User
from review.enums import SignOffAnswer
from review.services.signing import put_up_for_sign_off, sign


@transaction.atomic
def write_translations(programme: Programme, tally: Tally) -> None:
    """Each language beside a module's steps. What was started already is left to its authors."""
    for module in programme.modules:
        for language, files in module.translations.items():
            if not Translation.objects.filter(source__slug=module.slug, language=language).exists():
                _write(module, language, files, tally)


def _write(module: ModuleFiles, language: str, files: TranslationFiles, tally: Tally) -> None:
    source = ModulePage.objects.get(slug=module.slug)
    author = next(user for _agency, user in signers_of(source))
    translators = Agency.objects.filter(slug__in=files.data["translators"])
    page = start_translation(actor=author, source=source, language=language, translators=translators).page
    drafts = latest_drafts(page)
    for step, file in zip(drafts.steps, module.steps, strict=True):
        if isinstance(step, LessonPage):
            _word_lesson(step, module.slug, files.lessons[file.name])
    draft = draft_of(drafts.row)
    draft.title, draft.summary = files.data["title"], words(files.data["summary"])
    objectives = [dict(block) for block in draft.objectives.get_prep_value()]
    texts = zip(objectives, files.data["objectives"], strict=True)
    draft.objectives = json.dumps([block | {"value": words(text)} for block, text in texts])
    draft.save_revision()
    _sign(page, author, tally)


def _word_lesson(step: LessonPage, slug: str, file: dict[str, Any]) -> None:
    texts = {lasting_id(slug, key): to_rich_text(text) for key, text in file.get("texts", {}).items()}
    titles = {lasting_id(slug, key): text for key, text in file.get("titles", {}).items()}
    draft: Any = draft_of(step)
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


def _sign(page: ModulePage, author: User, tally: Tally) -> None:
    """The translators first: a translation without their name would prove little."""
    translating = set(page.coauthorships.filter(role=CoauthorRole.TRANSLATOR).values_list("agency", flat=True))
    edition = put_up_for_sign_off(actor=author, module=page)
    for agency, user in sorted(signers_of(page), key=lambda row: row[0].pk not in translating):
        if edition.state == EditionState.CANDIDATE:
            sign(actor=user, agency=agency, edition=edition, answer=SignOffAnswer.APPROVE)
            edition.refresh_from_db()
    if edition.state != EditionState.CURRENT:
        raise NotSigned(f"{page}: too few agencies could sign")
    tally.made["translation"] += 1
