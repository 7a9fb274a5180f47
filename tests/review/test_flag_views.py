"""Raising and reading flags, asked by the whole cast."""

from uuid import uuid4

import pytest
from django.urls import reverse

from review.models import Flag
from review.services.answering import answer_flag
from review.targets import MaterialTarget
from tests.factories.modules import make_candidate, make_current_edition, next_edition
from tests.factories.review import (
    CriterionFactory,
    MaterialFactory,
    MaterialVersionFactory,
    TranscriptLineFactory,
    lesson_of,
    make_flag,
    scenario_of,
)


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


@pytest.fixture
def line(db):
    version = MaterialVersionFactory(material=MaterialFactory(slug="film", duration_seconds=60), duration_seconds=60)
    return TranscriptLineFactory(version=version, n=1, start=0, end=10)


def raise_url(edition, /, **more):
    step = lesson_of(edition)
    asked = {"edition": edition.digest, "step": step.key, "block": step.blocks[0]["id"]} | more
    return reverse("review:raise_flag") + "?" + "&".join(f"{name}={value}" for name, value in asked.items())


def words(**more):
    criterion = CriterionFactory(code="REC-1")
    return {
        "token": uuid4(),
        "criteria": [criterion.pk],
        "severity": "high",
        "claim": "This has no source.",
        "suggestion": "Cite one.",
    } | more


def test_anyone_signed_in_may_flag_what_is_published(cast, client, edition):
    url = raise_url(edition)
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(url)
        assert response.status_code == (200 if person else 302), name
        if person:
            assert "A person who reports is covered" in response.content.decode()


def test_a_candidate_is_hidden_from_those_who_do_not_write_it(cast, client):
    url = raise_url(make_candidate([cast.agency]))
    for person, status in ((cast.reviewer, 200), (cast.outside_author, 404), (cast.officer, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert client.post(url, words()).status_code == (302 if status == 200 else 404)


def test_a_flag_is_raised_from_either_address(cast, client, edition):
    step = lesson_of(edition)
    client.force_login(cast.officer)
    by_path = reverse("review:raise_flag_step", args=[edition.digest, step.key]) + f"?block={step.blocks[0]['id']}"
    for url in (raise_url(edition), by_path):
        assert client.post(url, words()).status_code == 302
    assert Flag.objects.count() == 2


def test_a_double_click_is_one_flag(cast, client, edition):
    client.force_login(cast.officer)
    form = words()
    first = client.post(raise_url(edition), form)
    assert client.post(raise_url(edition), form).url == first.url
    assert Flag.objects.count() == 1


def test_a_quiz_question_is_flagged_by_item_or_by_block(cast, client, edition):
    client.force_login(cast.officer)
    step = scenario_of(edition)
    base = reverse("review:raise_flag_step", args=[edition.digest, step.key])
    for asked in ("?item=sc-01", "?block=sc-01"):
        assert client.post(base + asked, words(quote="reports a robbery")).status_code == 302
    assert set(Flag.objects.values_list("item_key", "kind")) == {("sc-01", "item")}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"block": "no-such"}, 404),
        ({"block": ""}, 400),
        ({"step": "nonsense"}, 400),
        ({"step": uuid4()}, 404),
        ({"edition": "f" * 64}, 404),
        ({"edition": "x" * 5000}, 404),
        ({"block": "%00"}, 404),
        ({"item": "sc-01"}, 404),
    ],
)
def test_an_address_that_names_nothing_is_answered_plainly(cast, client, edition, more, status):
    client.force_login(cast.officer)
    url = raise_url(edition, **more)
    assert client.get(url).status_code == status
    assert client.post(url, words()).status_code == status


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"claim": ""}, "This field is required"),
        ({"claim": "x" * 5001}, "At most 5000 characters; this has 5001."),
        ({"claim": "x" * 2_000_000}, "At most 5000 characters"),
        ({"quote": "never written there"}, "These words are not in the passage"),
        ({"criteria": []}, "This field is required"),
        ({"criteria": ["999999"]}, "not one of the available choices"),
        ({"severity": "awful"}, "not one of the available choices"),
        ({"token": "x"}, "Enter a valid UUID"),
        ({"claim": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_bad_words_come_back_with_what_was_written(cast, client, edition, more, said):
    client.force_login(cast.reviewer)
    response = client.post(raise_url(edition), words(suggestion="Kept suggestion.", **more))
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "Kept suggestion." in response.content.decode()
    assert not Flag.objects.exists()


def test_more_than_the_server_takes_is_refused(cast, client, edition):
    client.force_login(cast.officer)
    answer = client.post(raise_url(edition), words(claim="x" * 6_000_000))
    assert answer.status_code in (400, 413)
    assert "Nothing was changed. Go back and try again." in answer.content.decode()
    assert not Flag.objects.exists()


def test_html_in_a_claim_is_shown_as_text(cast, client, edition):
    client.force_login(cast.officer)
    response = client.post(raise_url(edition), words(claim="<script>alert(1)</script>"), follow=True)
    assert "&lt;script&gt;" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_a_form_sent_after_the_session_ended_is_kept(cast, client, edition):
    response = client.post(raise_url(edition), words())
    assert response.status_code == 302
    client.force_login(cast.officer)
    assert not Flag.objects.exists()


def test_lines_and_ranges_are_flagged_by_agencies(cast, client, line):
    base = reverse("review:raise_flag") + "?material=film"
    client.force_login(cast.reviewer)
    assert client.post(base + "&line=1", words()).status_code == 302
    assert "0:03" in client.get(base + "&start=0:03&end=0:05").content.decode()
    assert client.post(base, words(start="0:03", end="5")).status_code == 302
    assert set(Flag.objects.values_list("kind", flat=True)) == {"line", "range"}
    client.force_login(cast.officer)
    assert client.get(base + "&line=1").status_code == 404


@pytest.mark.parametrize(
    ("asked", "times", "status"),
    [
        ("", {"start": "9", "end": "3"}, "It ends before it starts. Give the earlier time first."),
        ("", {"start": "0", "end": "2:00"}, "The recording ends at"),
        ("", {"start": "abc", "end": "3"}, "Write minutes and seconds, such as 1:15."),
        ("", {}, "This field is required"),
        ("&line=99", {}, 404),
        ("&line=x", {}, 404),
        ("&version=12345", {"start": "1", "end": "2"}, 404),
    ],
)
def test_wrong_lines_and_ranges_are_refused(cast, client, line, asked, times, status):
    client.force_login(cast.reviewer)
    response = client.post(reverse("review:raise_flag") + "?material=film" + asked, words(claim="Mine.", **times))
    if isinstance(status, str):
        page = response.content.decode()
        assert status in page
        assert "Mine." in page
        status = 400
    assert response.status_code == status
    assert not Flag.objects.exists()


def test_a_flag_is_seen_by_its_flagger_and_those_who_judge_it(cast, client, edition):
    flag = make_flag(edition, by=cast.officer)
    allowed = {"officer", "author", "reviewer", "second_author", "second_reviewer"}
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        expected = 200 if name in allowed else 404 if person else 302
        assert client.get(flag.get_absolute_url()).status_code == expected, name


def test_the_officer_who_flagged_is_not_named(cast, client, edition):
    flag = make_flag(edition, by=cast.officer)
    client.force_login(cast.reviewer)
    for url in (flag.get_absolute_url(), reverse("review:docket")):
        page = client.get(url).content.decode()
        assert "An officer" in page
        assert cast.officer.name not in page
        assert cast.officer.email not in page
        assert "1001" not in page


def test_actions_on_a_flag_are_closed_to_outsiders(cast, client, edition):
    flag = make_flag(edition, by=cast.officer)
    for name in ("acknowledge_flag", "answer_flag", "link_fix", "close_flag"):
        url = reverse(f"review:{name}", args=[flag.reference])
        for person, statuses in ((cast.outside_author, {404}), (cast.teammate, {403, 404}), (None, {302})):
            client.logout()
            if person:
                client.force_login(person)
            assert client.post(url, {"outcome": "upheld", "reasons": "x"}).status_code in statuses
            assert client.get(url).status_code in {405}
    flag.refresh_from_db()
    assert flag.state == "open"


def test_a_flag_is_judged_from_its_page(cast, client, edition):
    flag = make_flag(edition, by=cast.officer)
    client.force_login(cast.reviewer)
    said = client.post(reverse("review:acknowledge_flag", args=[flag.reference]), follow=True).content.decode()
    assert "Acknowledged." in said
    url = reverse("review:answer_flag", args=[flag.reference])
    bad = client.post(url, {"outcome": "upheld", "reasons": "", "dissent": "Kept dissent."})
    assert bad.status_code == 400
    assert "Kept dissent." in bad.content.decode()
    good = {"outcome": "upheld", "reasons": "It is wrong.", "dissent": "", "published_claim": "A number is wrong."}
    assert "Answered." in client.post(url, good, follow=True).content.decode()
    newer = next_edition(edition)
    fix = client.post(reverse("review:link_fix", args=[flag.reference]), {"edition": newer.pk}, follow=True)
    assert "Put right in edition 2" in fix.content.decode()
    client.force_login(cast.officer)
    closed = client.post(reverse("review:close_flag", args=[flag.reference]), follow=True).content.decode()
    assert "Closed." in closed
    assert "It is wrong." in closed


def test_answering_ones_own_flag_is_refused_with_a_word(cast, client, edition):
    flag = make_flag(edition, by=cast.author)
    client.force_login(cast.author)
    url = reverse("review:answer_flag", args=[flag.reference])
    words = {"outcome": "upheld", "reasons": "Me.", "published_claim": "Mine."}
    page = client.post(url, words, follow=True).content.decode()
    assert "judged by somebody other" in page
    flag.refresh_from_db()
    assert flag.state == "open"


def test_ones_own_flags_and_nobody_elses(cast, client, edition):
    make_flag(edition, by=cast.officer, claim="Mine alone.")
    make_flag(edition, by=cast.teammate, claim="Of a teammate.")
    client.force_login(cast.officer)
    page = client.get(reverse("review:my_flags")).content.decode()
    assert "Mine alone." in page
    assert "Of a teammate." not in page
    client.logout()
    assert client.get(reverse("review:my_flags")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_flags_cost_the_same_for_one_and_three(cast, client, edition, django_assert_num_queries, count):
    for _ in range(count):
        make_flag(edition, by=cast.officer)
    client.force_login(cast.officer)
    client.get(reverse("review:my_flags"))
    with django_assert_num_queries(6):
        client.get(reverse("review:my_flags"))


def test_a_closed_flag_on_a_material_shows_its_words(cast, client, line):
    flag = make_flag(MaterialTarget(material=line.version.material, line=line), by=cast.reviewer)
    answer_flag(actor=cast.outside_author, flag=flag, outcome="not_upheld", reasons="It is right.")
    client.force_login(cast.second_author)
    page = client.get(flag.get_absolute_url()).content.decode()
    assert "on your street" in page
    assert "It is right." in page


def test_what_was_written_comes_back_when_somebody_else_was_first(cast, client, edition):
    flag = make_flag(edition, by=cast.officer)
    client.force_login(cast.reviewer)
    answer = {"outcome": "upheld", "reasons": "My long reasons.", "dissent": "", "published_claim": "The claim."}
    url = reverse("review:answer_flag", args=[flag.reference])
    answer_flag(actor=cast.second_reviewer, flag=flag, outcome="not_upheld", reasons="It is right.")
    late = client.post(url, answer)
    assert late.status_code == 409
    assert "the flag was dealt with since you opened the page" in late.content.decode()
    assert [words for _label, words in late.context["written"]] == ["My long reasons.", "The claim."]
    reply = client.post(reverse("review:act_on_flag", args=[flag.reference, "reply"]), {"words": "We say no."})
    assert reply.status_code in (403, 409)
    assert "We say no." in reply.content.decode()
    flag.refresh_from_db()
    assert flag.reasons == "It is right."
