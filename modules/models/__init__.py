"""Registers, module pages with their steps, and editions."""

from .coauthors import CoAuthorship, Quorum
from .editions import Edition, EditionAsset, EditionCitation, EditionSignature, EditionStep
from .language_notes import LanguageNote
from .pages import LessonPage, ModuleIndexPage, ModulePage, ScenarioPage
from .registers import Authority, GlossaryTerm, Provision, Source
from .resources import Resource
from .wording import EditionWording, WordingAnswer

__all__ = [
    "Authority",
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
    "Resource",
    "ScenarioPage",
    "Source",
    "WordingAnswer",
]
