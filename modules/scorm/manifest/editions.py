"""Which edition of SCORM a manifest is written for: by its schema version, then by its namespaces."""

from ..findings import Finding, PackageRefused, Severity
from .model import Edition
from .xml import Element, attribute, child, child_text, local_name

FOURTH_ONLY = {"data", "map"}
FOREIGN = {
    "common cartridge": "common-cartridge",
    "qti": "qti",
}


def find_edition(root: Element, findings: list[Finding]) -> Edition:
    """The edition; a warning where the manifest is silent or contradicts itself."""
    metadata = child(root, "metadata")
    schema = child_text(metadata, "schema").casefold() if metadata is not None else ""
    for words, code in FOREIGN.items():
        if words in schema:
            raise PackageRefused(code, "The package is not SCORM.", "imsmanifest.xml")
    version = child_text(metadata, "schemaversion").casefold() if metadata is not None else ""
    said, spoken = _by_version(version), _by_namespaces(root)
    if said is None:
        shown = "Its schema version is unknown." if version else "It gives no schema version."
        found = spoken or (Edition.SCORM_2004_3 if version.startswith("2004") else Edition.SCORM_12)
        findings.append(
            Finding(Severity.WARNING, "edition-guessed", f"{shown} It was taken for {found}.", "imsmanifest.xml")
        )
        return found
    if spoken and spoken.standard != said.standard:
        message = f"The manifest says {said} but uses the names of the other standard."
        findings.append(Finding(Severity.WARNING, "edition-contradicted", message, "imsmanifest.xml"))
    return said


def _by_version(version: str) -> Edition | None:
    words = version.replace("scorm", "").split()
    if not words:
        return None
    if words[0] in ("1.2", "1.1", "1.2.0", "1.0"):
        return Edition.SCORM_12
    if words[0] in ("cam", "1.3", "1.3.1"):
        return Edition.SCORM_2004_2 if words[-1] in ("1.3", "1.3.1") else None
    if words[0] == "2004" and len(words) > 1:
        return {"2": Edition.SCORM_2004_2, "3": Edition.SCORM_2004_3, "4": Edition.SCORM_2004_4}.get(words[1][:1])
    return None


def _by_namespaces(root: Element) -> Edition | None:
    spaces = " ".join(str(space) for element in root.iter() for space in _spaces(element)).casefold()
    if "imscp_v1p1" in spaces or "adlcp_v1p3" in spaces or "imsss" in spaces:
        fourth = any(local_name(element.tag) in FOURTH_ONLY and "adlcp" in str(element.tag) for element in root.iter())
        fourth = fourth or any(
            attribute(element, "completedByMeasure")
            for element in root.iter()
            if local_name(element.tag) == "completionThreshold"
        )
        return Edition.SCORM_2004_4 if fourth else Edition.SCORM_2004_3
    if "imscp_rootv1p1p2" in spaces or "adlcp_rootv1p2" in spaces:
        return Edition.SCORM_12
    return None


def _spaces(element: Element) -> set[str]:
    used = {str(element.tag).rpartition("}")[0].lstrip("{")}
    return used | ({str(space) for space in element.nsmap.values()} if element.getparent() is None else set())
