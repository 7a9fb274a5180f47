"""What a manifest says, as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from ..findings import Finding, Severity
from .sequencing import Sequencing

Standard = Literal["1.2", "2004"]


class Edition(StrEnum):
    """The edition of SCORM that a package was written for."""

    SCORM_12 = "SCORM 1.2"
    SCORM_2004_2 = "SCORM 2004 2nd Edition"
    SCORM_2004_3 = "SCORM 2004 3rd Edition"
    SCORM_2004_4 = "SCORM 2004 4th Edition"

    @property
    def standard(self) -> Standard:
        return "1.2" if self is Edition.SCORM_12 else "2004"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource; ``path`` is the real name of its launch file, empty where it has none in the package."""

    identifier: str
    kind: Literal["sco", "asset"]
    href: str = ""
    path: str = ""
    query: str = ""
    fragment: str = ""
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Launch:
    """A page to open: the name of its file, and the rest of its address with the parameters of the item."""

    path: str
    query: str = ""
    fragment: str = ""
    sco: bool = True

    @property
    def address(self) -> str:
        """The file with query and fragment, as a person reads it."""
        query = f"?{self.query}" if self.query else ""
        return f"{self.path}{query}{'#' + self.fragment if self.fragment else ''}"


@dataclass(frozen=True, slots=True)
class CompletionThreshold:
    completed_by_measure: bool = False
    min_progress_measure: float = 1.0
    progress_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class DataMap:
    """A bucket of shared data of the 4th edition and what the activity may do with it."""

    target: str
    read: bool = True
    write: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """An activity: a leaf with a page to open, or a cluster with children."""

    identifier: str
    title: str
    visible: bool = True
    resource: str = ""
    launch: Launch | None = None
    parameters: str = ""
    prerequisites: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""
    data_from_lms: str = ""
    mastery_score: str = ""
    completion_threshold: CompletionThreshold | None = None
    data_maps: tuple[DataMap, ...] = ()
    hidden_controls: tuple[str, ...] = ()
    sequencing: Sequencing = field(default_factory=Sequencing)
    children: tuple["Item", ...] = ()

    def walk(self) -> Iterator["Item"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Organization:
    """One way through the package."""

    identifier: str
    title: str
    items: tuple[Item, ...] = ()
    sequencing: Sequencing = field(default_factory=Sequencing)
    objectives_global_to_system: bool = True
    shared_data_global_to_system: bool = True
    completion_threshold: CompletionThreshold | None = None

    def walk(self) -> Iterator[Item]:
        for item in self.items:
            yield from item.walk()

    @property
    def launchable(self) -> tuple[Item, ...]:
        return tuple(item for item in self.walk() if item.launch)


@dataclass(frozen=True, slots=True)
class Package:
    """A manifest understood; ``root`` is the folder in the archive that holds everything, usually none."""

    identifier: str
    version: str
    title: str
    edition: Edition
    root: str
    organizations: tuple[Organization, ...]
    default: str
    resources: tuple[Resource, ...]
    findings: tuple[Finding, ...]
    files: int = 0

    @property
    def organization(self) -> Organization:
        """The organization that is played unless another is chosen."""
        return next((found for found in self.organizations if found.identifier == self.default), self.organizations[0])

    @property
    def has_rules(self) -> bool:
        """Whether it has rules of its own about the order of its pages."""
        organization = self.organization
        return self.edition.standard == "2004" and (
            organization.sequencing.present or any(item.sequencing.present for item in organization.walk())
        )

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.WARNING)
