"""Materials: loading them, reading them, practising on them."""

import pytest
import yaml
from django.conf import settings

from records.models import LedgerEntry
from review.models import Material, TranscriptLine
from review.services.loading import load_material
from review.targets import MaterialTarget
from tests.factories.review import CriterionFactory, MaterialFactory, make_flag

AGENCIES = {"author", "reviewer", "second_author", "second_reviewer", "outside_author"}


def data_of(slug):
    return yaml.safe_load((settings.PROGRAMME_DIR / "materials" / f"{slug}.yaml").read_text())


@pytest.fixture
def film(db):
    return load_material(actor="test", data=data_of("eyes-open"))


def test_loading_twice_changes_nothing(film):
    load_material(actor="test", data=data_of("eyes-open"))
    assert Material.objects.count() == 1
    assert TranscriptLine.objects.count() == 62
    assert LedgerEntry.objects.filter(action="review.material.loaded").count() == 1


def test_a_corrected_line_keeps_its_flags(cast, film):
    line = TranscriptLine.objects.get(n=3)
    flag = make_flag(MaterialTarget(material=film, line=line), by=cast.reviewer)
    data = data_of("eyes-open")
    data["versions"][0]["lines"][2]["text"] = "Corrected transcript."
    load_material(actor="test", data=data)
    flag.refresh_from_db()
    assert flag.line.text == "Corrected transcript."
    assert "three hundred thousand" in flag.excerpt


@pytest.mark.parametrize("path", ["/materials/", "/materials/eyes-open/"])
def test_materials_are_for_agencies(cast, client, film, path):
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        expected = 200 if name in AGENCIES else 403 if person else 302
        assert client.get(path).status_code == expected, name


def test_the_fiction_notice_and_every_line_are_shown(cast, client, film):
    client.force_login(cast.reviewer)
    page = client.get("/materials/eyes-open/").content.decode()
    assert "This film is fiction." in page
    assert page.count('<tr id="line-') == 62
    assert "1:15" in page
    assert client.get("/materials/no-such/").status_code == 404


def test_a_record_without_transcript_says_what_is_not_known(cast, client):
    load_material(actor="test", data=data_of("post-human-trafficking-2014"))
    client.force_login(cast.author)
    page = client.get("/materials/post-human-trafficking-2014/").content.decode()
    assert "No transcript is held." in page
    assert "How long the whole video runs." in page


def test_practice_compares_with_the_key(cast, client, film):
    lines = {line.n: line for line in TranscriptLine.objects.all()}
    for n, code in ((16, "REC-9"), (5, "REC-1")):
        target = MaterialTarget(material=film, line=lines[n])
        make_flag(target, by=cast.reviewer, criteria=[CriterionFactory(code=code)])
    client.force_login(cast.reviewer)
    page = client.get("/materials/eyes-open/").content.decode()
    assert f"1 of {len(film.answer_key)} found" in page
    assert "you reported it as a problem. Lines: 5" in page
    client.force_login(cast.author)
    assert "Your practice review" not in client.get("/materials/eyes-open/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(cast, client, film, django_assert_num_queries, count):
    for line in TranscriptLine.objects.all()[:count]:
        MaterialFactory()
        make_flag(MaterialTarget(material=film, line=line), by=cast.author)
    client.force_login(cast.reviewer)
    client.get("/materials/")
    with django_assert_num_queries(4):
        client.get("/materials/")
    with django_assert_num_queries(12):
        client.get("/materials/eyes-open/")
