"""What belongs to working a docket: who looks at what, rules of a module, paused steps, notices, feedback."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import Edition, EditionStep, ModulePage
from people.models import Agency
from review.enums import FeedbackKind, NoticeHow, NoticeKind

from .flags import Flag


class FlagLook(models.Model):
    """Somebody of an agency is looking at a flag just now. It runs out by itself."""

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flag", "person"], name="one_look_per_person")]

    def __str__(self) -> str:
        return f"{self.flag_id}: {self.agency}"


class FlagPolicy(models.Model):
    """How flags on one module are handled; the row without a module holds for everything else."""

    module = models.OneToOneField(
        ModulePage, on_delete=models.CASCADE, null=True, blank=True, related_name="flag_policy"
    )
    critical_pauses = models.BooleanField(
        _("A critical report by an agency pauses the step at once"),
        default=True,
        help_text=_("Officers then see that the step is paused, and go on with the others."),
    )
    panel_votes = models.PositiveSmallIntegerField(_("votes that a panel needs"), default=3)
    panel_perspectives = models.PositiveSmallIntegerField(_("different perspectives that a panel needs"), default=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="panel_can_be_reached",
                condition=Q(
                    panel_votes__gte=1, panel_perspectives__gte=1, panel_perspectives__lte=models.F("panel_votes")
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.module or _("Every module without rules of its own"))


class StepPauseQuerySet(models.QuerySet["StepPause"]):
    def standing(self) -> StepPauseQuerySet:
        return self.filter(lifted_at__isnull=True)


class StepPause(models.Model):
    """A step that officers do not take while a critical flag on it waits for its answer."""

    step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, related_name="pauses")
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="pauses")
    paused_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)

    objects = StepPauseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["step"], name="pause_standing", condition=Q(lifted_at__isnull=True))]
        constraints = [models.UniqueConstraint(fields=["step", "flag"], name="paused_once_by_a_flag")]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.flag_id}"


class NoticePreference(models.Model):
    """How a person wants to hear of flags."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference")
    how = models.CharField(_("When we write to you"), max_length=10, choices=NoticeHow, default=NoticeHow.USUAL)
    registers = models.BooleanField(
        _("Tell me about reports on outside material, rules and sources too"), default=False
    )

    def __str__(self) -> str:
        return self.get_how_display()


class Notice(models.Model):
    """One piece of news that waits for the next daily message. News of one's own flag names no flag."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="flag_notices")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, null=True, related_name="notices")
    created_at = models.DateTimeField(default=timezone.now)
    sent_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["user"], name="notice_unsent", condition=Q(sent_on__isnull=True))]
        constraints = [
            models.CheckConstraint(
                name="own_news_names_no_flag", condition=~Q(kind=NoticeKind.OWN) | Q(flag__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Feedback(models.Model):
    """A reader's word about a step that claims nothing. It carries nobody's mark."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="feedback")
    step = models.ForeignKey(EditionStep, on_delete=models.PROTECT, related_name="feedback")
    form_token = models.UUIDField(unique=True)
    kind = models.CharField(_("What would you like to say?"), max_length=10, choices=FeedbackKind)
    words = models.TextField(_("in your words"), max_length=1000, blank=True)
    given_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name_plural = "feedback"
        ordering = ["pk"]
        indexes = [models.Index(fields=["step", "kind"], name="feedback_by_step")]

    def __str__(self) -> str:
        return self.get_kind_display()
