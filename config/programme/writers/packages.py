"""The demo's own SCORM package: written from a step's file, and brought in as any other package is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from config.programme.writers import ACTOR
from config.programme.writers.rows import Tally, words
from modules.models import ScormPackage, ScormVersion
from modules.scorm.exporter import Course, Page, manifest_12
from modules.services.packages import bring_package
from people.models import Agency

SHARED = Path(__file__).resolve().parents[1] / "package"
SAME_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same words give the same file


def package_version(data: dict[str, Any], slug: str, agency: Agency, tally: Tally) -> ScormVersion:
    """The version whose content is what the file says; a changed file makes the next version."""
    package = ScormPackage.objects.filter(agency=agency, title=data["title"]).first()
    content = io.BytesIO(package_zip(data, slug))
    brought = bring_package(actor=ACTOR, agency=agency, file=content, file_name=f"{slug}.zip", package=package)
    if brought.version is None:
        raise ValueError("; ".join(str(finding) for finding in brought.report.errors))
    if not brought.known:
        tally.made["package"] += 1
    return brought.version


def package_zip(data: dict[str, Any], slug: str) -> bytes:
    pages = [(f"page-{number}", page) for number, page in enumerate(data["pages"], start=1)]
    files = {path.name: path.read_bytes() for path in sorted(SHARED.iterdir())}
    course = Course(
        identifier=f"CG-DEMO-{slug}",
        title=data["title"],
        language="en",
        pages=tuple(Page(identifier=name, title=page["title"], path=f"{name}.html") for name, page in pages),
        shared_files=tuple(files),
    )
    for name, page in pages:
        told = page | {"text": words(page["text"]), "why": words(page["why"])}
        files[f"{name}.html"] = render_to_string("programme/package_page.html", {"page": told, "name": name}).encode()
    files["imsmanifest.xml"] = manifest_12(course)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, SAME_DAY), content)
    return held.getvalue()
