"""Words that an agency asked authors to think about twice: where they stand in a draft, a quiz or a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from modules.captions import cues_of
from modules.freeze.references import RawBlock, Registers, choices_of, listed
from modules.models import LanguageNote
from modules.rich_text import clean_text

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
AROUND = 60
NAMES = (
    "title",
    "text",
    "statement",
    "note",
    "alt",
    "caption",
    "prompt",
    "stem",
    "narrative",
    "consequence",
    "feedback",
)
QUIZ_KINDS = frozenset({"branching", "single", "multiple"})


@dataclass(frozen=True)
class Passage:
    """Plain words, and the contexts they stand in: the kind of block, `quiz`, `transcript`."""

    words: str
    contexts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """Words that a note points at, with a little of what stands around them."""

    note: LanguageNote
    words: str
    before: str = ""
    after: str = ""

    @property
    def digest(self) -> str:
        return words_digest(self.words)


def words_digest(words: str) -> str:
    """The same words in capitals or over two lines are the same words."""
    return sha256(" ".join(words.casefold().split()).encode()).hexdigest()


class Wording:
    """The language notes, compiled once for a whole module."""

    def __init__(self, notes: Iterable[LanguageNote]) -> None:
        self.notes = [(note, re.compile(note.pattern, re.IGNORECASE)) for note in notes]

    def hits(self, block: RawBlock, registers: Registers | None = None) -> list[Found]:
        """Each note and wording once for a block. Quotations are left alone where the note allows them."""
        return self.hits_in(passages_of(block, registers))

    def hits_in(self, passages: Iterable[Passage]) -> list[Found]:
        once: dict[tuple[str, str], Found] = {}
        for passage in passages:
            for found in self.found(passage):
                once.setdefault((found.note.key, found.digest), found)
        return list(once.values())

    def found(self, passage: Passage) -> Iterator[Found]:
        """Every place in the passage."""
        unquoted = QUOTED.sub(lambda quote: "." * len(quote[0]), passage.words)
        for note, pattern in self.notes:
            if passage.contexts.intersection(note.allowed_in):
                continue
            for match in pattern.finditer(unquoted if "quotation" in note.allowed_in else passage.words):
                before = passage.words[max(0, match.start() - AROUND) : match.start()]
                after = passage.words[match.end() : match.end() + AROUND]
                yield Found(note, passage.words[match.start() : match.end()], before, after)


def passages_of(block: RawBlock, registers: Registers | None = None) -> Iterator[Passage]:
    """Everything that the authors wrote in a block; with `registers`, what is said in a recording it shows as well."""
    kind, value = str(block.get("type")), block.get("value")
    contexts = frozenset({kind, "quiz"}) if kind in QUIZ_KINDS else frozenset({kind})
    if isinstance(value, str):
        yield Passage(clean_text(value).words, contexts)
    elif isinstance(value, dict):
        for words in _texts(value):
            yield Passage(words, contexts)
        recording = registers.recordings.get(value.get("recording") or 0) if registers else None
        if recording:
            said = " ".join(cue.text for cue in cues_of(recording.captions))
            yield Passage(" ".join(said.split()), contexts | {"transcript"})


def _texts(value: dict[str, Any]) -> Iterator[str]:
    for part in [value, *listed(value.get("scenes")), *choices_of(value)]:
        for name in NAMES:
            if isinstance(part.get(name), str) and part[name]:
                yield clean_text(part[name]).words
