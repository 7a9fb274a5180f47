"""Accessible PDFs: tagged, with fonts inside, refused by the typesetter itself when they break PDF/UA-1.

Words reach the template as JSON, never as its source, so nothing that people write can be read as an instruction.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.core.cache import cache as kept
from font_source_sans_pro import font_files_ttf

from records.typesetting.blocks import notice

HERE = Path(__file__).parent
TEMPLATE = HERE / "document.typ"
STANDARD: typst.PDFStandard = "ua-1"
UNKNOWN = "\N{WHITE SQUARE}"
KEPT_SECONDS = 60 * 60
ATTEMPTS = 4
MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
DROPPED = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
LONG_WORD = re.compile(r"[^\s/\-]{25,}")
LINE_END = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
DIGEST = re.compile(r"[0-9a-f]{64}")
PIECE = 12


class CannotTypeset(RuntimeError):
    """The typesetter refused the document. That is a fault of ours, never of the words in it."""


def typeset(document: Mapping[str, Any], *, made: datetime) -> bytes:
    """The document as a PDF/UA-1. The same document made at the same moment gives the same bytes on one machine.

    `document`: title, authors, subject, language, region (or None), foot, page (with `{number}` in it), lost_words
    (said when no font has a letter) and blocks; the first block is the heading. Raises CannotTypeset.
    """
    data = json.dumps(settable(document), ensure_ascii=False, sort_keys=True)
    stamp = int(made.timestamp())
    name = f"{stamp}\n{data}"
    key = f"typeset:{hashlib.sha256(name.encode()).hexdigest()}"
    found: bytes | None = kept.get(key)
    if found is None:
        found = _drawn(data, stamp)
        kept.set(key, found, KEPT_SECONDS)
    return found


def settable(value: Any) -> Any:
    """The same value with every string composed, without what is invisible, and with long words that can break."""
    if isinstance(value, str):
        spaced = LINE_END.sub("\n", value).replace("\t", " ")
        return LONG_WORD.sub(_breakable, "".join(filter(_visible, unicodedata.normalize("NFC", spaced))))
    if isinstance(value, Mapping):
        return {name: settable(part) for name, part in value.items()}
    return [settable(part) for part in value] if isinstance(value, list | tuple) else value


def _visible(character: str) -> bool:
    if character in "\n\u200c\u200d":
        return True
    return character not in DROPPED and unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn")


def _breakable(found: re.Match[str]) -> str:
    word = found.group()
    if DIGEST.fullmatch(word):
        return word
    return "\u200b".join(word[place : place + PIECE] for place in range(0, len(word), PIECE))


def _drawn(data: str, stamp: int) -> bytes:
    """Drawn with our fonts; letters that they lack with the machine's; letters that no font has as squares."""
    machine = False
    for _attempt in range(ATTEMPTS):
        try:
            return _compiled(data, stamp, _fonts(machine=machine))
        except typst.TypstError as refusal:
            missing = {_unescaped(text) for text in MISSING.findall(refusal.diagnostic)}
            if not missing:
                raise CannotTypeset(refusal.diagnostic) from refusal
        data = _with_squares(data, missing) if machine else data
        machine = True
    raise CannotTypeset(MISSING.pattern)


def _compiled(data: str, stamp: int, fonts: typst.Fonts) -> bytes:
    return typst.compile(
        TEMPLATE,
        root=HERE,
        format="pdf",
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"document": data},
        pdf_standards=STANDARD,
        timestamp=stamp,
    )


@cache
def _fonts(*, machine: bool) -> typst.Fonts:
    """Ours, and those that the typesetter holds; with `machine` whatever the machine has besides."""
    ours = Path(font_files_ttf["SourceSansPro"]).parent
    return typst.Fonts(include_system_fonts=machine, include_embedded_fonts=True, font_paths=[str(ours)])


def _with_squares(data: str, missing: set[str]) -> str:
    """Squares for what no font has, and the sentence that says so before everything else."""
    document = json.loads(data.translate({ord(character): UNKNOWN for text in missing for character in text}))
    said = notice(document["lost_words"])
    blocks = (
        document["blocks"] if said in document["blocks"] else [*document["blocks"][:1], said, *document["blocks"][1:]]
    )
    return json.dumps(document | {"blocks": blocks}, ensure_ascii=False, sort_keys=True)


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
