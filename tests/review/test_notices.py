"""Who is told what, and how often; and what readers say without claiming anything."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from review.models import Feedback, Flag, Notice, NoticePreference
from review.services.answering import answer_flag
from review.services.feedback import give_feedback
from review.services.notifying import tell
from review.services.telling import remind_docket, send_digests
from review.targets import MaterialTarget
from tests.factories.modules import make_current_edition
from tests.factories.people import UserFactory
from tests.factories.review import MaterialFactory, lesson_of, make_flag


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


def told(person):
    return [message for message in mail.outbox if message.to == [person.email]]


def test_only_those_concerned_are_told_once_a_day(cast, edition):
    make_flag(edition, by=cast.officer)
    make_flag(edition, by=cast.officer)
    assert send_digests() == 4
    assert len(told(cast.reviewer)) == 1
    assert "2" in told(cast.reviewer)[0].body
    for other in (cast.outside_author, cast.coordinator, cast.auditor, cast.administrator, cast.officer):
        assert not told(other)
    make_flag(edition, by=cast.officer)
    assert send_digests() == 0
    assert send_digests(today=timezone.localdate() + timedelta(days=1)) == 4


def test_who_wants_it_at_once_gets_it_at_once(cast, edition, django_capture_on_commit_callbacks):
    NoticePreference.objects.create(user=cast.reviewer, how="at_once")
    with django_capture_on_commit_callbacks(execute=True):
        make_flag(edition, by=cast.officer)
    assert [message.to for message in mail.outbox] == [[cast.reviewer.email]]


def test_news_of_ones_own_report_waits_for_the_digest_and_names_no_report(
    cast, edition, django_capture_on_commit_callbacks
):
    NoticePreference.objects.create(user=cast.officer, how="digest")
    flag = make_flag(edition, by=cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer_flag(actor=cast.reviewer, flag=flag, outcome="upheld", reasons="Yes.")
    assert not told(cast.officer)
    assert Notice.objects.get(user=cast.officer).flag is None
    send_digests()
    assert str(flag.reference) not in told(cast.officer)[0].body


def test_material_flags_are_told_to_those_who_asked(cast):
    NoticePreference.objects.create(user=cast.outside_author, registers=True)
    make_flag(MaterialTarget(material=MaterialFactory(), start=0, end=1), by=cast.reviewer)
    assert list(Notice.objects.values_list("user_id", flat=True)) == [cast.outside_author.pk]


def test_who_keeps_the_record_of_a_material_is_told_without_asking(cast):
    film = MaterialFactory(keeper=cast.second_agency)
    flag = make_flag(MaterialTarget(material=film, start=0, end=1), by=cast.reviewer)
    keepers = {cast.second_author.pk, cast.second_reviewer.pk}
    assert set(Notice.objects.values_list("user_id", flat=True)) == keepers
    Flag.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert remind_docket() == 1
    assert set(Notice.objects.filter(kind="overdue", flag=flag).values_list("user_id", flat=True)) == keepers


def test_judges_are_reminded_of_what_is_due_at_most_once_a_week(cast, edition):
    flag = make_flag(edition, by=cast.officer)
    today = timezone.localdate()
    assert remind_docket(today=today) == 0
    Flag.objects.update(due_on=today - timedelta(days=1))
    assert remind_docket(today=today) == 1
    assert Notice.objects.filter(kind="overdue", flag=flag).count() == 4
    assert remind_docket(today=today + timedelta(days=3)) == 0
    assert remind_docket(today=today + timedelta(days=7)) == 1


def test_the_reminders_of_one_day_are_one_letter_for_who_wants_all_at_once(
    cast, edition, django_capture_on_commit_callbacks
):
    for _ in range(3):
        make_flag(edition, by=cast.officer)
    Notice.objects.all().delete()
    NoticePreference.objects.create(user=cast.reviewer, how="at_once")
    Flag.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_docket() == 3
    assert len(told(cast.reviewer)) == 1
    assert not told(cast.author)


def test_a_person_chooses_how_often(cast, client):
    client.force_login(cast.officer)
    client.post(reverse("review:notice_preference"), {"how": "digest"})
    assert NoticePreference.objects.get(user=cast.officer).how == "digest"
    client.post(reverse("review:notice_preference"), {"how": "never"})
    assert NoticePreference.objects.get(user=cast.officer).how == "digest"


def test_feedback_is_nobodys_and_shown_from_ten_on(cast, client, edition):
    step = lesson_of(edition)
    url = reverse("review:give_feedback", args=[edition.digest, step.key])
    client.force_login(cast.officer)
    token = uuid4()
    for _ in range(2):
        assert client.post(url, {"token": token, "kind": "clear", "words": "Thanks."}).status_code == 302
    assert Feedback.objects.count() == 1
    assert not [field.name for field in Feedback._meta.fields if field.remote_field and "user" in field.name]
    assert not Flag.objects.exists()
    assert client.post(url, {"token": uuid4(), "kind": "nonsense"}).status_code == 400
    for _ in range(8):
        give_feedback(actor=UserFactory(), step=step, kind="unclear", token=uuid4())
    client.force_login(cast.reviewer)
    assert "Thanks." not in client.get("/docket/feedback/").content.decode()
    give_feedback(actor=UserFactory(), step=step, kind="long", token=uuid4())
    page = client.get("/docket/feedback/").content.decode()
    assert "Thanks." in page
    client.force_login(cast.outside_author)
    assert "Thanks." not in client.get("/docket/feedback/").content.decode()
    for author in (cast.author, cast.outside_author):  # who reads it does not make up the ten
        client.force_login(author)
        assert client.post(url, {"token": uuid4(), "kind": "clear"}).status_code == 404
    client.force_login(cast.officer)
    assert client.get("/docket/feedback/").status_code == 403


def test_an_address_that_is_refused_keeps_no_letter_from_others(
    settings, django_capture_on_commit_callbacks, caplog, db
):
    settings.EMAIL_BACKEND = "tests.curriculum.refusing_mail.PickyBackend"
    with django_capture_on_commit_callbacks(execute=True):
        tell(lambda: ("News", "Words."), ["first@gone.example", "second@example.org"], "/")
    assert [message.to for message in mail.outbox] == [["second@example.org"]]
    assert "not sent" in caplog.text
    assert "gone.example" not in caplog.text


def test_nobody_is_known_by_the_letter_that_they_did_not_get(cast, edition):
    flag = make_flag(edition, by=cast.reviewer)
    told_of_it = set(Notice.objects.filter(flag=flag).values_list("user__email", flat=True))
    assert told_of_it == {p.email for p in (cast.author, cast.second_author, cast.reviewer, cast.second_reviewer)}


def test_what_waits_for_a_flagger_is_dated_by_its_day(cast, edition):
    NoticePreference.objects.create(user=cast.officer, how="digest")
    answer_flag(actor=cast.reviewer, flag=make_flag(edition, by=cast.officer), outcome="upheld", reasons="Yes.")
    at = timezone.localtime(Notice.objects.get(user=cast.officer).created_at)
    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
