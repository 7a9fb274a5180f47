"""The resources of a manifest and the files they name."""

from dataclasses import dataclass, field

from ..findings import Finding, Severity, printable
from .addresses import AddressBook
from .model import Resource
from .xml import Element, attribute, child, children

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
DEEPEST_MANIFEST = 5


@dataclass
class Resources:
    """Resources by identifier; of two with one identifier the first counts. ``refused`` lead out of the package."""

    by_identifier: dict[str, Resource] = field(default_factory=dict)
    refused: dict[str, Finding] = field(default_factory=dict)


def read_resources(manifest: Element, book: AddressBook, findings: list[Finding]) -> Resources:
    resources = Resources()
    _read_manifest(manifest, "", book, resources, findings, DEEPEST_MANIFEST)
    _warn_of_missing(resources, findings)
    return resources


def _read_manifest(
    manifest: Element, base: str, book: AddressBook, resources: Resources, findings: list[Finding], deeper: int
) -> None:
    base = _based(manifest, base, book, "manifest", findings)
    listing = child(manifest, "resources")
    if listing is not None:
        inner = _based(listing, base, book, "resources", findings)
        for element in children(listing, "resource"):
            _read_resource(element, inner, book, resources, findings)
    for inside in children(manifest, "manifest") if deeper else ():
        message = "The manifest holds another manifest; its resources were taken in."
        findings.append(Finding(Severity.WARNING, "manifest-in-manifest", message, attribute(inside, "identifier")))
        _read_manifest(inside, base, book, resources, findings, deeper - 1)


def _based(element: Element, base: str, book: AddressBook, place: str, findings: list[Finding]) -> str:
    added = element.get(XML_BASE)
    return book.base(base, str(added), f"{place} xml:base", findings) if added else base


def _read_resource(
    element: Element, base: str, book: AddressBook, resources: Resources, findings: list[Finding]
) -> None:
    identifier = attribute(element, "identifier") or f"resource-{len(resources.by_identifier) + 1}"
    place = printable(identifier)
    if identifier in resources.by_identifier:
        message = "Two resources have one identifier; the first counts."
        findings.append(Finding(Severity.WARNING, "duplicate-resource", message, place))
        return
    base = _based(element, base, book, place, findings)
    href = attribute(element, "href")
    launch = book.find(base, href, place, findings) if href else None
    files, missing = _read_files(element, base, book, place, findings)
    if launch and not launch.path and launch.wanted:
        missing.insert(0, launch.wanted)
    resources.by_identifier[identifier] = Resource(
        identifier=identifier,
        kind="sco" if attribute(element, "scormtype").casefold() == "sco" else "asset",
        href=href,
        path=launch.path if launch else "",
        query=launch.query if launch else "",
        fragment=launch.fragment if launch else "",
        files=tuple(files),
        missing=tuple(dict.fromkeys(missing)),
        dependencies=tuple(attribute(found, "identifierref") for found in children(element, "dependency")),
    )


def _read_files(
    element: Element, base: str, book: AddressBook, place: str, findings: list[Finding]
) -> tuple[list[str], list[str]]:
    """Files that are there and files that are not. One that lies elsewhere is only left out: nothing will open it."""
    files, missing = [], []
    for listed in children(element, "file"):
        href, noted = attribute(listed, "href"), []  # type: ignore[var-annotated]
        found = book.find(base, href, place, noted) if href else None
        if found is None:
            if href:
                message = "A file is listed that is not in the package; it was left out."
                findings.append(
                    Finding(Severity.WARNING, "file-elsewhere", message, f"{place} ({printable(href, 80)})")
                )
            continue
        findings += noted
        if found.path:
            files.append(found.path)
        elif found.wanted:
            missing.append(found.wanted)
    return files, missing


def _warn_of_missing(resources: Resources, findings: list[Finding]) -> None:
    for resource in resources.by_identifier.values():
        place = printable(resource.identifier)
        for wanted in resource.missing:
            message = f"A file is missing: {printable(wanted)}."
            findings.append(Finding(Severity.WARNING, "missing-file", message, place))
        for wanted in resource.dependencies:
            if wanted not in resources.by_identifier:
                message = f"A resource is needed that is not there: {printable(wanted)}."
                findings.append(Finding(Severity.WARNING, "dangling-dependency", message, place))
