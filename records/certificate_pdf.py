"""The certificate as a PDF: one Letter page, more only when the editions do not fit."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.pdfgen.canvas import Canvas

from records.certificate_frame import (
    BAD,
    BRAND,
    HEIGHT,
    INK,
    LEFT,
    LINE,
    MUTED,
    RIGHT,
    ROOM,
    WIDTH,
    draw_background,
    draw_band,
    draw_stamp,
)
from records.enums import CertificateEventKind
from records.models import Certificate
from records.pdf_text import BOLD, REGULAR, Fitted, clean, draw, draw_fitted, fit, register_fonts, width

FOOT = 62.0
DATE = "F j, Y"
ONE_LINE_EACH = 4


def render_certificate(certificate: Certificate) -> bytes:
    """Return the PDF. The same certificate in the same state gives the same bytes.

    Reads the certificate's completion and events: fetch with `.with_evidence()` when making many.
    """
    register_fonts()
    buffer = BytesIO()
    with override(settings.LANGUAGE_CODE):
        canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, lang="en-US", pageCompression=1)
        _describe(canvas, certificate)
        left_over = _first_page(canvas, certificate)
        while left_over:
            canvas.showPage()
            left_over = _further_page(canvas, certificate, left_over)
        canvas.save()
    return buffer.getvalue()


def _describe(canvas: Canvas, certificate: Certificate) -> None:
    snapshot = certificate.completion.snapshot
    canvas.setTitle(_("Certificate of completion: %(course)s") % {"course": clean(snapshot["course_title"])})
    canvas.setAuthor(settings.SITE_NAME)
    canvas.setSubject(f"{clean(certificate.person_name)}, {certificate.serial}")
    canvas.setCreator(settings.SITE_NAME)
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _first_page(canvas: Canvas, certificate: Certificate) -> list[dict[str, Any]]:
    """Draw everything, in the order in which it is read; return the editions that did not fit."""
    snapshot = certificate.completion.snapshot
    draw_background(canvas)
    y = _status(canvas, certificate, HEIGHT - 62)
    y = _holder(canvas, certificate, y)
    y = _course(canvas, snapshot, y)
    y = _facts(canvas, certificate, y)
    agencies = _agencies_fitted(certificate)
    y, left_over = _editions(canvas, certificate.completion.editions, y, FOOT + 26 + agencies.height(1.3) + 16)
    _agencies(canvas, agencies, y)
    _foot(canvas, certificate)
    draw_band(canvas, certificate)
    draw_stamp(canvas, certificate)
    return left_over


def _further_page(canvas: Canvas, certificate: Certificate, editions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    draw_background(canvas)
    y = _status(canvas, certificate, HEIGHT - 62)
    left_over = _editions(canvas, editions, y, FOOT + 20)[1]
    _foot(canvas, certificate)
    draw_band(canvas, certificate)
    draw_stamp(canvas, certificate)
    return left_over


def _status(canvas: Canvas, certificate: Certificate, y: float) -> float:
    canvas.setFillColor(BRAND)
    draw(canvas, LEFT, y, _("CERTIFICATE OF COMPLETION"), BOLD, 10.5, spacing=2.2)
    notice = _notice(certificate)
    if notice:
        canvas.setFillColor(BAD)
        fitted = fit(notice, font=BOLD, room=ROOM, largest=11, smallest=8)
        draw_fitted(canvas, LEFT, y - 17, fitted)
    return y - (66 if notice else 58)


def _notice(certificate: Certificate) -> str:
    for event in certificate.events.all():
        day = format_date(timezone.localtime(event.occurred_at), DATE)
        if event.kind == CertificateEventKind.REVOKED:
            return _("REVOKED on %(day)s. This certificate is void.") % {"day": day}
        if event.successor:
            return _("REPLACED on %(day)s by certificate %(serial)s.") % {"day": day, "serial": event.successor.serial}
    return ""


def _holder(canvas: Canvas, certificate: Certificate, y: float) -> float:
    snapshot = certificate.completion.snapshot
    canvas.setFillColor(INK)
    name = fit(certificate.person_name, font=BOLD, room=ROOM, largest=36, smallest=15, lines=1)
    if len(name.lines) == 1 and name.lines[0].endswith("…"):
        name = fit(certificate.person_name, font=BOLD, room=ROOM, largest=19, smallest=9, lines=2)
        y += 8
    y = draw_fitted(canvas, LEFT, y, name, leading=1.1) + name.size * 1.1 - 23
    badge = _("badge %(number)s") % {"number": certificate.badge} if certificate.badge else ""
    parts = [snapshot["rank"], badge, snapshot["unit_name"], snapshot["department_name"]]
    canvas.setFillColor(MUTED)
    line = fit("  ·  ".join(part for part in parts if part), font=REGULAR, room=ROOM, largest=12, smallest=8)
    draw_fitted(canvas, LEFT, y, line)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, y - 17, RIGHT, y - 17)
    return y - 42


def _course(canvas: Canvas, snapshot: dict[str, Any], y: float) -> float:
    canvas.setFillColor(MUTED)
    draw(canvas, LEFT, y, _("has completed the course"), REGULAR, 11.5)
    canvas.setFillColor(BRAND)
    title = fit(snapshot["course_title"], font=BOLD, room=ROOM, largest=24, smallest=13, lines=2)
    y = draw_fitted(canvas, LEFT, y - 8 - title.size * 0.9, title, leading=1.12) + title.size * 1.12 - 18
    basis = ". ".join(part.rstrip(".") for part in (snapshot["requirement_title"], snapshot["legal_basis"]) if part)
    if basis:
        canvas.setFillColor(MUTED)
        y = draw_fitted(canvas, LEFT, y, fit(basis, font=REGULAR, room=ROOM, largest=10.5, smallest=7.5, lines=2)) - 2
    return y - 18


def _facts(canvas: Canvas, certificate: Certificate, y: float) -> float:
    column = ROOM / 4
    for place, (label, value, note) in enumerate(_fact_texts(certificate)):
        x = LEFT + place * column
        canvas.setFillColor(MUTED)
        draw(canvas, x, y, label, REGULAR, 8.5)
        canvas.setFillColor(INK)
        draw_fitted(canvas, x, y - 17, fit(value, font=BOLD, room=column - 10, largest=14, smallest=8))
        canvas.setFillColor(MUTED)
        draw_fitted(canvas, x, y - 28, fit(note, font=REGULAR, room=column - 10, largest=8, smallest=6))
    return y - 56


def _fact_texts(certificate: Certificate) -> list[tuple[str, str, str]]:
    completion = certificate.completion
    snapshot = completion.snapshot
    score, mark = snapshot["score_percent"], snapshot["pass_mark"]
    until = completion.valid_until
    return [
        (_("Completed"), format_date(timezone.localtime(completion.completed_at), DATE), ""),
        (_("Training hours"), snapshot["hours"], ""),
        (
            _("Score"),
            _("not scored") if score is None else f"{score} %",
            ", ".join(
                part
                for part in ("" if mark is None else _("pass mark %(mark)s %%") % {"mark": mark}, snapshot["evidence"])
                if part
            ),
        ),
        (_("Valid until"), format_date(until, DATE) if until else _("no end"), ""),
    ]


def _editions(
    canvas: Canvas, editions: list[dict[str, Any]], y: float, floor: float
) -> tuple[float, list[dict[str, Any]]]:
    """Draw as many editions as fit above `floor`; return where the next thing goes, and the rest."""
    canvas.setFillColor(BRAND)
    draw(canvas, LEFT, y, _("EDITIONS TAKEN"), BOLD, 8, spacing=1.2)
    y -= 15
    for place, edition in enumerate(editions):
        more = len(editions) - place > 1
        if y - 11 - (12 if more else 0) < floor:
            canvas.setFillColor(MUTED)
            draw(canvas, LEFT, y, _("%(count)s more on the next page") % {"count": len(editions) - place}, REGULAR, 9)
            return y - 18, editions[place:]
        _edition(canvas, edition, y)
        y -= 25
    return y - 8, []


def _edition(canvas: Canvas, edition: dict[str, Any], y: float) -> None:
    label = _("edition %(number)s, %(language)s") % {"number": edition["number"], "language": edition["language"]}
    wide = width(clean(label), REGULAR, 9.5)
    canvas.setFillColor(INK)
    draw_fitted(
        canvas, LEFT, y, fit(edition["module_title"], font=BOLD, room=ROOM - wide - 16, largest=10.5, smallest=7)
    )
    canvas.setFillColor(MUTED)
    draw(canvas, RIGHT - wide, y, clean(label), REGULAR, 9.5)
    digest = fit(f"SHA-256 {edition['digest']}", font=REGULAR, room=ROOM, largest=7.2, smallest=5)
    draw_fitted(canvas, LEFT, y - 9.5, digest)


def _agencies_fitted(certificate: Certificate) -> Fitted:
    """A line for each when they are few, else one paragraph."""
    names = certificate.completion.agencies or [_("no agency")]
    if len(names) > ONE_LINE_EACH or len(certificate.completion.editions) > ONE_LINE_EACH:
        return fit(", ".join(names), font=REGULAR, room=ROOM, largest=10, smallest=7, lines=3)
    size = min(fit(name, font=REGULAR, room=ROOM, largest=11, smallest=7).size for name in names)
    lines = [fit(name, font=REGULAR, room=ROOM, largest=size, smallest=size).lines[0] for name in names]
    return Fitted(lines, REGULAR, size)


def _agencies(canvas: Canvas, fitted: Fitted, y: float) -> None:
    canvas.setFillColor(BRAND)
    draw(canvas, LEFT, y, _("SIGNED BY THE AGENCIES"), BOLD, 8, spacing=1.2)
    canvas.setFillColor(INK)
    draw_fitted(canvas, LEFT, y - 15, fitted, leading=1.3)


def _foot(canvas: Canvas, certificate: Certificate) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, FOOT, RIGHT, FOOT)
    canvas.setFillColor(MUTED)
    issued = format_date(timezone.localtime(certificate.issued_at), DATE)
    lines = [
        _("Certificate %(serial)s, issued %(day)s by %(site)s. Ledger entry %(entry)s.")
        % {
            "serial": certificate.serial,
            "day": issued,
            "site": settings.SITE_NAME,
            "entry": certificate.entry_id,
        },
        _("Completion record, SHA-256 %(digest)s") % {"digest": certificate.completion.digest},
    ]
    for place, line in enumerate(lines):
        draw_fitted(canvas, LEFT, FOOT - 13 - place * 11, fit(line, font=REGULAR, room=ROOM, largest=7.6, smallest=5))
