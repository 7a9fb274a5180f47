"""Lines of a transcript before they are written: what they say, when, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from review.times import clock

LONGEST_LINE = 2000
LONGEST_SPEAKER = 80
MOST_LINES = 6000
MOST_FAULTS = 20
_SPEAKER = re.compile(r"^(?:>>\s*)?([^\W\d_][^:\n]{0,39}):\s+(\S.*)$", re.DOTALL)


@dataclass(frozen=True)
class Cue:
    """Words from millisecond to millisecond. `at` is the line of the file or text where it stands."""

    at: int
    start: int
    end: int
    text: str
    speaker: str = ""

    @property
    def seconds(self) -> tuple[int, int]:
        """The whole seconds that hold it."""
        return self.start // 1000, -(-self.end // 1000)


@dataclass(frozen=True)
class CueFault:
    """What is wrong, and in which line of what was sent (0: in the whole)."""

    at: int
    message: str

    def __str__(self) -> str:
        return _("Line %(n)s: %(what)s") % {"n": self.at, "what": self.message} if self.at else self.message


class TranscriptRefused(ValueError):
    """Nothing was written; `faults` says why, line by line."""

    def __init__(self, faults: Sequence[CueFault]) -> None:
        self.faults = list(faults[:MOST_FAULTS])
        self.more = len(faults) - len(self.faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


def refuse(message: str, at: int = 0) -> TranscriptRefused:
    return TranscriptRefused([CueFault(at, message)])


def with_speakers(cues: Iterable[Cue]) -> list[Cue]:
    """A name and a colon before the words become the speaker."""
    out = []
    for cue in cues:
        named = None if cue.speaker else _SPEAKER.match(cue.text)
        fits = named is not None and len(named[1].split()) <= 5
        out.append(replace(cue, speaker=named[1].strip(), text=named[2]) if named is not None and fits else cue)
    return out


def shortened(cues: Sequence[Cue]) -> list[Cue]:
    """Each ends where the next begins, where they would overlap."""
    ends = [min(one.end, max(one.start, other.start)) for one, other in pairwise(cues)]
    return [replace(cue, end=end) for cue, end in zip(cues, ends, strict=False)] + list(cues[len(ends) :])


def checked(cues: Sequence[Cue], duration: int | None) -> list[Cue]:
    """The cues as they may be kept. Raises TranscriptRefused with all that is wrong."""
    faults = [fault for cue in cues for fault in _alone(cue, duration)]
    for before, cue in pairwise(cues):
        if cue.start < before.start:
            faults.append(CueFault(cue.at, _("It begins before the line above it. Put the lines in order.")))
        elif cue.start < before.end:
            faults.append(CueFault(cue.at, _("It begins before the line above it ends: the two overlap.")))
    if not cues:
        faults.append(CueFault(0, _("There are no lines with a time in it.")))
    if len(cues) > MOST_LINES:
        faults.append(CueFault(0, _("A transcript may have at most %(most)s lines.") % {"most": f"{MOST_LINES:,}"}))
    if faults:
        raise TranscriptRefused(sorted(faults, key=lambda fault: fault.at))
    return list(cues)


def _alone(cue: Cue, duration: int | None) -> list[CueFault]:
    faults = []
    if cue.end < cue.start:
        faults.append(_("It ends before it starts."))
    if duration is not None and cue.seconds[0] > duration:
        faults.append(_("It begins after the end of the recording, which is at %(time)s.") % {"time": clock(duration)})
    elif duration is not None and cue.end > (duration + 1) * 1000:
        faults.append(_("It ends after the end of the recording, which is at %(time)s.") % {"time": clock(duration)})
    if not cue.text.strip():
        faults.append(_("It has a time but no words."))
    if len(cue.text) > LONGEST_LINE:
        faults.append(_("It has more than %(most)s characters. Cut it into lines.") % {"most": f"{LONGEST_LINE:,}"})
    if len(cue.speaker) > LONGEST_SPEAKER:
        faults.append(_("The speaker's name is too long."))
    if "\x00" in cue.text + cue.speaker:
        faults.append(_("It holds characters that cannot be shown."))
    return [CueFault(cue.at, fault) for fault in faults]
