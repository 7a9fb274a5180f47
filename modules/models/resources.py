"""Referrals: where a person can be sent, as long as somebody has checked lately that it is alive."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.enums import Confidence, ResourceStatus


class ResourceQuerySet(models.QuerySet["Resource"]):
    def shown(self, on: date | None = None) -> ResourceQuerySet:
        """Those an officer may be given: not closed, and checked recently enough. Never checked counts as expired."""
        return self.exclude(status=ResourceStatus.CLOSED).filter(expires_on__gte=on or timezone.localdate())


class Resource(models.Model):
    """One referral. `expires_on` follows from the last check; a closed or expired one is never shown to officers."""

    fact_id = models.CharField(_("fact id"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("what they do"), max_length=300)
    contact = models.CharField(_("contact"), max_length=200, blank=True, help_text=_("Leave empty rather than guess."))
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ResourceStatus, default=ResourceStatus.UNKNOWN)
    last_checked = models.DateField(_("last checked"), null=True, blank=True)
    check_days = models.PositiveSmallIntegerField(
        _("good for (days)"), default=90, help_text=_("After this many days without a check it is no longer shown.")
    )
    expires_on = models.DateField(_("shown until"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=3, choices=Confidence, default=Confidence.BACKGROUND)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps `expires_on`, so that the list of what may be shown is one indexed comparison."""
        self.expires_on = self.last_checked + timedelta(days=self.check_days) if self.last_checked else None
        super().save(*args, **kwargs)  # type: ignore[arg-type]
