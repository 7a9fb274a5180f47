"""Named sets of dossiers: scores, states, answers, what became of a request, what became of a finding."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Score(models.TextChoices):
    """How far a version of a material meets one criterion."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


NEEDS_EVIDENCE = frozenset({Score.PARTLY, Score.NOT_MET})


class DossierState(models.TextChoices):
    CANDIDATE = "candidate", _("Waiting for signatures")
    CURRENT = "current", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    SENT_BACK = "sent_back", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLISHED_DOSSIERS = (DossierState.CURRENT, DossierState.SUPERSEDED, DossierState.WITHDRAWN)


class RequestStepKind(models.TextChoices):
    """What happened to something that was asked of the publisher."""

    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    PROMISED = "promised", _("Promised")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class FindingVerdict(models.TextChoices):
    """What a reviewer saw of an older finding in a later version."""

    FIXED = "fixed", _("Fixed")
    STILL_THERE = "still_there", _("Still there")


class Fate(models.TextChoices):
    """What became of a finding in a later version, as far as anyone knows."""

    FIXED = "fixed", _("Fixed")
    STILL_THERE = "still_there", _("Still there")
    CHANGED = "changed", _("The passage changed; nobody has checked it yet")
    NEW = "new", _("New")
