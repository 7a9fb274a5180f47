"""The registers in the editor: who reads, who writes, and that rows of others cannot be reached by address."""

import pytest
from django.urls import reverse

from modules.models import LanguageNote, Source
from tests.factories.modules import AuthorityFactory, LanguageNoteFactory, ProvisionFactory, SourceFactory

MODELS = ["authority", "provision", "source", "glossaryterm", "languagenote", "resource", "act"]


def address(model: str, view: str, *args) -> str:
    return reverse(f"wagtailsnippets_modules_{model}:{view}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_lists_open_for_staff_and_for_nobody_else(cast, client, model):
    for who, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        status = client.get(address(model, "list")).status_code
        inside = bool(person and person.is_staff)
        assert (status == 200) == inside, who


@pytest.mark.parametrize("who", ["author", "outside_author", "administrator"])
def test_authors_of_any_agency_add_a_source(cast, client, who):
    client.force_login(getattr(cast, who))

    response = client.post(address("source", "add"), {"key": "S99", "title": "New study", "kind": "report"})

    assert response.status_code == 302
    assert Source.objects.filter(key="S99").exists()


@pytest.mark.parametrize("who", ["reviewer", "coordinator", "auditor"])
def test_others_read_but_do_not_write(cast, client, who):
    source = SourceFactory()
    client.force_login(getattr(cast, who))

    assert client.get(address("source", "inspect", source.pk)).status_code == 200
    for view in ("edit", "delete", "usage", "history"):
        assert client.get(address("source", view, source.pk)).status_code in (302, 403, 404), view


def test_only_administrators_delete(cast, client):
    source = SourceFactory()
    client.force_login(cast.author)
    client.post(address("source", "delete", source.pk))
    assert Source.objects.filter(pk=source.pk).exists()

    client.force_login(cast.administrator)
    client.post(address("source", "delete", source.pk))
    assert not Source.objects.filter(pk=source.pk).exists()


def test_the_words_of_an_agency_are_changed_by_it_alone(cast, client):
    note = LanguageNoteFactory(owner=cast.agency)
    client.force_login(cast.outside_author)
    for view in ("edit", "usage", "delete"):
        assert client.get(address("languagenote", view, note.pk)).status_code in (302, 404)
    client.post(address("languagenote", "edit", note.pk), {"guidance": "Ours now"})
    assert LanguageNote.objects.get(pk=note.pk).guidance == note.guidance

    client.force_login(cast.author)
    assert client.get(address("languagenote", "edit", note.pk)).status_code == 200


def test_the_key_of_an_entry_never_changes(cast, client):
    source = SourceFactory(key="S0")
    client.force_login(cast.author)

    response = client.post(
        address("source", "edit", source.pk), {"key": "S1", "title": source.title, "kind": source.kind}
    )

    assert response.status_code == 200
    assert "never changes" in response.content.decode()
    assert Source.objects.get(pk=source.pk).key == "S0"


def test_a_bad_pattern_is_refused(cast, client):
    client.force_login(cast.author)

    response = client.post(
        address("languagenote", "add"),
        {"key": "x", "pattern": "(", "guidance": "y", "severity": "low", "allowed_in": "[]"},
    )

    assert response.status_code == 200
    assert not LanguageNote.objects.exists()


def test_an_authority_is_edited_with_its_provisions(cast, client):
    authority = AuthorityFactory()
    provision = ProvisionFactory(authority=authority)
    client.force_login(cast.author)

    html = client.get(address("authority", "edit", authority.pk)).content.decode()

    assert provision.title in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_provisions_asks_the_same_number_of_queries(cast, client, django_assert_max_num_queries, rows):
    ProvisionFactory.create_batch(rows)
    client.force_login(cast.author)
    client.get(address("provision", "list"))

    with django_assert_max_num_queries(30):
        client.get(address("provision", "list"))
