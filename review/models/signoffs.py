"""What the agencies answered to a candidate. Rows are only ever added; the newest of an agency counts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.enums import HowSigned
from modules.models import Edition
from people.models import Agency
from review.enums import SignOffAnswer

from .links import ApprovalLink


class SignOff(models.Model):
    """One answer of one agency to the exact text with this digest.

    Given by a person who signed in, by the bearer of an approval link under the name and role they confirmed, or by
    silence where the agencies agreed that silence means something.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sign_offs")
    digest = models.CharField(max_length=64, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sign_offs")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_offs"
    )
    how = models.CharField(max_length=10, choices=HowSigned, default=HowSigned.ACCOUNT)
    link = models.OneToOneField(ApprovalLink, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_off")
    shown_name = models.CharField(max_length=150, blank=True, default="")
    shown_role = models.CharField(max_length=150, blank=True, default="")
    answer = models.CharField(_("answer"), max_length=10, choices=SignOffAnswer)
    reasons = models.TextField(_("reasons"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["edition", "agency", "-id"], name="signoff_newest_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="objection_has_reasons",
                condition=~Q(answer=SignOffAnswer.OBJECT) | ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="signed_by_whom",
                condition=Q(how=HowSigned.ACCOUNT, person__isnull=False, link__isnull=True)
                | (Q(how=HowSigned.LINK, person__isnull=True, link__isnull=False) & ~Q(shown_name=""))
                | Q(how=HowSigned.SILENCE, person__isnull=True, link__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_answer_display()} ({self.digest[:12]})"
