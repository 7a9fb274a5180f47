"""Packages made elsewhere, in versions, and what one person's run through one of them has come to."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.enums import PackageCompletion, PackageSuccess
from people.models import Agency


class ScormPackage(models.Model):
    """A package that an agency brought; every upload of it is a version."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="scorm_packages")
    title = models.CharField(_("title"), max_length=255)
    created_at = models.DateTimeField(_("brought on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("package")

    def __str__(self) -> str:
        return self.title


class ScormVersion(models.Model):
    """One upload. Its files lie in the store under the digest of their content, which is what an edition names."""

    package = models.ForeignKey(ScormPackage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(_("digest"), max_length=64, db_index=True)
    edition = models.CharField(_("standard"), max_length=30)
    file_name = models.CharField(_("file"), max_length=255)
    files = models.PositiveIntegerField(_("files"))
    bytes = models.PositiveBigIntegerField(_("size"))
    report = models.JSONField(editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["package", "-number"]
        verbose_name = _("version of a package")
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="scorm_version_once"),
            models.UniqueConstraint(fields=["package", "digest"], name="scorm_content_once"),
        ]

    def __str__(self) -> str:
        return _("%(title)s, version %(number)s") % {"title": self.package.title, "number": self.number}

    @property
    def pages(self) -> list[dict[str, Any]]:
        """The pages that can be opened, as the report lists them."""
        return [line for line in self.report["outline"] if line["launch"]]


class ScormRegistration(models.Model):
    """One person in one package on behalf of `subject`: an officer's step. The package's claims, never a score of ours.

    `state` is what the state machine of `modules.scorm.state` keeps; the columns after it repeat its summary for lists.
    `opens` counts how often a page was opened: only who opened last may commit.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorm_registrations")
    subject = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, db_index=True)
    state = models.JSONField(default=dict)
    opens = models.PositiveIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=1)
    completion = models.CharField(max_length=14, choices=PackageCompletion, default=PackageCompletion.NOT_ATTEMPTED)
    success = models.CharField(max_length=7, choices=PackageSuccess, default=PackageSuccess.UNKNOWN)
    percent = models.FloatField(null=True)
    hundredths = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["subject", "digest"], name="scorm_registration_once")]

    def __str__(self) -> str:
        return self.subject

    @property
    def counts(self) -> bool:
        """Whether the package says that it is done, and not that it was failed."""
        return self.completion == PackageCompletion.COMPLETED and self.success != PackageSuccess.FAILED

    @property
    def minutes(self) -> int:
        return round(self.hundredths / 6000)
