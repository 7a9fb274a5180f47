"""The review rubric."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from review.enums import CriterionKind


class Criterion(models.Model):
    """One line of the rubric: a question that a reviewer asks of a passage."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=120)
    question = models.CharField(_("question"), max_length=300)
    help = models.TextField(_("help"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CriterionKind, default=CriterionKind.PROBLEM)
    source = models.CharField(_("source"), max_length=40, blank=True)
    confidence = models.CharField(_("confidence"), max_length=5, blank=True)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"
