"""The clock does what is due, once, and one failing job does not stop the others."""

import os
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from curriculum.models import Assignment, Reminder
from people.sessions import SessionStore
from records.models import LedgerEntry, LedgerLeaf
from tests.factories.curriculum import make_requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def overdue(cast, capsys):
    """Both officers of the department are assigned, and late."""
    requirement = make_requirement(department=cast.department)
    call_command("tick")
    assert "officers assigned: 2" in capsys.readouterr().out
    Assignment.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    return requirement


def test_tick_assigns_reminds_and_sequences_once(overdue, capsys):
    call_command("tick")
    said = capsys.readouterr().out
    assert "officers assigned: 0" in said
    assert "reminders sent: 2" in said
    assert len(mail.outbox) == 2
    assert LedgerLeaf.objects.count() == LedgerEntry.objects.count()
    entries = LedgerEntry.objects.count()
    call_command("tick")
    assert len(mail.outbox) == 2
    assert LedgerEntry.objects.count() == entries


def test_tick_reminds_again_after_a_week_and_not_before(overdue):
    call_command("tick")
    for days, letters in ((6, 2), (7, 4)):
        Reminder.objects.update(sent_on=timezone.localdate() - timedelta(days=days))
        call_command("tick")
        assert len(mail.outbox) == letters


def test_tick_goes_on_after_a_failing_job_and_says_so(overdue, settings, caplog):
    settings.REMIND_EVERY_DAYS = "not a number"
    with pytest.raises(CommandError, match="failed: remind"):
        call_command("tick")
    assert LedgerLeaf.objects.count() == LedgerEntry.objects.count()
    assert "The job remind failed" in caplog.text


def test_tick_with_nothing_to_do_says_so(capsys):
    call_command("tick")
    assert "officers assigned: 0" in capsys.readouterr().out


def test_what_a_killed_process_was_writing_is_removed_after_a_day(settings, tmp_path, capsys):
    settings.EDITION_ASSET_ROOT = tmp_path
    left = [tmp_path / "ab" / ".coming-x", tmp_path / "packages" / ".coming-y" / "files" / "index.html"]
    kept = [tmp_path / "ab" / ".coming-now", tmp_path / "ab" / ("ab" * 32)]
    for path in left + kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    for path in (left[0], tmp_path / "packages" / ".coming-y", kept[1]):
        os.utime(path, (time.time() - 100_000,) * 2)
    call_command("tick")
    assert "half-written files removed: 2" in capsys.readouterr().out
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in kept)


def test_tick_removes_sessions_that_ran_out(client, cast, capsys):
    client.force_login(cast.officer)
    gone = SessionStore()
    gone["kept_form"] = {"fields": [["claim", ["In confidence."]]]}
    gone.set_expiry(-1)
    gone.save()
    call_command("tick")
    assert "sessions that ran out: 1" in capsys.readouterr().out
    assert list(Session.objects.values_list("session_key", flat=True)) == [client.session.session_key]
