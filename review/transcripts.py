"""The language notes held against a reviewers' transcript: what they point at, and how often they are right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from modules.checks.wording import Found, Passage, Wording
from modules.models import LanguageNote
from review.models import Material, TranscriptLine
from review.precision import Precision, measure

TRANSCRIPT = frozenset({"transcript"})


def noted_lines(
    lines: Iterable[TranscriptLine], notes: Iterable[LanguageNote] | None = None
) -> list[tuple[TranscriptLine, list[Found]]]:
    """The lines that a language note points at, with what it found (one query for the notes)."""
    wording = Wording(LanguageNote.objects.all() if notes is None else notes)
    noted = ((line, wording.hits_in([Passage(line.text, TRANSCRIPT)])) for line in lines)
    return [(line, found) for line, found in noted if found]


def language_precision(material: Material) -> Precision:
    """Measured on the newest version: right is a line that the answer key names, wrong is any other."""
    lines = list(TranscriptLine.objects.filter(version=material.versions.last()))
    return precision_over(list(LanguageNote.objects.all()), lines, material.answer_key)


def precision_over(notes: list[LanguageNote], lines: list[TranscriptLine], key: list[dict[str, Any]]) -> Precision:
    """The same over rows that need not be in a database."""
    hits: dict[str, list[int]] = {note.key: [] for note in sorted(notes, key=lambda note: note.key)}
    for line, found in noted_lines(lines, notes):
        for one in found:
            hits[one.note.key].append(line.n)
    problems = {number for row in key for number in row["lines"]}
    return measure(hits, lines=[line.n for line in lines], problems=problems)
