"""Proposals to ask for less than before, and what each agency answered."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import ModulePage
from modules.policy_terms import PolicyTerms, terms_from
from people.models import Agency
from review.enums import ProposalState


class PolicyProposal(models.Model):
    """Terms that ask for less in something: they hold once every co-author consents. Only its state changes."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="policy_proposals")
    version = models.PositiveIntegerField()
    data = models.JSONField(editable=False)
    reasons = models.TextField(_("reasons"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["module"], condition=Q(state=ProposalState.OPEN), name="one_open_proposal")
        ]

    def __str__(self) -> str:
        return f"{self.module}: {self.get_state_display()}"

    @property
    def terms(self) -> PolicyTerms:
        return terms_from(self.data)


class PolicyAnswer(models.Model):
    """One agency's consent to a proposal, or its refusal. One each."""

    proposal = models.ForeignKey(PolicyProposal, on_delete=models.CASCADE, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    consents = models.BooleanField()
    reasons = models.TextField(_("reasons"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "agency"], name="one_policy_answer_per_agency")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.consents}"
