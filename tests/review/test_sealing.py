"""Who raised a flag: sealed in the database, absent from everything that leaves, opened by two people only."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from records.models import LedgerEntry
from review.models import Flag, FlagStep, Notice, SealOpening
from review.services.answering import answer_flag
from review.services.appealing import appeal_flag
from review.services.unsealing import answer_unsealing, ask_to_unseal, name_behind
from tests.factories.modules import make_current_edition
from tests.factories.review import make_flag


@pytest.fixture
def flag(cast):
    edition = make_current_edition([cast.agency, cast.second_agency])
    return make_flag(edition, by=cast.reviewer, visibility="public")


def traces(person):
    return [person.name, person.email, str(person.reference), person.name.split()[0]]


def test_no_row_of_a_flag_names_its_flagger(cast, flag):
    rows = [
        *Flag.objects.values(),
        *FlagStep.objects.values(),
        *LedgerEntry.objects.filter(subject__startswith="flag:").values(),
    ]
    text = json.dumps(rows, default=str)
    for trace in traces(cast.reviewer):
        assert trace not in text
    assert all(step.person_id is None for step in FlagStep.objects.filter(by_flagger=True))


def test_nothing_that_leaves_names_the_flagger(cast, client, flag, caplog, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer_flag(actor=cast.second_reviewer, flag=flag, outcome="upheld", reasons="Yes.")
        appeal_flag(actor=cast.reviewer, flag=flag, reasons="Not enough.")
    call_command("tick")
    client.force_login(cast.second_author)
    public = [reverse("review:public_annotations"), reverse("review:corrections"), reverse("review:corrections_csv")]
    public += [reverse("review:public_report", args=[flag.reference])]
    texts = []
    for url in [*public, reverse("review:docket"), flag.get_absolute_url()]:
        response = client.get(url)
        assert response.status_code == 200, url
        texts.append((b"".join(response.streaming_content) if response.streaming else response.content).decode())
        texts.append(str(response.headers))
    client.force_login(cast.author)
    texts.append(client.get(reverse("review:own_annotations")).content.decode())
    texts.append(caplog.text)
    for message in mail.outbox:
        texts += [message.subject, message.body, str(message.alternatives), str(message.extra_headers)]
        assert str(flag.reference) not in message.body
    for text in texts:
        for trace in traces(cast.reviewer):
            assert trace not in text.replace(flag.flagger_agency.name, "")
    assert Notice.objects.filter(
        user=cast.reviewer, kind="raised"
    ).exists()  # told like everybody else, or it would show


def test_two_people_open_a_seal_for_a_day(cast, flag):
    with pytest.raises(PermissionDenied):
        ask_to_unseal(actor=cast.second_author, flag=flag, reason="I want to know.")
    with pytest.raises(ValidationError):
        ask_to_unseal(actor=cast.administrator, flag=flag, reason=" ")
    opening = ask_to_unseal(actor=cast.administrator, flag=flag, reason="A court order.")
    for wrong in (cast.administrator, cast.reviewer, cast.second_author, cast.officer):
        with pytest.raises(PermissionDenied):
            answer_unsealing(actor=wrong, opening=opening, agree=True)
    with pytest.raises(PermissionDenied):
        name_behind(actor=cast.administrator, opening=opening)
    opening = answer_unsealing(actor=cast.author, opening=opening, agree=True)
    assert name_behind(actor=cast.administrator, opening=opening) == cast.reviewer
    with pytest.raises(PermissionDenied):
        name_behind(actor=cast.second_author, opening=opening)
    SealOpening.objects.update(approved_at=timezone.now() - timedelta(hours=25))
    opening.refresh_from_db()
    with pytest.raises(PermissionDenied):
        name_behind(actor=cast.administrator, opening=opening)
    actions = (
        LedgerEntry.objects.filter(action__startswith="review.seal.").order_by("pk").values_list("action", flat=True)
    )
    assert [name.rsplit(".")[-1] for name in actions] == ["asked", "opened", "seen"]


def test_a_refused_seal_stays_closed(cast, flag):
    opening = ask_to_unseal(actor=cast.administrator, flag=flag, reason="Curious.")
    opening = answer_unsealing(actor=cast.author, opening=opening, agree=False)
    assert not opening.is_open
    with pytest.raises(PermissionDenied):
        answer_unsealing(actor=cast.author, opening=opening, agree=True)


def test_the_pages_of_a_seal(cast, client, flag):
    client.force_login(cast.administrator)
    asked = client.post(reverse("review:seals"), {"flag": flag.reference, "reason": "A court order."})
    assert asked.status_code == 302
    assert client.post(reverse("review:seals"), {"flag": "nonsense", "reason": "x"}).status_code == 400
    opening = SealOpening.objects.get()
    name = reverse("review:see_name", args=[opening.reference])
    assert client.post(name).status_code == 404
    client.force_login(cast.author)
    client.post(reverse("review:answer_seal", args=[opening.reference]), {"answer": "agree"})
    page = client.post(name)
    assert cast.reviewer.name in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    client.force_login(cast.second_author)
    assert client.get(reverse("review:seal", args=[opening.reference])).status_code == 404
