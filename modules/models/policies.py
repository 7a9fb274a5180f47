"""By which rule a module's candidates are judged. The newest version counts; a candidate keeps the one it began with.

Not part of the drafts: an editor who saves a draft cannot lower the number of signatures.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.policy_terms import PolicyTerms, terms_from

from .editions import Edition


class SignOffPolicy(models.Model):
    """One version of a module's rule. Written by `write_policy` only, never changed."""

    module = models.ForeignKey("modules.ModulePage", on_delete=models.CASCADE, related_name="policies")
    version = models.PositiveIntegerField()
    data = models.JSONField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["module", "version"]
        constraints = [models.UniqueConstraint(fields=["module", "version"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"{self.module}: {self.version}"

    @property
    def terms(self) -> PolicyTerms:
        return terms_from(self.data)


class Candidacy(models.Model):
    """How one edition is judged: the terms as they stood when it was put up, and by when. Never changed."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="candidacy")
    version = models.PositiveIntegerField()
    data = models.JSONField(editable=False)
    due_at = models.DateTimeField(_("answer by"), null=True)

    class Meta:
        verbose_name_plural = "candidacies"

    def __str__(self) -> str:
        return f"{self.edition}: {self.version}"

    @property
    def terms(self) -> PolicyTerms:
        return terms_from(self.data)


class ScheduledReview(models.Model):
    """When an edition is to be read again by those who signed it."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="scheduled_review")
    due_on = models.DateField(_("to be read again by"))
    reminded_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(_("read again on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.edition}: {self.due_on}"

    @property
    def overdue(self) -> bool:
        return self.due_on < timezone.localdate()
