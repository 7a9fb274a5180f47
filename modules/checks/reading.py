"""How hard a text is to read: the Flesch-Kincaid grade, the school year whose pupils can follow it. English only.

Syllables are counted with the hyphenation patterns of Pyphen; that is an estimate, and good enough for a second look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pyphen import Pyphen

WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
FEWEST_WORDS = 100


def grade_of(passages: Iterable[str]) -> float | None:
    """The grade of these passages together; None for fewer than a hundred words, of which it says nothing."""
    words = sentences = syllables = 0
    for passage in passages:
        found = WORD.findall(passage)
        words += len(found)
        sentences += max(1, len(SENTENCE_END.findall(passage))) if found else 0
        syllables += sum(syllables_in(word.lower()) for word in found)
    if words < FEWEST_WORDS:
        return None
    return round(0.39 * words / sentences + 11.8 * syllables / words - 15.59, 1)


@lru_cache(maxsize=20_000)
def syllables_in(word: str) -> int:
    """At least one; patterns alone miss the first syllable of words such as `about`, so groups of vowels count too."""
    spoken = word[:-1] if word.endswith("e") and not word.endswith(("le", "ee")) else word
    groups = len(VOWELS.findall(spoken))
    hyphenated = len(_patterns().inserted(word).split("-"))
    return max(1, hyphenated, round((groups + hyphenated) / 2))


@lru_cache(maxsize=1)
def _patterns() -> Pyphen:
    return Pyphen(lang="en_US")
