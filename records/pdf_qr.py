"""A QR code drawn on a PDF, which is a link as well."""

from itertools import groupby

import segno
from reportlab.lib.colors import HexColor, white
from reportlab.pdfgen.canvas import Canvas

INK = HexColor("#1c1d1f")


def draw_qr_code(canvas: Canvas, url: str, x: float, y: float, side: float) -> float:
    """Draw it on white with its quiet zone, from its lower left corner; return its upper edge."""
    canvas.setFillColor(white)
    canvas.roundRect(x, y, side, side, 5, stroke=0, fill=1)
    matrix = segno.make(url, error="m", micro=False).matrix
    unit = side / (len(matrix) + 8)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        column = 4
        for dark, same in groupby(modules):
            count = len(list(same))
            if dark:
                path.rect(x + column * unit, y + side - (row + 5) * unit, count * unit, unit)
            column += count
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.linkURL(url, (x, y, x + side, y + side), relative=1)
    return y + side
