"""What surrounds the words of a certificate: paper, the band with the QR code, the stamp of a void one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

from records.enums import CertificateEventKind
from records.holder_secret import holder_secret
from records.models import Certificate
from records.pdf_qr import draw_qr_code
from records.pdf_text import BOLD, REGULAR, draw, draw_fitted, fit, width

WIDTH, HEIGHT = landscape(letter)
BAND = 178.0
LEFT, RIGHT = BAND + 38, WIDTH - 42
ROOM = RIGHT - LEFT
BRAND, INK, MUTED, LINE, BAD = (HexColor(c) for c in ("#22356b", "#1c1d1f", "#565c65", "#c9c5ba", "#8b1f17"))
PAPER, ON_BRAND = HexColor("#fdfcf9"), HexColor("#d9dff0")


def verify_url(certificate: Certificate) -> str:
    """The address in the QR code, secret included."""
    path = reverse("records:verify_holder", args=[certificate.serial, holder_secret(certificate.serial)])
    return settings.WAGTAILADMIN_BASE_URL + path


def draw_background(canvas: Canvas) -> None:
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(BRAND)
    canvas.rect(0, 0, BAND, HEIGHT, stroke=0, fill=1)


def draw_band(canvas: Canvas, certificate: Certificate) -> None:
    room, x = BAND - 48, 24.0
    canvas.setFillColor(white)
    draw_fitted(canvas, x, HEIGHT - 62, fit(settings.SITE_NAME, font=BOLD, room=room, largest=20, smallest=9))
    canvas.setFillColor(ON_BRAND)
    about = _("Officer training that the communities it concerns write, review and sign.")
    fitted_about = fit(about, font=REGULAR, room=room, largest=10.5, smallest=8, lines=5)
    y = draw_fitted(canvas, x, HEIGHT - 84, fitted_about, leading=1.3)
    if settings.DEMO:
        canvas.setFillColor(white)
        draw_fitted(canvas, x, y - 10, fit(_("DEMO: not a real record"), font=BOLD, room=room, largest=10, smallest=7))
    top = draw_qr_code(canvas, verify_url(certificate), x, 152.0, room)
    canvas.setFillColor(white)
    draw(canvas, x, top + 10, _("Check this certificate"), BOLD, 10.5)
    canvas.setFillColor(white)
    draw_fitted(canvas, x, 132, fit(certificate.serial, font=BOLD, room=room, largest=14, smallest=10))
    canvas.setFillColor(ON_BRAND)
    how = _(
        "Scan or click the code to see the name, course and state, or type the serial at %(address)s, which shows "
        "no name. Keep the code to yourself and those you show this to."
    ) % {"address": _spoken(settings.WAGTAILADMIN_BASE_URL) + reverse("records:verify")}
    draw_fitted(canvas, x, 117, fit(how, font=REGULAR, room=room, largest=8.4, smallest=6, lines=8), leading=1.3)


def _spoken(url: str) -> str:
    return url.partition("://")[2]


def draw_stamp(canvas: Canvas, certificate: Certificate) -> None:
    kinds = {event.kind for event in certificate.events.all()}
    if not kinds:
        return
    word = _("REVOKED") if CertificateEventKind.REVOKED in kinds else _("REPLACED")
    canvas.saveState()
    canvas.setFillColor(Color(BAD.red, BAD.green, BAD.blue, alpha=0.16))
    canvas.translate((LEFT + RIGHT) / 2, HEIGHT / 2 - 30)
    canvas.rotate(24)
    draw(canvas, -width(word, BOLD, 110) / 2, -38, word, BOLD, 110)
    canvas.restoreState()
