"""What of a material was watched or read: merged spans of seconds for each reviewer, known by mark and alias alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Agency
from review.enums import CoverageKind

from .materials import MaterialVersion


class Coverage(models.Model):
    """One reviewer's spans in one version. Sending the same span again adds nothing."""

    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="coverage")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("how"), max_length=10, choices=CoverageKind)
    mark = models.CharField(max_length=64)
    alias = models.CharField(max_length=8, blank=True)
    spans = models.JSONField(default=list)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["agency__name", "alias", "kind", "pk"]
        verbose_name_plural = "coverage"
        constraints = [
            models.UniqueConstraint(fields=["version", "mark", "kind"], name="coverage_once_per_reviewer"),
            models.CheckConstraint(name="coverage_has_its_mark", condition=~models.Q(mark="")),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.agency} ({self.alias}) {self.get_kind_display()}"
