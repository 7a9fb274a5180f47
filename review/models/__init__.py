"""What reviewing leaves behind: criteria, materials, sign-offs, objections, votes, links, hours and flags."""

from .criteria import Criterion
from .flags import Flag, FlagStep
from .hours import HoursEntry
from .links import ApprovalLink
from .materials import Material, MaterialVersion, TranscriptLine
from .objections import Decision, Objection, ObjectionStep, Vote
from .policies import PolicyAnswer, PolicyProposal
from .reminders import SentNotice
from .signoffs import SignOff

__all__ = [
    "ApprovalLink",
    "Criterion",
    "Decision",
    "Flag",
    "FlagStep",
    "HoursEntry",
    "Material",
    "MaterialVersion",
    "Objection",
    "ObjectionStep",
    "PolicyAnswer",
    "PolicyProposal",
    "SentNotice",
    "SignOff",
    "TranscriptLine",
    "Vote",
]
