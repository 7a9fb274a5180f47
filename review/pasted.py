"""A transcript pasted as text: several usual ways of writing the time before the words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from review.cues import Cue, CueFault, TranscriptRefused

_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_UNITS = r"(?:\d{1,2}\s?h\s?)?\d{1,3}\s?m(?:in)?\s?\d{1,2}\s?s(?:ec)?"
_TIME = rf"({_CLOCK}|{_UNITS})"
_LEAD = re.compile(
    rf"^\s*[\[(<]?\s*{_TIME}\s*[\])>]?(?:\s*(?:-->|\u2013|\u2014|-|to)\s*[\[(<]?\s*{_TIME}\s*[\])>]?)?(?!\w|:\d)\s*[|:\u2013\u2014-]?\s*(.*)$"
)
_NUMBER = re.compile(r"^\s*\d{1,5}\s*$")
LAST_SECONDS = 5


@dataclass
class _Open:
    at: int
    start: int
    end: int | None
    words: list[str] = field(default_factory=list)


def read_pasted(text: str, duration: int | None = None) -> list[Cue]:
    """Lines such as `1:15 words`, `[00:01:15] words`, `1m15s words`, `0:10 - 0:14 words`, a time on a line of its own,
    or SubRip. A line that names no end ends where the next begins. Raises TranscriptRefused, naming lines."""
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[_Open] = []
    faults: list[CueFault] = []
    for n, row in enumerate(rows, start=1):
        if not row.strip() or _is_number_of_subrip(rows, n):
            continue
        said = " ".join(row.split())  # long runs of spaces would keep the pattern busy for hours
        lead = _LEAD.match(said)
        if lead is None:
            if found:
                found[-1].words.append(said)
            else:
                faults.append(CueFault(n, _("No time stands before these words. Write one, such as 1:15.")))
            continue
        start, end = _milliseconds(lead[1]), _milliseconds(lead[2]) if lead[2] else None
        if start is None or (lead[2] and end is None):
            faults.append(CueFault(n, _("The time cannot be read: it has more than 59 seconds or minutes.")))
            continue
        found.append(_Open(n, start, end, [lead[3].strip()] if lead[3].strip() else []))
    if faults:
        raise TranscriptRefused(faults)
    return [_closed(found, n, duration) for n in range(len(found))]


def _closed(found: list[_Open], n: int, duration: int | None) -> Cue:
    cue = found[n]
    end = cue.end
    if end is None and n + 1 < len(found):
        end = max(cue.start, found[n + 1].start)
    if end is None:
        end = cue.start + LAST_SECONDS * 1000
        end = min(end, max(cue.start, duration * 1000)) if duration is not None else end
    return Cue(cue.at, cue.start, end, " ".join(" ".join(cue.words).split()))


def _is_number_of_subrip(rows: list[str], n: int) -> bool:
    """SubRip counts its cues in a line above the times."""
    return bool(_NUMBER.match(rows[n - 1])) and n < len(rows) and "-->" in rows[n]


def _milliseconds(text: str | None) -> int | None:
    if text is None:
        return None
    parts = re.split(r"[:.,]", text) if ":" in text else re.findall(r"\d+", text)
    thousandths = int(parts.pop().ljust(3, "0")) if ":" in text and re.search(r"[.,]", text) else 0
    seconds, minutes = int(parts[-1]), int(parts[-2])
    hours = int(parts[0]) if len(parts) == 3 else 0
    if seconds > 59 or (hours and minutes > 59):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
