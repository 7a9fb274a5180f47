"""What the agencies answered to a candidate. Rows are only ever added; the newest of an agency counts."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import Edition
from people.models import Agency
from review.enums import SignOffAnswer


class SignOff(models.Model):
    """One answer of one agency to the exact text with this digest."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sign_offs")
    digest = models.CharField(max_length=64, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sign_offs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs")
    answer = models.CharField(_("answer"), max_length=10, choices=SignOffAnswer)
    reasons = models.TextField(_("reasons"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["edition", "agency", "-id"], name="signoff_newest_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="objection_has_reasons",
                condition=~models.Q(answer=SignOffAnswer.OBJECT) | ~models.Q(reasons=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_answer_display()} ({self.digest[:12]})"
