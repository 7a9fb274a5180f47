"""Translations made through the real services, with words that differ from the source's everywhere."""

from __future__ import annotations

import json
import re
from typing import Any

from modules.freeze.drafts import draft_of, latest_drafts
from modules.freeze.references import raw_blocks
from modules.models import Edition, LessonPage, ModulePage, Translation
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition
from modules.services.translating import start_translation
from modules.translation.following import RAW_WORDS
from people.models import Agency, User

SPANISH = "ES "
TEXT = re.compile(r"(<(?:p|h2|h3|li)>)")


def make_translation(
    source: Edition, *, actor: User, language: str = "es", agencies: tuple[Agency, ...] = ()
) -> Translation:
    return start_translation(actor=actor, source=source.module, language=language, translators=agencies)


def translate_words(page: ModulePage, *, actor: User | None = None) -> None:
    """Put other words everywhere: each text of the drafts is marked, so that it differs from its source."""
    drafts = latest_drafts(page)
    for step in drafts.steps:
        draft = draft_of(step)
        stream = "body" if isinstance(step, LessonPage) else "items"
        setattr(draft, stream, json.dumps([_block(block) for block in raw_blocks(step)]))
        draft.title = _marked(draft.title)
        if hasattr(draft, "intro"):
            draft.intro = _html(draft.intro)
        draft.save_revision(user=actor)
    draft = draft_of(drafts.row)
    draft.title, draft.summary = _marked(draft.title), _marked(draft.summary)
    objectives = [dict(block) for block in draft.objectives.get_prep_value()]
    draft.objectives = json.dumps([block | {"value": _marked(block["value"])} for block in objectives])
    draft.save_revision(user=actor)


def make_current_translation(source: Edition, *, actor: User, language: str = "es") -> Edition:
    """A translation of the edition, with every word translated, frozen and published."""
    translation = make_translation(source, actor=actor, language=language)
    translate_words(translation.page, actor=actor)
    return publish_edition(actor=actor, edition=freeze_module(actor=actor, module=translation.page))


def _block(block: dict[str, Any]) -> dict[str, Any]:
    value = block["value"]
    return block | {"value": _html(value) if isinstance(value, str) else _value(value)}


def _value(value: dict[str, Any]) -> dict[str, Any]:
    return {name: _field(name, inner) for name, inner in value.items()}


def _field(name: str, value: Any) -> Any:
    if name in ("scenes", "choices"):
        return [entry | {"value": _value(entry["value"])} for entry in value]
    if name in RAW_WORDS and name not in ("n", "year") and isinstance(value, str) and value:
        return _html(value) if value.startswith("<") else _marked(value)
    return value


def _html(html: str) -> str:
    return TEXT.sub(rf"\1{SPANISH}", html)


def _marked(text: str) -> str:
    return text if text.startswith(SPANISH) else f"{SPANISH}{text}"
