"""What stops nothing and is worth a second look: text that is hard to read, descriptions that do not describe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from media.contrast import contrast_of
from media.models import ContentImage
from modules.checks.reading import grade_of
from modules.checks.wording import passages_of
from modules.freeze.references import RawBlock, Registers, raw_blocks
from modules.models import AnyStep

Step = AnyStep

FILE_NAME = re.compile(r"\.(?:jpe?g|png|webp|gif)$|^(?:img|dsc|image|screenshot)[_\W]?\d+", re.IGNORECASE)
SAYS_IT_IS_ONE = re.compile(r"^(?:an? )?(?:image|picture|photo|photograph|graphic) of\b", re.IGNORECASE)
SHORT_FOR_WORDS = 25
LEAST_CONTRAST = 3.0  # WCAG 2.2, 1.4.11
LEAST_CONTRAST_OF_WORDS = 4.5  # WCAG 2.2, 1.4.3


def second_looks(step: Step, language: str, registers: Registers) -> Iterator[tuple[str, str]]:
    """Block id (empty: the step as a whole) and message."""
    blocks = raw_blocks(step)
    if language == "en":
        yield from _grade(blocks)
    for block in blocks:
        if block.get("type") == "image" and isinstance(block.get("value"), dict):
            for message in (*_description(block["value"]), *_contrast(block["value"], registers)):
                yield str(block.get("id") or ""), message


def _grade(blocks: list[RawBlock]) -> Iterator[tuple[str, str]]:
    grade = grade_of(passage.words for block in blocks for passage in passages_of(block))
    if grade is not None and grade > settings.READING_GRADE:
        yield (
            "",
            _("Hard to read: grade %(grade)s. Aim at %(most)s or lower: shorter sentences, plainer words.")
            % {
                "grade": grade,
                "most": settings.READING_GRADE,
            },
        )


def _description(value: dict[str, Any]) -> Iterator[str]:
    alt, caption = str(value.get("alt") or "").strip(), str(value.get("caption") or "").strip()
    if FILE_NAME.search(alt):
        yield _("The description of the picture is the name of a file. Say what the picture shows.")
    elif alt and alt.rstrip(".").casefold() == caption.rstrip(".").casefold():
        yield _("The description repeats the caption, so it is read aloud twice. Say what the caption does not.")
    elif SAYS_IT_IS_ONE.match(alt):
        yield _("A screen reader says that it is a picture. Begin with what it shows.")
    if value.get("has_text") and len(alt) < SHORT_FOR_WORDS:
        yield _("The picture shows words. Write them in its description, or in the text beside it.")


def _contrast(value: dict[str, Any], registers: Registers) -> Iterator[str]:
    picture = registers.images.get(value.get("image") or 0)
    found = _contrast_of(picture) if picture else None
    least = LEAST_CONTRAST_OF_WORDS if value.get("has_text") else LEAST_CONTRAST
    if found is not None and found < least:
        yield _(
            "The picture is faint: its darkest and lightest parts differ by %(found)s to 1. "
            "People with low vision need %(least)s to 1."
        ) % {"found": found, "least": least}


def _contrast_of(picture: ContentImage) -> float | None:
    """None when the file cannot be read: that is said elsewhere."""
    try:
        with picture.file.open("rb") as file:
            return contrast_of(file)
    except OSError:
        return None
