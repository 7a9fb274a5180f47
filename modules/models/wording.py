"""Why words that a language note points at stay as they are: rows that are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Agency


class WordingAnswer(models.Model):
    """One agency's reason for these words in this block. Other words, or another block, ask again.

    Known by lasting keys, so that a step that is deleted and its answers do not hold each other.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    step_key = models.UUIDField(db_index=True)
    block_id = models.CharField(max_length=100, blank=True)
    note_key = models.CharField(max_length=60)
    words = models.TextField()
    words_digest = models.CharField(max_length=64)
    reason = models.TextField(_("why it stays"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.words}: {self.reason}"

    @property
    def place(self) -> tuple[str, str, str, str]:
        return str(self.step_key), self.block_id, self.note_key, self.words_digest


class EditionWording(models.Model):
    """An answer that stood when an edition was frozen, so that those who sign it can read the reason."""

    edition = models.ForeignKey("modules.Edition", on_delete=models.PROTECT, related_name="wordings")
    answer = models.ForeignKey(WordingAnswer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "answer"], name="wording_once_in_edition")]

    def __str__(self) -> str:
        return str(self.answer)
