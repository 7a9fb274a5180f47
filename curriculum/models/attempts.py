"""Further attempts at one scenario, allowed to one officer. Append-only."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enrolments import Enrolment


class ExtraAttempts(models.Model):
    """That a coordinator allowed `number` attempts beyond the course's limit at the step with `step_key`."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="extra_attempts")
    step_key = models.UUIDField(_("step"))
    number = models.PositiveSmallIntegerField(_("further attempts"), validators=[MinValueValidator(1)])
    reason = models.TextField(_("reason"))
    granted_by_reference = models.CharField(_("allowed by"), max_length=60, editable=False)
    granted_at = models.DateTimeField(_("allowed at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "extra attempts"
        constraints = [
            models.CheckConstraint(name="extra_attempts_at_least_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="extra_attempts_with_reason", condition=~Q(reason="") & ~Q(granted_by_reference="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.step_key}: +{self.number}"
