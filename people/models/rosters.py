"""Uploaded rosters: kept for the dry run, emptied once applied."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .departments import Department

KEPT_FOR = timedelta(hours=24)


class RosterUploadQuerySet(models.QuerySet["RosterUpload"]):
    def for_departments(self, departments: models.QuerySet[Department]) -> RosterUploadQuerySet:
        return self.filter(department__in=departments)

    def applied(self) -> RosterUploadQuerySet:
        return self.filter(applied_at__isnull=False)

    def stale(self, now: datetime) -> RosterUploadQuerySet:
        """Never applied and too old to be applied any more."""
        return self.filter(applied_at__isnull=True, uploaded_at__lt=now - KEPT_FOR)


class RosterUpload(models.Model):
    """One file a coordinator uploaded. `content` is emptied when it is applied: then only the counts stay."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="roster_uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    objects = RosterUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.department} {self.uploaded_at:%Y-%m-%d %H:%M}"
