"""The pages of sign-off, asked by the whole cast."""

import pytest
from django.urls import reverse

from modules.enums import EditionState
from modules.models import Edition
from modules.services.freezing import freeze_module
from modules.services.publishing import send_back_edition
from review.models import SignOff
from review.services.signing import sign
from tests.factories.modules import block, make_candidate, make_current_edition, make_module

MEMBERS = {"author", "reviewer", "second_author", "second_reviewer"}
AGENCIES = MEMBERS | {"outside_author"}


@pytest.fixture
def edition(cast):
    return make_candidate([cast.agency, cast.second_agency], approvals_needed=2)


def status_by_person(cast, client, url):
    statuses = {}
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        statuses[name] = client.get(url).status_code
    return statuses


def assert_only(statuses, allowed, refused, elsewhere):
    """`allowed` see it; other agency members get `elsewhere`; the rest 403; anonymous is sent to sign in."""
    for name, status in statuses.items():
        if name == "anonymous":
            assert status == 302
        elif name in allowed:
            assert status == 200, name
        else:
            assert status == (elsewhere if name in AGENCIES else refused), name


def test_the_list_is_for_agencies(cast, client, edition):
    assert_only(status_by_person(cast, client, reverse("review:sign_off_list")), AGENCIES, 403, 200)


def test_a_candidate_is_seen_by_its_agencies_only(cast, client, edition):
    for url in (
        reverse("review:candidate", args=[edition.reference]),
        reverse("review:candidate_step", args=[edition.reference, 1]),
        reverse("review:candidate_step", args=[edition.reference, 2]),
    ):
        assert_only(status_by_person(cast, client, url), MEMBERS, 403, 404)


def test_the_list_shows_what_waits_and_nothing_of_others(cast, client, edition):
    make_candidate([cast.outside_agency], title="Not for us")
    client.force_login(cast.reviewer)
    page = client.get(reverse("review:sign_off_list")).content.decode()
    assert edition.title in page
    assert "Your agency has not answered yet." in page
    assert "Not for us" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, client, django_assert_num_queries, count):
    for _ in range(count):
        candidate = make_candidate([cast.agency, cast.second_agency], approvals_needed=2)
        sign(actor=cast.second_author, agency=cast.second_agency, edition=candidate, answer="approve")
    client.force_login(cast.reviewer)
    with django_assert_num_queries(7):
        client.get(reverse("review:sign_off_list"))


def test_the_step_of_a_quiz_shows_its_keys_to_those_who_sign(cast, client, edition):
    client.force_login(cast.reviewer)
    page = client.get(reverse("review:candidate_step", args=[edition.reference, 2])).content.decode()
    assert "The rule says so." in page
    assert f"{edition.digest}/" in page
    assert "?item=sc-01" in page


def test_a_step_that_is_not_there_is_404(cast, client, edition):
    client.force_login(cast.reviewer)
    assert client.get(reverse("review:candidate_step", args=[edition.reference, 99])).status_code == 404


def answer(client, edition, agency, /, **more):
    words = {"digest": edition.digest, "agency": agency.pk, "answer": "approve", "reasons": ""} | more
    return client.post(reverse("review:candidate", args=[edition.reference]), words, follow=True)


def test_two_agencies_publish_from_their_pages(cast, client, edition):
    client.force_login(cast.reviewer)
    assert "waits for the other agencies" in answer(client, edition, cast.agency).content.decode()
    client.force_login(cast.second_author)
    assert "the edition is published" in answer(client, edition, cast.second_agency).content.decode()
    assert Edition.objects.get(pk=edition.pk).state == EditionState.CURRENT


def test_an_objection_without_reasons_comes_back_with_the_error(cast, client, edition):
    client.force_login(cast.reviewer)
    response = answer(client, edition, cast.agency, answer="object")
    assert response.status_code == 400
    assert "An objection needs reasons" in response.content.decode()
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    "words",
    [{"answer": "maybe"}, {"digest": "nonsense"}, {"agency": 10**9}, {"reasons": "x" * 6000}, {"reasons": "a\x00b"}],
)
def test_a_crooked_form_is_refused(cast, client, edition, words):
    client.force_login(cast.reviewer)
    assert answer(client, edition, cast.agency, **words).status_code == 400
    assert not SignOff.objects.exists()


def test_one_cannot_sign_for_another_agency(cast, client, edition):
    client.force_login(cast.reviewer)
    assert answer(client, edition, cast.second_agency).status_code == 400
    client.force_login(cast.outside_author)
    assert answer(client, edition, cast.agency).status_code == 404
    assert not SignOff.objects.exists()


def test_a_stale_form_says_what_became_of_the_candidate(cast, client, edition):
    send_back_edition(actor=cast.author, edition=edition, reasons="Wrong.")
    client.force_login(cast.reviewer)
    response = answer(client, edition, cast.agency)
    assert response.status_code == 409
    assert "was not recorded" in response.content.decode()
    assert answer(client, edition, cast.agency, digest="0" * 64).status_code == 409


def test_what_changed_since_the_last_edition_is_shown_with_old_objections(cast, client):
    published = make_current_edition([cast.agency, cast.second_agency])
    lesson = published.module.get_children().first().specific
    raw = lesson.body.get_prep_value()
    lesson.body = [block("text", "<p>A person who reports is now covered better.</p>", raw[0]["id"]), *raw[1:]]
    lesson.save_revision()
    objected = freeze_module(actor=cast.author, module=published.module)
    sign(
        actor=cast.second_author, agency=cast.second_agency, edition=objected, answer="object", reasons="Not clear yet."
    )
    candidate = freeze_module(actor=cast.author, module=published.module)
    client.force_login(cast.reviewer)
    page = client.get(reverse("review:candidate", args=[candidate.reference])).content.decode()
    assert "What changed since edition 1" in page
    assert "<ins" in page
    assert "Not clear yet." in page


def put_up_statuses(cast, client, module, method):
    statuses = {}
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        statuses[name] = getattr(client, method)(reverse("review_put_up", args=[module.pk])).status_code
    return statuses


def test_putting_up_is_for_authors_of_the_module(cast, client):
    module = make_module([cast.agency, cast.second_agency])
    statuses = put_up_statuses(cast, client, module, "get")
    assert {name for name, status in statuses.items() if status == 200} == {"author", "second_author"}
    assert statuses["outside_author"] == 404
    client.force_login(cast.outside_author)
    assert client.post(reverse("review_put_up", args=[module.pk])).status_code == 404
    assert not Edition.objects.exists()


def test_putting_up_twice_by_a_double_click_makes_one_candidate(cast, client):
    module = make_module([cast.agency])
    client.force_login(cast.author)
    for _ in range(2):
        response = client.post(reverse("review_put_up", args=[module.pk]), {"after": "0"})
        assert response.url == reverse("review:candidate", args=[Edition.objects.get().reference])


def test_putting_up_shows_every_problem_with_its_link(cast, client):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    client.force_login(cast.author)
    page = client.post(reverse("review_put_up", args=[module.pk]))
    assert page.status_code == 409
    assert "The module has no steps." in page.content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[module.pk]) in page.content.decode()


def test_the_module_in_the_workspace_offers_it_to_its_authors(cast, client):
    module = make_module([cast.agency])
    url = reverse("wagtailadmin_explore", args=[module.pk])
    client.force_login(cast.author)
    assert reverse("review_put_up", args=[module.pk]) in client.get(url).content.decode()
