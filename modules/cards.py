"""The bulletin card: the signed editions of one module, one for each language in which it was signed."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from modules.models import Card, Edition, EditionStep
from modules.models.languages import LANGUAGES
from modules.referrals import in_date

LANGUAGE_NAMES = dict(LANGUAGES)


def card_editions() -> list[Edition]:
    """The current editions of the card and of its translations, the language in which it was written first.

    Nothing while none is signed.
    """
    module = Card.objects.values_list("module", flat=True).first()
    if module is None:
        return []
    of_card = Q(module=module) | Q(module__translation__source=module)
    rows = Edition.objects.current().filter(of_card).defer("canonical").prefetch_related("signatures")
    return sorted(rows, key=lambda row: (row.module_id != module, row.language))


def newer_original(edition: Edition, editions: list[Edition]) -> Edition | None:
    """The present card in its own language, where this translation still says an older edition of it."""
    original = editions[0]
    behind = edition.translates_id is not None and edition.translates_id != original.original_id
    return original if behind else None


def card_steps(edition: Edition) -> list[EditionStep]:
    return list(edition.steps.order_by("position"))


def referrals_named_in(steps: list[EditionStep]) -> list[str]:
    """The keys of the referrals that the card names, each once, in order."""
    named = (block for step in steps for block in step.blocks if block["type"] == "referrals")
    return list(dict.fromkeys(key for block in named for key in block["resources"]))


def referrals_good_until(steps: list[EditionStep], on: date | None = None) -> date | None:
    """The first day on which one of the referrals shown may be out of date: what paper cannot know by itself."""
    shown = in_date(on or timezone.localdate())
    days = [shown[key].expires_on for key in referrals_named_in(steps) if key in shown]
    return min((day for day in days if day), default=None)
