"""Whose names stand on an edition, which were withdrawn, and who keeps a module."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Agency

from .editions import Edition


class EditionDissent(models.Model):
    """An objection that a vote overrode, printed in the edition in the words of whoever objected. Never changed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="dissents")
    agency_slug = models.SlugField()
    agency_name = models.CharField(max_length=150)
    fictional = models.BooleanField(default=False)
    ground = models.CharField(max_length=40)
    step_key = models.UUIDField(null=True)
    step_title = models.CharField(max_length=255, blank=True)
    block_id = models.CharField(max_length=100, blank=True)
    reasons = models.TextField()
    decision = models.TextField()
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    decided_on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agency_name}: {self.reasons[:80]}"


class Credit(models.Model):
    """A person or pseudonym whom an agency credits for a module, with the consent it holds."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("modules.ModulePage", on_delete=models.CASCADE, related_name="credits")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="credits")
    name = models.CharField(_("name or pseudonym"), max_length=120)
    work = models.CharField(_("what they did"), max_length=200)
    consent_on = models.DateField(_("consent given on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["agency", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "agency", "name"], condition=Q(ended_at__isnull=True), name="credit_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class EditionCredit(models.Model):
    """A credit as it stood when the edition was published. Never changed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="credits")
    agency_slug = models.SlugField()
    agency_name = models.CharField(max_length=150)
    name = models.CharField(max_length=120)
    work = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class NameWithdrawal(models.Model):
    """From this day a name no longer stands on the public pages of an edition. The evidence keeps it. Never changed."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="name_withdrawals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="name_withdrawals")
    agency_name = models.CharField(max_length=150)
    credit = models.OneToOneField(
        EditionCredit, on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "agency"], condition=Q(credit__isnull=True), name="agency_name_withdrawn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.withdrawn_on}"


class ModuleOwner(models.Model):
    """Who keeps a module: a person of one of its agencies, and who comes after. Without a person it has no owner."""

    module = models.OneToOneField("modules.ModulePage", on_delete=models.CASCADE, related_name="owner_row")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="owned_modules")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_modules"
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="successor_is_another_person",
                condition=Q(successor__isnull=True) | Q(person__isnull=True) | ~Q(successor=models.F("person")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.module}: {self.person or '-'}"
