"""Registers, module pages with their steps, and editions."""

from .cards import Card
from .changes import AuthorityChange, ChangeAnswer, ChangeLetter
from .coauthors import CoAuthorship, Quorum
from .editions import Edition, EditionAsset, EditionCitation, EditionSignature, EditionStep
from .language_notes import LanguageNote
from .pages import LessonPage, ModuleIndexPage, ModulePage, ScenarioPage
from .registers import Authority, GlossaryTerm, Provision, Source
from .resources import ReferralCheck, Resource
from .rule_table import Act, Ruling
from .translations import Translation, TranslationMark
from .wording import EditionWording, WordingAnswer

__all__ = [
    "Act",
    "Authority",
    "AuthorityChange",
    "Card",
    "ChangeAnswer",
    "ChangeLetter",
    "CoAuthorship",
    "Edition",
    "EditionAsset",
    "EditionCitation",
    "EditionSignature",
    "EditionStep",
    "EditionWording",
    "GlossaryTerm",
    "LanguageNote",
    "LessonPage",
    "ModuleIndexPage",
    "ModulePage",
    "Provision",
    "Quorum",
    "ReferralCheck",
    "Resource",
    "Ruling",
    "ScenarioPage",
    "Source",
    "Translation",
    "TranslationMark",
    "WordingAnswer",
]
