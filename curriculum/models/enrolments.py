"""One officer's run through a course, pinned to editions, and how far it got."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.enums import NoticeKind
from modules.models import Edition, EditionStep
from people.models import Department, Officer, User

from .assignments import Assignment
from .courses import Course

NOTICES = {
    NoticeKind.WAITING: _(
        "“%(module)s” was withdrawn while you were taking it. You can go on with it when its new edition is signed. "
        "What you finished and does not change will still count."
    ),
    NoticeKind.MOVED: _(
        "“%(module)s” was withdrawn and replaced while you were taking it. You are now in the new edition. "
        "What you finished and did not change still counts."
    ),
}


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def for_officer(self, user: User) -> EnrolmentQuerySet:
        return self.filter(officer__user=user)

    def for_department(self, department: Department) -> EnrolmentQuerySet:
        return self.filter(officer__department=department)

    def for_departments(self, departments: models.QuerySet[Department]) -> EnrolmentQuerySet:
        return self.filter(officer__department__in=departments)

    def unfinished(self) -> EnrolmentQuerySet:
        return self.filter(completed_at__isnull=True)


class Enrolment(models.Model):
    """One run. `notice`, with the module and the reason, tells its officer why the material under them changed."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="enrolment")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    completion_reference = models.CharField(max_length=64, blank=True, editable=False)
    notice = models.CharField(max_length=10, choices=NoticeKind, blank=True, editable=False)
    notice_about = models.CharField(max_length=255, blank=True, editable=False)
    notice_reason = models.TextField(blank=True, editable=False)
    editions = models.ManyToManyField(Edition, through="EnrolmentEdition", related_name="enrolments")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="enrolment_done_has_its_completion",
                condition=Q(completed_at__isnull=True, completion_reference="")
                | Q(completed_at__isnull=False) & ~Q(completion_reference=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} / {self.officer_id}"

    @property
    def notice_text(self) -> str:
        """The notice in the reader's language; empty when there is none."""
        return NOTICES[NoticeKind(self.notice)] % {"module": self.notice_about} if self.notice else ""


class EnrolmentEdition(models.Model):
    """The exact edition an enrolment takes at one place of its course."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="pins")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="enrolment_pins")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["enrolment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "position"], name="enrolment_position_once"),
            models.UniqueConstraint(fields=["enrolment", "edition"], name="enrolment_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.edition_id}"


class StepProgress(models.Model):
    """That an officer opened a step, and when they were done with it.

    `carried_from` is the step as it was really done, where that was in another language.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    edition_step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    carried_from = models.ForeignKey(EditionStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["enrolment", "pk"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "edition_step"], name="step_progress_once")]
        verbose_name_plural = "step progress"

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.edition_step_id}"
