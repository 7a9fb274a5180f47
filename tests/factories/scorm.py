"""Small packages of our own, and modules, enrolments and runs that play them. All through the real services."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from curriculum.models import Enrolment
from modules.models import Edition, ModulePage, ScormPage, ScormVersion
from modules.services.freezing import freeze_module
from modules.services.packages import bring_package
from modules.services.publishing import publish_edition
from people.models import Agency, User
from tests.factories.curriculum import make_course, make_enrolment
from tests.factories.modules import make_module
from tests.modules.scorm.packages import SPACES_12, SPACES_2004

API = {
    "1.2": ("API", "LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError"),
    "2004": ("API_1484_11", "Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError"),
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><script>
function find() {{ let at = window; while (at) {{ if (at.{0}) return at.{0}; if (at === at.parent) return null; at = at.parent; }} return null; }}
const api = find();
const scorm = {{ begin: () => api.{1}(""), end: () => api.{2}(""), get: (e) => api.{3}(e), set: (e, v) => api.{4}(e, v), commit: () => api.{5}(""), error: () => api.{6}() }};
window.scorm = scorm;
scorm.begin();
</script>{script}</head><body><h1>{title}</h1></body></html>"""  # noqa: E501 - one line of a page


def page(standard: str, title: str = "A page", script: str = "") -> str:
    """A page that begins by itself and offers `scorm` to whoever drives it."""
    return PAGE.format(*API[standard], title=title, script=script)


def package_zip(
    standard: str = "1.2",
    *,
    pages: tuple[str, ...] = ("One",),
    files: dict[str, str] | None = None,
    extra: str = "",
    organization: str = "",
    title: str = "A small package",
) -> bytes:
    """A package with one page for each title; `files` are added or stand instead of a page (`p1.html`).

    `extra` ends each item, `organization` the organization.
    """
    names = [f"p{number}.html" for number, _ in enumerate(pages, start=1)]
    kind = "adlcp:scormtype" if standard == "1.2" else "adlcp:scormType"
    items = "".join(
        f'<item identifier="i{n}" identifierref="r{n}"><title>{title}</title>{extra}</item>'
        for n, title in enumerate(pages, start=1)
    )
    resources = "".join(
        f'<resource identifier="r{n}" type="webcontent" {kind}="sco" href="{name}"><file href="{name}"/></resource>'
        for n, name in enumerate(names, start=1)
    )
    version, spaces = ("1.2", SPACES_12) if standard == "1.2" else ("2004 4th Edition", SPACES_2004)
    manifest = (
        f'<manifest identifier="m" version="1" {spaces}><metadata><schema>ADL SCORM</schema>'
        f"<schemaversion>{version}</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>{title}</title>{items}{organization}'
        f"</organization></organizations><resources>{resources}</resources></manifest>"
    )
    content = {"imsmanifest.xml": manifest}
    content |= {name: page(standard, title) for name, title in zip(names, pages, strict=True)}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in (content | (files or {})).items():
            # A fixed day, so that the same pages are the same bytes whenever the tests run.
            archive.writestr(zipfile.ZipInfo(name), text)
    return held.getvalue()


def make_version(agency: Agency, content: bytes | None = None, **options: Any) -> ScormVersion:
    brought = bring_package(
        actor="test", agency=agency, file=io.BytesIO(content or package_zip(**options)), file_name="small.zip"
    )
    assert brought.version, brought.report.errors
    return brought.version


def add_package_step(module: ModulePage, version: ScormVersion | None, *, title: str = "The package") -> ScormPage:
    step = ScormPage(
        title=title, slug=f"package-{version.pk if version else 0}", minutes=5, version=version, live=False
    )
    return ModulePage.objects.get(pk=module.pk).add_child(instance=step)


def make_package_edition(
    agency: Agency, version: ScormVersion | None = None, *, with_scenario: bool = False, **options: Any
) -> Edition:
    """A published edition whose step, or last step, plays the package."""
    module = make_module([agency], with_lesson=False, with_scenario=with_scenario, title="With a package")
    add_package_step(module, version or make_version(agency, **options))
    return publish_edition(actor="test", edition=freeze_module(actor="test", module=module))


def make_package_enrolment(user: User, edition: Edition, **course: Any) -> Enrolment:
    rules = {"evidence": "package_claim"} | course
    return make_enrolment(user=user, course=make_course(editions=[edition], **rules))
