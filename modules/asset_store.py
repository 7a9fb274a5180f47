"""The store of edition files: each under its SHA-256, written once, never changed."""

import os
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

CHUNK = 1024 * 1024
COMING = ".coming-"  # what a file is called until it is whole


def asset_path(sha256: str) -> Path:
    return Path(settings.EDITION_ASSET_ROOT) / sha256[:2] / sha256


def store_asset(sha256: str, content: File) -> None:
    """Write the content under its digest unless it is there; whole or not at all, also after a crash."""
    target = asset_path(sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=COMING, dir=target.parent, delete=False) as temporary:
        with content.open("rb") as handle:
            for chunk in iter(lambda: handle.read(CHUNK), b""):
                temporary.write(chunk)
        temporary.flush()
        os.fsync(temporary.fileno())
    Path(temporary.name).chmod(0o440)
    Path(temporary.name).replace(target)


def sweep_assets(older_than_seconds: float = 86_400) -> int:
    """Remove what a killed process left half-written; the number of files removed."""
    before, removed = time.time() - older_than_seconds, 0
    for left in Path(settings.EDITION_ASSET_ROOT).glob(f"??/{COMING}*"):
        if left.stat().st_mtime < before:
            left.unlink(missing_ok=True)
            removed += 1
    return removed
