"""Which agencies write a module together. Not part of the drafts: who saves a draft cannot drop a co-author."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.enums import CoauthorRole
from people.models import Agency


class CoAuthorship(models.Model):
    """One agency's part in a module. Written by `set_coauthors` only."""

    module = models.ForeignKey("modules.ModulePage", on_delete=models.CASCADE, related_name="coauthorships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="coauthorships")
    role = models.CharField(_("role"), max_length=20, choices=CoauthorRole, default=CoauthorRole.CO_AUTHOR)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["module", "agency"], name="coauthor_once")]

    def __str__(self) -> str:
        return f"{self.agency} ({self.get_role_display()})"
