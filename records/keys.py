"""Keys made on first run in KEY_DIR: the ledger's signing key, the secret behind QR codes, what seals identities."""

import base64
import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from records.notes import SigningKey


def ledger_key() -> SigningKey:
    """The Ed25519 key that signs checkpoints, kept as a signed-note key: its name is the origin of the ledger."""
    return _signing_key(_kept("ledger", lambda: SigningKey.new(_origin()).as_text()))


def certificate_key() -> bytes:
    """The key from which the secret in each certificate's QR code is derived."""
    return base64.b64decode(_kept("certificates", lambda: base64.b64encode(secrets.token_bytes(32)).decode()))


def identity_key() -> bytes:
    """The key that seals who raised a flag: without this file nobody can tell from the database."""
    return base64.b64decode(_kept("identities", lambda: base64.b64encode(secrets.token_bytes(32)).decode()))


def _origin() -> str:
    mark = "DEMO." if settings.DEMO else ""
    return f"{mark}{urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc}/ledger"


def _kept(name: str, make: Callable[[], str]) -> str:
    """The text of the key file `name`, made first when it is missing. Of two processes that race, one wins for both."""
    path = Path(settings.KEY_DIR) / (f"{name}-DEMO.key" if settings.DEMO else f"{name}.key")
    try:
        return _read(path)
    except FileNotFoundError:
        _make_once(path, make())
        return _read(path)


@lru_cache(maxsize=8)
def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip()


@lru_cache(maxsize=8)
def _signing_key(text: str) -> SigningKey:
    return SigningKey.from_text(text)


def _make_once(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
