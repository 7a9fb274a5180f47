"""Which module page is a translation, of what, and which of its places have to be looked at again.

None of it is part of the drafts: an editor who saves a draft cannot make the translation follow another edition.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.enums import MarkKind

from .editions import Edition
from .languages import LANGUAGES


class Translation(models.Model):
    """That `page` says in `language` what `edition` of `source` says. Written by the services of translating only."""

    page = models.OneToOneField("modules.ModulePage", on_delete=models.CASCADE, related_name="translation")
    source = models.ForeignKey("modules.ModulePage", on_delete=models.PROTECT, related_name="translations")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="followed_by")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    started_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["source", "language"]
        constraints = [
            models.UniqueConstraint(fields=["source", "language"], name="one_translation_per_language"),
            models.CheckConstraint(name="translation_not_of_itself", condition=~models.Q(page=models.F("source"))),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} ({self.language})"


class TranslationMark(models.Model):
    """One place of a translation: its source moved since (stale), or it was found right as it is (kept).

    A mark holds while the words of the translation have `words_digest`: whoever rewrites them has answered it.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="marks")
    place = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=MarkKind)
    words_digest = models.CharField(max_length=64)
    source_digest = models.CharField(max_length=64)
    translated_from = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["translation", "place"], name="mark_once_per_place")]

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}"
