"""One assignment of *My training*, rendered once for everyone to whom it looks the same.

A card costs 0.5 ms of templates, and colleagues have the same ones: the same course, due on the same day.
"""

from datetime import date
from functools import lru_cache
from secrets import token_hex
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from curriculum.queries.my_training import Turn
from modules.enums import Layer

# They stand in kept HTML where each request puts its own; drawn, so that no title or summary can hold them.
ADDRESS, TOKEN = token_hex(), token_hex()
KEPT = 4096


class Card(NamedTuple):
    """What a card shows, without whose it is."""

    title: str
    summary: str
    due_on: date
    overdue: bool
    minutes_left: int
    requirement: str
    legal_basis: str
    layer: str
    begun: bool
    first: bool


def turn_html(turn: Turn, *, first: bool, token: str) -> SafeString:
    """The card with the address of this turn and the forgery token of this request."""
    card = Card(
        turn.title,
        turn.summary,
        turn.due_on,
        turn.overdue,
        turn.minutes_left,
        turn.requirement,
        turn.legal_basis,
        turn.layer,
        turn.enrolment is not None,
        first,
    )
    if turn.enrolment is None:
        address = reverse("curriculum:begin", args=[turn.reference])
    else:
        address = reverse("curriculum:resume", args=[turn.enrolment])
    kept = _rendered(get_language(), card)
    return mark_safe(kept.replace(ADDRESS, escape(address)).replace(TOKEN, escape(token)))  # noqa: S308 - our template


@lru_cache(maxsize=KEPT)
def _rendered(language: str | None, card: Card) -> str:
    around = {"turn": card, "layer_label": Layer(card.layer).label, "address": ADDRESS, "csrf_token": TOKEN}
    return render_to_string("curriculum/includes/turn.html", around)
