"""The sealed identities of flaggers, and who opened one, why, and until when."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .flags import Flag

SHOWN_FOR = timedelta(hours=24)
ASKED_FOR = timedelta(days=7)


class SealedIdentity(models.Model):
    """Who raised a flag, encrypted with a key that is not in the database."""

    flag = models.OneToOneField(Flag, on_delete=models.PROTECT, related_name="sealed")
    sealed = models.TextField(editable=False)

    def __str__(self) -> str:
        return f"{self.flag_id}: sealed"


class SealOpening(models.Model):
    """One person asks to see who raised a flag, another one agrees; then both may see it for a day."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="openings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=160)
    reason = models.TextField(_("reason"), max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_as = models.CharField(max_length=160, blank=True)
    approved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_seal_is_opened_by_two", condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.asked_as}"

    @property
    def until(self) -> datetime | None:
        return self.approved_at + SHOWN_FOR if self.approved_at else None

    @property
    def is_open(self) -> bool:
        return self.until is not None and timezone.now() < self.until and self.refused_at is None

    @property
    def waits(self) -> bool:
        return self.approved_at is None and self.refused_at is None and timezone.now() < self.asked_at + ASKED_FOR
