"""The store of edition files: each under its SHA-256, written once, never changed."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

CHUNK = 1024 * 1024


def asset_path(sha256: str) -> Path:
    return Path(settings.EDITION_ASSET_ROOT) / sha256[:2] / sha256


def store_asset(sha256: str, content: File) -> None:
    """Write the content under its digest unless it is there; whole or not at all, also after a crash."""
    target = asset_path(sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
        with content.open("rb") as handle:
            for chunk in iter(lambda: handle.read(CHUNK), b""):
                temporary.write(chunk)
        temporary.flush()
        os.fsync(temporary.fileno())
    Path(temporary.name).chmod(0o440)
    Path(temporary.name).replace(target)
