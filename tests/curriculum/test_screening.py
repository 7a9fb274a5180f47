"""Taking a screening: what was shown is kept for each officer, and only all of it counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from curriculum.enums import HowShown
from curriculum.errors import NotesLeft
from curriculum.models import NoteShown
from curriculum.services.screening import record_notes_shown
from curriculum.services.stepping import complete_step
from review.models import HostedRecording, HostingPermission, MaterialVersion
from review.services.hosting import remove_recording, withdraw_permission
from review.services.hosting_end import clear_ended
from tests.factories.curriculum import make_enrolment, steps_of
from tests.factories.screenings import allow_recording, make_screening, make_screening_edition, permit_recording


@pytest.fixture
def enrolment(cast):
    return make_screening(cast)


@pytest.fixture
def mine(client, cast):
    client.force_login(cast.officer)
    return client


def at(enrolment, name="step"):
    return reverse(f"curriculum:{name}", args=[enrolment.reference, 1])


def ids(enrolment):
    step = steps_of(enrolment)[0].as_edition_step()
    return [block["id"] for block in step.blocks if block["type"] == "correction"]


def test_the_page_lists_every_note_without_a_script(mine, enrolment):
    page = mine.get(at(enrolment)).content.decode()
    assert "Condoms prove nothing." in page
    assert page.count('type="checkbox" name="note"') == 2
    assert "0 of 2 notes shown" in page
    assert "<video" not in page
    assert page.count("<h1") == 1


def test_it_counts_only_when_every_note_was_shown(mine, cast, enrolment):
    first, second = ids(enrolment)
    mine.post(at(enrolment, "complete"))
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    mine.post(at(enrolment, "notes_shown"), {"note": [first, "nonsense"], "how": "listed"})
    step = steps_of(enrolment)[0].as_edition_step()
    with pytest.raises(NotesLeft):
        complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    told = mine.post(at(enrolment, "notes_shown"), {"note": [first, second], "how": "passed"})
    assert told.json() == {"complete": True, "said": "2 of 2 notes shown. The step is done when all of them were."}
    assert list(NoteShown.objects.values_list("note_id", "how")) == [(first, "listed"), (second, "passed")]
    mine.post(at(enrolment, "complete"))
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert "every note was shown" in mine.get(at(enrolment)).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteShown.objects.all().delete()


def test_what_was_shown_counts_for_one_officer_alone(cast, client, enrolment):
    with pytest.raises(PermissionDenied):
        record_notes_shown(
            actor=cast.teammate,
            enrolment=enrolment,
            step=steps_of(enrolment)[0].as_edition_step(),
            notes=ids(enrolment),
            how=HowShown.LISTED,
        )
    for person, status in ((cast.teammate, 404), (cast.author, 403), (None, 302)):
        client.logout()
        if person:
            client.force_login(person)
        assert client.post(at(enrolment, "notes_shown"), {"note": ids(enrolment)}).status_code == status
        assert client.get(at(enrolment, "screening_recording")).status_code == status
    assert not NoteShown.objects.exists()


def test_a_lesson_has_no_notes(mine, cast):
    enrolment = make_enrolment(user=cast.officer)
    for name in ("screening_recording", "screening_captions"):
        assert mine.get(at(enrolment, name)).status_code == 404
    assert mine.post(at(enrolment, "notes_shown"), {"note": "x"}).status_code == 404


def test_a_note_that_says_the_same_counts_in_the_next_edition(cast, enrolment):
    step = steps_of(enrolment)[0].as_edition_step()
    given = {"actor": cast.officer, "enrolment": enrolment, "notes": ids(enrolment), "how": HowShown.LISTED}
    assert record_notes_shown(**given, step=step).complete
    record_notes_shown(**given, step=step)
    assert NoteShown.objects.count() == 2


def test_a_recording_is_played_only_with_a_permission_for_officers(mine, cast, enrolment):
    version = MaterialVersion.objects.get()
    held = allow_recording(cast, version, "reviewers")
    assert mine.get(at(enrolment, "screening_recording")).status_code == 404
    HostedRecording.objects.filter(pk=held.pk).delete()
    held = allow_recording(cast, version)
    page = mine.get(at(enrolment)).content.decode()
    assert "<video" in page
    assert "with the permission of whoever holds the rights" in page
    assert held.permission.given_by not in page  # who signed the letter is for agencies and administrators
    part = mine.get(at(enrolment, "screening_recording"), headers={"Range": "bytes=0-3"})
    assert (part.status_code, b"".join(part)) == (206, b"\x1a\x45\xdf\xa3")
    assert "00:00:10.000 --> 00:00:20.000" in mine.get(at(enrolment, "screening_captions")).content.decode()
    HostingPermission.objects.filter(pk=held.permission_id).update(withdrawn_at=timezone.now())
    assert mine.get(at(enrolment, "screening_recording")).status_code == 404
    assert "<video" not in mine.get(at(enrolment)).content.decode()


def test_coordinators_are_told_when_officers_can_no_longer_be_played_it(
    cast, enrolment, mailoutbox, django_capture_on_commit_callbacks
):
    version = MaterialVersion.objects.get()
    held = allow_recording(cast, version)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_permission(actor=cast.author, permission=held.permission, reason="Asked by letter.")
    (letter,) = [letter for letter in mailoutbox if cast.coordinator.email in letter.to]
    assert letter.subject == "A recording can no longer be played: " + version.material.title
    assert "Watching" in letter.body
    assert cast.outside_coordinator.email not in {address for letter in mailoutbox for address in letter.to}


def test_coordinators_hear_nothing_of_a_recording_that_officers_were_never_played(
    cast, enrolment, mailoutbox, django_capture_on_commit_callbacks
):
    held = allow_recording(cast, MaterialVersion.objects.get(), "reviewers")
    with django_capture_on_commit_callbacks(execute=True):
        remove_recording(actor=cast.author, hosted=held)
    assert not [letter for letter in mailoutbox if cast.coordinator.email in letter.to]


def test_a_renewal_for_reviewers_alone_takes_it_from_officers(
    cast, enrolment, mailoutbox, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    version = MaterialVersion.objects.get()
    allow_recording(cast, version, until=today)
    permit_recording(cast, version, "reviewers")
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_ended(today=today + timedelta(days=1)) == 0
    assert len([letter for letter in mailoutbox if cast.coordinator.email in letter.to]) == 1


def test_the_page_asks_a_fixed_number_of_queries(mine, cast, django_assert_max_num_queries):
    enrolment = make_screening(cast, make_screening_edition(cast))
    mine.get(at(enrolment))
    with django_assert_max_num_queries(12):
        mine.get(at(enrolment))
