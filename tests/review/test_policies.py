"""Setting the rule of signatures: who may, what needs everybody's consent, what a candidate keeps."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from modules.models import ModulePage, SignOffPolicy
from modules.policy_terms import PolicyTerms
from modules.services.coauthoring import set_coauthors
from records.models import LedgerEntry
from review.models import PolicyProposal
from review.services.policies import ProposalSettled, answer_proposal, set_policy
from review.services.signing import put_up_for_sign_off, sign
from tests.factories.modules import make_module

STRICT = PolicyTerms(approvals=2, perspectives={"sex_worker_led": 1})
EASY = PolicyTerms(approvals=1)


@pytest.fixture
def module(cast):
    made = make_module([cast.agency, cast.second_agency])
    roles = {cast.agency: "lead", cast.second_agency: "co_author"}
    set_coauthors(actor="test", module=made, agencies=roles)
    set_policy(actor=cast.author, module=made, terms=STRICT)
    return ModulePage.objects.get(pk=made.pk)


def terms_of(module):
    return ModulePage.objects.get(pk=module.pk).policy_terms


@pytest.mark.parametrize("name", ["author", "administrator"])
def test_what_asks_for_more_holds_at_once(cast, module, name):
    more = PolicyTerms(approvals=2, perspectives={"sex_worker_led": 1, "anti_trafficking": 1})
    set_policy(actor=getattr(cast, name), module=module, terms=more)
    assert terms_of(module) == more
    assert list(SignOffPolicy.objects.values_list("version", flat=True)) == [1, 2, 3]
    assert LedgerEntry.objects.filter(action="modules.policy.set").count() == 3


@pytest.mark.parametrize("name", ["second_author", "reviewer", "outside_author", "coordinator"])
def test_only_the_lead_and_administrators_set_it(cast, module, name):
    with pytest.raises(PermissionDenied):
        set_policy(actor=getattr(cast, name), module=module, terms=STRICT)


def test_more_signatures_than_agencies_are_refused(cast, module):
    with pytest.raises(ValidationError):
        set_policy(actor=cast.author, module=module, terms=PolicyTerms(approvals=3))


@pytest.mark.parametrize("name", ["author", "administrator"])
def test_what_asks_for_less_waits_for_every_co_author(cast, module, name):
    proposal = set_policy(actor=getattr(cast, name), module=module, terms=EASY, reasons="We are few.")
    assert isinstance(proposal, PolicyProposal)
    assert terms_of(module) == STRICT
    answer_proposal(actor=cast.author, agency=cast.agency, proposal=proposal, consents=True)
    assert terms_of(module) == STRICT
    answer_proposal(actor=cast.second_author, agency=cast.second_agency, proposal=proposal, consents=True)
    assert terms_of(module) == EASY
    actions = set(LedgerEntry.objects.values_list("action", flat=True))
    assert {"review.policy.proposed", "review.policy.consented", "review.policy.accepted"} <= actions


def test_one_refusal_ends_it(cast, module):
    proposal = set_policy(actor=cast.author, module=module, terms=EASY, reasons="We are few.")
    answer_proposal(actor=cast.second_author, agency=cast.second_agency, proposal=proposal, consents=False)
    proposal.refresh_from_db()
    assert (proposal.state, terms_of(module)) == ("refused", STRICT)


def test_another_rule_overtakes_an_open_proposal(cast, module):
    proposal = set_policy(actor=cast.author, module=module, terms=EASY, reasons="We are few.")
    set_policy(actor=cast.administrator, module=module, terms=STRICT)
    with pytest.raises(ProposalSettled):
        answer_proposal(actor=cast.second_author, agency=cast.second_agency, proposal=proposal, consents=True)
    assert terms_of(module) == STRICT


def test_nobody_consents_for_another_agency(cast, module):
    proposal = set_policy(actor=cast.author, module=module, terms=EASY, reasons="We are few.")
    for person, agency in ((cast.author, cast.second_agency), (cast.outside_author, cast.outside_agency),
                           (cast.second_reviewer, cast.second_agency)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            answer_proposal(actor=person, agency=agency, proposal=proposal, consents=True)
    assert terms_of(module) == STRICT


def test_asking_for_less_needs_reasons(cast, module):
    with pytest.raises(ValidationError):
        set_policy(actor=cast.author, module=module, terms=EASY)


def test_setting_co_authors_never_changes_the_rule(cast, module):
    set_coauthors(
        actor=cast.administrator, module=module, agencies=[cast.agency, cast.second_agency], approvals_needed=1
    )
    assert terms_of(module) == STRICT


def test_a_candidate_is_judged_by_the_rule_it_was_put_up_with(cast, module):
    edition = put_up_for_sign_off(actor=cast.author, module=module)
    proposal = set_policy(actor=cast.author, module=module, terms=EASY, reasons="We are few.")
    answer_proposal(actor=cast.second_author, agency=cast.second_agency, proposal=proposal, consents=True)
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    edition.refresh_from_db()
    assert edition.state == "candidate"
    assert '"perspectives":{"sex_worker_led":1}' in edition.canonical


def form_of(terms, **more):
    data = {
        name: value for name, value in terms.as_data().items() if value not in (None, False) and name != "perspectives"
    }
    return data | {f"least_{name}": number for name, number in terms.perspectives.items()} | more


def test_the_page_is_for_its_agencies_and_administrators(cast, client, module):
    statuses = {}
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        statuses[name] = client.get(reverse("review:policy", args=[module.pk])).status_code
    allowed = {"author", "reviewer", "second_author", "second_reviewer", "administrator"}
    assert {name for name, status in statuses.items() if status == 200} == allowed
    assert (statuses["outside_author"], statuses["officer"], statuses["anonymous"]) == (404, 403, 302)


def test_the_lead_sets_it_from_the_page_and_another_agency_refuses(cast, client, module):
    url = reverse("review:policy", args=[module.pk])
    client.force_login(cast.author)
    assert client.post(url, form_of(EASY)).status_code == 400
    assert client.post(url, form_of(EASY, why="We are few.")).status_code == 302
    proposal = PolicyProposal.objects.get()
    client.force_login(cast.second_author)
    assert "fewer approvals" in client.get(url).content.decode()
    assert client.post(url, form_of(EASY)).status_code == 404
    answer = reverse("review:answer_proposal", args=[proposal.reference])
    assert client.post(answer, {"agency": cast.agency.slug, "consents": "yes"}).status_code == 404
    client.post(answer, {"agency": cast.second_agency.slug, "consents": "no"})
    proposal.refresh_from_db()
    assert proposal.state == "refused"


def test_terms_that_do_not_fit_together_are_named(cast, client, module):
    client.force_login(cast.author)
    page = client.post(reverse("review:policy", args=[module.pk]), form_of(STRICT, silence="approval"))
    assert page.status_code == 400
    assert "deadline" in page.content.decode()
