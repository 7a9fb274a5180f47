"""Completions: who finished what, on which editions, with what score, for ever."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.ledger import LedgerEntry


class CompletionQuerySet(models.QuerySet["Completion"]):
    def for_person(self, reference: UUID) -> CompletionQuerySet:
        return self.filter(person_reference=reference)

    def for_departments(self, slugs: Iterable[str]) -> CompletionQuerySet:
        return self.filter(department__in=list(slugs))


class Completion(models.Model):
    """One finished course. The snapshot says everything; the columns repeat what lists are filtered by."""

    snapshot = models.JSONField(_("snapshot"))
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    person_reference = models.UUIDField(_("person"), db_index=True)
    department = models.CharField(_("department"), max_length=50)
    course_key = models.CharField(_("course"), max_length=100, db_index=True)
    completed_at = models.DateTimeField(_("completed"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="completion")

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_at", "-pk"]
        indexes = [
            models.Index(fields=["department", "course_key", "completed_at"], name="completion_by_department"),
            models.Index(fields=["valid_until"], name="completion_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.course_title}, {self.completed_at:%Y-%m-%d}"

    @property
    def course_title(self) -> str:
        return self.snapshot["course_title"]

    @property
    def hours(self) -> Decimal:
        return Decimal(self.snapshot["hours"])

    @property
    def editions(self) -> list[dict[str, Any]]:
        """Each with module_title, number, digest, language and agencies, in the order taken."""
        return self.snapshot["editions"]

    @property
    def agencies(self) -> list[str]:
        """Every agency that signed an edition of this course, once, in order of first mention."""
        return list(dict.fromkeys(name for edition in self.editions for name in edition["agencies"]))
