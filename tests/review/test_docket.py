"""The docket: whose, in which order, filtered, and at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from review.models import Flag
from review.services.answering import answer_flag
from review.targets import MaterialTarget
from tests.factories.modules import make_current_edition
from tests.factories.review import CriterionFactory, MaterialFactory, make_flag

URL = "/docket/"
AGENCIES = {"author", "reviewer", "second_author", "second_reviewer", "outside_author"}


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


def shown(client, **asked):
    response = client.get(URL, asked)
    assert response.status_code == 200
    return [flag.claim for flag in response.context["flags"]]


def test_the_docket_is_for_agencies(cast, client, edition):
    assert reverse("review:docket") == URL
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        expected = 200 if name in AGENCIES else 403 if person else 302
        assert client.get(URL).status_code == expected, name


def test_it_holds_ones_own_modules_and_all_materials(cast, edition):
    other = make_current_edition([cast.outside_agency], title="Theirs")
    ours, theirs = make_flag(edition), make_flag(other)
    film = make_flag(MaterialTarget(material=MaterialFactory(), start=0, end=1), by=cast.reviewer)
    assert set(Flag.objects.on_docket_of(cast.second_reviewer)) == {ours, film}
    assert set(Flag.objects.on_docket_of(cast.outside_author)) == {theirs, film}
    assert not Flag.objects.on_docket_of(cast.officer).exists()


def test_soonest_due_comes_first_and_overdue_says_so(cast, client, edition):
    make_flag(edition, claim="slow", severity="low")
    make_flag(edition, claim="fast", severity="critical")
    late = make_flag(edition, claim="late", severity="low")
    Flag.objects.filter(pk=late.pk).update(due_on=late.due_on - timedelta(days=100))
    client.force_login(cast.reviewer)
    assert shown(client) == ["late", "fast", "slow"]
    assert "overdue since" in client.get(URL).content.decode()


def test_filters_narrow_it(cast, client, edition):
    film = MaterialFactory()
    rec2 = CriterionFactory(code="REC-2")
    make_flag(edition, claim="about the module", severity="low")
    make_flag(MaterialTarget(material=film, start=0, end=1), by=cast.reviewer, claim="about the film", criteria=[rec2])
    done = make_flag(edition, claim="answered already")
    answer_flag(actor=cast.reviewer, flag=done, outcome="upheld", reasons="Yes.")
    client.force_login(cast.second_reviewer)
    assert set(shown(client)) == {"about the module", "about the film"}
    assert shown(client, about=f"material:{film.pk}") == ["about the film"]
    assert shown(client, about=f"module:{edition.module_id}") == ["about the module"]
    assert shown(client, criterion="REC-2") == ["about the film"]
    assert shown(client, severity="low") == ["about the module"]
    assert shown(client, state="answered") == ["answered already"]
    assert len(shown(client, state="any")) == 3
    assert shown(client, q="MODULE") == ["about the module"]


def test_a_filter_that_is_not_offered_shows_nothing(cast, client, edition):
    other = make_current_edition([cast.outside_agency], title="Theirs")
    make_flag(other)
    make_flag(edition)
    client.force_login(cast.reviewer)
    assert shown(client, about=f"module:{other.module_id}") == []
    for asked in ({"about": "module:x' OR 1=1"}, {"state": "x"}, {"q": "x" * 300}, {"q": "\x00"}, {"severity": "1"}):
        assert shown(client, **asked) == []
    assert shown(client, page="nonsense") == ["The number has no source."]


@pytest.mark.parametrize("count", [1, 3])
def test_the_docket_costs_the_same_for_one_and_three(cast, client, edition, django_assert_num_queries, count):
    for _ in range(count):
        make_flag(edition, by=cast.officer)
        make_flag(MaterialTarget(material=MaterialFactory(), start=0, end=1), by=cast.reviewer)
    client.force_login(cast.second_reviewer)
    client.get(URL)
    with django_assert_num_queries(14):
        client.get(URL)


def test_pages_follow_each_other(cast, client, edition):
    for _ in range(26):
        make_flag(edition, by=cast.officer)
    client.force_login(cast.reviewer)
    first = client.get(URL, {"severity": "high"})
    assert "Page 1 of 2" in first.content.decode()
    assert "severity=high&amp;page=2" in first.content.decode()
    assert len(client.get(URL, {"severity": "high", "page": 2}).context["page"].object_list) == 1
