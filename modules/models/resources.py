"""Referrals: where a person can be sent, as long as somebody has checked lately that it is alive."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.enums import Confidence, ResourceStatus
from people.models import Agency

from .registers import LastingKey

SOON = timedelta(days=14)


class ResourceQuerySet(models.QuerySet["Resource"]):
    def shown(self, on: date | None = None) -> ResourceQuerySet:
        """Those an officer may be given: not closed, and checked recently enough. Never checked counts as expired."""
        return self.exclude(status=ResourceStatus.CLOSED).filter(expires_on__gte=on or timezone.localdate())

    def to_check(self, on: date | None = None) -> ResourceQuerySet:
        """Those that are hidden for want of a check, and those that soon will be; the longest waiting first."""
        day = on or timezone.localdate()
        due = Q(expires_on__isnull=True) | Q(expires_on__lt=day + SOON)
        return self.exclude(status=ResourceStatus.CLOSED).filter(due).order_by(F("expires_on").asc(nulls_first=True))

    def expired_untold(self, on: date | None = None) -> ResourceQuerySet:
        """Those that have disappeared, and whose owner has not been told of it."""
        expired = self.exclude(status=ResourceStatus.CLOSED).filter(expires_on__lt=on or timezone.localdate())
        return expired.exclude(told_of=F("expires_on"))


class Resource(LastingKey):
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
    owner = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("owner"),
        help_text=_("The agency that checks it, and is told when it disappears. Empty: the administrators."),
    )
    told_of = models.DateField(null=True, blank=True, editable=False)
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


class ReferralCheck(models.Model):
    """Somebody called, and the referral is alive. Rows are only ever added."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField(_("checked on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.resource}, {self.checked_on}"
