"""Frozen quizzes, the attempts that people make on them, and their answers, which are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Quiz(models.Model):
    """One exact quiz, named by the digest of its definition: the same definition is the same row."""

    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    canonical = models.TextField(_("definition"), editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "quizzes"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, user: object) -> AttemptQuerySet:
        return self.filter(user=user)

    def about(self, subject: str) -> AttemptQuerySet:
        return self.filter(subject=subject)

    def open(self) -> AttemptQuerySet:
        return self.filter(finished_at__isnull=True)

    def finished(self) -> AttemptQuerySet:
        return self.filter(finished_at__isnull=False)


class Attempt(models.Model):
    """One go at a quiz. `subject` says what it is for (an enrolment's step, say); limits count within it.

    `not_counted` lists the items that did not count when it was finished, each with the reason that was given, so that
    the score can be worked out again for ever. When none counted there is no score, and finishing it is passing it.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    subject = models.CharField(max_length=160, db_index=True)
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    score_percent = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(100)])
    passed = models.BooleanField(null=True, blank=True)
    not_counted = models.JSONField(default=list, blank=True, editable=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["subject", "number"]
        constraints = [
            models.UniqueConstraint(fields=["user", "quiz", "subject", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["user", "quiz", "subject"], condition=Q(finished_at__isnull=True), name="one_open_attempt"
            ),
            models.CheckConstraint(
                name="attempt_finished_whole",
                condition=Q(finished_at__isnull=True, score_percent__isnull=True, passed__isnull=True)
                | Q(finished_at__isnull=False, score_percent__lte=100, passed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.number} ({self.subject})"


class Answer(models.Model):
    """What a person chose at one item, or at one scene of a branching item. Points are derived, never stored."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    item_key = models.CharField(max_length=60)
    scene_key = models.CharField(max_length=60, blank=True)
    choices = models.JSONField()
    token = models.CharField(max_length=64)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "item_key", "scene_key"], name="answered_once"),
            models.UniqueConstraint(fields=["attempt", "token"], name="answer_token_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_key} {self.scene_key}".strip()
