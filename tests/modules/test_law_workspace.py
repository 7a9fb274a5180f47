"""The register of rules in the workspace, the report of what rests on those that moved, and answering it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.models import Authority, AuthorityChange, ChangeAnswer
from modules.services.verifying import NewStatus, change_status
from records.models import LedgerEntry
from tests.factories.modules import (
    AuthorityFactory,
    ProvisionFactory,
    add_lesson,
    block,
    make_candidate,
    make_current_edition,
    make_module,
    next_edition,
)

pytestmark = pytest.mark.django_db
REPORT = "modules_admin:moved"


@pytest.fixture
def rule(db):
    return ProvisionFactory()


@pytest.fixture
def edition(cast, rule):
    return make_current_edition([cast.agency, cast.second_agency], provision=rule, title="Our bulletin")


@pytest.fixture
def change(rule, edition):
    change_status(actor="test", authority=rule.authority, status=NewStatus("repealed"), note="Read in the code.")
    return AuthorityChange.objects.get()


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, " ".join(content.decode().split())


def test_an_authors_page_of_a_rule_says_where_it_is_used_to_the_block(cast, client, edition, rule):
    client.force_login(cast.author)
    status, html = page(client, "modules_admin:authority", rule.authority.key)
    assert status == 200
    step = edition.steps.first()
    assert f"{reverse('modules:edition_step', args=[edition.digest, step.slug])}#b-{step.blocks[0]['id']}" in html
    assert f"#block-{step.blocks[0]['id']}-section" in html
    assert "Mark as verified" in html


def test_a_provision_and_a_source_have_such_a_page_too(cast, client, edition, rule):
    client.force_login(cast.author)
    source = next(iter(edition.steps.first().content["sources"]))
    for name, key in (("provision", rule.fact_id), ("source", source)):
        status, html = page(client, f"modules_admin:{name}", key)
        assert status == 200
        assert "Our bulletin" in html


def test_drafts_and_candidates_of_others_are_not_named(cast, client, rule):
    make_candidate([cast.outside_agency], provision=rule, title="Their secret")
    client.force_login(cast.author)
    for name, key in (("authority", rule.authority.key), ("provision", rule.fact_id)):
        status, html = page(client, f"modules_admin:{name}", key)
        assert status == 200
        assert "Their secret" not in html
    change_status(actor="test", authority=rule.authority, status=NewStatus("repealed"), note="Gone.")
    assert "Their secret" not in page(client, REPORT)[1]
    assert "Their secret" not in page(client, REPORT, export="csv")[1]
    client.force_login(cast.outside_author)
    assert "Their secret" in page(client, REPORT)[1]


def test_coordinators_and_auditors_read_and_officers_do_not(cast, client, rule, change, edition):
    addresses = [
        reverse("modules_admin:authority", args=[rule.authority.key]),
        reverse("modules_admin:provision", args=[rule.fact_id]),
        reverse(REPORT),
    ]
    for person in (cast.coordinator, cast.auditor, cast.reviewer, cast.administrator):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    client.force_login(cast.coordinator)
    assert "Mark as verified" not in page(client, "modules_admin:authority", rule.authority.key)[1]
    client.force_login(cast.officer)
    assert all(client.get(address).status_code in (302, 403) for address in addresses)
    client.logout()
    assert all(client.get(address).status_code == 302 for address in addresses)


def test_verifying_signs_and_dates_it(cast, client, rule):
    authority = rule.authority
    authority.last_verified = None
    authority.save()
    client.force_login(cast.author)
    address = reverse("modules_admin:authority_verified", args=[authority.key])
    assert client.get(address).status_code == 405
    assert client.post(address, {"note": ""}).status_code == 400
    assert client.post(address, {"note": "x", "agency": cast.outside_agency.pk}).status_code == 400
    response = client.post(address, {"note": "Read it in the code.", "agency": cast.agency.pk})
    assert response.status_code == 302
    authority.refresh_from_db()
    assert authority.last_verified == timezone.localdate()
    assert authority.last_verified_by == cast.author.name
    assert authority.last_verified_by_user == cast.author
    assert authority.last_verified_for == cast.agency
    entry = LedgerEntry.objects.get(action="modules.authority.verified")
    assert entry.data["note"] == "Read it in the code."
    assert cast.author.name not in str(entry.data)
    public = client.get(reverse("modules:authority", args=[authority.key])).content.decode()
    assert cast.agency.name in public
    client.logout()
    assert cast.author.name not in client.get(reverse("modules:authority", args=[authority.key])).content.decode()


@pytest.mark.parametrize("name", ["authority_verified", "authority_status"])
def test_those_who_may_not_verify_are_refused(cast, client, rule, name):
    address = reverse(f"modules_admin:{name}", args=[rule.authority.key])
    for person in (cast.coordinator, cast.auditor, cast.reviewer, cast.officer):
        client.force_login(person)
        assert client.post(address, {"note": "x", "what": "repealed"}).status_code in (302, 403)
    assert not LedgerEntry.objects.filter(subject=f"authority:{rule.authority.key}").exists()


def test_changing_the_status_through_the_page(cast, client, rule, edition):
    client.force_login(cast.author)
    address = reverse("modules_admin:authority_status", args=[rule.authority.key])
    assert "4 passages of editions rest on it." in " ".join(client.get(address).content.decode().split())
    assert client.post(address, {"what": "lapsed", "note": "It ran out."}).status_code == 400
    newer = AuthorityFactory(short_title="Newer Code 1")
    response = client.post(address, {"what": "superseded", "replaced_by": newer.pk, "note": "Replaced."}, follow=True)
    assert "its authors are told" in response.content.decode()
    assert AuthorityChange.objects.get().replaced_by == newer


def test_saving_the_entry_in_its_form_has_the_same_consequences(cast, client, rule, edition):
    authority = rule.authority
    client.force_login(cast.author)
    form = {
        "key": authority.key,
        "title": authority.title,
        "short_title": authority.short_title,
        "kind": authority.kind,
        "layer": authority.layer,
        "jurisdiction": authority.jurisdiction,
        "status": "repealed",
        "status_note": "",
        "last_verified": (timezone.localdate() - timedelta(days=2)).isoformat(),
        "check_days": "90",
        "provisions-TOTAL_FORMS": "0",
        "provisions-INITIAL_FORMS": "0",
        "provisions-MIN_NUM_FORMS": "0",
        "provisions-MAX_NUM_FORMS": "1000",
    }
    address = reverse("wagtailsnippets_modules_authority:edit", args=[authority.pk])
    assert client.post(address, form).status_code == 302
    assert AuthorityChange.objects.get().kind == "repealed"
    saved = Authority.objects.get(pk=authority.pk)
    assert saved.last_verified_by == cast.author.name
    assert saved.next_check_on == timezone.localdate() + timedelta(days=88)
    entry = LedgerEntry.objects.get(action="modules.authority.changed")
    assert entry.data["status"] == "repealed"
    assert client.post(address, form).status_code == 302
    assert LedgerEntry.objects.filter(action="modules.authority.changed").count() == 1


def test_the_report_lists_each_citation_and_its_answer(cast, client, edition, rule, change):
    client.force_login(cast.author)
    status, html = page(client, REPORT)
    assert status == 200
    address = reverse("modules_admin:moved_answer", args=[change.reference, edition.module_id])
    assert html.count(address) == 4
    client.force_login(cast.outside_author)
    html = page(client, REPORT)[1]
    assert html.count("Our bulletin, edition 1") == 4
    assert address not in html


def test_those_who_sign_see_what_moved_since_the_candidate_was_put_up(cast, client, rule):
    candidate = make_candidate([cast.agency], provision=rule)
    change_status(actor="test", authority=rule.authority, status=NewStatus("repealed"), note="Gone.")
    client.force_login(cast.author)
    for position in (1, 2):
        html = client.get(reverse("review:candidate_step", args=[candidate.reference, position])).content.decode()
        assert html.count("The rule this rests on has changed.") == 1


def test_the_page_of_an_edition_marks_the_steps(client, edition, change):
    html = client.get(edition.get_absolute_url()).content.decode()
    assert html.count("A rule in it has moved") == 2


def test_the_report_is_filtered(cast, client, edition, rule, change):
    client.force_login(cast.author)
    other = AuthorityFactory()
    for query, rows in (
        ({"authority": rule.authority.pk}, 4),
        ({"kind": "repealed"}, 4),
        ({"kind": "overdue"}, 0),
        ({"agency": cast.agency.pk}, 4),
        ({"agency": cast.outside_agency.pk}, 0),
        ({"answered": "no"}, 4),
        ({"answered": "yes"}, 0),
        ({"editions": "all"}, 4),
    ):
        assert page(client, REPORT, **query)[1].count("Our bulletin, edition 1") == rows, query
    assert page(client, REPORT, authority=other.pk)[0] == 200


def test_an_earlier_edition_says_which_one_fixed_it(cast, client, edition, rule, change):
    for step in edition.module.get_children():
        step.delete()
    edition.module.refresh_from_db()
    add_lesson(edition.module, [block("text", "<p>Without the rule.</p>")])
    next_edition(edition)
    client.force_login(cast.author)
    assert "Our bulletin, edition 1" not in page(client, REPORT)[1]
    html = page(client, REPORT, editions="all")[1]
    assert html.count("Fixed by edition 2") == 4


def test_the_report_as_csv_holds_no_formula(cast, client):
    authority = AuthorityFactory(short_title='=HYPERLINK("http://example.org")')
    rule = ProvisionFactory(authority=authority)
    make_current_edition([cast.agency], provision=rule, title="@Module")
    change_status(actor="test", authority=authority, status=NewStatus("repealed"), note="Gone.")
    client.force_login(cast.coordinator)
    status, csv = page(client, REPORT, export="csv")
    assert status == 200
    assert "'=HYPERLINK" in csv
    assert "'@Module" in csv
    assert client.get(reverse(REPORT), {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_asks_the_same_number_of_queries(cast, client, rule, django_assert_max_num_queries, rows):
    for number in range(rows):
        make_current_edition([cast.agency], provision=rule, title=f"Module {number}")
    change_status(actor="test", authority=rule.authority, status=NewStatus("repealed"), note="Gone.")
    client.force_login(cast.author)
    client.get(reverse(REPORT))
    with django_assert_max_num_queries(22):
        client.get(reverse(REPORT))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_rule_asks_the_same_number_of_queries(cast, client, rule, django_assert_max_num_queries, rows):
    for number in range(rows):
        make_current_edition([cast.agency], provision=rule, title=f"Module {number}")
    client.force_login(cast.author)
    address = reverse("modules_admin:authority", args=[rule.authority.key])
    client.get(address)
    with django_assert_max_num_queries(32):
        client.get(address)


def test_an_agency_answers_for_its_module(cast, client, edition, rule, change):
    address = reverse("modules_admin:moved_answer", args=[change.reference, edition.module_id])
    client.force_login(cast.second_reviewer)
    html = client.get(address).content.decode()
    scenario = edition.steps.last()
    assert "A report at night" in html
    chosen = {"passages": [f"{scenario.pk}:sc-01"], "agency": cast.second_agency.pk}
    assert client.post(address, {**chosen, "reasons": ""}).status_code == 400
    assert client.post(address, {**chosen, "agency": cast.agency.pk, "reasons": "x"}).status_code == 400
    assert client.post(address, {**chosen, "passages": ["1:none"], "reasons": "x"}).status_code == 400
    assert not ChangeAnswer.objects.exists()
    response = client.post(address, {**chosen, "reasons": "It rests on more than this."}, follow=True)
    html = " ".join(response.content.decode().split())
    assert "It rests on more than this." in html
    assert "A report at night" not in html
    assert ChangeAnswer.objects.get().agency == cast.second_agency
    client.force_login(cast.author)
    assert f"Still right, says {cast.second_agency.name}" in page(client, REPORT)[1]


def test_answering_is_for_the_modules_agencies_alone(cast, client, edition, change):
    address = reverse("modules_admin:moved_answer", args=[change.reference, edition.module_id])
    for person, status in ((cast.outside_author, 404), (cast.coordinator, 403), (cast.administrator, 403)):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.post(address, {"reasons": "x"}).status_code == status
    client.logout()
    assert client.get(address).status_code == 302
    module = make_module([cast.outside_agency])
    client.force_login(cast.outside_author)
    other = reverse("modules_admin:moved_answer", args=[change.reference, module.pk])
    assert "Nothing in this module waits for an answer." in client.get(other).content.decode()
