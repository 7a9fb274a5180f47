"""The transcript of a recording in a lesson, from its captions. Pure."""

from time import perf_counter

from modules.captions import cues_of


def test_captions_are_read_with_their_marks_taken_out_and_their_letters_put_in():
    captions = "WEBVTT\n\n00:01.000 --> 00:02.000\n<b>Stop</b> &amp; ask: 3 < 4\n"
    assert [(cue.start, cue.text) for cue in cues_of(captions)] == [("0:01", "Stop & ask: 3 < 4")]


def test_captions_full_of_open_marks_are_read_at_once():
    """The library's pattern is quadratic: an hour for a megabyte, on a page for officers."""
    began = perf_counter()
    cues_of(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{'<' * 100_000}\n")
    assert perf_counter() - began < 3
