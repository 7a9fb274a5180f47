"""Licences of thin packages: which edition they open, for whom, from where, and how often."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from people.models import Agency, Department

from .editions import Edition

SALT = "modules.thin-licence"


class ThinLicence(models.Model):
    """Opens an edition here from inside another system's page. Nothing of its users is kept.

    Its token is derived from its reference, so that it can be put into a package again and stands nowhere.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("for whom"), max_length=150)
    module = models.ForeignKey("modules.ModulePage", on_delete=models.PROTECT, related_name="thin_licences")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pinned to")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="thin_licences")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="thin_licences"
    )
    origins = models.JSONField(_("addresses of the systems"), default=list)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("switched off"), null=True, blank=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                name="thin_licence_of_one_issuer", condition=Q(agency__isnull=True) | Q(department__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        return f"{self.reference.hex}{_mark(self.reference)}"

    @property
    def issuer(self) -> Agency | Department | None:
        return self.agency or self.department

    @classmethod
    def reference_in(cls, token: str) -> uuid.UUID | None:
        """The reference that a token of ours names; None for any other text."""
        try:
            reference = uuid.UUID(hex=token[:32])
        except ValueError:
            return None
        return reference if constant_time_compare(token[32:], _mark(reference)) else None


def _mark(reference: uuid.UUID) -> str:
    return str(salted_hmac(SALT, reference.hex, algorithm="sha256").hexdigest())[:32]


class ThinLaunch(models.Model):
    """How often a licence was used on one day: a number, and nothing about anybody."""

    licence = models.ForeignKey(ThinLicence, on_delete=models.CASCADE, related_name="launches")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["licence", "day"], name="thin_launches_of_a_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
