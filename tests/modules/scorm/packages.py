"""Manifests and packages written for one test each."""

from modules.scorm.findings import Severity
from modules.scorm.manifest import Package, read_package

SPACES_12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)
SPACES_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)
ITEM = '<item identifier="i1" identifierref="r1"><title>One</title></item>'
RESOURCE = '<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="index.html"/>'


def manifest(
    items: str = ITEM,
    resources: str = RESOURCE,
    *,
    version: str = "1.2",
    spaces: str = SPACES_12,
    organizations: str = "",
    attributes: str = "",
    more: str = "",
) -> str:
    told = f"<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>" if version else ""
    course = f'<organization identifier="o"><title>Course</title>{items}</organization>'
    organizations = organizations or f'<organizations default="o">{course}</organizations>'
    return (
        f'<manifest identifier="m" version="1" {spaces} {attributes}>{told}{organizations}'
        f"<resources>{resources}</resources>{more}</manifest>"
    )


class Folder:
    """Files as an archive would offer them."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def read(self, name: str, longest: int) -> bytes:
        return self._files[name]


def package(text: str | bytes, *names: str, root: str = "") -> Package:
    """The package of this manifest and empty files of these names."""
    content = text.encode() if isinstance(text, str) else text
    files = {f"{root}imsmanifest.xml": content, **dict.fromkeys(names or ("index.html",), b"")}
    return read_package(Folder(files))


def codes(found: Package, severity: Severity = Severity.WARNING) -> list[str]:
    return [finding.code for finding in found.findings if finding.severity is severity]
