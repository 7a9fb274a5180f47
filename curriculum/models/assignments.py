"""One officer's turn of a requirement, and the reminders that were sent."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.enums import Standing
from curriculum.standing import standing_on
from people.models import Department, Officer, User

from .courses import Requirement

OPEN = Q(completed_at__isnull=True, waived_at__isnull=True)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def for_officer(self, user: User) -> AssignmentQuerySet:
        return self.filter(officer__user=user)

    def for_department(self, department: Department) -> AssignmentQuerySet:
        return self.filter(officer__department=department)

    def for_departments(self, departments: models.QuerySet[Department]) -> AssignmentQuerySet:
        return self.filter(officer__department__in=departments)

    def open(self) -> AssignmentQuerySet:
        return self.filter(OPEN)

    def overdue(self, today: date) -> AssignmentQuerySet:
        return self.open().filter(due_on__lt=today)

    def of_active_officers(self) -> AssignmentQuerySet:
        return self.filter(officer__active=True, officer__user__is_active=True)


class Assignment(models.Model):
    """One officer's turn. `completed_at` and `valid_until` repeat the completion, so that lists need no join."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="assignments")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="assignments")
    due_on = models.DateField(_("due on"))
    assigned_at = models.DateTimeField(_("assigned at"), default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True, editable=False)
    valid_until = models.DateField(null=True, blank=True, editable=False)
    waived_at = models.DateTimeField(null=True, blank=True, editable=False)
    waived_by_reference = models.CharField(max_length=60, blank=True, editable=False)
    waived_reason = models.TextField(_("reason of the waiver"), blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "officer"], condition=OPEN, name="assignment_open_once"),
            models.CheckConstraint(
                name="assignment_done_or_waived",
                condition=Q(completed_at__isnull=True) | Q(waived_at__isnull=True),
            ),
            models.CheckConstraint(
                name="assignment_waiver_has_reason",
                condition=Q(waived_at__isnull=True, waived_reason="")
                | Q(waived_at__isnull=False) & ~Q(waived_reason="") & ~Q(waived_by_reference=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=OPEN, name="assignment_open_due"),
            models.Index(fields=["requirement", "valid_until"], name="assignment_lapse"),
            models.Index(fields=["requirement", "officer"], name="assignment_turns"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} / {self.officer_id}"

    @property
    def is_open(self) -> bool:
        return self.completed_at is None and self.waived_at is None

    def standing(self, *, today: date, started: bool) -> Standing:
        """How it stands on `today`; `started` says whether an enrolment exists."""
        return standing_on(
            today, due_on=self.due_on, completed_at=self.completed_at, waived_at=self.waived_at, started=started
        )


class Reminder(models.Model):
    """One reminder to one officer: the database allows one a day."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="reminders")
    sent_on = models.DateField()

    class Meta:
        ordering = ["-sent_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["officer", "sent_on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.sent_on}"
