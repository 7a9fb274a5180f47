"""Rubrics as data: which criteria a material is held against, in numbered versions that stay as they were."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Agency
from review.dossier_enums import Score

from .criteria import Criterion
from .materials import MaterialVersion


class Rubric(models.Model):
    """A set of criteria under one name; without an agency it is the house's own."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=150)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="rubrics")

    class Meta:
        ordering = ["agency__name", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("review:rubric", args=[self.key])


class RubricVersion(models.Model):
    """The criteria as they read in this version: code, title, question, help, kind, source and confidence of each."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    criteria = models.JSONField()
    digest = models.CharField(max_length=64, editable=False)
    note = models.TextField(_("what changed"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["rubric", "-number"]
        constraints = [models.UniqueConstraint(fields=["rubric", "number"], name="rubric_number_once")]

    def __str__(self) -> str:
        return _("%(rubric)s, version %(number)s") % {"rubric": self.rubric, "number": self.number}

    @property
    def codes(self) -> list[str]:
        return [row["code"] for row in self.criteria]


class CriterionScore(models.Model):
    """How one agency scored a version of a material on one criterion. Rows are only added; the newest counts.

    `evidence` holds the references of the flags that it rests on.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="scores")
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.CharField(_("score"), max_length=16, choices=Score)
    words = models.TextField(_("in words"), blank=True)
    evidence = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["version", "rubric_version"], name="score_of_version")]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.get_score_display()}"
