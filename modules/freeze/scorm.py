"""A package as an edition keeps it: by digest, with one block for the whole and one for each page it opens.

The pages stand as blocks so that they can be flagged, compared and followed like every other passage.
"""

from __future__ import annotations

import uuid
from typing import Any

from modules.freeze.references import Registers
from modules.models import ScormPage, ScormVersion

PACKAGE_BLOCKS = frozenset({"package", "resource"})


def package_of_step(page: ScormPage, registers: Registers) -> ScormVersion | None:
    return registers.packages.get(page.version_id or 0)


def frozen_package(version: ScormVersion) -> dict[str, Any]:
    return {
        "digest": version.digest,
        "title": version.report["title"] or version.package.title,
        "edition": version.edition,
        "version": version.number,
    }


def package_blocks(page: ScormPage, version: ScormVersion) -> list[dict[str, Any]]:
    """Ids stay the same from version to version, so that what changed can be seen."""
    whole = frozen_package(version) | {"files": version.files, "bytes": version.bytes}
    blocks = [{"id": _mark(page, "package"), "type": "package", **whole}]
    for line in version.pages:
        told = {"title": line["title"], "address": line["launch"]}
        blocks.append({"id": _mark(page, f"item:{line['identifier']}"), "type": "resource", **told})
    return blocks


def _mark(page: ScormPage, name: str) -> str:
    return str(uuid.uuid5(page.translation_key, name))
