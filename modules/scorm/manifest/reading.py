"""From files to a package: refused where it cannot run or is dangerous, repaired where that is safe."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from ..findings import Finding, PackageRefused, Severity, printable
from .addresses import AddressBook
from .editions import find_edition
from .model import Item, Launch, Organization, Package, Resource
from .outline import read_organizations
from .resources import Resources, read_resources
from .xml import LONGEST, Element, attribute, child, children, local_name, parse_xml, text_of

MANIFEST = "imsmanifest.xml"
MOST_FINDINGS = 200
AICC = {"crs", "des", "cst"}
OTHER_FORMATS = {"cmi5.xml": "cmi5", "tincan.xml": "xapi", "h5p.json": "h5p"}


class Files(Protocol):
    """What is needed of an archive or a folder."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def read(self, name: str, longest: int) -> bytes: ...


def read_package(files: Files, findings: Iterable[Finding] = ()) -> Package:
    """The package as its manifest tells it. Its ``errors`` say why it cannot be played, if it cannot."""
    found = list(findings)
    manifest, root = _find_manifest(files.names, found)
    element, overlooked = parse_xml(files.read(manifest, LONGEST), manifest)
    found += overlooked
    if local_name(element.tag) != "manifest":
        raise PackageRefused("not-a-manifest", "The file is not a manifest of a package.", manifest)
    edition = find_edition(element, found)
    book = AddressBook(files.names, root)
    resources = read_resources(element, book, found)
    organizations, default = read_organizations(element, resources, found)
    if not organizations:
        organizations = (_from_first_resource(element, resources, found),)
    package = Package(
        identifier=attribute(element, "identifier"),
        version=attribute(element, "version"),
        title=_title(element, organizations, default),
        edition=edition,
        root=root,
        organizations=organizations,
        default=default or organizations[0].identifier,
        resources=tuple(resources.by_identifier.values()),
        findings=(),
        files=len(files.names),
    )
    return replace(package, findings=_bounded(found + _judge(package)))


def _find_manifest(names: tuple[str, ...], found: list[Finding]) -> tuple[str, str]:
    """The manifest and the folder it stands in: the archive itself, or the one folder that holds everything."""
    if MANIFEST in names:
        return MANIFEST, ""
    for name in names:
        if name.casefold() == MANIFEST:
            found.append(
                Finding(Severity.WARNING, "manifest-name", "The manifest's name is written in capitals.", name)
            )
            return name, ""
    tops = {name.partition("/")[0] for name in names}
    inside = [name for name in names if name.casefold().partition("/")[2] == MANIFEST]
    if len(tops) == 1 and len(inside) == 1:
        root = f"{tops.pop()}/"
        message = "Everything is in one folder, which is left out."
        found.append(Finding(Severity.WARNING, "top-folder", message, printable(root)))
        return inside[0], root
    raise _no_manifest(names)


def _no_manifest(names: tuple[str, ...]) -> PackageRefused:
    lower = {name.casefold().rpartition("/")[2] for name in names}
    for name, code in OTHER_FORMATS.items():
        if name in lower:
            return PackageRefused(f"not-scorm-{code}", "The package is not SCORM but of another format.", name)
    if AICC & {name.rpartition(".")[2] for name in lower}:
        return PackageRefused("not-scorm-aicc", "The package is not SCORM but AICC, which is not read here.")
    deep = next((name for name in names if name.casefold().endswith(f"/{MANIFEST}")), "")
    message = "The package has no imsmanifest.xml at its top."
    return PackageRefused("no-manifest", message, printable(deep))


def _from_first_resource(element: Element, resources: Resources, found: list[Finding]) -> Organization:
    """A way through a package that offers none: its first SCO, or its first page."""
    launchable = [resource for resource in resources.by_identifier.values() if resource.path]
    first = next((resource for resource in launchable if resource.kind == "sco"), next(iter(launchable), None))
    if first is None:
        raise PackageRefused("nothing-to-launch", "The package has no page that could be opened.", MANIFEST, found)
    message = "The manifest has no organization; its first page is played."
    found.append(Finding(Severity.WARNING, "no-organization", message, printable(first.identifier)))
    title = _manifest_title(element) or first.identifier
    item = Item(first.identifier, title, resource=first.identifier, launch=_launch(first))
    return Organization("organization", title, (item,))


def _launch(resource: Resource) -> Launch:
    return Launch(resource.path, resource.query, resource.fragment, resource.kind == "sco")


def _judge(package: Package) -> list[Finding]:
    """Errors where nothing can be played."""
    if package.organization.launchable:
        return []
    message = "The package has no page that could be opened."
    return [Finding(Severity.ERROR, "nothing-to-launch", message, printable(package.organization.identifier))]


def _title(element: Element, organizations: tuple[Organization, ...], default: str) -> str:
    chosen = next((found for found in organizations if found.identifier == default), organizations[0])
    return chosen.title or _manifest_title(element) or attribute(element, "identifier")


def _manifest_title(element: Element) -> str:
    """The title in the manifest's own metadata, in its first language."""
    metadata = child(element, "metadata")
    for lom in children(metadata, "lom") if metadata is not None else ():
        for general in children(lom, "general"):
            for title in children(general, "title"):
                return text_of(next(iter(children(title, "string", "langstring")), title))
    return ""


def _bounded(found: list[Finding]) -> tuple[Finding, ...]:
    """Each finding once, errors first, and no more than a person can read."""
    unique = sorted(dict.fromkeys(found), key=lambda finding: finding.severity is Severity.WARNING)
    if len(unique) <= MOST_FINDINGS:
        return tuple(unique)
    rest = f"{len(unique) - MOST_FINDINGS} further findings are not shown."
    return (*unique[:MOST_FINDINGS], Finding(Severity.WARNING, "more-findings", rest))
