"""Named sets: answers to a candidate, objections and votes, kinds and states of flags, and how long each may wait."""

from enum import Enum

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


class Nature(models.TextChoices):
    """What a flag claims: that something is wrong, or that a good passage must not get lost."""

    PROBLEM = "problem", _("A problem")
    KEEP = "keep", _("Worth keeping")


class Visibility(models.TextChoices):
    """Who may read a flag besides the agencies that judge it and whoever raised it."""

    PARTIES = "parties", _("Only those concerned")
    REVIEWERS = "reviewers", _("All agencies")
    PUBLIC = "public", _("Everybody")


class TargetKind(models.TextChoices):
    """What a flag points at."""

    BLOCK = "block", _("Passage")
    QUOTE = "quote", _("Words in a passage")
    IMAGE = "image", _("Picture")
    MOMENT = "moment", _("Part of a recording in a lesson")
    ITEM = "item", _("Quiz question")
    CHOICE = "choice", _("Choice of a quiz question")
    LINE = "line", _("Transcript line")
    RANGE = "range", _("Part of a recording")
    PROVISION = "provision", _("Rule")
    SOURCE = "source", _("Source")
    RESOURCE = "resource", _("Page or file of a package")


LONGEST_QUOTE = 2000  # characters

EDITION_TARGETS = frozenset(
    {
        TargetKind.BLOCK,
        TargetKind.QUOTE,
        TargetKind.IMAGE,
        TargetKind.MOMENT,
        TargetKind.ITEM,
        TargetKind.CHOICE,
    }
)
MATERIAL_TARGETS = frozenset({TargetKind.LINE, TargetKind.RANGE})


class AnchorState(models.TextChoices):
    """What became of a flagged place in a later edition or version."""

    SAME = "same", _("unchanged")
    MOVED = "moved", _("moved")
    ORPHANED = "orphaned", _("not found again")


class FlagState(models.TextChoices):
    OPEN = "open", _("Open")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ANSWERED = "answered", _("Answered")
    APPEALED = "appealed", _("Appealed")
    DECIDED = "decided", _("Decided by a panel")
    CLOSED = "closed", _("Closed")


WAITING_STATES = (FlagState.OPEN, FlagState.ACKNOWLEDGED)
PENDING_STATES = (*WAITING_STATES, FlagState.APPEALED)
SETTLED_STATES = (FlagState.ANSWERED, FlagState.DECIDED)


class FlagOutcome(models.TextChoices):
    UPHELD = "upheld", _("Upheld")
    PARTLY = "partly", _("Partly upheld")
    NOT_UPHELD = "not_upheld", _("Not upheld")


UPHELD_OUTCOMES = (FlagOutcome.UPHELD, FlagOutcome.PARTLY)


class FixState(models.TextChoices):
    NONE = "", _("no fix linked")
    LINKED = "linked", _("linked, not yet confirmed")
    CONFIRMED = "confirmed", _("confirmed by whoever raised it")
    DISPUTED = "disputed", _("disputed by whoever raised it")


class FlagStepKind(models.TextChoices):
    RAISED = "raised", _("Raised")
    SORTED = "sorted", _("Criteria or severity set")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    REPLIED = "replied", _("The authors replied")
    ANSWERED = "answered", _("Answered")
    APPEALED = "appealed", _("Appealed")
    VOTED = "voted", _("Voted on the appeal")
    DECIDED = "decided", _("Decided by a panel")
    FIX_LINKED = "fix_linked", _("Fixed in an edition")
    FIX_LOST = "fix_lost", _("The linked edition went back to its authors")
    CONFIRMED = "confirmed", _("Fix confirmed")
    DISPUTED = "disputed", _("Fix disputed")
    MERGED = "merged", _("Joined to another report")
    PARTED = "parted", _("Taken apart again")
    RELATED = "related", _("Related to another report")
    PAUSED = "paused", _("Step paused")
    RESUMED = "resumed", _("Step resumed")
    CLOSED = "closed", _("Closed")


class FeedbackKind(models.TextChoices):
    CLEAR = "clear", _("This was clear")
    UNCLEAR = "unclear", _("I did not understand this")
    LONG = "long", _("This was too long")
    SHORT = "short", _("I wanted to know more")
    OTHER = "other", _("Something else")


class NoticeKind(models.TextChoices):
    """What people are told. `own` news names no report: nobody must be able to read from it who raised what."""

    RAISED = "raised", _("A new report in your modules")
    OVERDUE = "overdue", _("A report waits too long for its answer")
    DUE = "due", _("A report must be answered soon")
    APPEALED = "appealed", _("An answer was appealed")
    DECIDED = "decided", _("A panel has decided")
    DISPUTED = "disputed", _("A fix is disputed")
    OWN = "own", _("News of a report that you made")


class OwnNews(Enum):
    """What a letter to whoever raised a report is about."""

    ANSWERED = "answered"
    DECIDED = "decided"
    FIX = "fix"
    FIX_LOST = "fix_lost"


class NoticeHow(models.TextChoices):
    USUAL = "usual", _("News of my own reports at once, the docket once a day")
    AT_ONCE = "at_once", _("Everything at once")
    DIGEST = "digest", _("Everything in one message a day")


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


class HostingScope(models.TextChoices):
    """For whom a recording may be played under a permission."""

    REVIEWERS = "reviewers", _("Reviewers of the agencies, to review it")
    TRAINING = "training", _("Reviewers, and officers in training")


class CoverageKind(models.TextChoices):
    WATCHED = "watched", _("watched")
    READ = "read", _("read")
