"""Which language the pages speak: the account's, else the cookie's, else the browser's."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from people.services.languages import UnknownLanguage, choose_interface_language

pytestmark = pytest.mark.django_db
ABOUT = "/about/"


def language_of(answer) -> str:
    page = answer.content.decode()
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


def choose(client, language: str, **fields: str):
    return client.post(reverse("people:language"), {"language": language, **fields})


def test_without_a_choice_the_browser_is_asked(client):
    assert language_of(client.get(ABOUT)) == "en"
    assert language_of(client.get(ABOUT, headers={"accept-language": "es-MX,es;q=0.9"})) == "es"
    assert language_of(client.get(ABOUT, headers={"accept-language": "fr"})) == "en"


def test_anonymous_choice_is_kept_in_a_cookie_and_leads_back(client):
    answer = choose(client, "es", next="/modules/?q=x")
    assert (answer.status_code, answer.url) == (302, "/modules/?q=x")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME]["httponly"]
    assert language_of(client.get(ABOUT)) == "es"


def test_choice_of_a_person_holds_on_every_machine(client, cast):
    client.force_login(cast.officer)
    choose(client, "es")
    client.cookies.pop(settings.LANGUAGE_COOKIE_NAME)
    assert language_of(client.get(ABOUT)) == "es"
    cast.officer.refresh_from_db()
    assert cast.officer.language == "es"
    cast.teammate.refresh_from_db()
    assert cast.teammate.language == ""


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/x", "javascript:x()", ""])
def test_nobody_is_led_away_from_the_site(client, address):
    assert choose(client, "es", next=address).url == reverse("home")


def test_unknown_language_is_refused_and_nothing_is_kept(client, cast):
    client.force_login(cast.officer)
    assert choose(client, "xx").status_code == 400
    with pytest.raises(UnknownLanguage):
        choose_interface_language(actor=cast.officer, language="xx")
    cast.officer.refresh_from_db()
    assert cast.officer.language == ""


def test_page_offers_each_language_under_its_own_name(client):
    page = client.get(reverse("people:language"), headers={"referer": "http://testserver/glossary/"}).content.decode()
    assert 'value="es" lang="es">Español' in page
    assert 'name="next" value="/glossary/"' in page


def test_header_offers_the_other_language(client):
    assert '<a href="/language/" lang="es" hreflang="es">Español</a>' in client.get(ABOUT).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert '<a href="/language/" lang="en" hreflang="en">English</a>' in client.get(ABOUT).content.decode()


def test_workspace_follows_the_choice(client, cast):
    UserProfile.objects.create(user=cast.author, preferred_language="en")
    client.force_login(cast.author)
    choose(client, "es")
    assert 'lang="es"' in client.get(reverse("wagtailadmin_home")).content.decode()[:300]


def test_choosing_needs_the_token_of_the_form(cast):

    client = Client(enforce_csrf_checks=True)
    assert choose(client, "es").status_code == 403


def test_public_page_sets_no_cookie_and_is_not_varied_by_it(client):
    answer = client.get(reverse("modules:library"))
    assert not answer.cookies


def test_language_of_the_reader_leaves_no_trace_on_the_next_request(client, cast):
    with override("es"):
        assert language_of(client.get(ABOUT)) == "en"
