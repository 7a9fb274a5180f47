"""The bulletin card: the signed editions of one module, one for each language in which it was signed."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from modules.models import Card, Edition, EditionStep
from modules.models.languages import LANGUAGES
from modules.referrals import in_date

LANGUAGE_NAMES = dict(LANGUAGES)


def card_editions() -> list[Edition]:
    """The current editions of the card, the language in which it was written first. Nothing while none is signed."""
    module = Card.objects.values_list("module", flat=True).first()
    rows = Edition.objects.current().filter(module=module).defer("canonical").prefetch_related("signatures")
    return sorted(rows, key=lambda row: (row.module_id != module, row.language)) if module else []


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
