"""That an authority moved, what the authors answered for each passage that rests on it, and who was told."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.enums import ChangeKind
from modules.staleness import Notice


class AuthorityChangeQuerySet(models.QuerySet["AuthorityChange"]):
    def open(self) -> AuthorityChangeQuerySet:
        return self.filter(closed_at__isnull=True)


class AuthorityChange(models.Model):
    """One move of an authority. It stays open until the authority holds again or is checked; rows are never deleted.

    Editions that were frozen before `opened_at` and cite the authority are stale; those frozen later passed the check
    that knows of it (modules/checks/law.py). Only how it ended and when people were told may ever change.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey("modules.Authority", on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("what happened"), max_length=12, choices=ChangeKind)
    since = models.DateField(_("since"))
    reason = models.TextField(_("reason"), blank=True)
    replaced_by = models.ForeignKey(
        "modules.Authority", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("noticed on"), default=timezone.now)
    closed_at = models.DateTimeField(_("settled on"), null=True, blank=True)
    told_at = models.DateTimeField(_("everybody told on"), null=True, blank=True)

    objects = AuthorityChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind"], condition=Q(closed_at__isnull=True), name="one_open_change_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.get_kind_display()}"

    @property
    def notice(self) -> Notice:
        """Reads `authority` and `replaced_by`: select them beforehand."""
        return Notice(
            change=str(self.reference),
            kind=str(self.kind),
            authority=self.authority.short_title,
            authority_key=self.authority.key,
            since=self.since.isoformat(),
            replaced_by=self.replaced_by.short_title if self.replaced_by else "",
        )


class ChangeAnswer(models.Model):
    """That an agency looked at one passage of one edition after a change and finds it still right. Append-only."""

    change = models.ForeignKey(AuthorityChange, on_delete=models.PROTECT, related_name="answers")
    step = models.ForeignKey("modules.EditionStep", on_delete=models.PROTECT, related_name="change_answers")
    block_id = models.CharField(max_length=100)
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="change_answers")
    agency_name = models.CharField(_("answered by"), max_length=150)
    reasons = models.TextField(_("reasons"))
    answered_by_reference = models.CharField(max_length=60, editable=False)
    answered_at = models.DateTimeField(_("answered on"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "step", "block_id"], name="change_answered_once"),
            models.CheckConstraint(name="change_answer_has_reasons", condition=~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return f"{self.block_id}: {self.agency_name}"


class ChangeLetter(models.Model):
    """That one person was written to about one change. Claimed before the letter goes out, so that it goes once."""

    change = models.ForeignKey(AuthorityChange, on_delete=models.PROTECT, related_name="letters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["change", "user"], name="change_letter_once")]

    def __str__(self) -> str:
        return f"{self.change_id} → {self.user_id}"
