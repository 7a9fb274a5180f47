"""Words that an agency asked authors to think about twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from modules.freeze.references import RawBlock, choices_of, listed
from modules.models import LanguageNote
from modules.rich_text import clean_text

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


class Wording:
    """The language notes, compiled once for a whole module."""

    def __init__(self, notes: Iterable[LanguageNote]) -> None:
        self.notes = [(note, re.compile(note.pattern, re.IGNORECASE)) for note in notes]

    def hits(self, block: RawBlock) -> Iterator[str]:
        """One message per note and block. Quotations are left alone where the note allows them."""
        words = _own_words(block)
        unquoted = QUOTED.sub(" ", words)
        for note, pattern in self.notes:
            if block.get("type") in note.allowed_in:
                continue
            found = pattern.search(unquoted if "quotation" in note.allowed_in else words)
            if found:
                yield _("“%(words)s”: %(guidance)s Say instead: %(instead)s.") % {
                    "words": found[0],
                    "guidance": note.guidance,
                    "instead": note.instead.rstrip("."),
                }


def _own_words(block: RawBlock) -> str:
    value = block.get("value")
    if isinstance(value, str):
        return clean_text(value).words
    return " ".join(_texts(value)) if isinstance(value, dict) else ""


def _texts(value: dict[str, Any]) -> Iterator[str]:
    names = ("title", "text", "statement", "note", "alt", "caption", "prompt", "stem", "consequence", "feedback")
    parts = [value, *listed(value.get("scenes")), *choices_of(value)]
    for part in parts:
        for name in (*names, "narrative"):
            if isinstance(part.get(name), str):
                yield clean_text(part[name]).words
