"""Who holds which role, and for which agency or department."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.enums import RoleName

from .agencies import Agency
from .departments import Department


class RoleGrant(models.Model):
    """One role of one person, bounded by exactly the agency or department that it needs."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=RoleName)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="role_grants")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="role_grants"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                name="role_has_its_scope",
                condition=(
                    Q(role__in=[RoleName.AUTHOR, RoleName.REVIEWER], agency__isnull=False, department__isnull=True)
                    | Q(
                        role__in=[RoleName.COORDINATOR, RoleName.AUDITOR], agency__isnull=True, department__isnull=False
                    )
                    | Q(role=RoleName.ADMINISTRATOR, agency__isnull=True, department__isnull=True)
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "agency"], condition=Q(agency__isnull=False), name="role_once_per_agency"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                condition=Q(department__isnull=False),
                name="role_once_per_department",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(agency__isnull=True, department__isnull=True),
                name="role_once_for_the_site",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} ({self.agency or self.department or 'site'})"
