"""What the public sees of translations and of all editions."""

import pytest
from django.urls import reverse

from modules.models import Edition
from tests.factories.modules import add_lesson, block, make_current_edition, next_edition
from tests.factories.translations import make_current_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast) -> Edition:
    return make_current_edition([cast.agency], title="The bulletin", slug="the-bulletin")


@pytest.fixture
def spanish(cast, source) -> Edition:
    return make_current_translation(source, actor=cast.author)


def page(client, name: str, *arguments: str) -> str:
    return client.get(reverse(f"modules:{name}", args=arguments)).content.decode()


def test_the_library_lists_a_module_once_with_its_languages(client, source, spanish):
    shown = page(client, "library")
    assert shown.count('<article class="cg-card">') == 1
    assert f'<a class="usa-link" lang="es" hreflang="es" href="/modules/{spanish.module.slug}/">Español</a>' in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_library_costs_the_same_however_many(cast, client, rows, django_assert_num_queries):
    for _number in range(rows):
        make_current_translation(make_current_edition([cast.agency]), actor=cast.author)
    with django_assert_num_queries(4):
        page(client, "library")


def test_a_translation_is_read_in_its_language_and_without_keys(client, source, spanish):
    lesson, scenario = spanish.steps.all()
    shown = page(client, "reading", spanish.module.slug, lesson.slug)
    assert '<h1 lang="es">ES Who is covered</h1>' in shown
    assert "A signed translation of edition 1 (English)." in shown
    assert f"/editions/{source.digest}/steps/{lesson.slug}/" in shown
    assert "The rule says so." not in page(client, "reading", spanish.module.slug, scenario.slug)


def test_a_translation_whose_source_moved_says_so(client, source, spanish):
    add_lesson(source.module, [block("text", "<p>A step that is new.</p>")])
    newer = next_edition(source)
    for shown in (
        page(client, "module", spanish.module.slug),
        page(client, "reading", spanish.module.slug, spanish.steps.first().slug),
        page(client, "edition", spanish.digest),
    ):
        assert "This translation follows edition 1. The current edition is 2." in shown
        assert f"/editions/{newer.digest}/since/{source.digest}/" in shown


def test_any_two_editions_are_compared(client, source):
    add_lesson(source.module, [block("text", "<p>A step that is new.</p>")])
    second = next_edition(source)
    add_lesson(source.module, [block("text", "<p>Another.</p>")])
    third = next_edition(source)
    here = reverse("modules:module_editions", args=["the-bulletin"])
    shown = client.get(here).content.decode()
    assert all(edition.digest in shown for edition in (source, second, third))
    answer = client.get(here, {"from": source.digest, "to": third.digest})
    assert answer.url == reverse("modules:comparison", args=[third.digest, source.digest])
    same = client.get(here, {"from": third.digest, "to": third.digest}).content.decode()
    assert "Choose two different editions." in same
    assert client.get(here, {"from": "x", "to": "'"}).status_code == 200
    assert client.get(reverse("modules:module_editions", args=["none"])).status_code == 404


def test_an_edition_leads_to_everything_about_it(cast, client, source):
    shown = page(client, "edition", source.digest)
    assert "Compare any two editions" in shown
    assert "edition.zip" not in shown
    client.force_login(cast.author)
    assert f"/editions/{source.digest}/edition.zip" in page(client, "edition", source.digest)
