"""Made-up editions, flags in them and edits to them, with the truth of where each flagged word went."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from review.anchoring import Quote
from review.following import Found, Texts, follow_block, follow_quote

PLAIN = (
    "the a an of to in and or is are was for with that this who reports officer person may must not crime victim law"
    " policy arrest safe help ask say"
)
FIRST, SECOND = "bel cor dan fer gol hal", "mar nor pid ris tan vek"
COMMON = PLAIN.split()
RARE = [f"{first}{second}" for first in FIRST.split() for second in SECOND.split()]
NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Word:
    """A word that keeps its number wherever an edit puts it; a new word has a number of its own."""

    number: int
    text: str
    copy_of: int = 0


@dataclass
class Edition:
    """Blocks of words, by id and in order."""

    blocks: dict[str, list[Word]] = field(default_factory=dict)

    def texts(self) -> dict[str, str]:
        return {key: " ".join(word.text for word in words) for key, words in self.blocks.items()}


@dataclass
class Case:
    """One flag in an edition, the edition after some edits, and what was made of it."""

    old: Edition
    new: Edition
    key: str
    quoted: list[Word]
    found: Found | None

    @property
    def whole_block(self) -> bool:
        return not self.quoted

    def wrong(self) -> bool:
        """Whether it was anchored to words other than those that are left of the flagged ones."""
        if self.found is None:
            return False
        if self.whole_block:
            return self._wrong_block(self.found)
        return self._wrong_words(self.found)

    def _wrong_block(self, found: Found) -> bool:
        """A block under its old id is that block; under another id it must hold the flagged words."""
        if found.key == self.key:
            return False
        left = {word.number for word in self.new.blocks[found.key]}
        return not {word.number for word in self.old.blocks[self.key]} & left

    def _wrong_words(self, found: Found) -> bool:
        """Right is a place with nearly all flagged words that are left in that block, and with no other old word."""
        wanted = {word.number for word in self.quoted}
        others = {word.number for words in self.old.blocks.values() for word in words} - wanted
        words = self.new.blocks[found.key]
        length = len(found.exact.split())
        everywhere = {word.number for block in self.new.blocks.values() for word in block}
        left = {word.number for word in words} & wanted
        if not everywhere & wanted:  # the flagged words are gone: a copy of them is where they stand now
            words = [Word(word.copy_of or word.number, word.text) for word in words]
            left = {word.number for word in words} & wanted
        for at in range(len(words) - length + 1):
            here = words[at : at + length]
            if " ".join(word.text for word in here) != found.exact:
                continue
            numbers = {word.number for word in here}
            if left and len(left & numbers) >= NEARLY_ALL * len(left) and not numbers & others:
                return False
        return True


class Maker:
    """Makes cases from one seed; the same seed makes the same cases."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.last = 0

    def cases(self, count: int) -> Iterator[Case]:
        for _ in range(count):
            yield self.case()

    def case(self) -> Case:
        old = self.edition()
        key = self.random.choice(list(old.blocks))
        quoted = self.quote(old.blocks[key]) if self.random.random() < 0.85 else []
        new = self.edited(old, key, quoted)
        texts, later = Texts(old.texts()), Texts(new.texts())
        if not quoted:
            return Case(old, new, key, [], follow_block(key, texts, later))
        at = old.blocks[key].index(quoted[0])
        words = [word.text for word in old.blocks[key]]
        prefix, suffix = " ".join(words[:at])[-40:], " ".join(words[at + len(quoted) :])[:40]
        quote = Quote(" ".join(word.text for word in quoted), prefix, suffix)
        return Case(old, new, key, quoted, follow_quote(key, quote, texts, later))

    def edition(self) -> Edition:
        """A few blocks; now and then one that repeats a part of another word for word."""
        made = Edition()
        for number in range(self.random.randint(2, 6)):
            words = self.words(self.random.randint(4, 60))
            if made.blocks and self.random.random() < 0.3:
                told = self.part(self.random.choice(list(made.blocks.values())), 25)
                words[self.random.randint(0, len(words)) :] = self.copy(told)
            made.blocks[f"b{number}"] = words
        return made

    def quote(self, words: list[Word]) -> list[Word]:
        return self.part(words, 15)

    def part(self, words: list[Word], most: int) -> list[Word]:
        start = self.random.randrange(len(words))
        return words[start : start + self.random.randint(1, most)]

    def word(self) -> Word:
        self.last += 1
        pool = COMMON if self.random.random() < 0.7 else RARE
        return Word(self.last, self.random.choice(pool))

    def copy(self, words: list[Word]) -> list[Word]:
        self.last += len(words)
        first = self.last - len(words) + 1
        return [Word(first + at, word.text, word.copy_of or word.number) for at, word in enumerate(words)]

    def words(self, count: int) -> list[Word]:
        return [self.word() for _ in range(count)]

    def edited(self, old: Edition, key: str, quoted: list[Word]) -> Edition:
        new = Edition({name: list(words) for name, words in old.blocks.items()})
        edits = [
            self.cut,
            self.add,
            self.swap,
            self.move,
            self.repeat,
            self.drop,
            self.renew,
            self.take_quote,
            self.split,
        ]
        for edit in self.random.choices(edits, k=self.random.randint(1, 6)):
            edit(new, key, quoted)
            new.blocks = {name: words for name, words in new.blocks.items() if words}
            if not new.blocks:
                new.blocks["n"] = self.words(5)
        if self.random.random() < 0.3:
            pairs = list(new.blocks.items())
            self.random.shuffle(pairs)
            new.blocks = dict(pairs)
        return new

    def cut(self, new: Edition, key: str, quoted: list[Word]) -> None:
        """Take some words out, mostly near the flag."""
        words = self.near(new, key)
        at = self.random.randrange(len(words))
        del words[at : at + self.random.randint(1, 8)]

    def add(self, new: Edition, key: str, quoted: list[Word]) -> None:
        words = self.near(new, key)
        at = self.random.randint(0, len(words))
        words[at:at] = self.words(self.random.randint(1, 10))

    def swap(self, new: Edition, key: str, quoted: list[Word]) -> None:
        """Put other words in the place of some."""
        words = self.near(new, key)
        at = self.random.randrange(len(words))
        words[at : at + self.random.randint(1, 5)] = self.words(self.random.randint(1, 5))

    def move(self, new: Edition, key: str, quoted: list[Word]) -> None:
        """Take a sentence to another place, in the same block or another."""
        words = self.near(new, key)
        at = self.random.randrange(len(words))
        taken = words[at : at + self.random.randint(3, 25)]
        del words[at : at + len(taken)]
        goal = self.random.choice(list(new.blocks.values()))
        to = self.random.randint(0, len(goal))
        goal[to:to] = taken

    def repeat(self, new: Edition, key: str, quoted: list[Word]) -> None:
        """Write a part again somewhere else: the same words, but not those that were flagged."""
        told = self.copy(self.part(self.near(new, key), 30))
        goal = self.random.choice(list(new.blocks.values()))
        to = self.random.randint(0, len(goal))
        goal[to:to] = told

    def drop(self, new: Edition, key: str, quoted: list[Word]) -> None:
        if len(new.blocks) > 1:
            new.blocks.pop(self.random.choice(list(new.blocks)))

    def renew(self, new: Edition, key: str, quoted: list[Word]) -> None:
        """A block is deleted and pasted again: the same words under a new id."""
        name = self.random.choice(list(new.blocks))
        self.last += 1
        new.blocks[f"n{self.last}"] = new.blocks.pop(name)

    def take_quote(self, new: Edition, key: str, quoted: list[Word]) -> None:
        """Take the flagged words out and leave all the rest."""
        gone = {word.number for word in quoted}
        for name, words in new.blocks.items():
            new.blocks[name] = [word for word in words if word.number not in gone]

    def split(self, new: Edition, key: str, quoted: list[Word]) -> None:
        """The second half of a block becomes a block of its own."""
        name = self.random.choice(list(new.blocks))
        words = new.blocks[name]
        at = self.random.randint(0, len(words))
        self.last += 1
        new.blocks[name], new.blocks[f"n{self.last}"] = words[:at], words[at:]

    def near(self, new: Edition, key: str) -> list[Word]:
        """The flagged block most of the time."""
        near = self.random.random() < 0.7 and key in new.blocks and new.blocks[key]
        words = new.blocks[key] if near else self.random.choice([words for words in new.blocks.values() if words])
        return words
