"""What a typeset document is made of. document.typ knows the same kinds; a chart is written where it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Block = dict[str, Any]
Piece = str | dict[str, Any]


def heading(level: int, words: str) -> Block:
    """Levels begin at 1 and skip none; PDF/UA refuses it otherwise."""
    return {"kind": "heading", "level": level, "words": words}


def text(*pieces: Piece) -> Block:
    return _block("text", pieces)


def paragraphs(words: str) -> Iterator[Block]:
    """One text for each paragraph; browsers send lines with a carriage return."""
    parts = re.split(r"\n[ \t]*\n\s*", words.replace("\r\n", "\n").replace("\r", "\n").strip())
    return (text(part) for part in parts)


def small(*pieces: Piece) -> Block:
    return _block("small", pieces)


def lead(*pieces: Piece) -> Block:
    """A small line that stays with what follows it."""
    return _block("lead", pieces)


def quote(*pieces: Piece) -> Block:
    return _block("quote", pieces)


def notice(*pieces: Piece) -> Block:
    return _block("notice", pieces)


def items(rows: Iterable[Piece | list[Piece]]) -> Block:
    found = [row if isinstance(row, list) else [row] for row in rows]
    return {"kind": "list", "items": [{"parts": _parts(row)} for row in found]}


def facts(rows: Iterable[tuple[str, str]]) -> Block:
    """Terms and what belongs to them."""
    return {"kind": "facts", "rows": [{"term": term, "words": words} for term, words in rows]}


def table(head: list[str], rows: list[list[str]], shares: Iterable[int]) -> Block:
    """`shares`: how the columns divide the width."""
    return {"kind": "table", "head": head, "rows": rows, "shares": list(shares)}


def strong(words: str) -> Piece:
    return {"words": words, "strong": True}


def _block(kind: str, pieces: Iterable[Piece]) -> Block:
    return {"kind": kind, "parts": _parts(pieces)}


def _parts(pieces: Iterable[Piece]) -> list[Block]:
    found = ({"words": piece} if isinstance(piece, str) else piece for piece in pieces)
    return [piece for piece in found if piece["words"]]
