"""The bulletin card: one page to show to a person, on paper and without a connection."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from modules.card_pdf import card_pdf_bytes
from modules.cards import LANGUAGE_NAMES, card_editions, card_steps, newer_original, referrals_good_until
from modules.models import Edition
from modules.moved import notices_in_edition
from modules.notices import with_notices
from modules.rendering import render_step

WORKER = Path(__file__).resolve().parents[1] / "static" / "modules" / "js" / "card-worker.js"


@require_safe
@conditional_page
def card(request: HttpRequest, language: str = "") -> HttpResponse:
    """The card in a language in which it is signed; without one, in the language in which it was written."""
    editions = card_editions()
    if not editions and not language:
        return render(request, "modules/card_empty.html")
    edition = _chosen(editions, language)
    steps = card_steps(edition)
    moved = notices_in_edition(edition.pk)
    with _speaking(edition.language):
        context = {
            "edition": edition,
            "bodies": [(step, with_notices(render_step(step), moved.get(step.pk, {}))) for step in steps],
            "newer": newer_original(edition, editions),
            "languages": [(row.language, LANGUAGE_NAMES.get(row.language, row.language)) for row in editions],
            "today": timezone.localdate(),
            "good_until": referrals_good_until(steps),
        }
        return _fresh(render(request, "modules/card.html", context))


@require_safe
@conditional_page
def card_pdf(request: HttpRequest, language: str = "") -> HttpResponse:
    """The same as a sheet that folds to the size of a bank card."""
    edition = _chosen(card_editions(), language)
    with _speaking(edition.language):
        content = card_pdf_bytes(edition, card_steps(edition), moved=blocks_that_moved(edition))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"card-{edition.language}-edition-{edition.number}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return _fresh(response)


@require_safe
def card_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the card on a device. Served from here, so that its reach ends at the card."""
    return _fresh(HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8"))


def blocks_that_moved(edition: Edition) -> frozenset[str]:
    """The blocks that rest on a rule which changed since the card was signed."""
    return frozenset(block for held in notices_in_edition(edition.pk).values() for block in held)


def _chosen(editions: list[Edition], language: str) -> Edition:
    for edition in editions:
        if not language or edition.language == language:
            return edition
    raise Http404


def _speaking(language: str) -> AbstractContextManager[None]:
    """The frame around the card in its own language, where the site has it."""
    return override(language) if language in dict(settings.LANGUAGES) else nullcontext()


def _fresh(response: HttpResponse) -> HttpResponse:
    """To be kept, and asked about each time: a card that was withdrawn must not live on in a cache."""
    response.headers["Cache-Control"] = "no-cache"
    return response
