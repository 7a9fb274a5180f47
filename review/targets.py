"""What a flag points at, checked against the frozen text before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from modules.models import EditionStep
from review.anchoring import Quote, anchor, with_surroundings
from review.enums import TargetKind
from review.models import Material, MaterialVersion, TranscriptLine
from review.passages import Passage, find_item, find_passage
from review.times import clock

LONGEST_QUOTE = 2000
LONGEST_RECORDING = 12 * 3600


class TargetRefused(ValueError):
    """The target does not fit the text it names; `field` is the form field to correct, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class TargetUnknown(LookupError):
    """There is no such passage, question or line."""


@dataclass(frozen=True)
class EditionTarget:
    """A passage, words in it, or a quiz question, of one step of one edition."""

    step: EditionStep
    block_id: str = ""
    item_key: str = ""
    quote: Quote | None = None

    @property
    def passage(self) -> Passage:
        """The frozen text. Raises TargetUnknown when the step has no such passage or question."""
        found = find_item(self.step, self.item_key) if self.item_key else find_passage(self.step, self.block_id)
        if found is None:
            raise TargetUnknown(self.item_key or self.block_id)
        return found

    def fields(self) -> dict[str, Any]:
        """Return the columns of the flag. Raises TargetUnknown or TargetRefused."""
        passage = self.passage
        edition = self.step.edition
        columns = {
            "kind": TargetKind.ITEM if self.item_key else TargetKind.BLOCK,
            "module": edition.module,
            "edition": edition,
            "step": self.step,
            "block_id": "" if self.item_key else self.block_id,
            "item_key": self.item_key,
            "excerpt": passage.text,
        }
        return columns | self._quoted(passage)

    def _quoted(self, passage: Passage) -> dict[str, Any]:
        if self.quote is None or not self.quote.exact.strip():
            return {}
        if len(self.quote.exact) > LONGEST_QUOTE:
            raise TargetRefused("quote", _("Quote at most %(most)s characters.") % {"most": f"{LONGEST_QUOTE:,}"})
        if anchor(passage.searched, self.quote) is None:
            raise TargetRefused(
                "quote", _("These words are not in the passage. Copy them exactly, or leave this empty.")
            )
        quote = with_surroundings(passage.searched, self.quote)
        kind = {} if self.item_key else {"kind": TargetKind.QUOTE}
        return kind | {"quote_exact": quote.exact, "quote_prefix": quote.prefix, "quote_suffix": quote.suffix}


@dataclass(frozen=True)
class MaterialTarget:
    """A transcript line, or a range of seconds, of a material. A range of no known version stands for the record."""

    material: Material
    version: MaterialVersion | None = None
    line: TranscriptLine | None = None
    start: int | None = None
    end: int | None = None

    def fields(self) -> dict[str, Any]:
        """Return the columns of the flag. Raises TargetRefused for a range that cannot be."""
        base = {"material": self.material, "version": self.version}
        if self.line is not None:
            return base | {
                "kind": TargetKind.LINE,
                "version": self.line.version,
                "line": self.line,
                "start": self.line.start,
                "end": self.line.end,
                "excerpt": spoken(self.line),
            }
        self._check_range()
        return base | {"kind": TargetKind.RANGE, "start": self.start, "end": self.end, "excerpt": self._words()}

    @cached_property
    def duration(self) -> int | None:
        """How long the recording is, in seconds, as far as anyone knows."""
        return (self.version.duration_seconds if self.version else None) or self.material.duration_seconds

    def _check_range(self) -> None:
        if self.start is None or self.end is None:
            raise TargetRefused("start", _("Give the time at which it starts and at which it ends."))
        if self.end < self.start:
            raise TargetRefused("end", _("It ends before it starts. Give the earlier time first."))
        last = self.duration if self.duration is not None else LONGEST_RECORDING
        if self.end > last:
            raise TargetRefused("end", _("The recording ends at %(time)s.") % {"time": clock(last)})

    def _words(self) -> str:
        """What the transcript has between the two seconds; empty when there is no transcript."""
        if self.version is None:
            return ""
        lines = self.version.lines.filter(start__lte=self.end, end__gt=self.start)
        return "\n".join(spoken(line) for line in lines)


def spoken(line: TranscriptLine) -> str:
    return f"{line.speaker}: {line.text}" if line.speaker else line.text
