"""Images and recordings of the programme, each stored once."""

import hashlib
from pathlib import Path
from typing import Any

import webvtt
from django.core.files.base import File
from django.core.files.images import ImageFile

from config.programme.writers.rows import Tally
from media.models import ContentImage, Recording
from people.models import Agency


class FileWriter:
    """Gives the primary key of a block's image or recording, making it when its content is not there yet."""

    def __init__(self, folder: Path, agency: Agency, tally: Tally) -> None:
        self.folder, self.agency, self.tally = folder, agency, tally

    def __call__(self, block: dict[str, Any]) -> int:
        path = self.folder / block["file"]
        return self._image(path, block) if block["type"] == "image" else self._recording(path, block)

    def _image(self, path: Path, block: dict[str, Any]) -> int:
        title = f"{self.folder.name}: {path.stem}"
        for known in ContentImage.objects.filter(title=title):
            if _same(known.file, path):
                return known.pk
        self.tally.made["image"] += 1
        with path.open("rb") as handle:
            image = ContentImage(title=title, agency=self.agency, file=ImageFile(handle, name=path.name))
            image.save()
        return image.pk

    def _recording(self, path: Path, block: dict[str, Any]) -> int:
        title = f"{self.folder.name}: {path.stem}"
        captions = (self.folder / block["captions"]).read_text(encoding="utf-8")
        for known in Recording.objects.filter(title=title, captions=captions):
            if _same(known.file, path):
                return known.pk
        self.tally.made["recording"] += 1
        with path.open("rb") as handle:
            recording = Recording(
                title=title,
                agency=self.agency,
                type="video",
                captions=captions,
                duration=_seconds(captions),
                file=File(handle, name=path.name),
            )
            recording.save()
        return recording.pk


def _same(stored: File, path: Path) -> bool:
    with stored.open("rb") as handle:
        return _digest(handle.read()) == _digest(path.read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _seconds(captions: str) -> float:
    """How long a recording is, as far as its captions tell: the end of the last one."""
    cues = webvtt.from_string(captions).captions
    return float(cues[-1].end_in_seconds) if cues else 0.0
