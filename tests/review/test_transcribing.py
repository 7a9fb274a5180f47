"""Writing transcripts: whole, line by line, corrected, finished; and the flags that follow into a new version."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from records.models import LedgerEntry
from review.cues import Cue, TranscriptRefused
from review.models import FlagAnchor, MaterialVersion, TranscriptLine
from review.services.materials import RecordMoved, add_version, create_material
from review.services.transcribing import (
    TranscriptFixed,
    add_line,
    correct_line,
    line_state,
    remove_line,
    replace_transcript,
    settle_transcript,
    transcript_state,
)
from review.targets import MaterialTarget
from tests.factories.review import make_flag

VTT = "WEBVTT\n\n00:00.000 --> 00:04.000\nNarrator: One.\n\n00:04.000 --> 00:09.500\nTwo.\n"


@pytest.fixture
def version(cast):
    words = {"title": "Street Film", "publisher": "Example Publisher", "duration_seconds": 60}
    material = create_material(actor=cast.reviewer, agency=cast.agency, words=words)
    return add_version(actor=cast.reviewer, material=material, words={"label": "First"})


def rows(version):
    return list(version.lines.order_by("n").values_list("n", "start", "end", "speaker", "text"))


def put(cast, version, *cues, seen=None):
    cues = [Cue(n, start * 1000, end * 1000, text) for n, (start, end, text) in enumerate(cues, start=1)]
    return replace_transcript(
        actor=cast.reviewer, version=version, cues=cues, seen=seen or transcript_state(version), source="pasted"
    )


def typed(person, version, start, end, text, token=None):
    return add_line(actor=person, version=version, start=start, end=end, speaker="", text=text, token=token or uuid4())


def address(version, part="transcript/"):
    return f"{version.get_absolute_url()}{part}"


def test_a_file_takes_the_place_of_all_lines_and_is_in_the_ledger(cast, client, version):
    put(cast, version, (0, 5, "old"))
    client.force_login(cast.reviewer)
    form = {"seen": transcript_state(version), "speakers": "on", "file": SimpleUploadedFile("a.vtt", VTT.encode())}
    assert client.post(address(version, "transcript/whole/"), form).status_code == 302
    assert rows(version) == [(1, 0, 4, "Narrator", "One."), (2, 4, 10, "", "Two.")]
    entry = LedgerEntry.objects.filter(action="review.transcript.replaced").last()
    assert entry.data["lines"] == 2
    assert entry.data["from"] == "vtt"
    assert "One." not in str(entry.data)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"pasted": "WEBVTT\n\n00:05.000 --> 00:02.000\nx"}, "Line 1: No time stands before these words"),
        ({"pasted": "0:05 a\n0:02 b"}, "Line 2: It begins before the line above it"),
        ({"pasted": "0:05 a\n2:00 b"}, "Line 2: It begins after the end of the recording, which is at 1:00"),
        ({"pasted": "0:05 - 0:02 a"}, "Line 1: It ends before it starts"),
        ({"file": VTT.replace("00:04.000 -->", "00:03.000 -->")}, "Line 6: It begins before the line above it ends"),
        ({"file": "hello"}, "Line 1: A WebVTT file begins with the word WEBVTT"),
        ({"file": b"\xff\xfe\x00"}, "not text in UTF-8"),
        ({}, "one of the two"),
        ({"pasted": "0:01 a", "file": VTT}, "one of the two"),
        ({"pasted": "0:01 " + "a" * 1_100_000}, "at most 1 MB"),
    ],
)
def test_a_bad_transcript_changes_nothing_and_says_where(cast, client, version, form, words):
    put(cast, version, (0, 5, "kept"))
    if "file" in form:
        content = form["file"] if isinstance(form["file"], bytes) else form["file"].encode()
        form = form | {"file": SimpleUploadedFile("a.vtt", content)}
    client.force_login(cast.reviewer)
    answer = client.post(address(version, "transcript/whole/"), {"seen": transcript_state(version)} | form)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert words in page
    assert escape(form.get("pasted", "")) in page  # it comes back to be corrected
    assert [row[4] for row in rows(version)] == ["kept"]


def test_a_stale_page_does_not_replace_what_somebody_typed_since(cast, client, version):
    seen = transcript_state(version)
    typed(cast.second_reviewer, version, 0, 5, "typed meanwhile")
    client.force_login(cast.reviewer)
    answer = client.post(address(version, "transcript/whole/"), {"seen": seen, "pasted": "0:01 mine"})
    assert answer.status_code == 409
    assert "Somebody changed this" in answer.content.decode()
    assert "0:01 mine" in answer.content.decode()
    assert [row[4] for row in rows(version)] == ["typed meanwhile"]


def test_typed_lines_find_their_place_and_arrive_once(cast, version):
    token = uuid4()
    typed(cast.reviewer, version, 10, 15, "third")
    typed(cast.second_reviewer, version, 0, 5, "first", token)
    typed(cast.second_reviewer, version, 0, 5, "first", token)
    typed(cast.reviewer, version, 5, 10, "second")
    assert [(row[0], row[4]) for row in rows(version)] == [(1, "first"), (2, "second"), (3, "third")]
    assert LedgerEntry.objects.filter(action="review.transcript.line_added").count() == 3


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(9, 5, "ends before it starts"), (50, 70, "end of the recording"), (3, 8, "overlaps line 1, 0:00 to 0:05")],
)
def test_a_typed_line_that_cannot_be_is_refused(cast, client, version, start, end, words):
    typed(cast.reviewer, version, 0, 5, "there")
    with pytest.raises(TranscriptRefused, match=words):
        typed(cast.reviewer, version, start, end, "x")
    client.force_login(cast.reviewer)
    form = {"token": str(uuid4()), "start": str(start), "end": str(end), "text": "What I typed"}
    answer = client.post(address(version), form)
    assert answer.status_code == 400
    assert "What I typed" in answer.content.decode()
    assert version.lines.count() == 1


def test_the_page_types_a_line_without_a_script(cast, client, version):
    client.force_login(cast.second_reviewer)
    form = {"token": str(uuid4()), "start": "0:02", "end": "0:06", "speaker": "Sgt.", "text": "See for yourself."}
    assert client.post(address(version), form).status_code == 302
    page = client.get(address(version)).content.decode()
    assert "See for yourself." in page
    assert 'value="0:06"' in page


def test_corrections_know_what_they_were_opened_on(cast, version):
    line = typed(cast.reviewer, version, 0, 5, "teh")
    seen = line_state(line)
    words = {"start": 0, "end": 5, "speaker": "", "seen": seen}
    correct_line(actor=cast.second_reviewer, line=line, text="the", **words)
    with pytest.raises(RecordMoved):
        correct_line(actor=cast.reviewer, line=line, text="tea", **words)
    with pytest.raises(RecordMoved):
        remove_line(actor=cast.reviewer, line=line, seen=seen)
    line.refresh_from_db()
    assert line.text == "the"


def test_a_line_that_carries_a_flag_stays(cast, client, version):
    put(cast, version, (0, 5, "a"), (5, 9, "b"), (9, 12, "c"))
    first, second, _third = version.lines.order_by("n")
    make_flag(MaterialTarget(material=version.material, line=second), by=cast.reviewer)
    with pytest.raises(TranscriptFixed):
        put(cast, version, (0, 5, "all new"))
    client.force_login(cast.reviewer)
    form = {"seen": line_state(second), "remove": "1"}
    assert client.post(address(version, "transcript/2/"), form).status_code == 409
    remove_line(actor=cast.reviewer, line=first, seen=line_state(first))
    assert [(row[0], row[4]) for row in rows(version)] == [(1, "b"), (2, "c")]
    assert second.flags.count() == 1


def test_flags_follow_into_a_new_version_when_its_transcript_is_finished(cast, client, version):
    put(cast, version, (0, 5, "They are all slaves."), (5, 9, "Check the purse."))
    first, second = version.lines.order_by("n")
    material = version.material
    for line in (first, second):
        make_flag(MaterialTarget(material=material, line=line), by=cast.reviewer, claim=f"About {line.n}.")
    newer = add_version(actor=cast.reviewer, material=material, words={"label": "Second"})
    put(cast, newer, (0, 3, "A new beginning."), (3, 8, "They are all slaves."))
    assert FlagAnchor.objects.count() == 0
    client.force_login(cast.reviewer)
    answer = client.post(address(newer, "transcript/finish/"), follow=True)
    page = answer.content.decode()
    assert "Reports from older versions: 2, of them not found again: 1." in page
    assert "From older versions, not found again in this one" in page
    states = dict(FlagAnchor.objects.values_list("flag__claim", "state"))
    assert states == {"About 1.": "moved", "About 2.": "orphaned"}
    with pytest.raises(TranscriptFixed):
        settle_transcript(actor=cast.reviewer, version=newer)
    with pytest.raises(TranscriptFixed):
        typed(cast.reviewer, newer, 20, 25, "too late")
    line = newer.lines.get(n=1)
    words = {"speaker": "", "text": "A newer beginning.", "seen": line_state(line)}
    with pytest.raises(TranscriptFixed):
        correct_line(actor=cast.reviewer, line=line, start=0, end=2, **words)
    correct_line(actor=cast.reviewer, line=line, start=0, end=3, **words)


def test_only_the_keeper_replaces_and_finishes_but_every_agency_types(cast, client, version):
    client.force_login(cast.second_reviewer)
    for part in ("transcript/whole/", "transcript/finish/"):
        assert client.post(address(version, part), {"pasted": "0:01 x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        settle_transcript(actor=cast.second_reviewer, version=version)
    with pytest.raises(PermissionDenied):
        typed(cast.officer, version, 0, 1, "x")
    assert typed(cast.second_reviewer, version, 0, 1, "x").n == 1
    assert "From a file, or pasted" not in client.get(address(version)).content.decode()


def test_the_transcript_leaves_as_webvtt(cast, client, version):
    put(cast, version, (0, 5, "1 < 2 & so on"))
    client.force_login(cast.second_reviewer)
    answer = client.get(address(version, "transcript.vtt"))
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert "1 &lt; 2 &amp; so on" in answer.content.decode()
    assert MaterialVersion.objects.count() == 1
    assert TranscriptLine.objects.count() == 1
