"""Passages that an agency protects, and its consent to changes of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Agency

from .editions import Edition


class ProtectedPassageQuerySet(models.QuerySet["ProtectedPassage"]):
    def standing(self) -> ProtectedPassageQuerySet:
        return self.filter(lifted_at__isnull=True)


class ProtectedPassage(models.Model):
    """A block, or exact words in it, that may not move, change or go without the consent of this agency.

    `words` is how the block read when it was protected: what candidates are compared with until an edition that was
    published later holds it. An empty `quote` protects the whole block.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("modules.ModulePage", on_delete=models.CASCADE, related_name="protected_passages")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="protected_passages")
    step_key = models.UUIDField()
    step_title = models.CharField(max_length=255)
    block_id = models.CharField(max_length=100)
    quote = models.TextField(_("exact words"), blank=True)
    words = models.TextField(editable=False)
    reasons = models.TextField(_("reasons"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = ProtectedPassageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "agency", "block_id", "quote"],
                condition=Q(lifted_at__isnull=True),
                name="passage_protected_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.quote or self.words}"[:120]


class ProtectionConsent(models.Model):
    """The agency agrees to what this very candidate does to its passage. Never changed; the newest counts."""

    passage = models.ForeignKey(ProtectedPassage, on_delete=models.PROTECT, related_name="consents")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="protection_consents")
    given = models.BooleanField(default=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.passage} ({self.edition})"
