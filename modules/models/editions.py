"""Signed, numbered, immutable editions. The database itself refuses changes to what they say."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Quiz
from modules.enums import PUBLISHED_STATES, EditionState, HowSigned, StepKind

from .languages import LANGUAGES


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> EditionQuerySet:
        return self.filter(state=EditionState.CURRENT)

    def published(self) -> EditionQuerySet:
        """Those the public may read about: current, superseded and withdrawn ones."""
        return self.filter(state__in=PUBLISHED_STATES)


class EditionAsset(models.Model):
    """A file of an edition, in the store under its SHA-256. One row per content, however many editions hold it."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("modules:asset", args=[self.sha256, self.name])


class Edition(models.Model):
    """The exact text of a module that was put up for signature. Officers take editions, never drafts.

    `canonical` is RFC 8785 JSON and `digest` its SHA-256. Only `state` and `published_at` may ever change.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("modules.ModulePage", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=10)
    translates = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="translations"
    )
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True, default="", editable=False)
    canonical = models.TextField(editable=False)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("put together on"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=EditionState, default=EditionState.CANDIDATE)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    assets = models.ManyToManyField(EditionAsset, related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["module", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["module", "language"], condition=Q(state=EditionState.CURRENT), name="one_current_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("modules:edition", args=[self.digest])

    @property
    def original_id(self) -> int:
        """The edition that this one says in another language; itself when it is no translation."""
        return self.translates_id or self.pk

    @property
    def language_name(self) -> str:
        """The language's own name for itself."""
        return dict(LANGUAGES).get(self.language, self.language)

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED_STATES


class EditionStep(models.Model):
    """One step of an edition. `key` is the same from edition to edition (the step page's translation key).

    `content` is a parsed copy of this step's part of the canonical text; `digest` is its SHA-256.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.UUIDField()
    kind = models.CharField(max_length=10, choices=StepKind)
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)
    minutes = models.PositiveSmallIntegerField()
    content = models.JSONField(editable=False)
    digest = models.CharField(max_length=64)
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, null=True, blank=True, related_name="edition_steps")

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["edition", "key"], name="step_key_once"),
            models.UniqueConstraint(fields=["edition", "slug"], name="step_slug_once"),
        ]
        indexes = [models.Index(fields=["key"], name="step_key")]

    def __str__(self) -> str:
        return self.title

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return self.content.get("blocks", [])


class EditionCitation(models.Model):
    """Which block of which edition rests on which rule or source: what a changed authority must be looked up by."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="citations")
    step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, related_name="citations")
    block_id = models.CharField(max_length=100)
    provision = models.ForeignKey(
        "modules.Provision", on_delete=models.PROTECT, null=True, blank=True, related_name="edition_citations"
    )
    source = models.ForeignKey(
        "modules.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="edition_citations"
    )
    fact_id = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("passage")
        constraints = [
            models.CheckConstraint(
                name="citation_of_one_thing",
                condition=Q(provision__isnull=False, source__isnull=True)
                | Q(provision__isnull=True, source__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.block_id}: {self.fact_id}"


class EditionSignature(models.Model):
    """Who had signed when the edition was published, as their names stood that day. Never changed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signatures")
    agency_name = models.CharField(max_length=150)
    perspective = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=20)
    fictional = models.BooleanField(default=False)
    agency_slug = models.SlugField(blank=True, default="")
    how = models.CharField(max_length=10, choices=HowSigned, default=HowSigned.ACCOUNT)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.agency_name

    @property
    def withdrawal(self) -> Any:
        """Since when the agency's name no longer stands on the edition; None while it does."""
        rows = (row for row in self.edition.name_withdrawals.all() if row.credit_id is None)
        return next((row for row in rows if self.agency_slug == row.agency.slug or self._unnamed(row)), None)

    def _unnamed(self, row: Any) -> bool:
        """Signatures from before agencies were kept by their short name are known by the name alone."""
        return not self.agency_slug and self.agency_name == row.agency_name
