"""Reading transcripts: WebVTT and pasted text, every fault named by its line. Pure."""

from contextlib import suppress
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.cues import Cue, TranscriptRefused, checked, shortened, with_speakers
from review.models import TranscriptLine
from review.pasted import read_pasted
from review.vtt import read_vtt, write_vtt

GOOD = """WEBVTT

NOTE made by hand

first
00:00.000 --> 00:02.500 align:start
<v Sgt. Harker>Hello &amp; <b>welcome</b>
to it

00:00:02.500 --> 00:00:04.000
Bob: goodbye
"""


def faults(text):
    with pytest.raises(TranscriptRefused) as refused:
        checked(read_vtt(text), 10)
    return [(fault.at, fault.message) for fault in refused.value.faults]


def test_a_good_file_is_read_with_its_speakers():
    cues = with_speakers(read_vtt(GOOD))
    assert [(cue.start, cue.end, cue.speaker, cue.text) for cue in cues] == [
        (0, 2500, "Sgt. Harker", "Hello & welcome to it"),
        (2500, 4000, "Bob", "goodbye"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("hello", 1, "begins with the word WEBVTT"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nx\n", 3, "ends before it starts"),
        ("WEBVTT\n\n00:00,000 --> 00:02,000\nx\n", 3, "cannot be read"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nx\n", 3, "cannot be read"),
        ("WEBVTT\n\nloose words\n", 3, "no time line"),
        ("WEBVTT\n\nid\n00:00.000 --> 00:02.000\n\nx\n", 4, "no words"),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\nx\n00:02.000 --> 00:03.000\ny\n", 3, "Two time lines"),
        ("WEBVTT\n\n00:00.000 --> 00:03.000\nx\n\n00:02.000 --> 00:04.000\ny\n", 6, "overlap"),
        ("WEBVTT\n\n00:03.000 --> 00:04.000\nx\n\n00:01.000 --> 00:02.000\ny\n", 6, "before the line above"),
        ("WEBVTT\n\n00:00.000 --> 01:00.000\nx\n", 3, "after the end of the recording, which is at 0:10"),
        ("WEBVTT\n\n00:40.000 --> 00:41.000\nx\n", 3, "begins after the end"),
    ],
)
def test_a_bad_cue_is_named_by_its_line(text, line, words):
    found = faults(text)
    assert found[0][0] == line
    assert words in found[0][1]


def test_all_bad_cues_are_named_at_once():
    text = "WEBVTT\n\n00:05.000 --> 00:02.000\nx\n\nloose\n\n00:00.000 --> 00:02.000\n"
    assert [line for line, _words in faults(text)] == [3, 6, 8]


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0c"])
def test_odd_line_ends_lose_no_words(mark):
    """Nothing but a line feed ends a line of WebVTT."""
    cues = read_vtt(f"WEBVTT\n\n00:00.000 --> 00:02.000\nHe says{mark}{mark}wait.\n")
    assert [cue.text for cue in cues] == ["He says wait."]


def test_what_is_made_to_keep_a_pattern_busy_is_read_at_once():
    """Quadratic patterns took 20 seconds for each of these."""
    began = perf_counter()
    for row in (" " * 100_000 + "x", "1:15 " + " " * 100_000 + "- " + " " * 100_000 + "x"):
        with suppress(TranscriptRefused):
            read_pasted(row)
    for words in ("<" * 100_000, "<v " * 100_000, "a <b>bold</b> < c"):
        cues = read_vtt(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{words}\n")
    assert [cue.text for cue in cues] == ["a bold < c"]
    assert perf_counter() - began < 3


def test_a_file_without_cues_is_refused():
    assert "no lines with a time" in faults("WEBVTT\n")[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "0:05 Hello there\n1:10 Second",
        "[00:05] Hello there\n[01:10] Second",
        "(00:00:05) Hello there\n(00:01:10) Second",
        "0m05s Hello there\n1m10s Second",
        "00:05 - 01:10 Hello there\n01:10 - 01:15 Second",
        "00:05\nHello there\n\n01:10\nSecond",
        "1\n00:00:05,000 --> 00:01:10,000\nHello there\n\n2\n00:01:10,000 --> 00:01:15,000\nSecond\n",
        "0:05 | Hello\nthere\n1:10: Second",
    ],
)
def test_the_usual_ways_of_writing_times_are_read(text):
    cues = checked(read_pasted(text), None)
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (5000, 70000, "Hello there"),
        (70000, 75000, "Second"),
    ]


def test_words_before_the_first_time_are_named_and_so_is_a_time_that_cannot_be():
    with pytest.raises(TranscriptRefused) as refused:
        read_pasted("No time here\n1:75 Too many seconds")
    assert [fault.at for fault in refused.value.faults] == [1, 2]


def test_a_number_in_the_words_is_no_time():
    cues = read_pasted("0:01 Take 10 to 20 condoms\n2 officers come\n30 seconds pass")
    assert [cue.text for cue in cues] == ["Take 10 to 20 condoms 2 officers come 30 seconds pass"]


def test_overlaps_are_shortened_when_asked():
    cues = [Cue(1, 0, 5000, "a"), Cue(2, 3000, 6000, "b")]
    assert [(cue.start, cue.end) for cue in checked(shortened(cues), 10)] == [(0, 3000), (3000, 6000)]


def test_a_sentence_with_a_colon_is_not_a_speaker():
    long = "What he really wanted to say at last: nothing."
    assert with_speakers([Cue(1, 0, 1, long)])[0].speaker == ""


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), words), min_size=1, max_size=8))
def test_what_is_written_as_webvtt_is_read_again(rows):
    lines, at = [], 0
    for n, (length, text) in enumerate(rows, start=1):
        lines.append(TranscriptLine(n=n, start=at, end=at + length, speaker="", text=f"({text.replace('-->', '')})"))
        at += length
    cues = checked(read_vtt(write_vtt(lines)), at)
    assert [(cue.seconds, cue.text) for cue in cues] == [((line.start, line.end), line.text) for line in lines]
