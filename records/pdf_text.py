"""Text on a PDF that never overflows: fonts with a fallback for Chinese, Japanese and Korean, measuring, fitting."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from font_source_sans_pro import font_files_ttf
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD = "SourceSansPro", "SourceSansProSemibold"
HAN, KOREAN = "STSong-Light", "HYGothic-Medium"  # held by the reader's program, not embedded
UNKNOWN = "\N{WHITE SQUARE}"
ELLIPSIS = "…"


@cache
def register_fonts() -> dict[str, frozenset[int]]:
    """Make the fonts known to reportlab once per process; return the code points each embedded one has."""
    rl_config.useA85 = 0  # binary streams: smaller and quicker than text
    covered = {}
    for name in (REGULAR, BOLD):
        font = TTFont(name, font_files_ttf[name])
        pdfmetrics.registerFont(font)
        covered[name] = frozenset(font.face.charToGlyph)
    for name in (HAN, KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return covered


def clean(text: str) -> str:
    """Composed letters, single spaces, nothing invisible."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in composed).split())


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """Split `text` into (font, part), each part drawn by one font; what no font has becomes a square."""
    covered = register_fonts()[font]
    if covered.issuperset(map(ord, text)):
        yield font, text
        return
    for chosen, part in groupby(text, key=lambda character: _font_for(character, font, covered)):
        kept = "".join(part)
        yield (chosen, kept) if chosen else (font, UNKNOWN * len(kept))


def _font_for(character: str, font: str, covered: frozenset[int]) -> str | None:
    if ord(character) in covered:
        return font
    name = unicodedata.name(character, "")
    if name.startswith("HANGUL"):
        return KOREAN
    if name.startswith(("CJK UNIFIED", "CJK COMPAT", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC")):
        return HAN
    return None


def width(text: str, font: str, size: float) -> float:
    return sum(pdfmetrics.stringWidth(part, name, size) for name, part in runs(text, font))


@dataclass(frozen=True)
class Fitted:
    """Lines of text at a size at which they fit."""

    lines: list[str]
    font: str
    size: float

    def height(self, leading: float = 1.2) -> float:
        return len(self.lines) * self.size * leading


def fit(text: str, *, font: str, room: float, largest: float, smallest: float, lines: int = 1) -> Fitted:
    """Set `text` as large as fits into `room` points on at most `lines` lines, else cut it with an ellipsis."""
    text, size = clean(text), largest
    while size > smallest:
        wrapped = wrap(text, font, size, room)
        if len(wrapped) <= lines and all(width(line, font, size) <= room for line in wrapped):
            return Fitted(wrapped, font, size)
        size -= 0.5
    wrapped = wrap(text, font, smallest, room)
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], _cut(" ".join(wrapped[lines - 1 :]), font, smallest, room)]
    return Fitted(wrapped, font, smallest)


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """Break into lines at spaces, and inside a word only when it alone is wider than the room."""
    lines, line = [], ""
    for word in text.split(" "):
        attempt = f"{line} {word}" if line else word
        if width(attempt, font, size) <= room:
            line = attempt
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, font, size, room)
        lines += full
    return [*lines, line]


def draw(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, *, spacing: float = 0) -> float:
    """Draw one line with its baseline at (x, y); return where it ends."""
    line = canvas.beginText(x, y)
    line.setCharSpace(spacing)
    for name, part in runs(text, font):
        line.setFont(name, size)
        line.textOut(part)
    line.setCharSpace(0)
    canvas.drawText(line)
    return line.getX()


def draw_fitted(canvas: Canvas, x: float, y: float, fitted: Fitted, *, leading: float = 1.2) -> float:
    """Draw lines downwards, the first baseline at y; return the baseline after the last."""
    for line in fitted.lines:
        draw(canvas, x, y, line, fitted.font, fitted.size)
        y -= fitted.size * leading
    return y


def _pieces(word: str, font: str, size: float, room: float) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if piece and width(piece + character, font, size) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def _cut(text: str, font: str, size: float, room: float) -> str:
    while text and width(text + ELLIPSIS, font, size) > room:
        text = text[:-1].rstrip()
    return text + ELLIPSIS
