"""The public log of corrections."""

import csv
import io

import pytest
from django.urls import reverse

from review.services.answering import answer_flag, link_fix
from review.targets import MaterialTarget
from tests.factories.modules import block, make_candidate, make_current_edition, next_edition
from tests.factories.review import MaterialFactory, make_flag


@pytest.fixture
def corrected(cast):
    """An upheld flag of an officer, put right in the next edition."""
    edition = make_current_edition([cast.agency])
    flag = make_flag(edition, by=cast.officer, claim="Seen by J. Doe: the number is wrong.")
    answer_flag(actor=cast.author, flag=flag, outcome="upheld", reasons="Yes.", published_claim="=The number is wrong.")
    lesson = edition.module.get_children().first().specific
    raw = lesson.body.get_prep_value()
    lesson.body = [block("text", "<p>The right number.</p>", raw[0]["id"]), *raw[1:]]
    lesson.save_revision()
    return link_fix(actor=cast.author, flag=flag, edition=next_edition(edition))


def test_the_log_is_public_and_shows_old_and_new_text(cast, client, corrected):
    page = client.get(reverse("review:corrections")).content.decode()
    assert "The right number." in page
    assert "A person who reports is covered" in page
    assert "The number is wrong." in page
    assert cast.agency.name in page


def test_nobody_is_named_in_the_log(cast, client, corrected):
    for name in ("corrections", "corrections_csv"):
        response = client.get(reverse(f"review:{name}"))
        text = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
        for secret in ("J. Doe", "officer wrote", "An officer", *(str(p.name) for p in cast.everyone().values() if p)):
            assert secret not in text


def test_only_what_was_upheld_about_published_text_is_listed(cast, client):
    edition = make_current_edition([cast.agency])
    not_upheld = make_flag(edition, claim="Not upheld claim.")
    answer_flag(actor=cast.author, flag=not_upheld, outcome="not_upheld", reasons="No.")
    make_flag(edition, claim="Still open claim.")
    draft = make_flag(make_candidate([cast.agency], title="Draft"), by=cast.reviewer, claim="Draft claim.")
    answer_flag(actor=cast.author, flag=draft, outcome="upheld", reasons="Yes.")
    film = make_flag(MaterialTarget(material=MaterialFactory(), start=0, end=1), by=cast.reviewer, claim="Film claim.")
    answer_flag(actor=cast.author, flag=film, outcome="upheld", reasons="Yes.")
    partly = make_flag(edition, claim="Partly claim.")
    answer_flag(actor=cast.author, flag=partly, outcome="partly", reasons="Half.")
    page = client.get(reverse("review:corrections")).content.decode()
    assert "Partly claim." in page
    assert "Not yet put right" in page
    for absent in ("Not upheld claim.", "Still open claim.", "Draft claim.", "Film claim."):
        assert absent not in page


def test_the_table_is_safe_in_a_spreadsheet(client, corrected):
    response = client.get(reverse("review:corrections_csv"))
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows[0]["answered"]
    assert rows[0]["claim"] == "'=The number is wrong."
    assert (rows[0]["edition"], rows[0]["fixed in edition"]) == ("1", "2")


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same_for_one_and_three(cast, client, django_assert_num_queries, count):
    edition = make_current_edition([cast.agency])
    for _ in range(count):
        answer_flag(actor=cast.author, flag=make_flag(edition), outcome="upheld", reasons="Yes.")
    client.get(reverse("review:corrections"))
    with django_assert_num_queries(3):
        client.get(reverse("review:corrections"))


def test_an_empty_log_says_so(client, db):
    assert "Nothing was upheld so far" in client.get(reverse("review:corrections")).content.decode()
