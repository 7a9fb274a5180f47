"""The bulletin card as a sheet of eight panels that folds to the size of a playing card."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format as format_date
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
)

from modules.card_text import Piece, pieces_of
from modules.cards import referrals_good_until
from modules.models import Edition, EditionStep
from modules.referrals import in_date
from records.pdf_qr import draw_qr_code
from records.pdf_text import BOLD, REGULAR, clean, register_fonts, runs

WIDTH, HEIGHT = landscape(letter)
COLUMNS, ROWS = 4, 2
PANEL_WIDTH, PANEL_HEIGHT = 180.0, 252.0  # two and a half by three and a half inches
LEFT, BOTTOM = (WIDTH - COLUMNS * PANEL_WIDTH) / 2, (HEIGHT - ROWS * PANEL_HEIGHT) / 2
PADDING = 10.0
QR_SIDE = 72.0
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
DATE = "DATE_FORMAT"
KEPT_SECONDS = 60 * 60
INK, MUTED, BRAND, LINE = (HexColor(colour) for colour in ("#1c1d1f", "#565c65", "#22356b", "#b9b5aa"))
IN_A_NUMBER = re.compile(r"(?<=[\d)]) (?=\d)")
NO_SPACES = ("zh", "ja")
Styles = dict[str, ParagraphStyle]


def card_pdf_bytes(
    edition: Edition, steps: list[EditionStep], *, moved: frozenset[str] = frozenset(), today: date | None = None
) -> bytes:
    """The PDF of this day. The same edition with the same referrals gives the same bytes all day."""
    day = today or timezone.localdate()
    shown = in_date(day)
    standing = [(key, row.name, row.contact, row.role, str(row.expires_on)) for key, row in sorted(shown.items())]
    name = "\n".join(
        [edition.digest, day.isoformat(), str(get_language()), settings.WAGTAILADMIN_BASE_URL, str(standing)]
    )
    key = f"card-pdf:{hashlib.sha256(name.encode()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = _render(edition, steps, moved, day)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _render(edition: Edition, steps: list[EditionStep], moved: frozenset[str], day: date) -> bytes:
    """In the largest type that fits on one sheet; on more sheets only when the smallest does not fit either."""
    register_fonts()
    for size in SIZES:
        content, sheets = _laid_out(edition, steps, moved, day, size)
        if sheets == 1:
            break
    return content


def _laid_out(
    edition: Edition, steps: list[EditionStep], moved: frozenset[str], day: date, size: float
) -> tuple[bytes, int]:
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(WIDTH, HEIGHT),
        title=clean(edition.title),
        author=settings.SITE_NAME,
        subject=_("Edition %(number)s, %(digest)s") % {"number": edition.number, "digest": edition.digest},
        creator=settings.SITE_NAME,
        lang=edition.language,
        invariant=1,
        displayDocTitle=True,
    )
    document.addPageTemplates(PageTemplate(id="sheet", frames=list(_panels()), onPage=_draw_folds))
    styles = _styles(edition.language, size)
    story: list[Flowable] = [*_front(edition, steps, day, styles), FrameBreak()]
    for step in steps:
        story += [_paragraph(piece, styles) for piece in pieces_of(step.content, in_date(day), moved)]
    document.build(story)
    return buffer.getvalue(), document.page


def _panels() -> Iterator[Frame]:
    for row in range(ROWS):
        for column in range(COLUMNS):
            yield Frame(
                LEFT + column * PANEL_WIDTH,
                BOTTOM + (ROWS - 1 - row) * PANEL_HEIGHT,
                PANEL_WIDTH,
                PANEL_HEIGHT,
                leftPadding=PADDING,
                rightPadding=PADDING,
                topPadding=PADDING,
                bottomPadding=PADDING,
            )


def _draw_folds(canvas: Canvas, document: Any) -> None:
    """Thin dashed lines where it is folded, and how, outside the panels."""
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    right, top = LEFT + COLUMNS * PANEL_WIDTH, BOTTOM + ROWS * PANEL_HEIGHT
    canvas.rect(LEFT, BOTTOM, right - LEFT, top - BOTTOM)
    canvas.setDash(2, 3)
    canvas.line(LEFT, BOTTOM + PANEL_HEIGHT, right, BOTTOM + PANEL_HEIGHT)
    for column in range(1, COLUMNS):
        canvas.line(LEFT + column * PANEL_WIDTH, BOTTOM, LEFT + column * PANEL_WIDTH, top)
    canvas.setFillColor(MUTED)
    canvas.setFont(REGULAR, 8)
    how = _(
        "Cut along the frame. Fold the lower half back, then fold like an accordion, with the first panel in front."
    )
    canvas.drawString(LEFT, BOTTOM - 14, clean(how))
    canvas.restoreState()


def _front(edition: Edition, steps: list[EditionStep], day: date, styles: Styles) -> Iterator[Flowable]:
    """The first panel: what it is, of when, and where the present one is."""
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("modules:card")
    signed = timezone.localtime(edition.published_at) if edition.published_at else None
    lines = [
        _("Printed %(day)s.") % {"day": format_date(day, DATE)},
        _("Edition %(number)s, signed %(day)s.")
        % {"number": edition.number, "day": format_date(signed, DATE) if signed else "-"},
    ]
    until = referrals_good_until(steps, day)
    if until:
        lines.append(_("Do not use the referrals after %(day)s.") % {"day": format_date(until, DATE)})
    yield Paragraph(_markup([(edition.title, False)], BOLD), styles["title"])
    if settings.DEMO:
        yield Paragraph(_markup([(_("DEMO: fictional agencies signed it."), True)]), styles["small"])
    names = ", ".join(signature.agency_name for signature in edition.signatures.all())
    if names:
        lines.append(_("Signed by %(agencies)s.") % {"agencies": names})
    yield from (Paragraph(_markup([(line, False)]), styles["small"]) for line in lines)
    yield Spacer(1, 4)
    yield _QrCode(address)
    yield Paragraph(_markup([(_("The present card: %(address)s") % {"address": address}, False)]), styles["small"])
    yield Paragraph(_markup([(_("Digest %(digest)s") % {"digest": edition.digest}, False)]), styles["digest"])


def _paragraph(piece: Piece, styles: Styles) -> Flowable:
    """Points of a list stay whole, so that none is read half on one panel."""
    words = _markup(piece.parts, BOLD if piece.kind == "heading" else REGULAR)
    if piece.kind != "item":
        return Paragraph(words, styles[piece.kind])
    return KeepTogether([Paragraph(words, styles["item"], bulletText="•")])


def _markup(parts: Any, font: str = REGULAR) -> str:
    """Words as reportlab's markup, each in a font that has its letters."""
    out = []
    for words, strong in parts:
        chosen = BOLD if strong else font
        composed = IN_A_NUMBER.sub("\N{NO-BREAK SPACE}", clean(words))
        before, after = " " * words.startswith(" "), " " * words.endswith(" ")
        inner = "".join(f'<font name="{name}">{escape(part)}</font>' for name, part in runs(composed, chosen))
        out.append(f"{before}{inner}{after}")
    return "".join(out)


def _styles(language: str, size: float) -> Styles:
    base = ParagraphStyle(
        "paragraph",
        fontName=REGULAR,
        fontSize=size,
        leading=size * 1.22,
        textColor=INK,
        spaceAfter=3.2,
        allowWidows=0,
        wordWrap="CJK" if language.startswith(NO_SPACES) else None,
    )
    small = ParagraphStyle("small", base, fontSize=7.4, leading=9.2, textColor=MUTED, spaceAfter=2)
    bold = ParagraphStyle("bold", base, fontName=BOLD, textColor=BRAND)
    return {
        "paragraph": base,
        "item": ParagraphStyle(
            "item", base, leftIndent=size, bulletIndent=0, bulletFontName=REGULAR, bulletFontSize=size
        ),
        "heading": ParagraphStyle(
            "heading", bold, fontSize=size * 1.12, leading=size * 1.32, spaceBefore=5, keepWithNext=1
        ),
        "title": ParagraphStyle("title", bold, fontSize=14.5, leading=16.5, spaceAfter=5),
        "badge": ParagraphStyle("badge", small, keepWithNext=1),
        "small": small,
        "digest": ParagraphStyle("digest", small, fontSize=5.6, leading=6.8, wordWrap="CJK"),
    }


class _QrCode(Flowable):
    """A QR code that leads to the card."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.width = self.height = QR_SIDE

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_qr_code(self.canv, self.url, 0, 0, QR_SIDE)
