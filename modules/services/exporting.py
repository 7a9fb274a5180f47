"""An edition as a ZIP that another installation can read back: the same bytes for the same edition, always."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from typing import IO

from modules.asset_store import asset_path
from modules.enums import StepKind
from modules.exchange.packages import CHUNK, FORMAT, VERSION
from modules.models import Edition
from modules.package_store import PackageMissing, store
from records.canonical import canonical_json

SAME_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same edition gives the same file


def export_edition(edition: Edition, target: IO[bytes]) -> None:
    """Write the exact text, the quizzes with their answers, and the files, stored and not compressed, in one order."""
    quizzes = {step.quiz.digest: step.quiz.canonical for step in edition.steps.select_related("quiz") if step.quiz}
    manifest = {"format": FORMAT, "version": VERSION, "digest": edition.digest, "title": edition.title}
    steps = edition.steps.filter(kind=StepKind.SCORM).values_list("content", flat=True)
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        _write(archive, "manifest.json", canonical_json(manifest))
        _write(archive, "edition.json", edition.canonical)
        for digest, canonical in sorted(quizzes.items()):
            _write(archive, f"quizzes/{digest}.json", canonical)
        for sha256 in sorted(edition.assets.values_list("sha256", flat=True)):
            with asset_path(sha256).open("rb") as source, archive.open(_entry(f"assets/{sha256}"), "w") as held:
                for chunk in iter(lambda: source.read(CHUNK), b""):
                    held.write(chunk)

        for content in sorted({step["package"]["digest"] for step in steps}):
            _write_package(archive, content)


def _write_package(archive: zipfile.ZipFile, content: str) -> None:
    """A package made elsewhere as a ZIP within the ZIP, packed anew: its digest is of names and bytes alone."""
    stored = store().get(content)
    if stored is None:
        raise PackageMissing(content)
    with tempfile.TemporaryFile() as held:
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
            for name in sorted(stored.files):
                package.writestr(_entry(name), stored.folder.joinpath("files", *name.split("/")).read_bytes())
        held.seek(0)
        with archive.open(_entry(f"packages/{content}.zip"), "w") as entry:
            shutil.copyfileobj(held, entry)


def _write(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(_entry(name), text.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, SAME_DAY)
    entry.external_attr = 0o644 << 16
    return entry
