"""Files of a step: by digest in an edition, by a private address in a preview."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

from django.core.files.base import ContentFile, File
from django.urls import reverse
from django.utils.text import slugify

from media.models import ContentImage, Recording

CHUNK = 1024 * 1024


class Files(Protocol):
    """How blocks name the files they show."""

    def image(self, image: ContentImage) -> dict[str, Any]: ...

    def recording(self, recording: Recording) -> dict[str, Any]: ...

    def captions(self, recording: Recording) -> dict[str, Any] | None: ...

    def poster(self, recording: Recording) -> dict[str, Any]: ...


class DraftFiles:
    """Private addresses, for previews."""

    def image(self, image: ContentImage) -> dict[str, Any]:
        return {"url": reverse("media:image", args=[image.pk]), "width": image.width, "height": image.height}

    def recording(self, recording: Recording) -> dict[str, Any]:
        return {"url": reverse("media:recording", args=[recording.pk])}

    def captions(self, recording: Recording) -> dict[str, Any] | None:
        return {"url": reverse("media:captions", args=[recording.pk])} if recording.captions else None

    def poster(self, recording: Recording) -> dict[str, Any]:
        return {"url": reverse("media:rendition", args=[recording.thumbnail.name])}


@dataclass(frozen=True)
class Collected:
    """One file to be kept under its digest."""

    sha256: str
    name: str
    content_type: str
    size: int
    content: File
    width: int | None = None
    height: int | None = None


@dataclass
class EditionFiles:
    """Reads every file once, names it by its SHA-256, and remembers it for the store."""

    collected: dict[str, Collected] = field(default_factory=dict)
    seen: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def image(self, image: ContentImage) -> dict[str, Any]:
        return self._once("image", image.pk, image.file, image.width, image.height)

    def recording(self, recording: Recording) -> dict[str, Any]:
        return self._once("recording", recording.pk, recording.file)

    def captions(self, recording: Recording) -> dict[str, Any] | None:
        if not recording.captions:
            return None
        stem = slugify(PurePosixPath(recording.file.name).stem) or "captions"
        return self._once("captions", recording.pk, ContentFile(recording.captions.encode(), name=f"{stem}.vtt"))

    def poster(self, recording: Recording) -> dict[str, Any]:
        return self._once("poster", recording.pk, recording.thumbnail)

    def _once(
        self, kind: str, pk: int, file: File, width: int | None = None, height: int | None = None
    ) -> dict[str, Any]:
        if (kind, pk) not in self.seen:
            self.seen[kind, pk] = self._collect(file, width, height)
        return self.seen[kind, pk]

    def _collect(self, file: File, width: int | None, height: int | None) -> dict[str, Any]:
        path = PurePosixPath(file.name or "file")
        name = f"{slugify(path.stem) or 'file'}{path.suffix.lower()}"
        kind = "text/vtt" if path.suffix == ".vtt" else mimetypes.guess_type(name)[0] or "application/octet-stream"
        sha256, size = _digest_of(file)
        self.collected.setdefault(sha256, Collected(sha256, name, kind, size, file, width, height))
        named = {"sha256": sha256, "name": self.collected[sha256].name, "content_type": kind, "size": size}
        return named | ({"width": width, "height": height} if width and height else {})


def _digest_of(file: File) -> tuple[str, int]:
    running, size = hashlib.sha256(), 0
    with file.open("rb") as handle:
        for chunk in iter(lambda: handle.read(CHUNK), b""):
            running.update(chunk)
            size += len(chunk)
    return running.hexdigest(), size
