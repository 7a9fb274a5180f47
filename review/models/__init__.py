"""What reviewing leaves behind: criteria, materials, sign-offs, objections, votes, links, hours and flags."""

from .coverage import Coverage
from .criteria import Criterion
from .docket import Feedback, FlagLook, FlagPolicy, Notice, NoticePreference, StepPause
from .dossiers import Dossier, DossierEdition, DossierSignOff
from .flag_steps import FlagAnchor, FlagStep
from .flags import Flag
from .hosting import HostedRecording, HostingPermission
from .hours import HoursEntry
from .links import ApprovalLink
from .materials import Material, MaterialVersion, TranscriptLine
from .objections import Decision, Objection, ObjectionStep, Vote
from .policies import PolicyAnswer, PolicyProposal
from .publishers import FindingCheck, PublisherAnswer, PublisherRequest, RequestStep
from .reminders import SentNotice
from .rubrics import CriterionScore, Rubric, RubricVersion
from .sealing import SealedIdentity, SealOpening
from .signoffs import SignOff

__all__ = [
    "ApprovalLink",
    "Coverage",
    "Criterion",
    "CriterionScore",
    "Decision",
    "Dossier",
    "DossierEdition",
    "DossierSignOff",
    "Feedback",
    "FindingCheck",
    "Flag",
    "FlagAnchor",
    "FlagLook",
    "FlagPolicy",
    "FlagStep",
    "HostedRecording",
    "HostingPermission",
    "HoursEntry",
    "Material",
    "MaterialVersion",
    "Notice",
    "NoticePreference",
    "Objection",
    "ObjectionStep",
    "PolicyAnswer",
    "PolicyProposal",
    "PublisherAnswer",
    "PublisherRequest",
    "RequestStep",
    "Rubric",
    "RubricVersion",
    "SealOpening",
    "SealedIdentity",
    "SentNotice",
    "SignOff",
    "StepPause",
    "TranscriptLine",
    "Vote",
]
