"""Named sets: answers to a candidate, kinds and states of flags, severities and how long each may wait."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignOffAnswer(models.TextChoices):
    APPROVE = "approve", _("Approve")
    OBJECT = "object", _("Object")
    ABSTAIN = "abstain", _("Abstain")


class CriterionKind(models.TextChoices):
    PROBLEM = "problem", _("Problem")
    KEEP = "keep", _("Worth keeping")


class Severity(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


DAYS_TO_ANSWER = {Severity.CRITICAL: 3, Severity.HIGH: 10, Severity.MEDIUM: 30, Severity.LOW: 60}


class TargetKind(models.TextChoices):
    """What a flag points at: the first three in an edition, the last two in outside material."""

    BLOCK = "block", _("Passage")
    QUOTE = "quote", _("Words in a passage")
    ITEM = "item", _("Quiz question")
    LINE = "line", _("Transcript line")
    RANGE = "range", _("Part of a recording")


EDITION_TARGETS = frozenset({TargetKind.BLOCK, TargetKind.QUOTE, TargetKind.ITEM})


class FlagState(models.TextChoices):
    OPEN = "open", _("Open")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


WAITING_STATES = (FlagState.OPEN, FlagState.ACKNOWLEDGED)


class FlagOutcome(models.TextChoices):
    UPHELD = "upheld", _("Upheld")
    PARTLY = "partly", _("Partly upheld")
    NOT_UPHELD = "not_upheld", _("Not upheld")


UPHELD_OUTCOMES = (FlagOutcome.UPHELD, FlagOutcome.PARTLY)


class FlagStepKind(models.TextChoices):
    RAISED = "raised", _("Raised")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ANSWERED = "answered", _("Answered")
    FIX_LINKED = "fix_linked", _("Fixed in an edition")
    CLOSED = "closed", _("Closed")


class FlaggerKind(models.TextChoices):
    """In whose name a flag stands. Agencies never see which officer or staff member it was."""

    AGENCY = "agency", _("An agency")
    OFFICER = "officer", _("An officer")
    STAFF = "staff", _("A member of staff")
