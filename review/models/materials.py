"""Outside training under review: a record about it and the reviewers' own transcript, never the footage itself."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Agency
from people.rules import roles_of


class MaterialQuerySet(models.QuerySet["Material"]):
    def kept_by(self, user: Any) -> MaterialQuerySet:
        """Those whose record the person's agencies write: their own, and those that no agency keeps yet."""
        agencies = roles_of(user).agencies
        return self.filter(Q(keeper__isnull=True) | Q(keeper_id__in=agencies)) if agencies else self.none()


class Material(models.Model):
    """A training video or document that somebody else publishes. `hosting` says under which terms it may be held."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(_("publisher"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    mandate = models.CharField(_("mandate"), max_length=300, blank=True)
    fictional = models.BooleanField(_("fictional"), default=False)
    notice = models.TextField(_("notice"), blank=True)
    content_note = models.TextField(_("content note"), blank=True)
    duration_seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    hosting = models.CharField(_("hosting terms"), max_length=200, blank=True)
    known = models.JSONField(default=list, blank=True)
    not_known = models.JSONField(default=list, blank=True)
    criticisms = models.JSONField(default=list, blank=True)
    criticisms_by = models.TextField(blank=True)
    answer_key = models.JSONField(default=list, blank=True)
    keep = models.JSONField(default=list, blank=True)
    keeper = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="materials_kept")
    where = models.CharField(_("where it can be seen"), max_length=300, blank=True)
    where_url = models.URLField(_("address where it can be seen"), max_length=500, blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("review:material", args=[self.slug])


class MaterialVersion(models.Model):
    """One cut of a material, with the reviewers' transcript of it."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(_("label"), max_length=150)
    duration_seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    issued = models.CharField(_("when it came out"), max_length=60, blank=True)
    note = models.TextField(_("what is different in it"), blank=True)
    where_url = models.URLField(_("address where it can be seen"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("transcript finished"), null=True, blank=True)

    class Meta:
        ordering = ["material", "pk"]
        constraints = [models.UniqueConstraint(fields=["material", "label"], name="version_label_once_per_material")]

    def __str__(self) -> str:
        return f"{self.material}, {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("review:workspace", args=[self.material.slug, self.pk])

    @property
    def duration(self) -> int | None:
        """How long it runs, in seconds, as far as anyone knows."""
        return self.duration_seconds or self.material.duration_seconds


class TranscriptLine(models.Model):
    """One numbered line: from second to second, who speaks (empty for what is only seen or heard), and the words."""

    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveIntegerField(_("line"))
    start = models.PositiveIntegerField(_("from second"))
    end = models.PositiveIntegerField(_("to second"))
    speaker = models.CharField(_("speaker"), max_length=80, blank=True)
    text = models.TextField(_("text"))
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["version", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="line_number_once_per_version"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="line_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.version}, line {self.n}"
