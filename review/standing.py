"""How a flagged passage stands in the newest published edition."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.enums import EditionState
from modules.models import Edition
from review.anchoring import Quote, anchor, plain
from review.models import Flag
from review.passages import same_place


class Fate(models.TextChoices):
    UNCHANGED = "unchanged", _("unchanged")
    QUOTE_KEPT = "quote_kept", _("changed, but the quoted words still stand there")
    CHANGED = "changed", _("changed")
    GONE = "gone", _("no longer there")


@dataclass(frozen=True)
class Standing:
    """What became of the passage in `edition`, and how it reads there now (empty when it is gone)."""

    edition: Edition
    fate: Fate
    text: str


def standing_of(flag: Flag) -> Standing | None:
    """Return how the passage stands in the current edition; None when that is the flagged one, or for a material."""
    if flag.edition is None or flag.step is None:
        return None
    current = Edition.objects.filter(
        module_id=flag.module_id, language=flag.edition.language, state=EditionState.CURRENT
    ).first()
    if current is None or current.pk == flag.edition_id or current.number < flag.edition.number:
        return None
    place = same_place(current, flag.step.key, block_id=flag.block_id, item_key=flag.item_key)
    if place is None:
        return Standing(current, Fate.GONE, "")
    return Standing(current, _fate(flag, place.text, place.searched), place.text)


def _fate(flag: Flag, text: str, searched: str) -> Fate:
    if plain(text) == plain(flag.excerpt):
        return Fate.UNCHANGED
    quote = Quote(flag.quote_exact, flag.quote_prefix, flag.quote_suffix)
    return Fate.QUOTE_KEPT if flag.quote_exact and anchor(searched, quote) else Fate.CHANGED
