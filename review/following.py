"""Finding a flagged place again in a changed text: exact first, then by block and context. Pure: no Django.

Nothing is guessed: a place is *the same* when its block reads as before, *moved* when its words and their surroundings
leave no doubt, and lost otherwise. Whatever could stand in two places, was taken out, copied or scattered is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from review.anchoring import Quote, Span, anchor, plain

CONTEXT = 4  # words on each side that must agree
STRETCH = 4  # so many words in a row that stand in a further place leave a doubt
SHORT = 4  # a quote of fewer words leaves a doubt already when three words in a row do
KEPT_WORDS = 0.7  # of a quote whose wording changed, so many of its words must be left in their order
FEWEST_WORDS = 4  # a shorter quote is found by its exact words only
FEWEST_IN_ALL = 6  # words of the quote and its surroundings together
KEPT_BLOCK = 0.6  # of a whole block under its old id, so much of the text must be left

Words = Sequence[str]


@dataclass(frozen=True)
class Found:
    """Where the place stands now: the block, the words of the quote there (empty for a whole block)."""

    key: str
    exact: str
    same: bool


class Texts:
    """The blocks of one edition by id, ready to be searched for words in a row."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.plain = {key: plain(text) for key, text in texts.items()}
        self.words = {key: text.split() for key, text in self.plain.items()}
        self._starts: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for key, words in self.words.items():
            for at, word in enumerate(words):
                self._starts[word].append((key, at))

    def places(self, pattern: Words) -> list[tuple[str, int]]:
        """Every place of these words in a row: block and number of the first word."""
        if not pattern:
            return []
        width, wanted = len(pattern), list(pattern)
        starts = self._starts.get(pattern[0], [])
        return [(key, at) for key, at in starts if self.words[key][at : at + width] == wanted]

    def count(self, pattern: Words) -> int:
        return len(self.places(pattern))


@dataclass(frozen=True)
class Passage:
    """Words that were flagged, with a few whole words on each side."""

    before: list[str]
    middle: list[str]
    after: list[str]

    @property
    def whole(self) -> list[str]:
        return [*self.before, *self.middle, *self.after]

    @property
    def repeats(self) -> bool:
        """Whether the same words stand right beside themselves, so that one could be taken for the other."""
        return Texts({"": " ".join(self.whole)}).count(self.middle) != 1


def follow_block(key: str, old: Texts, new: Texts) -> Found | None:
    """A whole block: under its id while most of its text is left, else in the one other block that reads as it did."""
    body = old.plain[key]
    if key in new.plain:
        if new.plain[key] == body:
            return Found(key, "", same=True)
        kept = Indel.normalized_similarity(old.words[key], new.words[key])
        return Found(key, "", same=False) if kept >= KEPT_BLOCK else None
    if len(old.words[key]) < 2 * CONTEXT:
        return None
    equal = [other for other, text in new.plain.items() if text == body]
    return Found(equal[0], "", same=False) if len(equal) == 1 else None


def follow_quote(key: str, quote: Quote, old: Texts, new: Texts) -> Found | None:
    """Words in a block: in the block of the same id, else in exactly one place of all the text, else lost."""
    body = old.plain.get(key, "")
    span = anchor(body, quote)
    if span is None:
        return None
    if new.plain.get(key) == body:
        return Found(key, body[span.start : span.end], same=True)
    passage = _cut(body, span)
    if len(passage.whole) < FEWEST_IN_ALL or passage.repeats or old.count(passage.whole) != 1:
        return None
    if _taken_out(passage, old, new) or _copied(passage, old, new):
        return None
    here = _here(key, passage, old, new) if key in new.words else []
    if here:
        return Found(key, " ".join(here), same=False)
    return _elsewhere(key, passage, new)


def _here(key: str, passage: Passage, old: Texts, new: Texts) -> list[str]:
    """The words of the quote as they stand in the same block now; none when that is not certain."""
    words = new.words[key]
    span = _exact(words, passage)
    if span is None:
        span = _reworded(key, passage, old, new)
    now = words[span.start : span.end] if span else []
    return [] if now != passage.middle and _scattered(passage.middle, now, old, new) else now


def _exact(words: Words, passage: Passage) -> Span | None:
    """The same words where one whole side of their surroundings, and one word of the other, still stand; only once."""
    sure = []
    width = len(passage.middle)
    for at in range(len(words) - width + 1):
        if list(words[at : at + width]) != passage.middle:
            continue
        left = _shared(reversed(words[:at]), reversed(passage.before))
        right = _shared(words[at + width :], passage.after)
        open_left, open_right = not passage.before and at == 0, not passage.after and at + width == len(words)
        whole_left = left == len(passage.before) > 0
        whole_right = right == len(passage.after) > 0
        if (whole_left and (right or open_right)) or (whole_right and (left or open_left)):
            sure.append(Span(at, at + width))
    return sure[0] if len(sure) == 1 else None


def _reworded(key: str, passage: Passage, old: Texts, new: Texts) -> Span | None:
    """A quote whose inner words changed a little, between surroundings that both still stand, in one place only."""
    before, middle, after = passage.before, passage.middle, passage.after
    if len(middle) < FEWEST_WORDS or len(before) < CONTEXT or len(after) < CONTEXT:
        return None
    if any(texts.count(side) != 1 for texts in (old, new) for side in (before, after)):
        return None
    (left_key, left), (right_key, right) = new.places(before)[0], new.places(after)[0]
    now = new.words[key][left + len(before) : right]
    if (left_key, right_key) != (key, key) or not now or (now[0], now[-1]) != (middle[0], middle[-1]):
        return None
    kept = Indel.normalized_similarity(middle, now)
    return Span(left + len(before), right) if kept >= KEPT_WORDS else None


def _elsewhere(key: str, passage: Passage, new: Texts) -> Found | None:
    """In another block, with all its surroundings on both sides, and nowhere else in the new text."""
    if len(passage.before) < CONTEXT or len(passage.after) < CONTEXT:
        return None
    hits = new.places(passage.whole)
    return Found(hits[0][0], " ".join(passage.middle), same=False) if len(hits) == 1 and hits[0][0] != key else None


def _taken_out(passage: Passage, old: Texts, new: Texts) -> bool:
    """Whether the words before and after now stand side by side: then the quote was cut out between them."""
    if not passage.before or not passage.after:
        return False
    seam = [*passage.before[-2:], *passage.after[:2]]
    return new.count(seam) > 0 and old.count(seam) == 0


def _copied(passage: Passage, old: Texts, new: Texts) -> bool:
    """Whether a stretch of the quote or its surroundings stands in more places than before: it may be the wrong one."""
    width = STRETCH if len(passage.middle) >= SHORT else STRETCH - 1
    words = passage.whole
    stretches = {tuple(words[at : at + width]) for at in range(max(1, len(words) - width + 1))}
    return any(new.count(stretch) > max(1, old.count(stretch)) for stretch in stretches)


def _scattered(middle: Words, now: Words, old: Texts, new: Texts) -> bool:
    """Whether a part of the quote stands elsewhere now, or text from elsewhere stands in its place."""
    was, present = _pairs(middle), _pairs(now)
    return any(new.count(pair) for pair in was - present) or any(old.count(pair) for pair in present - was)


def _pairs(words: Words) -> set[tuple[str, str]]:
    return set(pairwise(words))


def _cut(body: str, span: Span) -> Passage:
    """The quote, grown to whole words, with its context on both sides."""
    start, end = span.start, span.end
    while start > 0 and not body[start - 1].isspace():
        start -= 1
    while end < len(body) and not body[end].isspace():
        end += 1
    return Passage(body[:start].split()[-CONTEXT:], body[start:end].split(), body[end:].split()[:CONTEXT])


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many words agree from the start."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
