"""A telephone number that is written into a text grows old there: referrals are named, never copied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from modules.checks.wording import passages_of
from modules.freeze.references import RawBlock, Registers

NUMBER = re.compile(r"\+?\d[\d\s().\u2011-]{5,}\d")
FEWEST_DIGITS = 7


def contact_faults(block: RawBlock, registers: Registers) -> Iterator[str]:
    """One message for each referral whose number stands in the block's own words."""
    written = {number for passage in passages_of(block) for number in numbers_in(passage.words)}
    if not written:
        return
    for resource in registers.resources.values():
        if written & set(numbers_in(resource.contact)):
            yield _(
                "This holds the number of “%(name)s”. Name it in a block of referrals instead: "
                "there it disappears by itself when nobody checks it any more."
            ) % {"name": resource.name}


def numbers_in(text: str) -> Iterator[str]:
    """The telephone numbers as digits, without the country's code."""
    for found in NUMBER.findall(text):
        digits = re.sub(r"\D", "", found)
        if len(digits) >= FEWEST_DIGITS:
            yield digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
