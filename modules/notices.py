"""Notices put into a rendered step: the frozen, cached rendering itself never changes."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from modules.moved import Notices


def with_notices(html: SafeString, notices: Notices) -> SafeString:
    """Put each passage's notices first in its section, below its heading. Passages not on the page are left out."""
    shown = str(html)
    for block_id, said in notices.items():
        opening = opening_of(block_id)
        place = shown.find(opening)
        if place >= 0:
            after = place + len(opening)
            if shown.startswith("<h2>", after):
                after = shown.index("</h2>", after) + len("</h2>")
            shown = shown[:after] + render_to_string("modules/notice.html", {"notices": said}) + shown[after:]
    return mark_safe(shown)  # noqa: S308 - both parts are made by our own templates


def opening_of(block_id: str) -> str:
    """How the section of a block begins, in lessons (blocks/wrap.html) and in quizzes (quiz_outline.html)."""
    known = escape(block_id)
    return f'<section class="cg-block" id="b-{known}" data-block="{known}">'
