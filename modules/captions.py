"""Reading captions: their cues are the transcript."""

from dataclasses import dataclass

import webvtt


@dataclass(frozen=True)
class Cue:
    """One line of a transcript; `start` reads like 1:05."""

    start: str
    start_seconds: int
    text: str


def cues_of(captions: str) -> list[Cue]:
    """The cues in order; none when the captions are empty or not WebVTT (a freeze refuses both)."""
    try:
        parsed = webvtt.from_string(captions)
    except webvtt.errors.MalformedFileError:
        return []
    return [Cue(_clock(int(cue.start_in_seconds)), int(cue.start_in_seconds), cue.text) for cue in parsed]


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
