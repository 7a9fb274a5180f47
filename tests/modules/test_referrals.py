"""Referrals live outside editions: what is out of date disappears everywhere, and its owner is told once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from modules.enums import ResourceStatus
from modules.models import ReferralCheck, Resource
from modules.referrals import forget_referrals
from modules.rendering import render_step
from modules.services.checking import check_module
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition
from modules.services.referrals import ReferralClosed, check_referral, tell_owners
from records.models import LedgerEntry
from tests.factories.modules import ResourceFactory, add_lesson, add_scenario, block, items, make_module, single_item

NUMBER = "(415) 555-0100"
LONG_AGO = timedelta(days=200)


def named(*resources, title=""):
    return block("referrals", {"title": title, "resources": items(*(row.pk for row in resources))})


def published(cast, *blocks):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_lesson(module, list(blocks))
    return publish_edition(actor="test", edition=freeze_module(actor="test", module=module))


def expired(**fields):
    return ResourceFactory(last_checked=timezone.localdate() - LONG_AGO, **fields)


def grow_old(resource):
    resource.last_checked = timezone.localdate() - LONG_AGO
    resource.save()
    forget_referrals()


def test_an_edition_keeps_the_key_and_never_the_number(cast):
    resource = ResourceFactory(contact=NUMBER)
    edition = published(cast, named(resource))

    assert resource.fact_id in edition.canonical
    assert "555-0100" not in edition.canonical
    assert NUMBER in render_step(edition.steps.get())


def test_a_number_that_nobody_checked_disappears_from_a_frozen_step(cast, client):
    resource, other = ResourceFactory(contact=NUMBER), ResourceFactory(contact="(415) 555-0199")
    edition = published(cast, named(resource, other))
    step = edition.steps.get()
    assert NUMBER in render_step(step)
    grow_old(resource)

    shown = render_step(step)

    assert NUMBER not in shown
    assert resource.name not in shown
    assert other.contact in shown
    assert "1 referral is not shown" in shown
    page = client.get(reverse("modules:reading", args=[edition.module.slug, step.slug])).content.decode()
    assert NUMBER not in page
    assert NUMBER not in client.get(reverse("modules:resources")).content.decode()


def test_a_closed_service_disappears_though_it_was_checked_today(cast):
    resource = ResourceFactory(contact=NUMBER)
    step = published(cast, named(resource)).steps.get()
    resource.status = ResourceStatus.CLOSED
    resource.save()
    forget_referrals()

    assert NUMBER not in render_step(step)


def test_a_step_without_referrals_asks_nothing_and_one_with_them_asks_once(cast, django_assert_num_queries):
    plain = published(cast, block("text", "<p>Words.</p>")).steps.get()
    naming = published(cast, named(ResourceFactory())).steps.get()
    forget_referrals()
    with django_assert_num_queries(0):
        render_step(plain)
    with django_assert_num_queries(1):
        render_step(naming)
        render_step(naming)


def test_a_referral_that_closed_or_is_gone_stops_the_freeze(cast):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_lesson(module, [named(ResourceFactory(name="Old House", status=ResourceStatus.CLOSED))])
    add_lesson(module, [block("referrals", {"title": "", "resources": items(999999)})])
    add_lesson(module, [block("referrals", {"title": "", "resources": []})])

    said = [problem.message for problem in check_module(module)]

    assert any("“Old House” has closed" in message for message in said)
    assert any("no longer exists: the referrals" in message for message in said)
    assert any("Something is missing: the referrals" in message for message in said)


@pytest.mark.parametrize("written", ["(415) 555-0100", "415.555.0100", "+1 415 555 0100", "4155550100"])
def test_a_number_written_into_a_text_is_sent_to_the_referrals(cast, written):
    ResourceFactory(name="Example Line", contact=f"{NUMBER}; text 233733")
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    text = block("text", f"<p>Call {written} now.</p>")
    add_lesson(module, [text, block("text", "<p>In 2017, 1,234 people; 51 cited 16 booked.</p>")])
    quiz = single_item()
    quiz["value"]["stem"] = f"She has {written} on a card. What now?"
    add_scenario(module, [quiz])

    found = [(p.block_id, p.severity) for p in check_module(module) if "Example Line" in p.message]

    assert sorted(found) == sorted([(text["id"], "error"), (quiz["id"], "error")])


def test_checked_today_shows_it_again_and_is_kept(cast, client):
    resource = expired(owner=cast.agency)
    client.force_login(cast.author)

    client.post(reverse("modules_admin:check_referral", args=[resource.fact_id]), {"note": "A person answered."})

    resource.refresh_from_db()
    assert resource in Resource.objects.shown()
    check = ReferralCheck.objects.get()
    assert (check.by, check.note, check.checked_on) == (cast.author, "A person answered.", timezone.localdate())
    entry = LedgerEntry.objects.get(action="modules.referral.checked")
    assert entry.subject == f"referral:{resource.fact_id}"
    assert "A person answered." not in str(entry.data)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ReferralCheck.objects.update(note="")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("author", True),
        ("administrator", True),
        ("second_author", False),
        ("reviewer", False),
        ("coordinator", False),
        ("officer", False),
    ],
)
def test_only_its_keepers_check_a_referral(cast, client, who, may):
    resource = expired(owner=cast.agency)
    client.force_login(getattr(cast, who))

    response = client.post(reverse("modules_admin:check_referral", args=[resource.fact_id]))

    assert response.status_code == (404 if who == "second_author" else 302)  # the workspace sends others away
    assert ReferralCheck.objects.exists() == may


def test_the_service_asks_who_it_is_and_refuses_what_closed(cast):
    resource = expired(owner=cast.agency)
    with pytest.raises(PermissionDenied):
        check_referral(actor=cast.second_author, resource=resource)
    resource.status = ResourceStatus.CLOSED
    resource.save()
    with pytest.raises(ReferralClosed):
        check_referral(actor=cast.author, resource=resource)
    assert not ReferralCheck.objects.exists()


def test_a_note_that_is_too_long_writes_nothing(cast, client):
    resource = expired(owner=cast.agency)
    client.force_login(cast.author)

    client.post(reverse("modules_admin:check_referral", args=[resource.fact_id]), {"note": "x" * 1001})

    assert not ReferralCheck.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_lists_what_waits_with_the_same_queries(cast, client, django_assert_max_num_queries, rows):
    client.force_login(cast.author)
    for number in range(rows):
        expired(owner=cast.agency, name=f"Hidden {number}")
    ResourceFactory(name="Fresh")
    ResourceFactory(name="Soon", last_checked=timezone.localdate() - timedelta(days=80))
    ResourceFactory(name="Never", last_checked=None)
    client.get(reverse("modules_admin:referrals"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("modules_admin:referrals")).content.decode()

    assert all(name in page for name in ("Hidden 0", "Soon", "Never"))
    assert "Fresh" not in page


def test_owners_are_told_once_for_each_disappearance(cast):
    mine, nobodys = expired(owner=cast.agency, name="Mine"), expired(name="Nobody's")
    ResourceFactory(owner=cast.agency), ResourceFactory(last_checked=None)

    assert tell_owners(actor="test").told == 2
    assert {tuple(message.to) for message in mail.outbox} == {(cast.author.email,), (cast.administrator.email,)}
    assert "Mine" in mail.outbox[0].body + mail.outbox[1].body
    assert tell_owners(actor="test").told == 0
    assert len(mail.outbox) == 2
    assert LedgerEntry.objects.get(action="modules.referral.owners_told").data["referrals"] == sorted(
        [mine.fact_id, nobodys.fact_id]
    )

    check_referral(actor=cast.author, resource=mine)
    grow_old(Resource.objects.get(pk=mine.pk))
    Resource.objects.filter(pk=mine.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert tell_owners(actor="test").told == 1


def test_a_refused_message_is_tried_again(cast, settings):
    expired(owner=cast.agency)
    settings.EMAIL_BACKEND = "tests.curriculum.refusing_mail.RefusingBackend"
    result = tell_owners(actor="test")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert (result.told, result.failed) == (0, 1)
    assert tell_owners(actor="test").told == 1


def test_the_clock_tells_the_owners(cast, capsys):
    expired(owner=cast.agency)
    call_command("tick")
    assert "owners told of hidden referrals: 1" in capsys.readouterr().out


def test_other_agencies_do_not_change_a_referral_in_the_register(cast, client):
    resource = ResourceFactory(owner=cast.agency)
    client.force_login(cast.second_author)
    assert client.get(reverse("wagtailsnippets_modules_resource:edit", args=[resource.pk])).status_code in (
        302,
        403,
        404,
    )
    client.force_login(cast.author)
    assert client.get(reverse("wagtailsnippets_modules_resource:edit", args=[resource.pk])).status_code == 200
