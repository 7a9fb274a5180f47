"""Dossiers: the critique of one version of a material, frozen, signed by agencies and published."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models.languages import LANGUAGES
from people.models import Agency
from review.dossier_enums import PUBLISHED_DOSSIERS, DossierState
from review.enums import SignOffAnswer

from .materials import MaterialVersion
from .rubrics import RubricVersion


class Dossier(models.Model):
    """What is written together. Readers get editions of it, never this.

    `fixes` are the words of a finding's fix by the flag's reference, where the lead words it otherwise than the flag.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="dossiers")
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="dossiers")
    lead = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="dossiers_led")
    agencies = models.ManyToManyField(Agency, related_name="dossiers")
    approvals = models.PositiveSmallIntegerField(_("approvals needed"), default=2)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    summary = models.TextField(_("summary"), blank=True)
    method = models.TextField(_("method"), blank=True)
    fixes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "lead", "language"], name="one_dossier_of_a_lead"),
            models.CheckConstraint(name="dossier_needs_two", condition=Q(approvals__gte=2)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("review:dossier_room", args=[self.reference])


class DossierEditionQuerySet(models.QuerySet["DossierEdition"]):
    def published(self) -> DossierEditionQuerySet:
        return self.filter(state__in=PUBLISHED_DOSSIERS)

    def current(self) -> DossierEditionQuerySet:
        return self.filter(state=DossierState.CURRENT)


class DossierEdition(models.Model):
    """The exact text that agencies sign. `canonical` is RFC 8785 JSON and `digest` its SHA-256; neither changes."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    canonical = models.TextField(editable=False)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    content = models.JSONField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("put together on"), default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=DossierState, default=DossierState.CANDIDATE)
    published_at = models.DateTimeField(_("published on"), null=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = DossierEditionQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="dossier_number_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state=DossierState.CURRENT), name="one_current_dossier"
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s, edition %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("review:dossier", args=[self.digest])

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED_DOSSIERS

    @property
    def findings(self) -> list[dict[str, Any]]:
        return self.content["findings"]


class DossierSignOff(models.Model):
    """One answer of one agency to the exact text with this digest. Rows are only added; the newest counts.

    `dissent` is what the agency does not share although it signs or abstains; it is published with its name.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(DossierEdition, on_delete=models.PROTECT, related_name="sign_offs")
    digest = models.CharField(max_length=64, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="dossier_sign_offs")
    agency_name = models.CharField(max_length=150)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=10, choices=SignOffAnswer)
    reasons = models.TextField(_("reasons"), blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="dossier_objection_has_reasons", condition=~Q(answer=SignOffAnswer.OBJECT) | ~Q(reasons="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_name}: {self.get_answer_display()} ({self.digest[:12]})"
