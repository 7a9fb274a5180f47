"""A local secret made on first run, so that no secret stands in the repository."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """Return the secret in `path`, made first (mode 600) when it is missing. Safe when two processes race."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    value = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(value)
    return value
