"""What a flag points at, checked against the frozen text before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from modules.models import EditionStep, Provision, Source
from review.anchoring import Quote, anchor, with_surroundings
from review.enums import LONGEST_QUOTE, TargetKind
from review.models import Material, MaterialVersion, TranscriptLine
from review.passages import Passage, choices_of, find_item, find_passage
from review.resource_targets import ResourceTarget
from review.selectors import Selector, block_selector, position_selector, quote_selector, refined, time_selector
from review.target_faults import TargetRefused, TargetUnknown
from review.times import clock

LONGEST_RECORDING = 12 * 3600

__all__ = [
    "EditionTarget",
    "MaterialTarget",
    "RegisterTarget",
    "ResourceTarget",
    "Target",
    "TargetRefused",
    "TargetUnknown",
    "entry_text",
    "spoken",
]


@dataclass(frozen=True)
class EditionTarget:
    """A passage, words in it, a picture, a part of a recording, a quiz question or one of its choices."""

    step: EditionStep
    block_id: str = ""
    item_key: str = ""
    choice_key: str = ""
    quote: Quote | None = None
    start: int | None = None
    end: int | None = None

    @property
    def passage(self) -> Passage:
        """The frozen text. Raises TargetUnknown when the step has no such passage or question."""
        found = find_item(self.step, self.item_key) if self.item_key else find_passage(self.step, self.block_id)
        if found is None:
            raise TargetUnknown(self.item_key or self.block_id)
        return found

    @cached_property
    def block_type(self) -> str:
        return next((block["type"] for block in self.step.blocks if block["id"] == self.block_id), "")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The choices of the question as it is first met; none for a passage."""
        return choices_of(self.step, self.item_key) if self.item_key else []

    def fields(self) -> dict[str, Any]:
        """Return the columns of the flag. Raises TargetUnknown or TargetRefused."""
        passage = self.passage
        edition = self.step.edition
        columns = {
            "kind": TargetKind.ITEM if self.item_key else self._block_kind(),
            "module": edition.module,
            "edition": edition,
            "step": self.step,
            "block_id": "" if self.item_key else self.block_id,
            "item_key": self.item_key,
            "excerpt": passage.text,
        }
        finer: dict[str, Any] = self._quoted(passage) or self._timed() or self._chosen(passage)
        selectors = refined(block_selector(f"b-{self.item_key or self.block_id}"), *finer.pop("selectors", []))
        return columns | finer | {"selectors": selectors}

    def _block_kind(self) -> TargetKind:
        return TargetKind.IMAGE if self.block_type == "image" else TargetKind.BLOCK

    def _quoted(self, passage: Passage) -> dict[str, Any]:
        if self.quote is None or not self.quote.exact.strip():
            return {}
        if len(self.quote.exact) > LONGEST_QUOTE:
            raise TargetRefused("quote", _("Quote at most %(most)s characters.") % {"most": f"{LONGEST_QUOTE:,}"})
        span = anchor(passage.searched, self.quote)
        if span is None:
            raise TargetRefused(
                "quote", _("These words are not in the passage. Copy them exactly, or leave this empty.")
            )
        quote = with_surroundings(passage.searched, self.quote)
        kind = {} if self.item_key else {"kind": TargetKind.QUOTE}
        selectors = [quote_selector(quote), position_selector(span)]
        words = {"quote_exact": quote.exact, "quote_prefix": quote.prefix, "quote_suffix": quote.suffix}
        return kind | words | {"selectors": selectors}

    def _timed(self) -> dict[str, Any]:
        if self.start is None or self.item_key:
            return {}
        if self.block_type != "video":
            raise TargetRefused("start", _("This passage is no recording, so it has no times."))
        end = self.start if self.end is None else self.end
        check_times(self.start, end, LONGEST_RECORDING)
        return _moment(self.start, end)

    def _chosen(self, passage: Passage) -> dict[str, Any]:
        if not self.choice_key:
            return {}
        words = dict(self.choices).get(self.choice_key)
        if words is None:
            raise TargetRefused("choice", _("The question has no such choice."))
        selector: Selector = quote_selector(Quote(words))
        return {
            "kind": TargetKind.CHOICE,
            "choice_key": self.choice_key,
            "excerpt": f"{passage.text}\n\n{self.choice_key}) {words}",
            "selectors": [selector],
        }


@dataclass(frozen=True)
class MaterialTarget:
    """A transcript line, or a range of seconds, of a material. A range of no known version stands for the record."""

    material: Material
    version: MaterialVersion | None = None
    line: TranscriptLine | None = None
    start: int | None = None
    end: int | None = None
    quote: Quote | None = None

    def fields(self) -> dict[str, Any]:
        """Return the columns of the flag. Raises TargetRefused for times that cannot be, or words that nobody says."""
        base = {"material": self.material, "version": self.version}
        if self.line is not None:
            words = spoken(self.line)
            quoted = self._quoted(words)
            finer = quoted.pop("selector", quote_selector(Quote(words)))
            return (
                base
                | quoted
                | {
                    "kind": TargetKind.LINE,
                    "version": self.line.version,
                    "line": self.line,
                    "start": self.line.start,
                    "end": self.line.end,
                    "excerpt": words,
                    "selectors": refined(time_selector(self.line.start, self.line.end), finer),
                }
            )
        last = self.duration if self.duration is not None else LONGEST_RECORDING
        start, end = check_times(self.start, self.end, last)
        words = self._words()
        quoted = self._quoted(words)
        finer = [quoted.pop("selector")] if quoted else []
        return (
            base
            | _moment(start, end)
            | quoted
            | {"kind": TargetKind.RANGE, "excerpt": words, "selectors": refined(time_selector(start, end), *finer)}
        )

    def _quoted(self, words: str) -> dict[str, Any]:
        """The columns and the selector of the quote; nothing without one."""
        if self.quote is None or not self.quote.exact.strip():
            return {}
        if len(self.quote.exact) > LONGEST_QUOTE:
            raise TargetRefused("quote", _("Quote at most %(most)s characters.") % {"most": f"{LONGEST_QUOTE:,}"})
        if anchor(words, self.quote) is None:
            raise TargetRefused(
                "quote", _("Nobody says these words there. Copy them from the transcript, or leave this empty.")
            )
        quote = with_surroundings(words, self.quote)
        columns = {"quote_exact": quote.exact, "quote_prefix": quote.prefix, "quote_suffix": quote.suffix}
        return columns | {"selector": quote_selector(quote)}

    @cached_property
    def duration(self) -> int | None:
        """How long the recording is, in seconds, as far as anyone knows."""
        return (self.version.duration_seconds if self.version else None) or self.material.duration_seconds

    def _words(self) -> str:
        """What the transcript has between the two seconds; empty when there is no transcript."""
        if self.version is None:
            return ""
        lines = self.version.lines.filter(start__lte=self.end, end__gt=self.start)
        return "\n".join(spoken(line) for line in lines)


@dataclass(frozen=True)
class RegisterTarget:
    """A rule or a source itself, wherever it is cited."""

    entry: Provision | Source

    def fields(self) -> dict[str, Any]:
        entry, text = self.entry, entry_text(self.entry)
        if isinstance(entry, Provision):
            return {"kind": TargetKind.PROVISION, "provision": entry, "excerpt": text,
                    "selectors": [block_selector(entry.fact_id)]}  # fmt: skip
        return {"kind": TargetKind.SOURCE, "source": entry, "excerpt": text, "selectors": [block_selector(entry.key)]}


Target = EditionTarget | MaterialTarget | RegisterTarget | ResourceTarget


def entry_text(entry: Provision | Source) -> str:
    """How a rule or a source reads just now."""
    if isinstance(entry, Provision):
        return f"{entry.cite}: {entry.title}\n{entry.summary}"
    return f"{entry.title}. {entry.authors} ({entry.publisher}, {entry.year})\n{entry.note}".strip()


def check_times(start: int | None, end: int | None, last: int) -> tuple[int, int]:
    """Return both. Raises TargetRefused when one is missing, they are the wrong way round, or past the end."""
    if start is None or end is None:
        raise TargetRefused("start", _("Give the time at which it starts and at which it ends."))
    if end < start:
        raise TargetRefused("end", _("It ends before it starts. Give the earlier time first."))
    if end > last:
        raise TargetRefused("end", _("The recording ends at %(time)s.") % {"time": clock(last)})
    return start, end


def spoken(line: TranscriptLine) -> str:
    return f"{line.speaker}: {line.text}" if line.speaker else line.text


def _moment(start: int, end: int) -> dict[str, Any]:
    return {"kind": TargetKind.MOMENT, "start": start, "end": end, "selectors": [time_selector(start, end)]}
