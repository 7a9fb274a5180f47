"""Protected passages: pure detection, consent in the round, and publishing refused without it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from modules.models import Edition, ModulePage, ProtectedPassage
from modules.protection import Fate, Placed, Protected, fate_of, moved_blocks
from modules.services.checking import check_module
from modules.services.freezing import freeze_module
from modules.services.protecting import ConsentMissing, lift_protection, protected_changes
from modules.services.publishing import publish_edition
from records.models import LedgerEntry
from review.services.signing import put_up_for_sign_off, sign
from tests.factories.modules import add_lesson, block
from tests.factories.signing import make_ruled_module, protect_first_block, reword_first_block

WORDS = "Coercion by an officer is misconduct.\nSo is retaliation."


def row(*blocks, step="one"):
    return [Placed(step, name, words) for name, words in blocks]


BEFORE = row(("a", "First."), ("b", WORDS), ("c", "Last."))


@pytest.mark.parametrize(
    ("after", "fate"),
    [
        (BEFORE, Fate.KEPT),
        (row(("a", "Other."), ("new", "New."), ("b", WORDS), ("c", "Last.")), Fate.KEPT),
        (row(("a", "First."), ("b", WORDS.replace("\n", "  ")), ("c", "Last.")), Fate.KEPT),
        (
            row(("a", "First."), ("b", WORDS.replace("is misconduct", "may be misconduct")), ("c", "Last.")),
            Fate.CHANGED,
        ),
        (row(("a", "First."), ("b", WORDS + " Sometimes."), ("c", "Last.")), Fate.CHANGED),
        (row(("a", "First."), ("c", "Last.")), Fate.DELETED),
        ([], Fate.DELETED),
        (row(("b", WORDS), ("a", "First."), ("c", "Last.")), Fate.MOVED),
        (row(("a", "First."), ("c", "Last."), ("b", WORDS)), Fate.MOVED),
        (row(("a", "First."), ("c", "Last.")) + row(("b", WORDS), step="two"), Fate.MOVED),
        (row(("a", "First."), ("d", f"Hidden here. {WORDS}"), ("c", "Last.")), Fate.MOVED),
    ],
)
def test_what_becomes_of_a_whole_passage(after, fate):
    assert fate_of(Protected("one", "b", WORDS), BEFORE, after) is fate


@pytest.mark.parametrize(
    ("words", "fate"),
    [
        (WORDS + " More is said around it.", Fate.KEPT),
        (WORDS.replace("retaliation", "Retaliation"), Fate.KEPT),
        (WORDS.replace("is misconduct", "is  misconduct"), Fate.KEPT),
        (WORDS.replace("an officer", "someone"), Fate.CHANGED),
    ],
)
def test_what_becomes_of_exact_words(words, fate):
    quoted = Protected("one", "b", WORDS, "Coercion by an officer is misconduct.")
    assert fate_of(quoted, BEFORE, row(("a", "First."), ("b", words), ("c", "Last."))) is fate


def test_exact_words_carried_to_another_passage_are_moved():
    quoted = Protected("one", "b", WORDS, "So is retaliation.")
    assert fate_of(quoted, BEFORE, row(("a", "So is retaliation."), ("b", "Gone."), ("c", "Last."))) is Fate.MOVED


def test_of_two_that_changed_places_both_count_as_moved_and_of_one_that_leapt_only_that_one():
    swapped = row(("b", ""), ("a", ""))
    assert moved_blocks(row(("a", ""), ("b", "")), swapped) == {"a", "b"}
    leapt = row(("b", ""), ("c", ""), ("d", ""), ("a", ""))
    assert moved_blocks(row(("a", ""), ("b", ""), ("c", ""), ("d", "")), leapt) == {"a"}


@given(st.permutations(list("abcdefg")), st.sets(st.sampled_from("abcdefg")))
def test_what_did_not_move_keeps_its_order_and_new_blocks_move_nothing(order, added):
    before = row(*((name, name) for name in "abcdefg"))
    after = row(*((name, name) for name in order))
    stayed = [name for name in order if name not in moved_blocks(before, after)]
    assert stayed == sorted(stayed)
    assert moved_blocks(before, row(*((f"new-{name}", "") for name in added)) + before) == frozenset()


@pytest.fixture
def published(cast):
    module = make_ruled_module([cast.agency, cast.second_agency], approvals=1)
    edition = put_up_for_sign_off(actor=cast.author, module=module)
    sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve")
    return Edition.objects.get(pk=edition.pk)


@pytest.fixture
def passage(cast, published):
    return protect_first_block(cast, published.module)


def softened(cast, published):
    reword_first_block(published.module, "Covered, perhaps.")
    return put_up_for_sign_off(actor=cast.second_author, module=ModulePage.objects.get(pk=published.module_id))


def state_of(edition):
    return Edition.objects.get(pk=edition.pk).state


def test_approval_alone_publishes_no_change_of_it_and_a_tick_does(cast, published, passage):
    candidate = softened(cast, published)
    for person, agency in ((cast.second_author, cast.second_agency), (cast.author, cast.agency)):
        sign(actor=person, agency=agency, edition=candidate, answer="approve")
    assert state_of(candidate) == "candidate"
    with pytest.raises(ConsentMissing):
        publish_edition(actor="test", edition=candidate)
    assert state_of(candidate) == "candidate"
    sign(actor=cast.author, agency=cast.agency, edition=candidate, answer="approve", consents=[passage])
    assert state_of(candidate) == "current"
    assert LedgerEntry.objects.filter(action="modules.protection.consented").count() == 1


def test_another_agency_consents_for_nobody_and_a_consent_is_for_one_round(cast, published, passage):
    candidate = softened(cast, published)
    sign(actor=cast.second_author, agency=cast.second_agency, edition=candidate, answer="abstain", consents=[passage])
    assert protected_changes(candidate)[0].missing
    sign(actor=cast.author, agency=cast.agency, edition=candidate, answer="abstain", consents=[passage])
    assert not protected_changes(candidate)[0].missing
    reword_first_block(published.module, "Covered, maybe.")
    again = put_up_for_sign_off(actor=cast.author, module=published.module)
    assert protected_changes(again)[0].missing


def test_a_consent_is_taken_back_by_answering_without_its_tick(cast, published, passage):
    candidate = softened(cast, published)
    sign(actor=cast.author, agency=cast.agency, edition=candidate, answer="abstain", consents=[passage])
    sign(actor=cast.author, agency=cast.agency, edition=candidate, answer="approve", consents=[])
    assert state_of(candidate) == "candidate"


def test_what_was_agreed_to_is_protected_from_then_on(cast, published, passage):
    candidate = softened(cast, published)
    sign(actor=cast.author, agency=cast.agency, edition=candidate, answer="approve", consents=[passage])
    passage.refresh_from_db()
    assert passage.words == "Covered, perhaps."
    assert protected_changes(freeze_module(actor="test", module=published.module)) == []


def test_a_deleted_step_needs_consent_and_then_protects_nothing_more(cast, published, passage):
    add_lesson(published.module, [block("text", "<p>Another lesson.</p>")])
    ModulePage.objects.get(pk=published.module_id).get_children().first().delete()
    candidate = put_up_for_sign_off(actor=cast.author, module=ModulePage.objects.get(pk=published.module_id))
    assert [change.fate for change in protected_changes(candidate)] == [Fate.DELETED]
    sign(actor=cast.author, agency=cast.agency, edition=candidate, answer="approve", consents=[passage])
    assert state_of(candidate) == "current"
    assert not ProtectedPassage.objects.standing().exists()


def test_the_check_warns_before_it_is_put_up(cast, published, passage):
    assert not [problem for problem in check_module(published.module) if "protected by" in problem.message]
    reword_first_block(published.module, "Covered, perhaps.")
    found = [problem for problem in check_module(published.module) if "protected by" in problem.message]
    assert [problem.severity for problem in found] == ["warning"]
    assert cast.agency.name in found[0].message


def test_the_candidate_shows_it_first_and_asks_its_agency_alone(cast, client, published, passage):
    candidate = softened(cast, published)
    url = reverse("review:candidate", args=[candidate.reference])
    client.force_login(cast.second_author)
    other = client.get(url).content.decode()
    assert f"Protected by {cast.agency.name}" in other
    assert 'name="consents"' not in other
    client.force_login(cast.author)
    assert 'name="consents"' in client.get(url).content.decode()
    answer = {"digest": candidate.digest, "agency": cast.agency.pk, "answer": "approve"}
    assert "waits" in client.post(url, answer, follow=True).content.decode()
    client.post(url, answer | {"consents": passage.pk})
    assert state_of(candidate) == "current"


def test_only_members_protect_and_only_their_authors_lift(cast, published, passage):
    for person in (cast.reviewer, cast.second_author, cast.administrator):
        with pytest.raises(PermissionDenied):
            lift_protection(actor=person, passage=passage)
    lift_protection(actor=cast.author, passage=passage)
    assert not ProtectedPassage.objects.standing().exists()
    with pytest.raises(ValidationError):
        protect_first_block(cast, published.module, quote="Words that stand nowhere.")


def test_protecting_the_same_twice_is_once(cast, published, passage):
    assert protect_first_block(cast, published.module) == passage


def test_the_workspace_page_is_for_its_agencies(cast, client, published, passage):
    url = reverse("modules_admin:protected", args=[published.module_id])
    statuses = {}
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        statuses[name] = client.get(url).status_code
    allowed = {"author", "reviewer", "second_author", "second_reviewer", "administrator"}
    assert {name for name, status in statuses.items() if status == 200} == allowed
    assert statuses["outside_author"] == 404
    client.force_login(cast.second_reviewer)
    first = published.steps.get(kind="lesson").blocks[1]["id"]
    words = {"agency": cast.second_agency.pk, "block_id": first, "reasons": "Ours."}
    assert client.post(url, words | {"block_id": "none"}).status_code == 400
    assert client.post(url, words).status_code == 302
    assert ProtectedPassage.objects.filter(agency=cast.second_agency).exists()
    lift = reverse("modules_admin:lift_protection", args=[passage.reference])
    client.force_login(cast.outside_author)
    assert client.post(lift).status_code == 404
    client.force_login(cast.author)
    assert client.post(lift).status_code == 302
