"""Named sets of the teaching room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceRule(models.TextChoices):
    """What a course accepts as proof; the certificate says which it was."""

    SERVER_SCORED = "server_scored", _("Server-scored quiz")
    READ = "read", _("Lessons marked as read")
    PACKAGE_CLAIM = "package_claim", _("A package's own claim is enough")


class Standing(models.TextChoices):
    """How one assignment stands today. Derived, never stored."""

    OVERDUE = "overdue", _("Overdue")
    IN_PROGRESS = "in_progress", _("In progress")
    NOT_STARTED = "not_started", _("Not started")
    DONE = "done", _("Done")
    WAIVED = "waived", _("Waived")


OPEN_STANDINGS = frozenset({Standing.OVERDUE, Standing.IN_PROGRESS, Standing.NOT_STARTED})


class NoticeKind(models.TextChoices):
    """What happened to the material under somebody who is taking it."""

    WAITING = "waiting", _("Withdrawn, to be replaced")
    MOVED = "moved", _("Withdrawn and replaced")


class HowShown(models.TextChoices):
    """How a note of a screening came before an officer's eyes."""

    PLAYED = "played", _("at its second, beside the video or the clock")
    PASSED = "passed", _("after its second was passed over, beside the video or the clock")
    LISTED = "listed", _("read in the list")
