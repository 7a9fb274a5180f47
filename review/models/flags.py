"""Flags: one claimed problem each (or one good passage worth keeping), and how it was answered."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modules.models import CoAuthorship, Edition, EditionStep, ModulePage, Provision, ScormVersion, Source
from people.models import Agency
from people.rules import roles_of
from review.enums import (
    EDITION_TARGETS,
    MATERIAL_TARGETS,
    PENDING_STATES,
    SETTLED_STATES,
    UPHELD_OUTCOMES,
    WAITING_STATES,
    FixState,
    FlaggerKind,
    FlagOutcome,
    FlagState,
    Nature,
    Severity,
    TargetKind,
    Visibility,
)
from review.identity import mark_of
from review.words_index import matching_flags

from .criteria import Criterion
from .materials import Material, MaterialVersion, TranscriptLine

PUBLISHED = Q(edition__isnull=True, package_version__isnull=True) | Q(edition__published_at__isnull=False)


class FlagQuerySet(models.QuerySet["Flag"]):
    def on_docket_of(self, user: Any) -> FlagQuerySet:
        """What their agencies judge: the modules they co-author, their own packages, all materials, rules, sources."""
        agencies = roles_of(user).agencies
        if not agencies:
            return self.none()
        modules = CoAuthorship.objects.filter(agency_id__in=agencies).values("module_id")
        shelf = ScormVersion.objects.filter(package__agency_id__in=agencies).values("pk")
        elsewhere = ~Q(kind=TargetKind.RESOURCE) | Q(package_version_id__in=shelf)  # the kind is read without the texts
        return self.filter(Q(module_id__in=modules) | Q(elsewhere, module_id__isnull=True))

    def raised_by(self, user: Any) -> FlagQuerySet:
        return self.filter(flagger_mark=mark_of(user) or "nobody")

    def public(self) -> FlagQuerySet:
        """Those that everybody may read: they say so, and what they are about was really published."""
        return self.filter(PUBLISHED, visibility=Visibility.PUBLIC)

    def visible_to(self, user: Any) -> FlagQuerySet:
        """One's own and those that everybody may read; agencies also what they judge, share or decide as a panel."""
        seen = Q(flagger_mark=mark_of(user) or "nobody") | Q(pk__in=self.public().values("pk"))
        if roles_of(user).agencies:
            shared = PUBLISHED & Q(visibility=Visibility.REVIEWERS)
            appealed = Q(state=FlagState.APPEALED) | Q(decided_at__isnull=False)
            seen |= shared | appealed | Q(pk__in=self.on_docket_of(user).values("pk"))
        return self.filter(seen)

    def before_panel_of(self, user: Any) -> FlagQuerySet:
        """Appeals on which one of the person's agencies may vote: it is no party, and the person did not raise it."""
        agencies = roles_of(user).agencies
        if not agencies:
            return self.none()
        seats: Any = Q(pk__in=[])
        for pk in agencies:
            joined = Flag.objects.filter(merged_into=OuterRef("pk"), flagger_agency=pk)
            seats |= ~Q(flagger_agency=pk) & ~Q(answered_agency=pk) & ~Exists(joined)
        own = Flag.objects.filter(merged_into=OuterRef("pk"), flagger_mark=mark_of(user) or "nobody")
        before = self.filter(seats, ~Exists(own), state=FlagState.APPEALED, merged_into__isnull=True)
        return before.exclude(Q(flagger_mark=mark_of(user) or "nobody") | Q(answered_by=user))

    def waiting(self) -> FlagQuerySet:
        return self.filter(state__in=WAITING_STATES)

    def pending(self) -> FlagQuerySet:
        """Waiting for an answer or for a panel's decision."""
        return self.filter(state__in=PENDING_STATES)

    def unfixed(self) -> FlagQuerySet:
        """Upheld about a module and neither put right nor closed with a reason; those with a disputed fix too."""
        upheld = self.filter(state__in=SETTLED_STATES, outcome__in=UPHELD_OUTCOMES, nature=Nature.PROBLEM)
        without = upheld.filter(fix_state__in=(FixState.NONE, FixState.DISPUTED), no_fix_reason="")
        return without.filter(module__isnull=False, merged_into__isnull=True)

    def matching(self, words: str) -> FlagQuerySet:
        """Those whose claim, suggestion or text holds words that begin so."""
        return matching_flags(self, words)

    def corrections(self) -> FlagQuerySet:
        """Problems upheld, whole or in part, about text that everybody can read; each once, however many joined.

        Rules and sources are read by everybody too; what is upheld about outside material stands in a dossier.
        """
        return self.filter(
            Q(edition__published_at__isnull=False) | Q(kind__in=(TargetKind.PROVISION, TargetKind.SOURCE)),
            outcome__in=UPHELD_OUTCOMES,
            nature=Nature.PROBLEM,
            merged_into__isnull=True,
        )


class Flag(models.Model):
    """A claim that something in an edition, a material, a package, a rule or a source is wrong (or worth keeping).

    Who raised it is not here: `flagger_mark` is a keyed mark and the person stands sealed in `SealedIdentity`.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=TargetKind)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature, default=Nature.PROBLEM)

    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, null=True, related_name="flags")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="flags")
    step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, null=True, related_name="flags")
    block_id = models.CharField(max_length=100, blank=True)
    item_key = models.CharField(max_length=100, blank=True)
    choice_key = models.CharField(max_length=100, blank=True, default="")
    quote_exact = models.TextField(blank=True)
    quote_prefix = models.CharField(max_length=200, blank=True)
    quote_suffix = models.CharField(max_length=200, blank=True)

    material = models.ForeignKey(Material, on_delete=models.PROTECT, null=True, related_name="flags")
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, null=True, related_name="flags")
    line = models.ForeignKey(TranscriptLine, on_delete=models.PROTECT, null=True, related_name="flags")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, null=True, related_name="flags")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="flags")

    package_digest = models.CharField(max_length=64, blank=True, default="")
    resource = models.TextField(blank=True, default="")  # the page's or file's address in the package
    resource_title = models.CharField(max_length=255, blank=True, default="")
    resource_sha256 = models.CharField(max_length=64, blank=True, default="")
    package_version = models.ForeignKey(ScormVersion, on_delete=models.PROTECT, null=True, related_name="flags")

    selectors = models.JSONField(default=list, blank=True)  # W3C Web Annotation selectors of the target
    excerpt = models.TextField(_("the text as it stood"), blank=True)
    criteria = models.ManyToManyField(Criterion, related_name="flags")
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    claim = models.TextField(_("claim"), max_length=5000)
    suggestion = models.TextField(_("suggestion"), max_length=5000, blank=True)
    provisions = models.ManyToManyField(Provision, related_name="evidence_of_flags")
    sources = models.ManyToManyField(Source, related_name="evidence_of_flags")
    visibility = models.CharField(_("who may read it"), max_length=10, choices=Visibility, default=Visibility.PARTIES)
    flagger_mark = models.CharField(max_length=64, default="")
    flagger_alias = models.CharField(max_length=8, blank=True, default="")
    flagger_kind = models.CharField(max_length=10, choices=FlaggerKind)
    flagger_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="flags_raised")
    raised_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("due"))
    reminded_on = models.DateField(null=True)

    state = models.CharField(_("state"), max_length=12, choices=FlagState, default=FlagState.OPEN)
    outcome = models.CharField(_("outcome"), max_length=10, choices=FlagOutcome, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    published_claim = models.TextField(_("claim as published"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="flags_answered")
    answered_at = models.DateTimeField(null=True)
    minority = models.TextField(_("minority statement"), blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    fixed_in = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="fixes")
    fixed_text = models.TextField(blank=True)
    fix_state = models.CharField(max_length=10, choices=FixState, blank=True, default=FixState.NONE)
    no_fix_reason = models.TextField(_("why nothing is changed"), blank=True, default="")

    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined")
    related = models.ManyToManyField("self")

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            # The docket counts and orders from these two alone, without reading the rows.
            models.Index(
                fields=["state", "due_on", "id", "module", "package_version", "kind"], name="flag_state_due_scope"
            ),
            models.Index(fields=["due_on", "id", "module", "package_version", "kind"], name="flag_due_scope"),
            models.Index(fields=["module", "state", "due_on"], name="flag_module_state_due"),
            models.Index(fields=["material", "state", "due_on"], name="flag_material_state_due"),
            models.Index(fields=["severity", "state", "due_on"], name="flag_severity_state_due"),
            models.Index(fields=["flagger_mark", "-raised_at"], name="flag_own_newest"),
            models.Index(fields=["edition", "block_id"], name="flag_edition_block"),
            models.Index(fields=["-answered_at"], name="flag_corrections", condition=Q(outcome__in=UPHELD_OUTCOMES)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["flagger_mark", "form_token"], name="flag_sent_once"),
            models.CheckConstraint(
                name="flag_has_its_target",
                condition=(
                    Q(kind__in=sorted(EDITION_TARGETS), module__isnull=False, edition__isnull=False,
                      step__isnull=False, material__isnull=True)
                    | Q(kind=TargetKind.LINE, material__isnull=False, line__isnull=False, edition__isnull=True,
                        module__isnull=True)
                    | Q(kind=TargetKind.RANGE, material__isnull=False, start__isnull=False, end__gte=F("start"),
                        edition__isnull=True, module__isnull=True)
                    | Q(kind=TargetKind.PROVISION, provision__isnull=False, module__isnull=True, material__isnull=True)
                    | Q(kind=TargetKind.SOURCE, source__isnull=False, module__isnull=True, material__isnull=True)
                    | Q(~Q(resource_sha256=""), kind=TargetKind.RESOURCE, module__isnull=False, edition__isnull=False,
                        step__isnull=False, package_version__isnull=True, material__isnull=True)
                    | Q(~Q(resource_sha256=""), kind=TargetKind.RESOURCE, package_version__isnull=False,
                        module__isnull=True, edition__isnull=True, material__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="flag_answer_has_reasons",
                condition=Q(state__in=WAITING_STATES, outcome="") | (~Q(outcome="") & ~Q(reasons="")),
            ),
            models.CheckConstraint(name="flag_not_joined_to_itself", condition=~Q(merged_into=F("pk"))),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        return reverse("review:flag", args=[self.reference])

    @property
    def by(self) -> str:
        """In whose name it stands: the agency with an alias, or the kind of person; never a person."""
        if not self.flagger_agency:
            return str(self.get_flagger_kind_display())
        return f"{self.flagger_agency} ({self.flagger_alias})" if self.flagger_alias else str(self.flagger_agency)

    @property
    def public_claim(self) -> str:
        """How the corrections log words the claim."""
        return self.published_claim or self.claim

    @property
    def upheld(self) -> bool:
        return self.outcome in UPHELD_OUTCOMES

    @property
    def of_material(self) -> bool:
        return self.kind in MATERIAL_TARGETS
