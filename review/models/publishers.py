"""What was asked of a material's publisher, what they answered, and what later versions show. Rows are only added."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Agency
from review.dossier_enums import FindingVerdict, RequestStepKind

from .dossiers import Dossier
from .flags import Flag
from .materials import MaterialVersion

LONGEST_HEADING = 100


class PublisherRequest(models.Model):
    """Something asked of the publisher. `findings`: references of the flags it is about; none: all of it."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveIntegerField(_("number"))
    asks = models.TextField(_("what is asked"))
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    about: tuple[int, ...] = ()  # the numbers of these findings in the edition that is shown

    class Meta:
        ordering = ["dossier", "number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="request_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.asks[:60]}"

    @property
    def heading(self) -> str:
        return self.asks if len(self.asks) <= LONGEST_HEADING else f"{self.asks[: LONGEST_HEADING - 1].rstrip()}…"

    @property
    def is_long(self) -> bool:
        return self.heading != self.asks

    @property
    def asked_on(self) -> date:
        """The day on which it was sent: that of its first step."""
        return min(self.steps.all(), key=lambda step: step.pk).on

    @property
    def newest(self) -> RequestStep:
        return max(self.steps.all(), key=lambda step: (step.on, step.pk))


class RequestStep(models.Model):
    """One thing that happened to a request, on which day, in the publisher's words where there are any."""

    request = models.ForeignKey(PublisherRequest, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("what happened"), max_length=12, choices=RequestStepKind)
    on = models.DateField(_("on"))
    words = models.TextField(_("the publisher's words"), blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"


class PublisherAnswer(models.Model):
    """What the publisher said of one finding, entered by an agency with the day on which it was said."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="answers")
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="publisher_answers")
    on = models.DateField(_("on"))
    words = models.TextField(_("the publisher's words"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.words[:60]}"


class FindingCheck(models.Model):
    """What a reviewer saw of an older finding in a later version. The newest counts."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="checks")
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="finding_checks")
    verdict = models.CharField(_("what became of it"), max_length=12, choices=FindingVerdict)
    words = models.TextField(_("what was seen"), blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["version", "flag"], name="check_of_version")]

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.get_verdict_display()}"
