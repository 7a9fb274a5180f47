"""One-time approval links: for one address, one text, one answer; every use in the ledger without the address."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from modules.models import Edition
from records.models import LedgerEntry
from review.models import ApprovalLink, SignOff
from review.services.answers import StaleCandidate
from review.services.links import issue_link
from review.services.signing import put_up_for_sign_off, sign
from tests.factories.signing import make_ruled_module, object_to_block, protect_first_block, reword_first_block

WHO = {"email": "Chair@Example.org", "name": "Bo Board", "role": "Chair of the board"}


@pytest.fixture(autouse=True)
def no_brake():
    cache.clear()


@pytest.fixture
def edition(cast):
    module = make_ruled_module([cast.agency, cast.second_agency])
    return put_up_for_sign_off(actor=cast.author, module=module)


@pytest.fixture
def issued(cast, edition):
    return issue_link(actor=cast.author, agency=cast.agency, edition=edition, **WHO)


@pytest.fixture
def bearer():
    """A browser that is held to Django's forgery check, as real ones are."""
    return Client(enforce_csrf_checks=True)


def address(issued):
    return reverse("review:link_answer", args=[issued.token])


def answers(issued, **more):
    words = {"digest": issued.link.digest, "name": "Bo Board", "role": "Chair", "answer": "approve", "confirmed": "on"}
    return words | more


def uses():
    rows = LedgerEntry.objects.filter(action__startswith="review.link.").order_by("pk")
    return [row.action.removeprefix("review.link.") for row in rows]


def test_it_is_sent_to_its_address_and_the_secret_is_kept_nowhere(cast, edition, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        issued = issue_link(actor=cast.author, agency=cast.agency, edition=edition, **WHO)
    letter = mail.outbox[0]
    assert letter.to == ["chair@example.org"]
    assert issued.token in letter.body
    kept = str(ApprovalLink.objects.values().get())
    assert issued.token not in kept
    ledger = " ".join(str(row.data) + row.subject for row in LedgerEntry.objects.all())
    assert "example.org" not in ledger
    assert "Bo Board" not in ledger


@pytest.mark.parametrize("name", ["reviewer", "second_author", "outside_author", "administrator", "officer"])
def test_only_an_author_of_the_agency_issues_it(cast, edition, name):
    with pytest.raises(PermissionDenied):
        issue_link(actor=getattr(cast, name), agency=cast.agency, edition=edition, **WHO)


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"name": " "}, {"role": ""}])
def test_a_link_for_nobody_is_refused(cast, edition, wrong):
    with pytest.raises(ValidationError):
        issue_link(actor=cast.author, agency=cast.agency, edition=edition, **WHO | wrong)


def test_it_shows_the_whole_candidate_before_it_is_answered(bearer, issued, edition):
    for _ in range(2):
        page = bearer.get(address(issued))
        assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    for step in edition.steps.all():
        assert step.title in text
        assert bearer.get(reverse("review:link_step", args=[issued.token, step.position])).status_code == 200
    assert bearer.get(reverse("review:link_step", args=[issued.token, 99])).status_code == 404
    assert uses() == ["issued", "opened", "opened"]


def test_one_answer_is_recorded_as_given_by_link_and_published_so(cast, client, bearer, issued, edition):
    sign(actor=cast.second_author, agency=cast.second_agency, edition=edition, answer="approve")
    assert "Your answer is recorded" in bearer.post(address(issued), answers(issued)).content.decode()
    row = SignOff.objects.get(how="link")
    assert (row.person, row.agency, row.shown_name) == (None, cast.agency, "Bo Board")
    assert Edition.objects.get(pk=edition.pk).state == "current"
    assert "by link" in client.get(edition.get_absolute_url()).content.decode()
    again = bearer.post(address(issued), answers(issued, answer="object", ground="law", reasons="No."))
    assert (again.status_code, bearer.get(address(issued)).status_code) == (410, 410)
    assert "has been used" in again.content.decode()
    assert SignOff.objects.count() == 2
    assert uses() == ["issued", "answered", "refused", "refused"]


def test_an_objection_by_link_stands_like_any_other(cast, bearer, issued, edition):
    block_id = edition.steps.get(kind="lesson").blocks[0]["id"]
    words = answers(issued, answer="object", ground="law", block_id=block_id, reasons="The law says less.")
    assert bearer.post(address(issued), words).status_code == 200
    objection = SignOff.objects.get().objection
    assert (objection.agency, objection.ground, objection.block_id) == (cast.agency, "law", block_id)


@pytest.mark.parametrize("missing", ["name", "role", "answer", "confirmed"])
def test_what_is_not_confirmed_is_not_recorded(bearer, issued, missing):
    page = bearer.post(address(issued), {k: v for k, v in answers(issued).items() if k != missing})
    assert page.status_code == 400
    assert not SignOff.objects.exists()
    assert bearer.get(address(issued)).status_code == 200


def test_an_expired_link_says_so(bearer, issued):
    with freeze_time(timezone.now() + timedelta(days=8)):
        page = bearer.get(address(issued))
        assert page.status_code == 410
        assert "This link has expired" in page.content.decode()
        assert bearer.post(address(issued), answers(issued)).status_code == 410
    assert uses() == ["issued", "expired", "refused", "refused"]
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("change", [lambda token: token[:-2], lambda token: "x" + token, lambda token: "nonsense"])
def test_a_link_that_was_altered_is_refused(bearer, issued, change):
    page = bearer.get(reverse("review:link_answer", args=[change(issued.token)]))
    assert page.status_code == 403
    assert "not one of ours" in page.content.decode()
    assert uses() == ["issued"]


def test_a_new_candidate_revokes_it(cast, bearer, issued, edition):
    put_up_for_sign_off(actor=cast.author, module=edition.module)
    page = bearer.get(address(issued))
    assert page.status_code == 410
    assert "no longer holds" in page.content.decode()
    assert uses() == ["issued", "revoked", "refused"]


def test_a_decision_revokes_it_and_none_is_issued_after(cast, bearer, issued, edition):
    object_to_block(cast, edition)
    assert bearer.get(address(issued)).status_code == 410
    with pytest.raises(StaleCandidate):
        issue_link(actor=cast.author, agency=cast.agency, edition=edition, **WHO)


def test_a_second_link_for_the_same_address_ends_the_first(cast, bearer, issued, edition):
    newer = issue_link(actor=cast.author, agency=cast.agency, edition=edition, **WHO)
    assert bearer.get(address(issued)).status_code == 410
    assert bearer.get(address(newer)).status_code == 200


def test_consent_to_a_protected_change_is_asked_apart(cast, bearer, client):
    module = make_ruled_module([cast.agency, cast.second_agency], approvals=1)
    first = put_up_for_sign_off(actor=cast.author, module=module)
    sign(actor=cast.author, agency=cast.agency, edition=first, answer="approve")
    passage = protect_first_block(cast, module)
    reword_first_block(module)
    second = put_up_for_sign_off(actor=cast.author, module=module)
    issued = issue_link(actor=cast.author, agency=cast.agency, edition=second, **WHO)
    assert 'name="consents"' in bearer.get(address(issued)).content.decode()
    bearer.post(address(issued), answers(issued, consents=passage.pk))
    assert Edition.objects.get(pk=second.pk).state == "current"


def test_too_many_requests_are_braked(bearer, issued):
    statuses = {bearer.get(reverse("review:link_answer", args=["nonsense"])).status_code for _ in range(70)}
    assert statuses == {403, 429}


def test_the_brake_tells_apart_who_comes_through_the_same_proxy(bearer, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    url = reverse("review:link_answer", args=["nonsense"])
    for _ in range(70):
        last = bearer.get(url, headers={"x-forwarded-for": "203.0.113.7"})
    assert last.status_code == 429
    assert bearer.get(url, headers={"x-forwarded-for": "203.0.113.8"}).status_code == 403


def test_authors_issue_and_revoke_from_the_page_and_others_see_nothing(cast, client, edition):
    url = reverse("review:links", args=[edition.reference])
    expected = {
        "author": 200,
        "second_author": 200,
        "reviewer": 404,
        "outside_author": 404,
        "officer": 403,
        "anonymous": 302,
    }
    for name, status in expected.items():
        client.logout()
        if name != "anonymous":
            client.force_login(getattr(cast, name))
        assert client.get(url).status_code == status, name
    client.force_login(cast.author)
    client.post(url, WHO | {"agency": cast.agency.pk})
    link = ApprovalLink.objects.get()
    assert client.post(url, WHO | {"agency": cast.second_agency.pk}).status_code == 400
    client.force_login(cast.second_author)
    assert link.email not in client.get(url).content.decode()
    assert client.post(reverse("review:revoke_link", args=[link.reference])).status_code == 404
    client.force_login(cast.author)
    client.post(reverse("review:revoke_link", args=[link.reference]))
    link.refresh_from_db()
    assert link.state == "revoked"
