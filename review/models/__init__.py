"""What reviewing leaves behind: criteria, materials, sign-offs and flags."""

from .criteria import Criterion
from .flags import Flag, FlagStep
from .materials import Material, MaterialVersion, TranscriptLine
from .signoffs import SignOff

__all__ = ["Criterion", "Flag", "FlagStep", "Material", "MaterialVersion", "SignOff", "TranscriptLine"]
