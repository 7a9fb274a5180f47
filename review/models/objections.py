"""Objections to a candidate, what became of each, and the votes that decided some."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import Edition
from people.models import Agency
from review.enums import DecisionResult, Ground, ObjectionState, ObjectionStepKind, VoteChoice

from .signoffs import SignOff


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def standing(self) -> ObjectionQuerySet:
        return self.filter(state=ObjectionState.STANDING)

    def about(self, edition: Edition) -> ObjectionQuerySet:
        """Those to this candidate, and those to earlier ones of the same module that nothing has answered yet."""
        earlier = Q(
            edition__module_id=edition.module_id,
            edition__language=edition.language,
            edition__number__lt=edition.number,
            state=ObjectionState.STANDING,
        )
        return self.filter(Q(edition=edition) | earlier)


class Objection(models.Model):
    """What one agency objects to, where and on which ground, with the passage as it stood. Only `state` ever changes.

    An empty `block_id` means the whole text.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="objection")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="objections")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="objections")
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    step_key = models.UUIDField(null=True)
    step_title = models.CharField(max_length=255, blank=True)
    block_id = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ObjectionState, default=ObjectionState.STANDING)
    due_on = models.DateField(_("answer due"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["edition", "state"], name="objection_of_edition")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_ground_display()}"

    @property
    def reasons(self) -> str:
        return self.sign_off.reasons

    @property
    def standing(self) -> bool:
        return self.state == ObjectionState.STANDING


class ObjectionStep(models.Model):
    """One thing that happened to an objection. Never changed."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField(max_length=12, choices=ObjectionStepKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.objection}: {self.get_kind_display()}"


class Decision(models.Model):
    """A vote on one objection. Only its result is ever filled in."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="decisions")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(_("why a vote is called"))
    called_at = models.DateTimeField(default=timezone.now, editable=False)
    closes_at = models.DateTimeField(_("closes"))
    result = models.CharField(max_length=12, choices=DecisionResult, default=DecisionResult.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["objection"], condition=Q(result=DecisionResult.OPEN), name="one_open_vote")
        ]

    def __str__(self) -> str:
        return f"{self.objection}: {self.get_result_display()}"


class Vote(models.Model):
    """One agency's vote with its reasons. Never changed, one each."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="votes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=VoteChoice)
    reasons = models.TextField(_("reasons"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "agency"], name="one_vote_per_agency")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_choice_display()}"
