"""Manifests of packages that we write: SCORM 1.2 and SCORM 2004 4th Edition, from a plain description."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lxml import etree

XSI = "http://www.w3.org/2001/XMLSchema-instance"
CP_12, ADL_12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"
MD_12 = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
CP_2004, ADL_2004 = "http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.adlnet.org/xsd/adlcp_v1p3"
SEQUENCING, LOM = "http://www.imsglobal.org/xsd/imsss", "http://ltsc.ieee.org/xsd/LOM"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML has no way to write
Element = Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page that reports. ``passing`` is a percentage; without it the page is neither passed nor failed."""

    identifier: str
    title: str
    path: str
    files: tuple[str, ...] = ()
    passing: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What is exported. ``identifier`` says which edition it is, ``minutes`` how long it takes."""

    identifier: str
    title: str
    language: str
    pages: tuple[Page, ...]
    shared_files: tuple[str, ...] = ()
    description: str = ""
    version: str = "1"
    minutes: int = 0
    agencies: tuple[str, ...] = ()
    rights: str = ""


def manifest_12(course: Course) -> bytes:
    """The imsmanifest.xml of SCORM 1.2; the passing score is the mastery score of the page."""
    spaces = {None: CP_12, "adlcp": ADL_12, "imsmd": MD_12, "xsi": XSI}
    places = f"{CP_12} imscp_rootv1p1p2.xsd {ADL_12} adlcp_rootv1p2.xsd {MD_12} imsmd_rootv1p2p1.xsd"
    root = _root(course, CP_12, spaces, places)
    metadata = _metadata(root, CP_12, "1.2")
    _lom_12(metadata, course)
    organization = _organization(root, CP_12, course)
    for page in course.pages:
        item = _item(organization, CP_12, page)
        if page.passing is not None:
            _add(item, ADL_12, "masteryscore", str(page.passing))
    _resources(root, CP_12, f"{{{ADL_12}}}scormtype", course)
    return _written(root)


def manifest_2004(course: Course) -> bytes:
    """The imsmanifest.xml of SCORM 2004 4th Edition; any page may be chosen, and the passing score is a measure."""
    spaces = {None: CP_2004, "adlcp": ADL_2004, "imsss": SEQUENCING, "lom": LOM, "xsi": XSI}
    places = f"{CP_2004} imscp_v1p1.xsd {ADL_2004} adlcp_v1p3.xsd {SEQUENCING} imsss_v1p0.xsd {LOM} lom.xsd"
    root = _root(course, CP_2004, spaces, places)
    metadata = _metadata(root, CP_2004, "2004 4th Edition")
    _lom_2004(metadata, course)
    organization = _organization(root, CP_2004, course)
    for page in course.pages:
        item = _item(organization, CP_2004, page)
        if page.passing is not None:
            objectives = _add(_add(item, SEQUENCING, "sequencing"), SEQUENCING, "objectives")
            primary = _add(objectives, SEQUENCING, "primaryObjective", satisfiedByMeasure="true")
            primary.set("objectiveID", f"{page.identifier}-objective")
            _add(primary, SEQUENCING, "minNormalizedMeasure", f"{page.passing / 100:g}")
            _add_delivery(item[-1])
    _add(_add(organization, SEQUENCING, "sequencing"), SEQUENCING, "controlMode", choice="true", flow="true")
    _resources(root, CP_2004, f"{{{ADL_2004}}}scormType", course)
    return _written(root)


def _add_delivery(sequencing: Element) -> None:
    """What the page itself reports counts; nothing is completed by having been opened."""
    _add(sequencing, SEQUENCING, "deliveryControls", completionSetByContent="true", objectiveSetByContent="true")


def _root(course: Course, space: str, spaces: dict[str | None, str], places: str) -> Element:
    root = etree.Element(f"{{{space}}}manifest", nsmap=spaces)
    root.set("identifier", course.identifier)
    root.set("version", course.version)
    root.set(f"{{{XSI}}}schemaLocation", places)
    return root


def _metadata(root: Element, space: str, version: str) -> Element:
    metadata = _add(root, space, "metadata")
    _add(metadata, space, "schema", "ADL SCORM")
    _add(metadata, space, "schemaversion", version)
    return metadata


def _organization(root: Element, space: str, course: Course) -> Element:
    name = f"{course.identifier}-organization"
    organizations = _add(root, space, "organizations", default=name)
    organization = _add(organizations, space, "organization", identifier=name)
    _add(organization, space, "title", course.title)
    return organization


def _item(organization: Element, space: str, page: Page) -> Element:
    item = _add(organization, space, "item", identifier=page.identifier, identifierref=f"{page.identifier}-resource")
    _add(item, space, "title", page.title)
    return item


def _resources(root: Element, space: str, kind: str, course: Course) -> None:
    resources = _add(root, space, "resources")
    for page in course.pages:
        resource = _add(resources, space, "resource", identifier=f"{page.identifier}-resource", type="webcontent")
        resource.set("href", quote(page.path))
        resource.set(kind, "sco")
        _files(resource, space, dict.fromkeys((page.path, *page.files)))
        if course.shared_files:
            _add(resource, space, "dependency", identifierref="shared")
    if course.shared_files:
        resource = _add(resources, space, "resource", identifier="shared", type="webcontent")
        resource.set(kind, "asset")
        _files(resource, space, course.shared_files)


def _files(resource: Element, space: str, paths: Iterable[str]) -> None:
    for path in paths:
        _add(resource, space, "file", href=quote(path))


def _lom_12(metadata: Element, course: Course) -> None:
    def said(parent: Element, name: str, text: str) -> None:
        _add(_add(parent, MD_12, name), MD_12, "langstring", text).set(XML_LANGUAGE, course.language)

    lom = _add(metadata, MD_12, "lom")
    general = _add(lom, MD_12, "general")
    said(general, "title", course.title)
    entry = _add(general, MD_12, "catalogentry")
    _add(entry, MD_12, "catalog", "Common Ground")
    _add(_add(entry, MD_12, "entry"), MD_12, "langstring", course.identifier).set(XML_LANGUAGE, "x-none")
    _add(general, MD_12, "language", course.language)
    if course.description:
        said(general, "description", course.description)
    if course.agencies:
        lifecycle = _add(lom, MD_12, "lifecycle")
        for agency in course.agencies:
            contribution = _add(lifecycle, MD_12, "contribute")
            _vocabulary_12(_add(contribution, MD_12, "role"), "Author")
            _add(_add(contribution, MD_12, "centity"), MD_12, "vcard", _card(agency))
    if course.minutes:
        time = _add(_add(lom, MD_12, "educational"), MD_12, "typicallearningtime")
        _add(time, MD_12, "datetime", f"PT{course.minutes}M")
    if course.rights:
        rights = _add(lom, MD_12, "rights")
        _vocabulary_12(_add(rights, MD_12, "copyrightandotherrestrictions"), "yes")
        said(rights, "description", course.rights)


def _vocabulary_12(parent: Element, word: str) -> None:
    for name, text in (("source", "LOMv1.0"), ("value", word)):
        _add(_add(parent, MD_12, name), MD_12, "langstring", text).set(XML_LANGUAGE, "x-none")


def _lom_2004(metadata: Element, course: Course) -> None:
    def said(parent: Element, name: str, text: str) -> None:
        _add(_add(parent, LOM, name), LOM, "string", text, language=course.language)

    lom = _add(metadata, LOM, "lom")
    general = _add(lom, LOM, "general")
    identifier = _add(general, LOM, "identifier")
    _add(identifier, LOM, "catalog", "Common Ground")
    _add(identifier, LOM, "entry", course.identifier)
    said(general, "title", course.title)
    _add(general, LOM, "language", course.language)
    if course.description:
        said(general, "description", course.description)
    if course.agencies:
        lifecycle = _add(lom, LOM, "lifeCycle")
        for agency in course.agencies:
            contribution = _add(lifecycle, LOM, "contribute")
            _vocabulary_2004(_add(contribution, LOM, "role"), "author")
            _add(contribution, LOM, "entity", _card(agency))
    if course.minutes:
        time = _add(_add(lom, LOM, "educational"), LOM, "typicalLearningTime")
        _add(time, LOM, "duration", f"PT{course.minutes}M")
    if course.rights:
        rights = _add(lom, LOM, "rights")
        _vocabulary_2004(_add(rights, LOM, "copyrightAndOtherRestrictions"), "yes")
        said(rights, "description", course.rights)


def _vocabulary_2004(parent: Element, word: str) -> None:
    _add(parent, LOM, "source", "LOMv1.0")
    _add(parent, LOM, "value", word)


def _card(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", " ")
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{escaped}\nN:{escaped}\nORG:{escaped}\nEND:VCARD"


def _add(parent: Element, space: str, tag: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{space}}}{tag}", attributes)
    element.text = UNWRITABLE.sub(" ", text) or None
    return element


def _written(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
