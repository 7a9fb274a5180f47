"""Flags: one claimed problem each, with its history."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modules.models import CoAuthorship, Edition, EditionStep, ModulePage
from people.models import Agency
from people.rules import roles_of
from review.enums import (
    EDITION_TARGETS,
    UPHELD_OUTCOMES,
    WAITING_STATES,
    FlaggerKind,
    FlagOutcome,
    FlagState,
    FlagStepKind,
    Severity,
    TargetKind,
)

from .criteria import Criterion
from .materials import Material, MaterialVersion, TranscriptLine


class FlagQuerySet(models.QuerySet["Flag"]):
    def on_docket_of(self, user: Any) -> FlagQuerySet:
        """What the person's agencies judge: the modules they co-author, and every material."""
        agencies = roles_of(user).agencies
        if not agencies:
            return self.none()
        modules = CoAuthorship.objects.filter(agency_id__in=agencies).values("module_id")
        return self.filter(Q(module_id__in=modules) | Q(material_id__isnull=False))

    def raised_by(self, user: Any) -> FlagQuerySet:
        return self.filter(flagger_id=user.pk)

    def visible_to(self, user: Any) -> FlagQuerySet:
        """One's own, and those on one's docket."""
        docket = self.on_docket_of(user).values("pk") if roles_of(user).agencies else ()
        return self.filter(Q(flagger_id=user.pk) | Q(pk__in=docket))

    def waiting(self) -> FlagQuerySet:
        return self.filter(state__in=WAITING_STATES)

    def matching(self, words: str) -> FlagQuerySet:
        """Those whose claim, suggestion or text holds these words."""
        return self.filter(Q(claim__icontains=words) | Q(suggestion__icontains=words) | Q(excerpt__icontains=words))

    def corrections(self) -> FlagQuerySet:
        """Upheld, whole or in part, about text that was really published."""
        return self.filter(outcome__in=UPHELD_OUTCOMES, edition__published_at__isnull=False)


class Flag(models.Model):
    """A claim that something in an edition or a material is wrong (or worth keeping), and how it was answered."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=TargetKind)

    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, null=True, related_name="flags")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="flags")
    step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, null=True, related_name="flags")
    block_id = models.CharField(max_length=100, blank=True)
    item_key = models.CharField(max_length=100, blank=True)
    quote_exact = models.TextField(blank=True)
    quote_prefix = models.CharField(max_length=200, blank=True)
    quote_suffix = models.CharField(max_length=200, blank=True)

    material = models.ForeignKey(Material, on_delete=models.PROTECT, null=True, related_name="flags")
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, null=True, related_name="flags")
    line = models.ForeignKey(TranscriptLine, on_delete=models.PROTECT, null=True, related_name="flags")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    excerpt = models.TextField(_("the text as it stood"), blank=True)
    criteria = models.ManyToManyField(Criterion, related_name="flags")
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    claim = models.TextField(_("claim"), max_length=5000)
    suggestion = models.TextField(_("suggestion"), max_length=5000, blank=True)
    flagger = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags")
    flagger_kind = models.CharField(max_length=10, choices=FlaggerKind)
    flagger_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="flags_raised")
    raised_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("due"))

    state = models.CharField(_("state"), max_length=12, choices=FlagState, default=FlagState.OPEN)
    outcome = models.CharField(_("outcome"), max_length=10, choices=FlagOutcome, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    published_claim = models.TextField(_("claim as published"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="flags_answered")
    answered_at = models.DateTimeField(null=True)
    fixed_in = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="fixes")
    fixed_text = models.TextField(blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            # The docket counts and orders from these two alone, without reading the rows.
            models.Index(fields=["state", "due_on", "id", "module", "material"], name="flag_state_due_scope"),
            models.Index(fields=["due_on", "id", "module", "material"], name="flag_due_scope"),
            models.Index(fields=["module", "state", "due_on"], name="flag_module_state_due"),
            models.Index(fields=["material", "state", "due_on"], name="flag_material_state_due"),
            models.Index(fields=["severity", "state", "due_on"], name="flag_severity_state_due"),
            models.Index(fields=["flagger", "-raised_at"], name="flag_own_newest"),
            models.Index(fields=["edition", "block_id"], name="flag_edition_block"),
            models.Index(fields=["-answered_at"], name="flag_corrections", condition=Q(outcome__in=UPHELD_OUTCOMES)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["flagger", "form_token"], name="flag_sent_once"),
            models.CheckConstraint(
                name="flag_has_its_target",
                condition=(
                    Q(kind__in=sorted(EDITION_TARGETS), module__isnull=False, edition__isnull=False,
                      step__isnull=False, material__isnull=True)
                    | Q(kind=TargetKind.LINE, material__isnull=False, line__isnull=False, edition__isnull=True)
                    | Q(kind=TargetKind.RANGE, material__isnull=False, start__isnull=False, end__gte=F("start"),
                        edition__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="flag_answer_has_reasons",
                condition=Q(state__in=WAITING_STATES, outcome="") | (~Q(outcome="") & ~Q(reasons="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        return reverse("review:flag", args=[self.reference])

    @property
    def by(self) -> str:
        """In whose name it stands: the agency, or the kind of person; never a person."""
        return str(self.flagger_agency) if self.flagger_agency else str(self.get_flagger_kind_display())

    @property
    def public_claim(self) -> str:
        """How the corrections log words the claim."""
        return self.published_claim or self.claim

    @property
    def upheld(self) -> bool:
        return self.outcome in UPHELD_OUTCOMES


class FlagStep(models.Model):
    """One step in the life of a flag. Rows are only ever added."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=FlagStepKind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=FlagOutcome, blank=True)
    reasons = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.get_kind_display()}"
