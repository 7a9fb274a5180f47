"""The image or recording behind a file of an edition: one that is here with the same content, else made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.images import ImageFile

from media.models import ContentImage, Recording
from media.services.collections import agency_collection
from modules.asset_store import asset_path
from people.models import Agency


class StoredFiles:
    """Gives the primary key of the image or recording of a frozen block; what it makes belongs to `agency`."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.known: dict[tuple[str, str], int] = {}

    def __call__(self, kind: str, block: Mapping[str, Any]) -> int:
        sha256 = block["file"]["sha256"]
        if (kind, sha256) not in self.known:
            self.known[kind, sha256] = self._image(block) if kind == "image" else self._recording(block)
        return self.known[kind, sha256]

    def _image(self, block: Mapping[str, Any]) -> int:
        file = block["file"]
        alike = ContentImage.objects.filter(width=file["width"], height=file["height"])
        found = next(_with_content(alike, file["sha256"]), None)
        if found is None:
            found = ContentImage(
                title=block["alt"][:255] or file["name"],
                agency=self.agency,
                collection=agency_collection(self.agency),
                file=ImageFile(_content(file), name=file["name"]),
            )
            found.save()
        return found.pk

    def _recording(self, block: Mapping[str, Any]) -> int:
        file = block["file"]
        alike = Recording.objects.filter(captions=block["captions_text"])
        found = next(_with_content(alike, file["sha256"]), None)
        if found is None:
            found = Recording(
                title=block["title"][:255] or file["name"],
                agency=self.agency,
                collection=agency_collection(self.agency),
                type=block["type"],
                duration=block["duration_seconds"],
                captions=block["captions_text"],
                caption_language=block["caption_language"],
                file=_content(file),
                thumbnail=_content(block["poster"]) if block.get("poster") else None,
            )
            found.save()
        return found.pk


def _content(file: Mapping[str, Any]) -> ContentFile:
    return ContentFile(asset_path(file["sha256"]).read_bytes(), name=file["name"])


def _with_content(rows: Any, sha256: str) -> Iterator[Any]:
    return (row for row in rows if _digest(row.file) == sha256)


def _digest(file: File) -> str:
    try:
        with file.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
