"""The bulletin card: signed words only, referrals in date only, as a page and as a sheet to fold."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from modules.card_text import html_pieces
from modules.enums import AuthorityStatus
from modules.models import Card, Edition, Provision
from modules.referrals import forget_referrals
from modules.services.cards import set_card
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition, withdraw_edition
from modules.services.reviewing import review_authorities
from records.models import LedgerEntry
from tests.factories.modules import (
    ProvisionFactory,
    ResourceFactory,
    add_lesson,
    block,
    items,
    make_current_edition,
    make_module,
    next_edition,
)
from tests.factories.translations import make_translation, translate_words

PAGE = "/card/"
NUMBER = "(415) 555-0100"


@pytest.fixture
def resource(db):
    return ResourceFactory(name="Example Line", contact=NUMBER)


@pytest.fixture
def module(cast, resource):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False, title="What I can promise")
    provision = ProvisionFactory(fact_id="L-06")
    words = (
        f'<h2>State law</h2><ul><li>I <b>do not arrest you</b> <a linktype="citation" provision="{provision.fact_id}">'
        "[L-06]</a>.</li></ul><p>Only on the list.</p>"
    )
    named = {"title": "People who can help", "resources": items(resource.pk)}
    add_lesson(
        module, [block("text", words), block("provision", {"provision": provision.pk}), block("referrals", named)]
    )
    return module


@pytest.fixture
def edition(module):
    set_card(actor="test", module=module)
    return publish_edition(actor="test", edition=freeze_module(actor="test", module=module))


def text_of(response):
    document = PdfReader(BytesIO(response.content))
    return document, " ".join("\n".join(page.extract_text() for page in document.pages).replace("\xa0", " ").split())


def test_without_a_signed_card_the_page_says_so_and_no_language_exists(cast, client, module):
    assert "No card has been signed yet" in client.get(PAGE).content.decode()
    set_card(actor="test", module=module)
    freeze_module(actor="test", module=module)

    assert "No card has been signed yet" in client.get(PAGE).content.decode()
    assert client.get("/card/en/").status_code == 404
    assert client.get("/card/card.pdf").status_code == 404


def test_the_card_shows_the_signed_words_their_date_and_live_referrals(client, edition, module):
    page = client.get(PAGE)
    shown = page.content.decode()

    assert "do not arrest you" in shown
    assert NUMBER in shown
    assert f"Edition {edition.number}" in shown
    assert page.headers["Cache-Control"] == "no-cache"
    assert client.get(PAGE, headers={"if-none-match": page.headers["ETag"]}).status_code == 304
    assert client.get(f"/card/{edition.language}/").status_code == 200
    assert client.get("/card/es/").status_code == 404


def test_another_language_is_shown_as_soon_as_it_is_signed_and_not_before(cast, client, edition):
    page = make_translation(edition, actor=cast.author).page
    translate_words(page)
    candidate = freeze_module(actor=cast.author, module=page)
    assert candidate.language == "es"
    assert client.get("/card/es/").status_code == 404
    assert 'href="/card/es/"' not in client.get(PAGE).content.decode()

    publish_edition(actor="test", edition=candidate)

    shown = client.get("/card/es/").content.decode()
    assert 'class="cg-bulletin" lang="es"' in shown
    assert "is newer" not in shown
    assert 'href="/card/es/"' in client.get(PAGE).content.decode()
    document, text = text_of(client.get("/card/es/card.pdf"))
    assert document.root_object["/Lang"] == "es"
    assert NUMBER in text
    withdraw_edition(actor="test", edition=candidate, reason="A word was wrong.")
    assert client.get("/card/es/").status_code == 404


def test_a_translation_of_an_older_card_says_that_there_is_a_newer_one(cast, client, edition):
    page = make_translation(edition, actor=cast.author).page
    translate_words(page)
    publish_edition(actor="test", edition=freeze_module(actor=cast.author, module=page))
    next_edition(edition)

    assert "usa-alert--warning" in client.get("/card/es/").content.decode()
    assert "usa-alert--warning" not in client.get(PAGE).content.decode()


def test_a_rule_that_moved_is_pointed_out_on_both(cast, client, edition):
    authority = Provision.objects.get(fact_id="L-06").authority
    authority.status = AuthorityStatus.REPEALED
    authority.save()
    review_authorities(actor="test")

    assert "ask Legal before you rely on it." in client.get(PAGE).content.decode()
    assert "A rule behind this has changed since it was signed." in text_of(client.get("/card/card.pdf"))[1]


def test_the_sheet_holds_the_same_words_in_one_fold(client, edition):
    response = client.get("/card/card.pdf")
    document, text = text_of(response)

    assert response.headers["Content-Type"] == "application/pdf"
    assert len(document.pages) == 1
    assert document.metadata.title == "What I can promise"
    assert document.root_object["/Lang"] == edition.language
    assert "I do not arrest you." in text
    assert NUMBER in text
    assert edition.digest in text.replace(" ", "")
    assert f"Edition {edition.number}" in text
    assert "Do not use the referrals after" in text
    links = [note.get_object()["/A"]["/URI"] for note in document.pages[0]["/Annots"]]
    assert links
    assert all(link.endswith(reverse("modules:card")) for link in links)
    assert client.get("/card/card.pdf").content == response.content


def test_an_expired_referral_is_on_neither(client, edition, resource):
    resource.last_checked = timezone.localdate() - timedelta(days=200)
    resource.save()
    forget_referrals()

    assert NUMBER not in client.get(PAGE).content.decode()
    assert NUMBER not in text_of(client.get("/card/card.pdf"))[1]
    assert "Do not use the referrals after" not in text_of(client.get("/card/card.pdf"))[1]


def test_a_long_card_takes_another_sheet_and_loses_no_word(cast, client, module):
    add_lesson(module, [block("text", "".join(f"<p>Sentence number {n} is here to be read.</p>" for n in range(400)))])
    set_card(actor="test", module=module)
    publish_edition(actor="test", edition=freeze_module(actor="test", module=module))

    document, text = text_of(client.get("/card/card.pdf"))

    assert len(document.pages) > 1
    assert all(f"number {n} is" in text for n in range(400))


@pytest.mark.parametrize("steps", [1, 3])
def test_the_number_of_queries_does_not_grow(client, module, django_assert_num_queries, steps):
    for number in range(steps - 1):
        add_lesson(module, [block("text", f"<p>More {number}.</p>")])
    set_card(actor="test", module=module)
    publish_edition(actor="test", edition=freeze_module(actor="test", module=module))
    client.get(PAGE)
    with django_assert_num_queries(5):  # which module, its editions, who signed, the steps, rules that moved
        client.get(PAGE)


def test_the_worker_reaches_no_further_than_the_card(client):
    response = client.get(reverse("modules:card_worker"))

    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response.headers
    assert reverse("modules:card_worker").startswith(PAGE)


@pytest.mark.django_db
def test_the_page_has_no_script_or_style_inside(client, edition):
    page = client.get(PAGE).content.decode()
    assert "<script>" not in page
    assert "style=" not in page


def test_administrators_choose_the_card_and_the_ledger_keeps_it(cast, client, edition):
    other = make_current_edition([cast.agency]).module
    client.force_login(cast.author)
    assert client.post(reverse("modules_admin:card"), {"module": other.pk}).status_code in (302, 403)
    assert Card.objects.get().module_id == edition.module_id
    with pytest.raises(PermissionDenied):
        set_card(actor=cast.author, module=other)

    client.force_login(cast.administrator)
    assert client.post(reverse("modules_admin:card"), {"module": other.pk}).status_code == 302

    assert Card.objects.get().module == other
    newest = LedgerEntry.objects.filter(action="modules.card.set").order_by("-pk").first()
    assert json.loads(json.dumps(newest.data))["before"] == str(edition.module.translation_key)


def test_a_module_that_nobody_signed_cannot_be_chosen(cast, client):
    unsigned = make_module([cast.agency])
    client.force_login(cast.administrator)

    assert client.post(reverse("modules_admin:card"), {"module": unsigned.pk}).status_code == 200
    assert not Card.objects.exists()
    assert Edition.objects.count() == 0


def test_notes_leave_no_gap_on_paper():
    html = '<p>I do <b>not</b> arrest <a data-cite="L-06"></a>. See <a data-term="G-01">the word</a>.</p>'
    pieces = html_pieces(f"{html}<ul><li>One</li></ul>")

    assert [(piece.kind, piece.words) for piece in pieces] == [
        ("paragraph", "I do not arrest. See the word."),
        ("item", "One"),
    ]
    assert ("not", True) in pieces[0].parts
