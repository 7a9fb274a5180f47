"""A recording of somebody else's material, and the permission without which it is never held."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Agency
from review.enums import HostingScope

from .materials import Material, MaterialVersion


class HostingPermissionQuerySet(models.QuerySet["HostingPermission"]):
    def in_force(self) -> HostingPermissionQuerySet:
        today = timezone.localdate()
        open_ended = Q(until__isnull=True) | Q(until__gte=today)
        return self.filter(open_ended, withdrawn_at__isnull=True, given_on__lte=today)

    def covering(self, version: MaterialVersion) -> HostingPermissionQuerySet:
        """Those in force for this version: given for it, or for the whole material."""
        return self.in_force().filter(material_id=version.material_id).filter(Q(version=None) | Q(version=version))


class HostingPermission(models.Model):
    """Who allowed us to hold a recording, when, on what paper and for whom. Rows are only added and ended."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="permissions")
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, null=True, related_name="permissions")
    given_by = models.CharField(_("given by"), max_length=200)
    given_on = models.DateField(_("given on"))
    until = models.DateField(_("until"), null=True)
    reference = models.CharField(_("reference"), max_length=300)
    scope = models.CharField(_("for whom"), max_length=12, choices=HostingScope)
    note = models.TextField(_("terms in words"), blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    cleared_at = models.DateTimeField(null=True)  # when what was held under it was deleted, once it had ended

    objects = HostingPermissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="permission_says_who_and_where", condition=~Q(given_by="") & ~Q(reference="") & ~Q(scope="")
            ),
            models.CheckConstraint(
                name="permission_ends_after_it_was_given",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("given_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_by}, {self.reference}"


class HostedRecording(models.Model):
    """The file of one version. It cannot exist without a permission, and is served only while that is in force."""

    version = models.OneToOneField(MaterialVersion, on_delete=models.PROTECT, related_name="hosted")
    permission = models.ForeignKey(HostingPermission, on_delete=models.PROTECT, related_name="recordings")
    file = models.FileField(upload_to="materials/%Y")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=40)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version}: {self.sha256[:12]}"

    @property
    def is_video(self) -> bool:
        return self.content_type.startswith("video/")
