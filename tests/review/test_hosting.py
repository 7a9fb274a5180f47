"""A recording is held and served only under a permission that is on record and in force."""

import os
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from records.models import LedgerEntry
from review.models import HostedRecording, HostingPermission
from review.services.hosting import (
    NoPermission,
    host_recording,
    playable,
    record_permission,
    remove_recording,
    withdraw_permission,
)
from review.services.hosting_end import clear_ended, remind_of_ends, sweep_files
from review.targets import MaterialTarget
from tests.factories.review import MaterialFactory, MaterialVersionFactory, make_flag

FILM = b"\x1a\x45\xdf\xa3" + bytes(2000)
WORDS = {"given_by": "Head of Media, Example Publisher", "reference": "Letter 12", "scope": "reviewers"}


@pytest.fixture
def version(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return MaterialVersionFactory(material=MaterialFactory(keeper=cast.agency))


def film(name="film.webm", content=FILM):
    return SimpleUploadedFile(name, content)


def permit(cast, held, **more):
    words = WORDS | {"given_on": timezone.localdate() - timedelta(days=3)} | more
    return record_permission(actor=cast.reviewer, material=held.material, **words)


def host(cast, version):
    return host_recording(actor=cast.reviewer, version=version, file=film())


def files(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def address(version, part="recording/"):
    return f"{version.get_absolute_url()}{part}"


def test_without_a_permission_nothing_is_held(cast, client, version, tmp_path):
    with pytest.raises(NoPermission):
        host(cast, version)
    client.force_login(cast.reviewer)
    upload = f"/materials/recordings/{version.material.slug}/{version.pk}/"
    answer = client.post(upload, {"file": film()})
    assert answer.status_code == 400
    assert "No permission in force covers this version" in answer.content.decode()
    assert files(tmp_path) == []
    assert not HostedRecording.objects.exists()


def test_the_database_itself_holds_no_recording_without_a_permission(cast, version):
    with pytest.raises(IntegrityError), transaction.atomic():
        HostedRecording.objects.create(version=version, file="x.webm", sha256="0", added_by=cast.reviewer)


def test_a_permission_says_who_when_where_and_for_whom(cast, client, version):
    client.force_login(cast.reviewer)
    form = WORDS | {"given_on": "2026-01-05", "until": "2030-01-01"}
    hosting = f"/materials/{version.material.slug}/hosting/"
    assert client.post(hosting, form).status_code == 302
    row = HostingPermission.objects.get()
    assert (row.given_by, row.given_on, row.reference, row.agency) == (
        WORDS["given_by"], date(2026, 1, 5), "Letter 12", cast.agency
    )  # fmt: skip
    entry = LedgerEntry.objects.get(action="review.hosting.permitted")
    assert "Head of Media" not in str(entry.data)
    for wrong in ({"reference": " "}, {"given_by": ""}, {"scope": "anybody"}, {"until": "2025-01-01"},
                  {"given_on": "2999-01-01"}, {"given_on": ""}):  # fmt: skip
        assert client.post(hosting, form | wrong).status_code == 400, wrong
    assert HostingPermission.objects.count() == 1


def test_a_permission_is_never_rewritten_or_deleted(cast, version):
    row = permit(cast, version)
    for change in ({"given_by": "Somebody else"}, {"until": None, "scope": "training"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HostingPermission.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        HostingPermission.objects.filter(pk=row.pk).delete()


def test_reviewers_play_it_and_officers_only_when_it_is_for_training(cast, client, version):
    permit(cast, version)
    hosted = host(cast, version)
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        status = client.get(address(version)).status_code
        agency = "author" in name or "reviewer" in name
        assert status == (200 if agency else 403 if person else 302), name
    client.force_login(cast.second_reviewer)
    part = client.get(address(version), headers={"range": "bytes=0-3"})
    assert part.status_code == 206
    assert part.headers["Cache-Control"] == "private, no-store"
    assert playable(version) == hosted
    assert playable(version, in_training=True) is None
    other = MaterialVersionFactory(material=version.material, label="Another cut")
    permit(cast, version, scope="training", version=other)
    assert playable(version, in_training=True) is None
    wider = permit(cast, version, scope="training")
    assert playable(version, in_training=True) == hosted  # without sending the film again
    assert playable(version).permission == wider
    assert host(cast, version).permission == wider


def test_a_withdrawn_permission_ends_the_playing_and_deletes_the_file(
    cast, client, version, tmp_path, django_capture_on_commit_callbacks
):
    permission = permit(cast, version)
    host(cast, version)
    assert len(files(tmp_path)) == 1
    client.force_login(cast.reviewer)
    withdraw = f"/materials/{version.material.slug}/hosting/{permission.pk}/withdraw/"
    assert client.post(withdraw, {"reason": " "}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(withdraw, {"reason": "Asked by letter."}).status_code == 302
    assert client.get(address(version)).status_code == 404
    assert files(tmp_path) == []
    actions = list(LedgerEntry.objects.filter(action__startswith="review.hosting").values_list("action", flat=True))
    assert actions[-2:] == ["review.hosting.withdrawn", "review.hosting.recording_removed"]
    with pytest.raises(NoPermission):
        host(cast, version)


def test_a_permission_that_ran_out_plays_nothing(cast, client, version):
    permission = permit(cast, version, until=timezone.localdate())
    host(cast, version)
    assert playable(version) is not None
    yesterday = timezone.localdate() - timedelta(days=1)
    other = HostingPermission.objects.create(
        material=version.material, given_by="x", given_on=yesterday, until=yesterday, reference="y", scope="training",
        agency=cast.agency, recorded_by=cast.reviewer,
    )  # fmt: skip
    HostedRecording.objects.update(permission=other)
    client.force_login(cast.reviewer)
    assert client.get(address(version)).status_code == 404
    page = client.get(f"/materials/{version.material.slug}/hosting/").content.decode()
    assert "its permission is no longer in force" in page
    assert permission in HostingPermission.objects.in_force()


def test_a_permission_for_one_version_covers_no_other(cast, version):
    other = MaterialVersionFactory(material=version.material)
    permit(cast, version, version=other)
    with pytest.raises(NoPermission):
        host(cast, version)
    assert host(cast, other)


@pytest.mark.parametrize(
    ("name", "content"),
    [("film.webm", b"<html>hello"), ("film.exe", FILM), ("film.mp4", FILM), ("film.webm", b"")],
)
def test_what_is_no_recording_is_refused(cast, version, tmp_path, name, content):
    permit(cast, version)
    with pytest.raises(ValidationError):
        host_recording(actor=cast.reviewer, version=version, file=film(name, content))
    assert files(tmp_path) == []


def test_another_agencys_material_is_out_of_reach(cast, client, version):
    permission = permit(cast, version)
    hosted = host(cast, version)
    with pytest.raises(PermissionDenied):
        remove_recording(actor=cast.second_reviewer, hosted=hosted)
    with pytest.raises(PermissionDenied):
        withdraw_permission(actor=cast.second_reviewer, permission=permission, reason="x")
    client.force_login(cast.second_reviewer)
    slug = version.material.slug
    assert client.get(f"/materials/{slug}/hosting/").status_code == 404
    assert client.post(f"/materials/{slug}/hosting/{permission.pk}/withdraw/", {"reason": "x"}).status_code == 404
    assert client.post(f"/materials/recordings/{slug}/{version.pk}/", {"file": film()}).status_code == 404
    assert client.post(address(version, "recording/remove/")).status_code == 404


def ledger(*names):
    rows = LedgerEntry.objects.filter(action__in=[f"review.hosting.{name}" for name in names]).order_by("pk")
    return [row.action.rsplit(".", 1)[1] for row in rows]


def test_the_clock_deletes_what_is_held_under_a_permission_that_ran_out(
    cast, client, version, tmp_path, mailoutbox, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    permission = permit(cast, version, until=today)
    host(cast, version)
    make_flag(MaterialTarget(material=version.material, version=version, start=1, end=2), by=cast.second_reviewer)
    mailoutbox.clear()
    assert clear_ended(today=today) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_ended(today=today + timedelta(days=1)) == 1
        assert clear_ended(today=today + timedelta(days=1)) == 0
    assert files(tmp_path) == []
    assert not HostedRecording.objects.exists()
    assert ledger("ended", "recording_removed") == ["ended", "recording_removed"]
    told = {address for letter in mailoutbox for address in letter.to}
    assert {cast.author.email, cast.reviewer.email, cast.second_reviewer.email} <= told
    assert cast.outside_author.email not in told
    permission.refresh_from_db()
    assert permission.cleared_at is not None
    client.force_login(cast.second_reviewer)
    page = client.get(version.material.get_absolute_url()).content.decode()
    assert "Held here by permission of Head of Media" in page
    assert "Deleted on" in page


def test_who_withdrew_it_is_on_the_materials_page_and_in_the_letter(
    cast, client, version, mailoutbox, django_capture_on_commit_callbacks
):
    permission = permit(cast, version)
    host(cast, version)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_permission(actor=cast.reviewer, permission=permission, reason="Asked by letter.")
    assert any("A recording is deleted" in letter.subject for letter in mailoutbox)
    client.force_login(cast.second_reviewer)
    page = client.get(version.material.get_absolute_url()).content.decode()
    assert "when the permission of Head of Media, Example Publisher was withdrawn." in page


def test_a_renewed_permission_keeps_the_recording(cast, version, tmp_path, django_capture_on_commit_callbacks):
    today = timezone.localdate()
    permit(cast, version, until=today)
    hosted = host(cast, version)
    renewed = permit(cast, version, reference="Letter 13", until=today + timedelta(days=90))
    with django_capture_on_commit_callbacks(execute=True):
        assert clear_ended(today=today + timedelta(days=1)) == 0
    hosted.refresh_from_db()
    assert hosted.permission == renewed
    assert len(files(tmp_path)) == 1
    assert ledger("recording_kept", "recording_removed") == ["recording_kept"]


def test_the_keeper_is_told_once_two_weeks_before(cast, version, mailoutbox, django_capture_on_commit_callbacks):
    today = timezone.localdate()
    permit(cast, version, until=today + timedelta(days=15))
    host(cast, version)
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_ends(today=today) == 0
        assert remind_of_ends(today=today + timedelta(days=1)) == 1
        assert remind_of_ends(today=today + timedelta(days=2)) == 0
    assert {letter.to[0] for letter in mailoutbox} == {cast.author.email, cast.reviewer.email}
    assert "ends after" in mailoutbox[0].body


def test_a_file_whose_deletion_broke_off_is_swept_and_no_other(cast, version, tmp_path):
    permit(cast, version)
    held = tmp_path / str(host(cast, version).file.name)
    left, fresh = held.with_name("left.webm"), held.with_name("fresh.webm")
    elsewhere = tmp_path / "elsewhere.webm"
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (left, fresh, elsewhere):
        path.write_bytes(FILM)
    for path in (held, left, elsewhere):
        os.utime(path, (long_ago, long_ago))
    assert sweep_files() == 1
    assert not left.exists()
    assert held.exists()
    assert fresh.exists()
    assert elsewhere.exists()
