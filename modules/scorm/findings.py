"""What is wrong or worth knowing about a package: a code that can be translated, the place, and English words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: ``code`` is stable and names the rule, ``place`` is an entry, an element or an address."""

    severity: Severity
    code: str
    message: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class PackageRefused(Exception):
    """The package is not taken; says which entry or place broke which rule."""

    def __init__(self, code: str, message: str, place: str = "", findings: Iterable[Finding] = ()) -> None:
        self.finding = Finding(Severity.ERROR, code, message, place)
        self.findings = (self.finding, *findings)
        super().__init__(str(self.finding))

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def place(self) -> str:
        return self.finding.place


def printable(text: str, longest: int = 120) -> str:
    """The text as it may be shown: one line, no control or direction characters, bounded."""
    shown = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
