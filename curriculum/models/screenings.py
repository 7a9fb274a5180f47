"""Which notes of a screening an officer was shown. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from curriculum.enums import HowShown
from modules.models import EditionStep

from .enrolments import Enrolment


class NoteShown(models.Model):
    """One note, by the digest of its words: it counts in a later edition for as long as it says the same."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notes_shown")
    edition_step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, related_name="+")
    note_id = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    how = models.CharField(max_length=10, choices=HowShown)
    shown_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "notes shown"
        constraints = [models.UniqueConstraint(fields=["enrolment", "digest"], name="note_shown_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.note_id}"
