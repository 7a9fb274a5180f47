"""Named sets: answers to a candidate, objections and votes, kinds and states of flags, and how long each may wait."""

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


class Ground(models.TextChoices):
    """Why an agency objects. The list is fixed, so that objections can be counted and compared."""

    WRONG_FACT = "wrong_fact", _("A fact is wrong")
    LAW = "law", _("The law or policy is stated wrongly")
    HARM = "harm", _("It would harm people")
    WORDING = "wording", _("The wording")
    MISSING_VOICE = "missing_voice", _("A voice is missing")
    PROCESS = "process", _("How it came about")
    OTHER = "other", _("Something else")


class ObjectionState(models.TextChoices):
    STANDING = "standing", _("Standing")
    CHANGED = "changed", _("Answered by a change")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OVERRIDDEN = "overridden", _("Overridden by a vote")
    UPHELD = "upheld", _("Upheld by a vote")


class ObjectionStepKind(models.TextChoices):
    RAISED = "raised", _("Raised")
    REPLIED = "replied", _("The authors replied")
    CHANGED = "changed", _("The passage was changed")
    UNCHANGED = "unchanged", _("Put up again with the passage unchanged")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOTE_CALLED = "vote_called", _("A vote was called")
    OVERRIDDEN = "overridden", _("Overridden by a vote")
    UPHELD = "upheld", _("Upheld by a vote")
    NO_QUORUM = "no_quorum", _("Too few agencies voted")


class DecisionResult(models.TextChoices):
    OPEN = "open", _("Open")
    OVERRIDDEN = "overridden", _("Objection overridden")
    UPHELD = "upheld", _("Objection upheld")
    NO_QUORUM = "no_quorum", _("Too few votes: the objection stands")
    MOOT = "moot", _("The objection was settled before the vote ended")


class VoteChoice(models.TextChoices):
    OVERRIDE = "override", _("Override: publish in spite of it")
    UPHOLD = "uphold", _("Uphold: send the candidate back")
    ABSTAIN = "abstain", _("Abstain")


class ProposalState(models.TextChoices):
    OPEN = "open", _("Waiting for consent")
    ACCEPTED = "accepted", _("Accepted by every co-author")
    REFUSED = "refused", _("Refused")
    OVERTAKEN = "overtaken", _("Overtaken by another rule")


class LinkState(models.TextChoices):
    OPEN = "open", _("Waiting")
    ANSWERED = "answered", _("Answered")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")


class HoursState(models.TextChoices):
    ENTERED = "entered", _("Entered")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
