"""The rule table: what each authority says about one named act."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from modules.enums import RulingCode, Topic

from .registers import Authority, LastingKey, Provision, RegisterEntry


class ActQuerySet(models.QuerySet["Act"]):
    def with_rulings(self) -> ActQuerySet:
        """Each act with its rulings, their authorities and provisions: two queries, whatever the size."""
        rulings = Ruling.objects.select_related("authority", "provision").order_by("authority__layer", "sort_order")
        return self.prefetch_related(Prefetch("rulings", rulings))


class Act(index.Indexed, LastingKey, ClusterableModel):
    """Something that an officer may do or leave, put so that every authority can be asked about it."""

    lasting_key = "key"

    key = models.SlugField(_("key"), max_length=60, unique=True, help_text=_("Short and lasting; never changed."))
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    title = models.CharField(
        _("the act"), max_length=200, help_text=_("For example: Arrest for prostitution while the person reports.")
    )
    position = models.PositiveSmallIntegerField(_("place in the table"), default=0)

    objects = ActQuerySet.as_manager()
    search_fields = [
        index.AutocompleteField("title"),
        index.SearchField("title"),
        index.SearchField("key"),
    ]

    class Meta:
        verbose_name = _("act")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Ruling(RegisterEntry):
    """One row of the table. It has the layer, the status and the dates of its authority.

    `provision` is empty where an authority says nothing: then `fact_id` names the fact that says so.
    """

    act = ParentalKey(Act, on_delete=models.CASCADE, related_name="rulings")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="rulings", verbose_name=_("authority")
    )
    provision = models.ForeignKey(
        Provision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        verbose_name=_("provision"),
        help_text=_("Leave empty where the authority says nothing about the act."),
    )
    fact_id = models.CharField(_("fact id"), max_length=20)
    ruling = models.CharField(_("ruling"), max_length=20, choices=RulingCode)
    text = models.TextField(_("in plain words"))
    conditions = models.TextField(_("conditions"), blank=True)
    sort_order = models.IntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("ruling")
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["act", "authority"], name="one_ruling_of_an_authority")]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.get_ruling_display()}"

    def clean(self) -> None:
        super().clean()
        if self.provision and self.authority_id and self.provision.authority_id != self.authority_id:
            raise ValidationError({"provision": _("This provision belongs to another authority.")})
        if self.provision is None and self.ruling not in (RulingCode.SILENT, RulingCode.UNKNOWN):
            raise ValidationError({"provision": _("Name the provision, or say that the authority is silent.")})

    @property
    def layer(self) -> str:
        return self.authority.layer

    @property
    def holds(self) -> bool:
        """Whether it counts today: what was repealed or superseded is shown and no longer compared."""
        return not self.authority.no_longer_law()

    @property
    def status_is_unknown(self) -> bool:
        named = self.provision.status_unknown if self.provision else False
        return self.status_unknown or named or self.authority.status_is_unknown

    def as_data(self) -> dict[str, Any]:
        """The row for the public table. Reads `authority` and `provision`: select them beforehand."""
        held = self.authority
        return {
            "layer": str(held.layer),
            "authority": held.key,
            "authority_title": held.short_title,
            "provision": self.provision.fact_id if self.provision else None,
            "cite": self.provision.cite if self.provision else None,
            "fact": self.fact_id,
            "ruling": str(self.ruling),
            "text": self.text,
            "conditions": self.conditions,
            "status": str(held.status),
            "in_effect_from": held.effective_from.isoformat() if held.effective_from else None,
            "in_effect_until": held.effective_until.isoformat() if held.effective_until else None,
            "last_verified": held.last_verified.isoformat() if held.last_verified else None,
            "holds": self.holds,
            "confidence": str(self.confidence),
            "needs_lawyer": self.legal,
            "status_unknown": self.status_is_unknown,
        }
