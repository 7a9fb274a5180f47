"""Reading captions: their cues are the transcript."""

from dataclasses import dataclass
from html import unescape

import webvtt

from media.loose_marks import without_loose_marks


@dataclass(frozen=True)
class Cue:
    """One line of a transcript; `start` reads like 1:05."""

    start: str
    start_seconds: int
    text: str


def cues_of(captions: str) -> list[Cue]:
    """The cues in order; none when the captions are empty or not WebVTT (a freeze refuses both)."""
    try:
        parsed = webvtt.from_string(without_loose_marks(captions))
    except webvtt.errors.MalformedFileError:
        return []
    return [Cue(_clock(int(cue.start_in_seconds)), int(cue.start_in_seconds), unescape(cue.text)) for cue in parsed]


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
