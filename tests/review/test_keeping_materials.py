"""Agencies bring materials under review and keep their records."""

import pytest
from django.core.exceptions import ValidationError

from records.models import LedgerEntry
from review.models import Material, MaterialVersion
from review.services.materials import create_material, edit_material, state_of

WORDS = {"title": "Eyes on the Road", "publisher": "Example Publisher", "year": 2019, "duration_seconds": "1:52:30"}


def created(cast):
    words = WORDS | {"duration_seconds": 6750}
    return create_material(actor=cast.reviewer, agency=cast.agency, words=words)


def test_an_agency_brings_a_material_and_a_version_under_review(cast, client):
    client.force_login(cast.reviewer)
    answer = client.post("/materials/add/", WORDS | {"agency": cast.agency.pk})
    material = Material.objects.get()
    assert answer["Location"] == f"/materials/{material.slug}/versions/add/"
    assert (material.keeper, material.duration_seconds) == (cast.agency, 6750)
    client.post(answer["Location"], {"label": "First", "duration_seconds": "1:52:30", "issued": "2019"})
    version = MaterialVersion.objects.get()
    assert client.get(version.get_absolute_url()).status_code == 200
    actions = LedgerEntry.objects.filter(action__startswith="review.material").values_list("action", flat=True)
    assert list(actions) == ["review.material.created", "review.material.version_added"]
    page = client.get(f"/materials/{material.slug}/").content.decode()
    assert "Record kept by" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "required"),
        ({"year": "19"}, "four digits"),
        ({"duration_seconds": "13:00:00"}, "Between one second and"),
        ({"duration_seconds": "long"}, "minutes and seconds"),
        ({"where_url": "javascript:alert(1)"}, "valid URL"),
        ({"title": "x" * 251}, "at most 250"),
    ],
)
def test_a_wrong_record_is_refused_with_words(cast, client, wrong, words):
    client.force_login(cast.reviewer)
    answer = client.post("/materials/add/", WORDS | {"agency": cast.agency.pk} | wrong)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Material.objects.exists()


def test_nobody_keeps_a_record_for_another_agency(cast, client):
    client.force_login(cast.second_reviewer)
    assert client.post("/materials/add/", WORDS | {"agency": cast.agency.pk}).status_code == 400
    material = created(cast)
    for part in ("edit/", "versions/add/", "hosting/"):
        assert client.get(f"/materials/{material.slug}/{part}").status_code == 404
    assert client.get(f"/materials/{material.slug}/").status_code == 200


def test_the_same_name_twice_is_refused(cast):
    created(cast)
    with pytest.raises(ValidationError):
        created(cast)
    assert Material.objects.count() == 1


def test_a_stale_form_overwrites_nothing(cast, client):
    material = created(cast)
    seen = state_of(material)
    edit_material(actor=cast.author, material=material, words={"title": "Eyes on the Road, again"}, seen=seen)
    client.force_login(cast.reviewer)
    form = WORDS | {"title": "Mine", "seen": seen}
    answer = client.post(f"/materials/{material.slug}/edit/", form)
    assert answer.status_code == 409
    assert "Somebody changed this" in answer.content.decode()
    material.refresh_from_db()
    assert material.title == "Eyes on the Road, again"
    form["seen"] = state_of(material)
    assert client.post(f"/materials/{material.slug}/edit/", form).status_code == 302


def test_a_version_is_changed_but_not_cut_below_its_transcript(cast, client):
    material = created(cast)
    version = MaterialVersion.objects.create(material=material, label="First")
    version.lines.create(n=1, start=0, end=50, text="words")
    client.force_login(cast.reviewer)
    edit = f"{version.get_absolute_url()}edit/"
    form = {"label": "First cut", "seen": state_of(version)}
    answer = client.post(edit, form | {"duration_seconds": "0:20"})
    assert answer.status_code == 400
    assert "The transcript goes on after this time" in answer.content.decode()
    assert client.post(edit, form | {"duration_seconds": "1:00"}).status_code == 302
    version.refresh_from_db()
    assert (version.label, version.duration_seconds) == ("First cut", 60)
