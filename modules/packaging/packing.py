"""Writes the ZIP of a package: the manifest first, then every file in the order of its name, always the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

SAME_DAY = (1980, 1, 1, 0, 0, 0)
MANIFEST = "imsmanifest.xml"
CHUNK = 1024 * 1024
PACKED = (".html", ".css", ".js", ".xml", ".vtt", ".json")

Content = bytes | Path


def write_package(target: IO[bytes], manifest: bytes, files: Mapping[str, Content]) -> None:
    """Text is compressed, pictures and recordings are stored as they are."""
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        _write(archive, MANIFEST, manifest)
        for name in sorted(files):
            _write(archive, name, files[name])


def _write(archive: zipfile.ZipFile, name: str, content: Content) -> None:
    entry = zipfile.ZipInfo(name, SAME_DAY)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(PACKED) else zipfile.ZIP_STORED
    if isinstance(content, bytes):
        archive.writestr(entry, content)
        return
    with content.open("rb") as source, archive.open(entry, "w") as held:
        for chunk in iter(lambda: source.read(CHUNK), b""):
            held.write(chunk)
