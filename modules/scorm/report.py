"""What an author sees before a package is used: what it is, its outline, what is wrong, what it can report."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from .archive import Archive, Limits, open_archive
from .findings import Finding, PackageRefused, Severity
from .manifest import Item, Package, read_package

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Outline:
    """One item as the author reads it; ``depth`` begins at 0."""

    depth: int
    identifier: str
    title: str
    launch: str
    kind: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Reporting:
    """What the packages' pages can tell us, as far as the manifest says."""

    scos: int
    assets: int
    mastery_scores: Mapping[str, float]
    """Passing score by item: from 0 to 100 in 1.2, from -1 to 1 in 2004."""
    completion_thresholds: Mapping[str, float]
    objectives: Mapping[str, tuple[str, ...]]
    uses_sequencing: bool
    time_limits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """A package as found, importable or not. ``files`` and ``bytes`` count what would be kept."""

    importable: bool
    identifier: str
    title: str
    edition: str
    organizations: tuple[str, ...]
    outline: tuple[Outline, ...]
    reporting: Reporting | None
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    missing_files: tuple[str, ...]
    files: int
    bytes: int

    def to_data(self) -> dict[str, Any]:
        """The report for JSON, with stable names and codes."""
        return {"schema": SCHEMA, **asdict(self)}


def inspect_package(file: BinaryIO, limits: Limits | None = None) -> tuple[Report, Package | None]:
    """Report on an archive and read every byte of it once; never raises for what a stranger may have put in it."""
    try:
        archive = open_archive(file, limits)
        size = _read_through(archive)
        package = read_package(archive, archive.findings)
    except PackageRefused as refused:
        return _refused(refused), None
    return report_on(package, size), package


def _read_through(archive: Archive) -> int:
    size = 0
    for name in archive.names:
        for chunk in archive.chunks(name):
            size += len(chunk)
            if size > archive.limits.total:
                raise PackageRefused("package-too-large", f"The files are more than {archive.limits.total} bytes.")
    return size


def _refused(refused: PackageRefused) -> Report:
    errors = tuple(finding for finding in refused.findings if finding.severity is Severity.ERROR)
    warnings = tuple(finding for finding in refused.findings if finding.severity is Severity.WARNING)
    return Report(False, "", "", "", (), (), None, errors, warnings, (), 0, 0)


def report_on(package: Package, size: int = 0) -> Report:
    organization = package.organization
    return Report(
        importable=not package.errors,
        identifier=package.identifier,
        title=package.title,
        edition=str(package.edition),
        organizations=tuple(found.title for found in package.organizations),
        outline=tuple(line for item in organization.items for line in _lines(item, 0)),
        reporting=_reporting(package),
        errors=package.errors,
        warnings=package.warnings,
        missing_files=tuple(dict.fromkeys(name for resource in package.resources for name in resource.missing)),
        files=package.files,
        bytes=size,
    )


def _lines(item: Item, depth: int) -> Iterator[Outline]:
    kind = "folder" if item.launch is None else "sco" if item.launch.sco else "page"
    launch = item.launch.address if item.launch else ""
    if item.launch is None and not item.children:
        kind = "nothing"
    yield Outline(depth, item.identifier, item.title, launch, kind, item.visible)
    for child in item.children:
        yield from _lines(child, depth + 1)


def _reporting(package: Package) -> Reporting:
    items = package.organization.launchable
    scos = [item for item in items if item.launch and item.launch.sco]
    passing = {item.identifier: score for item in scos if (score := passing_score(package, item)) is not None}
    return Reporting(
        scos=len(scos),
        assets=len(items) - len(scos),
        mastery_scores=passing,
        completion_thresholds={
            item.identifier: item.completion_threshold.min_progress_measure
            for item in scos
            if item.completion_threshold and item.completion_threshold.completed_by_measure
        },
        objectives={
            item.identifier: names
            for item in scos
            if (names := tuple(found.identifier for found in item.sequencing.objectives if found.identifier))
        },
        uses_sequencing=any(item.sequencing.present for item in package.organization.walk()),
        time_limits={item.identifier: item.max_time_allowed for item in scos if item.max_time_allowed},
    )


def passing_score(package: Package, item: Item) -> float | None:
    """The score from which an item counts as passed, in the units of its standard."""
    if package.edition.standard == "1.2":
        return float(item.mastery_score) if item.mastery_score else None
    return item.sequencing.scaled_passing_score


def as_text(report: Report) -> str:
    """The report in English for a terminal."""
    lines = [
        report.title or "No title",
        f"{report.edition or 'Not recognised'}, {report.files} files, {report.bytes} bytes",
    ]
    lines.append("It can be imported." if report.importable else "It cannot be imported.")
    if len(report.organizations) > 1:
        lines.append(f"Organizations: {', '.join(report.organizations)}")
    for heading, findings in (("Errors", report.errors), ("Warnings", report.warnings)):
        if findings:
            lines += ["", f"{heading}:", *(f"  [{finding.code}] {finding}" for finding in findings)]
    if report.outline:
        lines += ["", "Outline:", *(_outline_text(line) for line in report.outline)]
    if report.reporting:
        lines += ["", "It can report:", *(f"  {line}" for line in _reporting_text(report.reporting))]
    return "\n".join(lines)


def _outline_text(line: Outline) -> str:
    hidden = "" if line.visible else " (hidden)"
    where = f" → {line.launch}" if line.launch else " → nothing to open" if line.kind == "nothing" else ""
    return f"{'  ' * (line.depth + 1)}{line.title}{hidden}{where}"


def _reporting_text(reporting: Reporting) -> Iterator[str]:
    yield f"{reporting.scos} pages that report, {reporting.assets} that only show"
    for name, score in reporting.mastery_scores.items():
        yield f"{name}: passed from a score of {score:g}"
    for name, measure in reporting.completion_thresholds.items():
        yield f"{name}: completed from a progress of {measure:g}"
    for name, objectives in reporting.objectives.items():
        yield f"{name}: objectives {', '.join(objectives)}"
    for name, limit in reporting.time_limits.items():
        yield f"{name}: time limit {limit}"
    if reporting.uses_sequencing:
        yield "the package has sequencing rules"
