"""Referrals as readers see them: looked up by key when a page is shown, never kept inside a frozen text.

A step is rendered from its edition and kept in the cache; where it names referrals it holds a mark. The mark is filled
each time with those that are in date that day, so that an old number disappears from every edition by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.core.cache import cache
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from modules.models import Resource

KEPT_SECONDS = 60  # another process may show a referral this long after it was closed by hand; never past its date
MARK = re.compile(r"<!--referrals:([A-Za-z0-9,. -]*)-->")


def mark_for(keys: Iterable[str]) -> SafeString:
    return mark_safe(f"<!--referrals:{','.join(keys)}-->")  # noqa: S308 - keys of the register


def fill_referrals(html: str) -> SafeString:
    """Put the referrals that are in date today where they are named. Costs nothing where none is named."""
    if "<!--referrals:" not in html:
        return mark_safe(html)  # noqa: S308 - made by our own templates
    shown = in_date()
    return mark_safe(MARK.sub(lambda found: _rendered(found[1].split(","), shown), html))  # noqa: S308 - as above


def without_referrals(html: str, instead: str) -> str:
    """For what leaves this site: words in the place of contacts, which would grow old there."""
    return MARK.sub(lambda found: instead, html)


def in_date(on: date | None = None) -> dict[str, Resource]:
    """The referrals that may be shown today, by key; one query a minute and process."""
    day = on or timezone.localdate()
    key = _cache_key(day)
    kept = cache.get(key)
    if kept is None:
        kept = {row.fact_id: row for row in Resource.objects.shown(day)}
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def forget_referrals() -> None:
    """After a change: look again."""
    cache.delete(_cache_key(timezone.localdate()))


def _cache_key(day: date) -> str:
    return f"referrals:{day.isoformat()}"


def _rendered(keys: list[str], shown: dict[str, Resource]) -> str:
    found = [shown[key] for key in keys if key in shown]
    return get_template("modules/referral_list.html").render({"resources": found, "hidden": len(keys) - len(found)})
