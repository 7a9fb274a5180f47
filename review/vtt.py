"""Transcripts as WebVTT: read with every bad cue named by its line, and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

import webvtt
from django.utils.translation import gettext as _

from media.loose_marks import without_loose_marks
from review.cues import Cue, CueFault, TranscriptRefused, refuse

_TIMES = re.compile(
    r"^(?:(\d{2,3}):)?(\d{2}):(\d{2})\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,3}):)?(\d{2}):(\d{2})\.(\d{3})(?:\s.*)?$"
)
_ASIDE = re.compile(r"^(?:NOTE|STYLE|REGION)(?:\s|$)")
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # the library ends lines at these; WebVTT does not


def read_vtt(text: str) -> list[Cue]:
    """The cues in the order of the file. Raises TranscriptRefused, naming each bad cue by its line."""
    text = _BREAKS.sub(" ", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise refuse(
            _("A WebVTT file begins with the word WEBVTT. (SubRip, .srt, can be pasted as text instead.)"), at=1
        )
    times, faults = [], []
    for at, block in _blocks(text):
        found = _times_of(at, block)
        if isinstance(found, CueFault):
            faults.append(found)
        elif found:
            times.append(found)
    if faults:
        raise TranscriptRefused(faults)
    spoken = list(webvtt.from_string(without_loose_marks(text)))
    if len(spoken) != len(times):
        raise refuse(_("The cues of this file cannot be told apart. Put an empty line between them."))
    return [
        Cue(at, start, end, unescape(" ".join(cue.text.split())), (cue.voice or "").strip())
        for (at, start, end), cue in zip(times, spoken, strict=True)
    ]


def write_vtt(lines: Iterable[Any]) -> str:
    """The reviewers' transcript lines as WebVTT, for a player's captions."""
    out = ["WEBVTT"]
    for line in lines:
        words = _escaped(f"{line.speaker}: {line.text}" if line.speaker else line.text)
        end = max(line.end, line.start + 1)
        out.append(f"{line.n}\n{_stamp(line.start)} --> {_stamp(end)}\n{' '.join(words.split())}")
    return "\n\n".join(out) + "\n"


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each run of lines without an empty one, with the number of its first; not the header, nor asides."""
    block: list[str] = []
    for n, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            first = n - len(block)
            if first > 1 and not _ASIDE.match(block[0]):
                yield first, block
            block = []


def _times_of(at: int, block: list[str]) -> tuple[int, int, int] | CueFault | None:
    place = next((n for n, line in enumerate(block[:2]) if "-->" in line), None)
    if place is None:
        return CueFault(at, _("These words have no time line above them."))
    at += place
    match = _TIMES.match(block[place].strip())
    if match is None or any(int(match[n]) > 59 for n in (2, 3, 6, 7)):
        return CueFault(at, _("The times cannot be read. Write them as 00:01:15.000 --> 00:01:22.000."))
    if any("-->" in line for line in block[place + 1 :]):
        return CueFault(at, _("Two time lines stand in one cue. Put an empty line between the cues."))
    if not "".join(block[place + 1 :]).strip():
        return CueFault(at, _("It has a time but no words."))
    start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
    if end < start:
        return CueFault(at, _("It ends before it starts."))
    return at, start, end


def _milliseconds(parts: Iterable[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _stamp(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
