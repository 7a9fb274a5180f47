"""What a quiz is, as plain data: its shape, reading it, and whether it is sound. No Django in here."""

from .reading import RULINGS, DefinitionError, from_data, to_data
from .shape import Assertion, Choice, Fault, Item, ItemKind, Outcome, ProvisionRef, QuizDefinition, Scene
from .soundness import best_points, faults, start_of

__all__ = [
    "RULINGS",
    "Assertion",
    "Choice",
    "DefinitionError",
    "Fault",
    "Item",
    "ItemKind",
    "Outcome",
    "ProvisionRef",
    "QuizDefinition",
    "Scene",
    "best_points",
    "faults",
    "from_data",
    "start_of",
    "to_data",
]
