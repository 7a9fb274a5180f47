"""How often the language notes are right, measured on a transcript whose answer key is known. Pure: no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class NotePrecision:
    """One note's lines: those that an experienced reviewer flags as well, and those that they would leave."""

    note: str
    right: tuple[int, ...]
    wrong: tuple[int, ...]

    @property
    def hits(self) -> int:
        return len(self.right) + len(self.wrong)


@dataclass(frozen=True)
class Precision:
    notes: tuple[NotePrecision, ...]
    problem_lines: int
    other_lines: int

    @property
    def right(self) -> int:
        """Lines that a note points at and the key calls a problem, each once."""
        return len({line for row in self.notes for line in row.right})

    @property
    def wrong(self) -> int:
        return len({line for row in self.notes for line in row.wrong})

    @property
    def precision(self) -> float:
        """Of the lines pointed at, the share that are problems; 1 where nothing is pointed at."""
        pointed = self.right + self.wrong
        return self.right / pointed if pointed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.problem_lines if self.problem_lines else 1.0

    @property
    def false_positive_rate(self) -> float:
        """Of the lines that are no problem, the share that a note points at all the same."""
        return self.wrong / self.other_lines if self.other_lines else 0.0


def measure(hits: Mapping[str, Iterable[int]], *, lines: Collection[int], problems: Collection[int]) -> Precision:
    """`hits`: note key to the numbers of the lines it points at; a note that points at nothing stays in the table."""
    rows = []
    for note, pointed in hits.items():
        once = sorted(set(pointed))
        right = tuple(line for line in once if line in problems)
        rows.append(NotePrecision(note, right, tuple(line for line in once if line not in problems)))
    return Precision(tuple(rows), len(set(problems)), len(set(lines) - set(problems)))


def table(measured: Precision) -> str:
    """The figures as a table in Markdown, as docs/language-notes.md prints them."""
    out = ["| note | lines pointed at | right | wrong |", "|---|---|---|---|"]
    out += [f"| {row.note} | {row.hits} | {len(row.right)} | {len(row.wrong)} |" for row in measured.notes]
    out += [
        "",
        f"Lines in the transcript: {measured.problem_lines + measured.other_lines}, of them problems by the key:"
        f" {measured.problem_lines}.",
        f"Lines pointed at: {measured.right + measured.wrong}, right: {measured.right}, wrong: {measured.wrong}.",
        f"False-positive rate: {measured.false_positive_rate:.1%}. Precision: {measured.precision:.1%}."
        f" Share of the problems found: {measured.recall:.1%}.",
    ]
    return "\n".join(out)
