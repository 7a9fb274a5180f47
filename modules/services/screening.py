"""Notes for screenings: handed down when a dossier is published, no longer to be chosen once it does not stand."""

from __future__ import annotations

from typing import Any

from modules.models import ScreeningNotes


def deposit_notes(*, digest: str, title: str, language: str, content: dict[str, Any]) -> ScreeningNotes:
    """Keep the notes of a dossier that was just published. The room of reviewing calls it, in that transaction.

    `content` is `{"material": {...}, "notes": [...]}`; editions freeze it word for word. Twice changes nothing.
    """
    values = {"title": title, "language": language, "content": content}
    return ScreeningNotes.objects.get_or_create(digest=digest, defaults=values)[0]


def set_standing(*, digest: str, standing: bool) -> None:
    """Editions that show the notes stay as they are signed; a dossier that was replaced can no longer be chosen."""
    ScreeningNotes.objects.filter(digest=digest).update(standing=standing)
