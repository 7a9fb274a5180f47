"""Notes to a material, from a dossier that agencies signed: the only ones that a screening may show."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _


class ScreeningNotesQuerySet(models.QuerySet["ScreeningNotes"]):
    def standing(self) -> ScreeningNotesQuerySet:
        """Those whose dossier is the present one, neither replaced nor withdrawn."""
        return self.filter(standing=True)


class ScreeningNotes(models.Model):
    """What the room of reviewing hands down when a dossier is published. Authors choose it, and cannot change a word.

    `digest` is that of the signed text; `content` holds the material and the notes, in the order of their time.
    """

    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    content = models.JSONField()
    standing = models.BooleanField(default=True)
    deposited_at = models.DateTimeField(auto_now_add=True)

    objects = ScreeningNotesQuerySet.as_manager()

    class Meta:
        ordering = ["title", "-pk"]
        verbose_name_plural = "screening notes"

    def __str__(self) -> str:
        words = _("%(title)s (%(material)s, %(version)s, %(digest)s)")
        material = self.content["material"]
        said = {"material": material["title"], "version": material["version"], "digest": self.digest[:8]}
        named = words % {"title": self.title, **said}
        return named if self.standing else _("%(notes)s: replaced or withdrawn") % {"notes": named}

    @property
    def notes(self) -> list[dict[str, Any]]:
        return self.content["notes"]
