"""Courses, what they are made of, and who must take them."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curriculum.enums import EvidenceRule
from modules.enums import Layer
from modules.models import ModulePage
from people.models import Department, Unit


class Course(models.Model):
    """Ordered modules with hours, a pass rule and a validity."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, per cent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Raises the pass mark of every scenario below it. Empty: each scenario's own."),
    )
    attempts_limit = models.PositiveSmallIntegerField(
        _("attempts at each scenario"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    validity_months = models.PositiveSmallIntegerField(
        _("counts for, months"), null=True, blank=True, help_text=_("Empty: it never lapses.")
    )
    evidence = models.CharField(_("evidence"), max_length=20, choices=EvidenceRule, default=EvidenceRule.SERVER_SCORED)
    modules = models.ManyToManyField(ModulePage, through="CourseModule", related_name="courses")

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(name="course_hours_above_zero", condition=Q(hours__gt=0)),
            models.CheckConstraint(name="course_pass_mark_per_cent", condition=Q(pass_mark__lte=100)),
            models.CheckConstraint(name="course_attempts_at_least_one", condition=Q(attempts_limit__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title


class CourseModule(models.Model):
    """One module's place in a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="course_modules")
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="course_modules")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "position"], name="course_position_once"),
            models.UniqueConstraint(fields=["course", "module"], name="course_module_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.module}"


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def for_department(self, department: Department) -> RequirementQuerySet:
        return self.filter(department=department)

    def for_departments(self, departments: models.QuerySet[Department]) -> RequirementQuerySet:
        return self.filter(department__in=departments)

    def active(self) -> RequirementQuerySet:
        return self.filter(active=True)


class Requirement(models.Model):
    """A course required of an audience: everyone, or officers of units (with all below them) and ranks."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="requirements")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="requirements")
    title = models.CharField(_("title"), max_length=200)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    layer = models.CharField(_("layer"), max_length=20, choices=Layer)
    everyone = models.BooleanField(_("everyone in the department"), default=False)
    units = models.ManyToManyField(Unit, blank=True, related_name="requirements")
    ranks = models.JSONField(
        _("ranks"), default=list, blank=True, help_text=_("Only these ranks; an empty list means every rank.")
    )
    due_days = models.PositiveSmallIntegerField(_("days to finish"), default=30)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["department", "title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse ranks that are not a list of words."""
        super().clean()
        if not _is_list_of_words(self.ranks):
            raise ValidationError({"ranks": _("Give a list of ranks, such as Officer, Sergeant.")})


def _is_list_of_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)
