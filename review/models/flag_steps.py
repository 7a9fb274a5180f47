"""The history of a flag, and what became of its place in later editions. Rows are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modules.models import Edition, EditionStep, ScormVersion
from people.models import Agency
from review.enums import AnchorState, FlagOutcome, FlagStepKind

from .flags import Flag
from .materials import MaterialVersion, TranscriptLine


class FlagStep(models.Model):
    """One step in the life of a flag. What its flagger did names no person."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=FlagStepKind)
    by_flagger = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=FlagOutcome, blank=True)
    reasons = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Flag, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="flagger_is_not_named", condition=Q(by_flagger=False) | Q(person__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.get_kind_display()}"


class FlagAnchor(models.Model):
    """Where a flag's place stands in a later edition of its module, or a later version of its material or package."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="anchors")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="flag_anchors")
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, null=True, related_name="flag_anchors")
    package_version = models.ForeignKey(ScormVersion, on_delete=models.PROTECT, null=True, related_name="flag_anchors")
    state = models.CharField(_("state"), max_length=10, choices=AnchorState)
    step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, null=True, related_name="flag_anchors")
    block_id = models.CharField(max_length=100, blank=True)
    item_key = models.CharField(max_length=100, blank=True)
    line = models.ForeignKey(TranscriptLine, on_delete=models.PROTECT, null=True, related_name="flag_anchors")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    resource = models.TextField(blank=True, default="")  # the address of the page or file of a package
    quote_exact = models.TextField(blank=True)
    text = models.TextField(blank=True)  # how the place reads there; for an orphan, what stands nearest by identity
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["flag", "edition"], name="one_anchor_per_edition"),
            models.UniqueConstraint(fields=["flag", "version"], name="one_anchor_per_version"),
            models.UniqueConstraint(fields=["flag", "package_version"], name="one_anchor_per_package_version"),
            models.CheckConstraint(
                name="anchor_in_one_text",
                condition=Q(edition__isnull=False, version__isnull=True, package_version__isnull=True)
                | Q(edition__isnull=True, version__isnull=False, package_version__isnull=True)
                | Q(edition__isnull=True, version__isnull=True, package_version__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} in {self.edition or self.version or self.package_version}: {self.get_state_display()}"
