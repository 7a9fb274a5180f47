"""The pages on which translations are started and worked on."""

import pytest
from django.urls import reverse

from modules.models import Edition, Translation
from modules.panels import lines_for
from tests.factories.modules import add_lesson, block, make_current_edition, make_module, next_edition
from tests.factories.people import AgencyFactory
from tests.factories.translations import make_current_translation, make_translation, translate_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast) -> Edition:
    return make_current_edition([cast.agency], title="The bulletin")


def address(name: str, page_id: int) -> str:
    return reverse(f"modules_admin:{name}", args=[page_id])


def test_an_author_starts_a_translation(cast, client, source):
    translators = AgencyFactory(name="Example Translators")
    client.force_login(cast.author)
    assert "Example Translators" in client.get(address("start_translation", source.module_id)).content.decode()
    answer = client.post(
        address("start_translation", source.module_id), {"language": "es", "translators": [translators.pk]}
    )
    translation = Translation.objects.get()
    assert answer.url == address("translation", translation.page_id)
    assert translation.page.coauthorships.filter(agency=translators).exists()
    page = client.get(answer.url).content.decode()
    assert "Not translated yet" in page
    assert "Who is covered" in page


@pytest.mark.parametrize("language", ["en", "xx", ""])
def test_a_language_that_is_not_offered_is_refused(cast, client, source, language):
    client.force_login(cast.author)
    assert client.post(address("start_translation", source.module_id), {"language": language}).status_code == 200
    assert not Translation.objects.exists()


def test_without_an_edition_there_is_nothing_to_translate(cast, client):
    client.force_login(cast.author)
    answer = client.get(address("start_translation", make_module([cast.agency]).pk), follow=True)
    assert "this module has none yet" in answer.content.decode()


@pytest.mark.parametrize("person", ["outside_author", "coordinator", "auditor", "officer", "anonymous"])
def test_others_neither_see_nor_change_it(cast, client, source, person):
    translation = make_translation(source, actor=cast.author)
    if person != "anonymous":
        client.force_login(getattr(cast, person))
    for name in ("start_translation", "translation"):
        page = translation.page_id if name == "translation" else source.module_id
        assert client.get(address(name, page)).status_code in {302, 403, 404}
    for name in ("update_translation", "keep_words"):
        assert client.post(address(name, translation.page_id), {"place": "module"}).status_code in {302, 403, 404}
    assert not translation.marks.exists()


def test_source_and_words_stand_side_by_side_in_their_languages(cast, client, source):
    translation = make_translation(source, actor=cast.author)
    translate_words(translation.page)
    client.force_login(cast.author)
    page = client.get(address("translation", translation.page_id)).content.decode()
    assert '<td lang="en"><p>The bulletin<br>' in page
    assert '<td lang="es"><p>ES The bulletin<br>' in page
    assert "Every place is translated." in page
    assert f"/admin/pages/{translation.page_id}/edit/" in page


def test_updating_and_keeping_from_the_page(cast, client, source):
    make_current_translation(source, actor=cast.author)
    translation = Translation.objects.get()
    lesson = source.module.get_children().first().specific
    blocks = [dict(raw) for raw in lesson.body.get_prep_value()]
    lesson.body = [
        blocks[0],
        blocks[1] | {"value": {**blocks[1]["value"], "note": "Read this before all."}},
        *blocks[2:],
    ]
    lesson.save_revision()
    next_edition(source)
    client.force_login(cast.author)
    here = address("translation", translation.page_id)
    page = client.get(here).content.decode()
    assert "The source has a newer edition, 2." in page

    assert client.post(address("update_translation", translation.page_id)).url == here

    page = client.get(here).content.decode()
    assert "1 place was changed in the source since." in page
    assert '<ins class="cg-diff__ins">before' in page
    place = blocks[1]["id"]
    assert client.post(address("keep_words", translation.page_id), {"place": place}).url == f"{here}#p-{place}"
    assert "Every place is translated." in client.get(here).content.decode()
    told = client.post(address("update_translation", translation.page_id), follow=True).content.decode()
    assert "follows the newest edition already" in told
    told = client.post(address("keep_words", translation.page_id), {"place": "nowhere"}, follow=True).content.decode()
    assert "no longer there" in told


def test_what_is_too_much_is_listed(cast, client, source):
    translation = make_translation(source, actor=cast.author)
    add_lesson(translation.page, [block("text", "<p>Algo más.</p>")], title="Paso de más")
    client.force_login(cast.author)
    page = client.get(address("translation", translation.page_id)).content.decode()
    assert "to be removed here" in page
    assert "Paso de más" in page


def test_the_editor_leads_back_to_the_two_sides(cast, client, source):
    translation = make_translation(source, actor=cast.author)
    client.force_login(cast.author)
    translation.page.refresh_from_db()
    step = translation.page.get_children().first()
    here = address("translation", translation.page_id)
    for page in (translation.page, step):
        assert here in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert here not in client.get(reverse("wagtailadmin_pages:edit", args=[source.module_id])).content.decode()


def test_side_by_side_asks_the_same_number_of_queries_whatever_its_size(
    cast, client, source, django_assert_max_num_queries
):
    translation = make_translation(source, actor=cast.author)
    client.force_login(cast.author)
    client.get(address("translation", translation.page_id))
    with django_assert_max_num_queries(34):
        client.get(address("translation", translation.page_id))


def test_the_list_of_modules_offers_what_can_be_done(cast, client, source):
    translation = make_translation(source, actor=cast.author)
    client.force_login(cast.author)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert address("start_translation", source.module_id) in page
    assert address("translation", translation.page_id) in page
    assert "(translation, Español)" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_translations_in_the_list_of_modules_cost_the_same_however_many(cast, django_assert_num_queries, rows):
    for _number in range(rows):
        make_translation(make_current_edition([cast.agency]), actor=cast.author)
    assert cast.author.role_grants.exists()
    with django_assert_num_queries(23):
        lines_for(cast.author)
