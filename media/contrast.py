"""How far apart the darkest and the lightest parts of a picture are, as WCAG 2.2 counts contrast."""

from __future__ import annotations

from typing import IO

from PIL import Image

LARGEST_SIDE = 256
OUTLIERS = 0.01  # the share of pixels at each end that may be noise
LUMINANCE = (0.2126, 0.7152, 0.0722, 0)


def contrast_of(file: IO[bytes]) -> float:
    """From 1.0 (one flat grey) to 21.0 (black and white), of the picture on a white page.

    A bound from above: nothing drawn in the picture can stand out by more than this. Raises OSError when
    the file is not a picture.
    """
    with Image.open(file) as picture:
        picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        page = Image.new("RGBA", picture.size, "white")
        page.alpha_composite(picture.convert("RGBA"))
    linear = page.convert("RGB").point([round(_linear(value / 255) * 255) for value in range(256)] * 3)
    counts = linear.convert("L", LUMINANCE).histogram()
    dark, light = _end(counts), 255 - _end(counts[::-1])
    return round((light / 255 + 0.05) / (dark / 255 + 0.05), 1)


def _linear(value: float) -> float:
    """One channel of sRGB as an amount of light (WCAG 2.2, relative luminance)."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _end(counts: list[int]) -> int:
    """The first level that more than the outliers reach."""
    allowed, seen = sum(counts) * OUTLIERS, 0
    for level, count in enumerate(counts):
        seen += count
        if seen > allowed:
            return level
    return len(counts) - 1
