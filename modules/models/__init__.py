"""Registers, module pages with their steps, and editions."""

from .cards import Card
from .changes import AuthorityChange, ChangeAnswer, ChangeLetter
from .coauthors import CoAuthorship
from .editions import Edition, EditionAsset, EditionCitation, EditionSignature, EditionStep
from .language_notes import LanguageNote
from .licences import ThinLaunch, ThinLicence
from .pages import AnyStep, LessonPage, ModuleIndexPage, ModulePage, ScenarioPage, ScormPage, ScreeningPage
from .policies import Candidacy, ScheduledReview, SignOffPolicy
from .protection import ProtectedPassage, ProtectionConsent
from .registers import Authority, GlossaryTerm, Provision, Source
from .resources import ReferralCheck, Resource
from .rule_table import Act, Ruling
from .scorm import ScormPackage, ScormRegistration, ScormVersion
from .screening import ScreeningNotes
from .standing_names import Credit, EditionCredit, EditionDissent, ModuleOwner, NameWithdrawal
from .translations import Translation, TranslationMark
from .wording import EditionWording, WordingAnswer

__all__ = [
    "Act",
    "AnyStep",
    "Authority",
    "AuthorityChange",
    "Candidacy",
    "Card",
    "ChangeAnswer",
    "ChangeLetter",
    "CoAuthorship",
    "Credit",
    "Edition",
    "EditionAsset",
    "EditionCitation",
    "EditionCredit",
    "EditionDissent",
    "EditionSignature",
    "EditionStep",
    "EditionWording",
    "GlossaryTerm",
    "LanguageNote",
    "LessonPage",
    "ModuleIndexPage",
    "ModuleOwner",
    "ModulePage",
    "NameWithdrawal",
    "ProtectedPassage",
    "ProtectionConsent",
    "Provision",
    "ReferralCheck",
    "Resource",
    "Ruling",
    "ScenarioPage",
    "ScheduledReview",
    "ScormPackage",
    "ScormPage",
    "ScormRegistration",
    "ScormVersion",
    "ScreeningNotes",
    "ScreeningPage",
    "SignOffPolicy",
    "Source",
    "ThinLaunch",
    "ThinLicence",
    "Translation",
    "TranslationMark",
    "WordingAnswer",
]
