"""Credits, names withdrawn from editions, owners and their successors, reading an edition again."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from modules.models import Credit, ModuleOwner, NameWithdrawal
from modules.services.naming import credit_person, end_credit, withdraw_name
from modules.services.owning import set_owner
from modules.services.rereading import confirm_review, months_after
from people.enums import RoleName
from people.models import RoleGrant
from people.services.accounts import change_account
from people.services.roles import grant_role, take_role_back
from records.models import LedgerEntry
from review.services.deadlines import remind_of_rereading
from review.services.signing import put_up_for_sign_off, sign
from tests.factories.signing import make_ruled_module

RIVER = {"name": "River", "work": "Wrote the scenes", "consented": True}


@pytest.fixture
def module(cast):
    return make_ruled_module([cast.agency, cast.second_agency])


def publish(cast, module):
    edition = put_up_for_sign_off(actor=cast.author, module=module)
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    sign(actor=cast.second_author, agency=cast.second_agency, edition=edition, answer="approve")
    edition.refresh_from_db()
    return edition


def credited(cast, module, **more):
    who = RIVER | {"consent_on": timezone.localdate()} | more
    return credit_person(actor=cast.author, agency=cast.agency, module=module, **who)


def page_of(client, edition):
    return client.get(edition.get_absolute_url()).content.decode()


def test_a_credit_stands_on_the_editions_published_after_it(cast, client, module):
    row = credited(cast, module)
    first = publish(cast, module)
    end_credit(actor=cast.author, credit=row)
    second = publish(cast, module)
    assert "River" in page_of(client, first)
    assert "River" not in page_of(client, second)
    assert not any("River" in str(entry.data) for entry in LedgerEntry.objects.all())


@pytest.mark.parametrize("wrong", [{"consented": False}, {"consent_on": date(2999, 1, 1)}, {"name": " "}, {"work": ""}])
def test_nobody_is_named_without_a_consent(cast, module, wrong):
    with pytest.raises(ValidationError):
        credited(cast, module, **wrong)
    assert not Credit.objects.exists()


@pytest.mark.parametrize("name", ["reviewer", "second_author", "outside_author", "administrator"])
def test_only_authors_of_the_agency_credit_and_withdraw_its_names(cast, module, name):
    edition = publish(cast, module)
    person = getattr(cast, name)
    with pytest.raises(PermissionDenied):
        credit_person(actor=person, agency=cast.agency, module=module, consent_on=timezone.localdate(), **RIVER)
    with pytest.raises(PermissionDenied):
        withdraw_name(actor=person, agency=cast.agency, edition=edition)


def test_a_withdrawn_agency_is_named_on_no_public_page_and_its_signature_stays(cast, client, module):
    edition = publish(cast, module)
    step = edition.steps.first()
    for _ in range(2):
        withdraw_name(actor=cast.author, agency=cast.agency, edition=edition)
    for url in (
        edition.get_absolute_url(),
        reverse("modules:library"),
        reverse("modules:module", args=[module.slug]),
        reverse("modules:signatures", args=[edition.digest]),
        reverse("modules:reading", args=[module.slug, step.slug]),
    ):
        assert cast.agency.name not in client.get(url).content.decode(), url
    assert "name was withdrawn on" in page_of(client, edition)
    assert cast.second_agency.name in page_of(client, edition)
    assert edition.signatures.filter(agency_name=cast.agency.name).exists()
    assert NameWithdrawal.objects.count() == 1
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        NameWithdrawal.objects.all()._raw_delete("default")


def test_a_contributor_withdraws_and_the_agency_stands(cast, client, module):
    credited(cast, module)
    edition = publish(cast, module)
    withdraw_name(actor=cast.author, agency=cast.agency, edition=edition, credit=edition.credits.get())
    text = page_of(client, edition)
    assert "River" not in text
    assert "A name withdrawn on" in text
    assert cast.agency.name in text


def test_what_does_not_stand_there_cannot_be_withdrawn(cast, module):
    candidate = put_up_for_sign_off(actor=cast.author, module=module)
    with pytest.raises(ValidationError):
        withdraw_name(actor=cast.author, agency=cast.agency, edition=candidate)


def owned(cast, module, successor=None):
    return set_owner(actor=cast.author, module=module, agency=cast.agency, person=cast.author, successor=successor)


def owner_of(module):
    return ModuleOwner.objects.get(module=module)


def test_ownership_passes_to_the_successor_when_the_role_ends(cast, module, django_capture_on_commit_callbacks):
    grant_role(actor="test", user=cast.reviewer, role=RoleName.AUTHOR, agency=cast.agency)
    owned(cast, module, successor=cast.reviewer)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        take_role_back(actor=cast.administrator, grant=RoleGrant.objects.get(user=cast.author))
    assert (owner_of(module).person, owner_of(module).successor) == (cast.reviewer, None)
    assert [message.to for message in mail.outbox] == [[cast.reviewer.email]]


def test_without_a_successor_it_stands_without_owner_in_the_report(cast, client, module):
    owned(cast, module)
    change_account(actor=cast.administrator, user=cast.author, name=cast.author.name, active=False)
    assert owner_of(module).person is None
    client.force_login(cast.reviewer)
    page = client.get(reverse("modules_admin:keeping")).content.decode()
    assert "1 module has no owner." in page
    assert LedgerEntry.objects.filter(action="modules.owner.lost").count() == 1


def test_who_still_works_for_the_agency_keeps_it(cast, module):
    grant = grant_role(actor="test", user=cast.author, role=RoleName.REVIEWER, agency=cast.agency)
    owned(cast, module)
    take_role_back(actor=cast.administrator, grant=grant)
    assert owner_of(module).person == cast.author


def test_a_stranger_is_no_owner_and_no_successor(cast, module):
    for fields in (
        {"agency": cast.agency, "person": cast.second_author},
        {"agency": cast.outside_agency, "person": cast.outside_author},
        {"agency": cast.agency, "person": cast.author, "successor": cast.author},
        {"agency": cast.agency, "person": cast.author, "successor": cast.outside_author},
    ):
        with pytest.raises(ValidationError):
            set_owner(actor=cast.author, module=module, **fields)
    with pytest.raises(PermissionDenied):
        set_owner(actor=cast.outside_author, module=module, agency=cast.agency, person=cast.author)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 1), 13, date(2028, 1, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, then):
    assert months_after(day, months) == then


def test_an_edition_is_read_again_by_the_day_of_its_rule(cast, client, module, django_capture_on_commit_callbacks):
    edition = publish(cast, module)
    review = edition.scheduled_review
    assert review.due_on == months_after(timezone.localdate(), 12)
    assert remind_of_rereading() == 0
    mail.outbox.clear()
    late = timezone.now() + timedelta(days=370)
    with django_capture_on_commit_callbacks(execute=True):
        assert (remind_of_rereading(now=late), remind_of_rereading(now=late)) == (1, 0)
    assert {message.to[0] for message in mail.outbox} == {cast.author.email, cast.second_author.email}
    type(review).objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "(overdue)" in page_of(client, edition)
    with pytest.raises(PermissionDenied):
        confirm_review(actor=cast.reviewer, edition=edition)
    confirm_review(actor=cast.author, edition=edition)
    assert "(overdue)" not in page_of(client, edition)


def test_the_page_and_its_forms(cast, client, module):
    edition = publish(cast, module)
    url = reverse("modules_admin:names", args=[module.pk])
    allowed = {"author", "reviewer", "second_author", "second_reviewer", "administrator"}
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        assert (client.get(url).status_code == 200) == (name in allowed), name
    client.force_login(cast.author)
    words = {"agency": cast.agency.pk, "name": "River", "work": "Scenes", "consent_on": timezone.localdate()}
    credit = reverse("modules_admin:credit", args=[module.pk])
    assert client.post(credit, words).status_code == 400
    assert client.post(credit, words | {"consented": "on"}).status_code == 302
    owner = reverse("modules_admin:set_owner", args=[module.pk])
    client.post(owner, {"agency": cast.agency.pk, "person": cast.author.pk, "successor": cast.reviewer.pk})
    assert owner_of(module).successor == cast.reviewer
    client.post(reverse("modules_admin:read_again", args=[module.pk]))
    withdraw = reverse("modules_admin:withdraw_name", args=[module.pk])
    assert client.post(withdraw, {"edition": edition.digest, "agency": cast.second_agency.slug}).status_code == 404
    client.post(withdraw, {"edition": edition.digest, "agency": cast.agency.slug})
    assert NameWithdrawal.objects.get().agency == cast.agency
    client.post(reverse("modules_admin:end_credit", args=[Credit.objects.get().reference]))
    assert Credit.objects.get().ended_at
    client.force_login(cast.outside_author)
    assert client.post(credit, words).status_code == 404
