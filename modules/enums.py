"""Named sets of the authoring room: layers of rules, states, kinds."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Layer(models.TextChoices):
    """How binding a rule is. The three are never blurred."""

    STATE_LAW = "state_law", _("State law")
    LOCAL_POLICY = "local_policy", _("San Francisco policy")
    GOOD_PRACTICE = "good_practice", _("Good practice")


class AuthorityKind(models.TextChoices):
    STATUTE = "statute", _("Statute")
    BULLETIN = "bulletin", _("Bulletin")
    POLICY = "policy", _("Policy")
    ORDER = "order", _("Order")
    NOTICE = "notice", _("Notice")
    REGULATION = "regulation", _("Regulation")
    GUIDELINE = "guideline", _("Guideline")


class AuthorityStatus(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    UNKNOWN = "unknown", _("Status unknown")
    SUPERSEDED = "superseded", _("Superseded")
    REPEALED = "repealed", _("Repealed")
    NOT_FOUND = "not_found", _("Text not found")


NO_LONGER_LAW = frozenset({AuthorityStatus.SUPERSEDED, AuthorityStatus.REPEALED})


class ChangeKind(models.TextChoices):
    """How an authority moved under what rests on it. An unknown status is shown as such, and is none of these."""

    SUPERSEDED = "superseded", _("Superseded")
    REPEALED = "repealed", _("Repealed")
    LAPSED = "lapsed", _("Ran out")
    OVERDUE = "overdue", _("Not checked in time")


ENDED = frozenset({ChangeKind.SUPERSEDED, ChangeKind.REPEALED, ChangeKind.LAPSED})


class Confidence(models.TextChoices):
    OFFICIAL = "A", _("A: read in an official text, a primary document or a published paper")
    REPUTABLE = "B", _("B: read in a reputable secondary source")
    PARTIAL = "C", _("C: seen in part only, one weak source, or an inference")
    BACKGROUND = "MEM", _("MEM: general background, not looked up")


UNSURE = frozenset({Confidence.PARTIAL, Confidence.BACKGROUND})


class SourceKind(models.TextChoices):
    ARTICLE = "article", _("Article")
    REPORT = "report", pgettext_lazy("kind of source", "Report")
    NEWS = "news", _("News story")
    STATUTE_TEXT = "statute_text", _("Text of a law")
    MINUTES = "minutes", _("Minutes")
    WEB = "web", _("Web page")
    SLIDES = "slides", _("Slides")
    BOOK = "book", _("Book")
    THESIS = "thesis", _("Thesis")


class Severity(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class ResourceStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    UNKNOWN = "unknown", _("Not confirmed")
    CLOSED = "closed", _("Closed")


class CoauthorRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    CO_AUTHOR = "co_author", _("Co-author")
    LEGAL_REVIEWER = "legal_reviewer", _("Legal reviewer")
    TRANSLATOR = "translator", _("Translator")


EDITING_ROLES = frozenset({CoauthorRole.LEAD, CoauthorRole.CO_AUTHOR})


class EditionState(models.TextChoices):
    CANDIDATE = "candidate", _("Up for sign-off")
    CURRENT = "current", _("Current")
    SUPERSEDED = "superseded", _("Superseded")
    SENT_BACK = "sent_back", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PUBLISHED_STATES = frozenset({EditionState.CURRENT, EditionState.SUPERSEDED, EditionState.WITHDRAWN})


class StepKind(models.TextChoices):
    LESSON = "lesson", _("Lesson")
    SCENARIO = "scenario", _("Scenario quiz")
    SCORM = "scorm", _("Package made elsewhere")
    SCREENING = "screening", _("Annotated screening")


class PackageCompletion(models.TextChoices):
    """What a package claims about how far somebody came."""

    NOT_ATTEMPTED = "not attempted", _("Not begun")
    INCOMPLETE = "incomplete", _("Begun")
    COMPLETED = "completed", _("Completed")


class PackageSuccess(models.TextChoices):
    """What a package claims about whether somebody passed it."""

    UNKNOWN = "unknown", _("Not said")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")


class Topic(models.TextChoices):
    """The parts of the rule table, in the order in which it is read."""

    COVERED = "covered", _("Who is covered")
    CRIMES = "crimes", _("Which crimes")
    ARREST = "arrest", _("Arrest")
    DRUGS = "drugs", _("Drugs")
    PROSECUTION = "prosecution", _("Prosecution")
    STATEMENTS = "statements", _("What the person says")
    CONDOMS = "condoms", _("Condoms")
    IMMIGRATION = "immigration", _("Immigration")
    TRAFFICKING = "trafficking", _("Trafficking: looking and asking")
    YOUTH = "youth", _("Under 18")
    SUPPORT = "support", _("Support and referral")
    CONDUCT = "conduct", _("Officers' own conduct")


class RulingCode(models.TextChoices):
    """What an authority says about an act. Silence and not knowing are answers, and they are shown as such."""

    MAY = "may", pgettext_lazy("ruling", "May")  # without a context it would be the name of the month
    MUST = "must", _("Must")
    MUST_NOT = "must_not", _("Must not")
    MAY_NOT_BE_USED = "may_not_be_used", _("May not be used")
    SILENT = "silent", _("Silent: ask")
    UNKNOWN = "unknown", _("Unknown: ask")


OPEN_RULINGS = frozenset({RulingCode.SILENT, RulingCode.UNKNOWN})


class MarkKind(models.TextChoices):
    """Why a place of a translation is marked."""

    STALE = "stale", _("The source changed since")
    KEPT = "kept", _("Right as it is")


class HowSigned(models.TextChoices):
    """By which way an agency's answer came in. Silence is named as silence for ever."""

    ACCOUNT = "account", _("signed in")
    LINK = "link", _("by link")
    SILENCE = "silence", _("by silence")


class Silence(models.TextChoices):
    """What it means when an agency has not answered at the deadline."""

    NOTHING = "nothing", _("Nothing: the candidate waits on")
    LAPSE = "lapse", _("The candidate lapses and goes back to its authors")
    ABSTENTION = "abstention", _("It counts as an abstention")
    APPROVAL = "approval", _("It counts as an approval, and the edition names it as silence")


class ObjectionRule(models.TextChoices):
    SEND_BACK = "send_back", _("An objection sends the candidate back at once")
    ANSWER_FIRST = "answer_first", _("The candidate stays open until every objection is answered")


class VoteCaller(models.TextChoices):
    NOBODY = "nobody", _("Nobody: an objection can only be met or withdrawn")
    LEAD = "lead", _("Authors of the leading agency")
    ANY = "any", _("Authors of any co-authoring agency")


class VoteMajority(models.TextChoices):
    TWO_THIRDS = "two_thirds", _("Two thirds of the votes")
    MAJORITY = "majority", _("More than half of the votes")
