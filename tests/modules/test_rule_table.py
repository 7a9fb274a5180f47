"""The rule table as the public reads it, and as authors write it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format

from modules.enums import AuthorityStatus, Layer, RulingCode, Topic
from modules.models import Act, Ruling
from modules.services.reviewing import review_authorities
from tests.factories.modules import ActFactory, AuthorityFactory, ProvisionFactory, RulingFactory

pytestmark = pytest.mark.django_db


def row(act, layer, ruling=RulingCode.MUST_NOT, **fields):
    authority = AuthorityFactory(layer=layer, **fields.pop("authority", {}))
    return RulingFactory(act=act, provision=ProvisionFactory(authority=authority), ruling=ruling, **fields)


def test_both_layers_stand_side_by_side_with_dates_and_what_is_added(client):
    act = ActFactory(title="Arrest the person who reports", topic=Topic.ARREST)
    state = row(act, Layer.STATE_LAW, RulingCode.UNKNOWN, text="Not named one by one.", legal=True)
    local = row(act, Layer.LOCAL_POLICY, text="No arrest.", authority={"status": AuthorityStatus.UNKNOWN})

    page = client.get(reverse("modules:differential")).content.decode()

    assert page.index(state.text) < page.index(local.text)
    assert "San Francisco adds this" in page
    assert "Local status not confirmed" in page
    assert "Unknown: ask" in page
    assert "Not yet approved by a lawyer" in page
    assert f"Last verified {date_format(state.authority.last_verified)}." in page
    assert reverse("modules:authority", args=[local.authority.key]) + f"#{local.provision.fact_id}" in page


def test_an_act_without_a_row_says_that_nobody_knows(client):
    row(ActFactory(), Layer.STATE_LAW)

    assert "Nothing in our register: ask." in client.get(reverse("modules:differential")).content.decode()


def test_the_table_as_data(client):
    act = ActFactory(key="arrest-on-sight", topic=Topic.ARREST)
    row(act, Layer.LOCAL_POLICY)
    row(act, Layer.STATE_LAW, status_unknown=True)

    data = client.get(reverse("modules:differential_json")).json()

    [topic] = data["topics"]
    assert topic["topic"] == "arrest"
    [held] = topic["acts"]
    assert (held["act"], held["compared"]) == ("arrest-on-sight", "same")
    assert [entry["layer"] for entry in held["rulings"]] == ["state_law", "local_policy"]
    assert held["rulings"][0]["status_unknown"] is True
    assert data["rulings"]["must_not"] == "Must not"


def test_a_rule_that_nobody_checked_in_time_is_marked(client):
    held = row(ActFactory(), Layer.STATE_LAW, authority={"last_verified": date(2020, 1, 1)})
    assert "Being looked at again" not in client.get(reverse("modules:differential")).content.decode()

    review_authorities(actor="test", authorities=[held.authority])

    assert "Being looked at again" in client.get(reverse("modules:differential")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, rows):
    for _ in range(rows):
        act = ActFactory()
        row(act, Layer.STATE_LAW)
        row(act, Layer.LOCAL_POLICY)
    with django_assert_num_queries(3):  # acts, rulings with their authorities, what moved
        client.get(reverse("modules:differential"))


def test_the_page_of_an_authority_leads_to_its_rulings(client):
    held = row(ActFactory(title="Ask about status"), Layer.LOCAL_POLICY)

    page = client.get(reverse("modules:authority", args=[held.authority.key])).content.decode()

    assert "Ask about status" in page
    assert reverse("modules:differential") + f"#act-{held.act.key}" in page


def test_a_ruling_names_a_provision_of_its_own_authority():
    ruling = Ruling(act=ActFactory(), authority=AuthorityFactory(), ruling=RulingCode.MUST, text="x", fact_id="L-1")
    with pytest.raises(ValidationError, match="Name the provision"):
        ruling.full_clean()
    ruling.provision = ProvisionFactory()
    with pytest.raises(ValidationError, match="another authority"):
        ruling.full_clean()


def test_authors_write_an_act_with_its_rulings(cast, client):
    provision = ProvisionFactory()
    client.force_login(cast.author)
    inline = {
        "authority": provision.authority_id,
        "provision": provision.pk,
        "fact_id": provision.fact_id,
        "ruling": "must_not",
        "text": "No arrest.",
        "conditions": "",
        "confidence": "A",
    }
    counts = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    posted = {"key": "new-act", "topic": "arrest", "title": "A new act", "position": 1}
    posted |= {f"rulings-0-{name}": value for name, value in inline.items()}
    posted |= {f"rulings-{name}": value for name, value in counts.items()}

    response = client.post(reverse("wagtailsnippets_modules_act:add"), posted)

    assert response.status_code == 302
    assert Act.objects.get(key="new-act").rulings.get().provision == provision


def test_reviewers_read_the_table_and_do_not_write_it(cast, client):
    act = row(ActFactory(), Layer.STATE_LAW).act
    client.force_login(cast.reviewer)

    assert client.get(reverse("wagtailsnippets_modules_act:inspect", args=[act.pk])).status_code == 200
    assert client.get(reverse("wagtailsnippets_modules_act:edit", args=[act.pk])).status_code in (302, 403, 404)
