"""What a module may rest on: rules with their authority, sources of claims, and the glossary."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from modules.enums import ENDED, UNSURE, AuthorityKind, AuthorityStatus, Confidence, Layer, SourceKind
from modules.staleness import Move, move_of

from .verification import RegularlyChecked


class LastingKey(models.Model):
    """Drafts and editions name a register's entries by key or fact id, so that key never changes."""

    lasting_key = "fact_id"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        now = getattr(self, self.lasting_key)
        before = type(self)._default_manager.filter(pk=self.pk).values_list(self.lasting_key, flat=True).first()
        if self.pk and before and before != now:
            raise ValidationError({self.lasting_key: _("This never changes: drafts and editions point at it.")})


class RegisterEntry(models.Model):
    """How sure we are of a row. What is unsure is shown as unsure, to authors and to learners."""

    confidence = models.CharField(
        _("confidence"),
        max_length=3,
        choices=Confidence,
        default=Confidence.BACKGROUND,
        help_text=_("How well this was checked. C and MEM are shown to learners as not confirmed."),
    )
    legal = models.BooleanField(
        _("needs a lawyer's approval"),
        default=False,
        help_text=_("Tick when a lawyer must approve this before anyone relies on it."),
    )
    status_unknown = models.BooleanField(
        _("may have changed"),
        default=False,
        help_text=_("Tick when it may have changed and nobody has confirmed that it has not."),
    )

    class Meta:
        abstract = True

    @property
    def unsure(self) -> bool:
        return self.legal or self.status_unknown or self.confidence in UNSURE


class Source(index.Indexed, LastingKey):
    """A study or document that a claim rests on."""

    lasting_key = "key"

    key = models.CharField(_("key"), max_length=20, unique=True, help_text=_("The short code used in citations."))
    title = models.CharField(_("title"), max_length=400)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    year = models.CharField(_("year"), max_length=40, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind)
    note = models.TextField(_("limits a reader should know"), blank=True)

    search_fields = [index.AutocompleteField("title"), index.SearchField("title"), index.SearchField("authors")]

    class Meta:
        verbose_name = _("source")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def snapshot(self) -> dict[str, Any]:
        """The source as it reads now, JSON-safe, for an edition to keep."""
        names = ("key", "title", "authors", "publisher", "year", "url", "kind", "note")
        return {name: str(getattr(self, name)) for name in names}


class Authority(RegularlyChecked, LastingKey, ClusterableModel):
    """An instrument that holds rules: a statute, a bulletin, a policy."""

    lasting_key = "key"

    key = models.SlugField(_("key"), max_length=60, unique=True, help_text=_("Short and lasting; never changed."))
    title = models.CharField(_("title"), max_length=300)
    short_title = models.CharField(_("short title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=AuthorityKind)
    layer = models.CharField(
        _("layer"),
        max_length=20,
        choices=Layer,
        help_text=_("State law, local policy and good practice are never mixed."),
    )
    jurisdiction = models.CharField(_("jurisdiction"), max_length=60)
    effective_from = models.DateField(_("in effect from"), null=True, blank=True)
    effective_until = models.DateField(_("in effect until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=AuthorityStatus, default=AuthorityStatus.UNKNOWN)
    status_note = models.TextField(_("note on the status"), blank=True, help_text=_("Shown wherever this is cited."))
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("replaces"),
    )
    official_link = models.URLField(_("official text"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["layer", "short_title"]

    def __str__(self) -> str:
        return self.short_title

    def move(self, on: date | None = None) -> Move | None:
        """How it has moved under what rests on it, if it has. An unknown status is no move."""
        return move_of(
            status=self.status,
            effective_until=self.effective_until,
            next_check_on=self.next_check_on,
            on=on or timezone.localdate(),
        )

    def no_longer_law(self, on: date | None = None) -> bool:
        """Whether it is superseded, repealed or past its last day. An unknown status is not 'no longer law'."""
        moved = self.move(on)
        return moved is not None and moved.kind in ENDED

    @property
    def status_is_unknown(self) -> bool:
        return self.status in (AuthorityStatus.UNKNOWN, AuthorityStatus.NOT_FOUND)


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def with_authority(self) -> ProvisionQuerySet:
        return self.select_related("authority")


class Provision(index.Indexed, LastingKey, RegisterEntry, ClusterableModel):
    """One rule of an authority, in our own words. Its key is its fact id."""

    authority = ParentalKey(Authority, on_delete=models.PROTECT, related_name="provisions")
    fact_id = models.CharField(_("fact id"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("the rule in our own words"), help_text=_("Never invented official text."))
    cite = models.CharField(_("where it stands"), max_length=200, help_text=_("For example: Penal Code 647.3(a)"))
    sources = ParentalManyToManyField(Source, blank=True, related_name="provisions", verbose_name=_("sources"))
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    objects = ProvisionQuerySet.as_manager()
    search_fields = [
        index.AutocompleteField("title"),
        index.SearchField("title"),
        index.SearchField("fact_id"),
        index.SearchField("cite"),
    ]

    class Meta:
        verbose_name = _("provision")
        ordering = ["authority", "sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.title} ({self.cite})"

    def snapshot(self) -> dict[str, Any]:
        """The rule as it reads now, JSON-safe, for an edition to keep. Reads `authority`: select it beforehand."""
        held = self.authority
        return {
            "fact": self.fact_id,
            "cite": self.cite,
            "title": self.title,
            "summary": self.summary,
            "layer": str(held.layer),
            "layer_label": str(Layer(held.layer).label),
            "authority": held.title,
            "authority_key": held.key,
            "jurisdiction": held.jurisdiction,
            "status": str(held.status),
            "status_label": str(AuthorityStatus(held.status).label),
            "status_note": held.status_note,
            "effective_from": _iso(held.effective_from),
            "effective_until": _iso(held.effective_until),
            "last_verified": _iso(held.last_verified),
            "confidence": str(self.confidence),
            "legal": self.legal,
            "status_unknown": self.status_unknown or held.status_is_unknown,
        }


class GlossaryTerm(index.Indexed, LastingKey):
    """A contested term, what it means and when to use it."""

    fact_id = models.CharField(_("fact id"), max_length=20, unique=True)
    term = models.CharField(_("term"), max_length=150)
    meaning = models.TextField(_("meaning"))
    use = models.TextField(_("when to use it"), blank=True)
    avoid = models.BooleanField(_("better avoided"), default=False)
    draft = models.BooleanField(_("our working wording"), default=False, help_text=_("Not official; shown as such."))
    confidence = models.CharField(_("confidence"), max_length=3, choices=Confidence, default=Confidence.BACKGROUND)

    search_fields = [index.AutocompleteField("term"), index.SearchField("term"), index.SearchField("meaning")]

    class Meta:
        verbose_name = _("glossary term")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    def snapshot(self) -> dict[str, Any]:
        """The entry as it reads now, JSON-safe, for an edition to keep."""
        return {
            "fact": self.fact_id,
            "term": self.term,
            "meaning": self.meaning,
            "use": self.use,
            "avoid": self.avoid,
            "draft": self.draft,
            "confidence": str(self.confidence),
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
