"""How often the language notes are right, and that the documentation says what is measured."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.programme.reader import read_programme
from modules.models import LanguageNote
from review.models import TranscriptLine
from review.precision import measure, table
from review.transcripts import precision_over
from tests.factories.modules import LanguageNoteFactory
from tests.factories.review import TranscriptLineFactory


def test_right_wrong_and_missed_lines_are_counted():
    measured = measure({"one": [1, 1, 2], "two": [2, 4]}, lines=range(1, 11), problems={1, 2, 3, 5})

    assert (measured.right, measured.wrong) == (2, 1)
    assert measured.precision == pytest.approx(2 / 3)
    assert measured.recall == 0.5
    assert measured.false_positive_rate == pytest.approx(1 / 6)
    assert [row.hits for row in measured.notes] == [2, 2]


def test_nothing_pointed_at_is_nothing_wrong():
    measured = measure({"one": []}, lines=[1], problems=[])

    assert (measured.precision, measured.recall, measured.false_positive_rate) == (1.0, 1.0, 0.0)


def test_documentation_says_what_is_measured_on_the_fictional_transcript():
    programme, _faults = read_programme(settings.PROGRAMME_DIR)
    material = programme.materials["eyes-open"]
    notes = [
        LanguageNote(key=row["key"], pattern=row["pattern"], allowed_in=row["allowed_in"])
        for row in programme.registers["language_notes"]
    ]
    lines = [TranscriptLine(n=row["n"], text=row["text"]) for row in material["versions"][-1]["lines"]]

    measured = table(precision_over(notes, lines, material["answer_key"]))

    assert measured in (settings.BASE_DIR / "docs" / "language-notes.md").read_text(encoding="utf-8")


def test_the_command_prints_the_table(db, capsys):
    line = TranscriptLineFactory(n=1, text="Rescue one girl tonight.")
    material = line.version.material
    material.answer_key, material.fictional = [{"lines": [1], "criteria": ["REC-6"]}], True
    material.save()
    LanguageNoteFactory(key="rescue-language")

    call_command("measure_language_notes", material.slug)

    assert "| rescue-language | 1 | 1 | 0 |" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("measure_language_notes", "none")


def test_the_transcript_shows_where_the_notes_point(cast, client):
    line = TranscriptLineFactory(n=1, text="Rescue one girl tonight.")
    LanguageNoteFactory(key="rescue-language")
    client.force_login(cast.reviewer)

    html = client.get(line.version.material.get_absolute_url()).content.decode()

    assert "The language notes point at 1 line" in html
    assert "<mark>Rescue</mark> It suggests force." in html
