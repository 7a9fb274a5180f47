"""Employers of officers, their units (a tree), and the officers themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import DepartmentKind


class Department(models.Model):
    """An employer of officers: the tenant to which every officer's record belongs."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    slug = models.SlugField(unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DepartmentKind)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def for_department(self, department: Department) -> UnitQuerySet:
        return self.filter(department=department)

    def within(self, unit: Unit) -> UnitQuerySet:
        """The unit itself and everything under it."""
        return self.filter(department_id=unit.department_id, path__startswith=unit.path)


class Unit(models.Model):
    """A part of a department. `path` is the chain of codes from the top, `/patrol/mission/`, kept by the service."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("code"), max_length=40)
    path = models.CharField(max_length=400, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["department", "path"]
        constraints = [models.UniqueConstraint(fields=["department", "path"], name="unit_path_once_per_department")]

    def __str__(self) -> str:
        return self.name


class OfficerQuerySet(models.QuerySet["Officer"]):
    def for_department(self, department: Department) -> OfficerQuerySet:
        return self.filter(department=department)

    def for_departments(self, departments: models.QuerySet[Department]) -> OfficerQuerySet:
        return self.filter(department__in=departments)

    def active(self) -> OfficerQuerySet:
        return self.filter(active=True, user__is_active=True)


class Officer(models.Model):
    """A person of a department who has training to complete."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="officer")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="officers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="officers")
    badge = models.CharField(_("badge number"), max_length=20)
    rank = models.CharField(_("rank"), max_length=60, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["department", "badge"]
        constraints = [models.UniqueConstraint(fields=["department", "badge"], name="badge_once_per_department")]

    def __str__(self) -> str:
        return f"{self.user.name} ({self.badge})"
