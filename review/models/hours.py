"""Hours that people gave to writing and reviewing, so that their agency can pay them."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import ModulePage
from people.models import Agency
from people.rules import is_administrator, roles_of
from review.enums import HoursState


class HoursQuerySet(models.QuerySet["HoursEntry"]):
    def seen_by(self, user: Any) -> HoursQuerySet:
        """Those of the person's own agencies; all of them for an administrator."""
        return self if is_administrator(user) else self.filter(agency_id__in=roles_of(user).agencies)


class HoursEntry(models.Model):
    """Hours of one day, under the name or pseudonym by which the agency pays."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="hours")
    module = models.ForeignKey(ModulePage, on_delete=models.SET_NULL, null=True, blank=True, related_name="hours")
    name = models.CharField(_("name or pseudonym"), max_length=120)
    day = models.DateField(_("day"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(24))],
    )
    work = models.CharField(_("what for"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=HoursState, default=HoursState.ENTERED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = HoursQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.CheckConstraint(name="hours_of_a_day", condition=Q(hours__gt=0, hours__lte=24))]

    def __str__(self) -> str:
        return f"{self.name}: {self.hours}"
