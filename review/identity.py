"""Who raised a flag, sealed: the database holds a keyed mark and a sealed reference, never the person.

The mark is the same for one person everywhere, so that people find their own flags and nobody judges their own.
The alias tells the flags of one agency's people apart without telling who they are.
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from people.models import Agency
from records.keys import identity_key

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O
ALIAS_LENGTH = 4


class SealBroken(Exception):
    """The sealed reference cannot be read with the key of this installation."""


def mark_of(user: Any) -> str:
    """The keyed mark of a person; of nobody, a mark that no flag carries."""
    reference = getattr(user, "reference", None)
    return _mac(f"mark:{reference}").hex() if reference else ""


def alias_of(user: Any, agency: Agency | None) -> str:
    """Four letters by which an agency's flags are told apart; empty for who speaks for no agency."""
    if agency is None:
        return ""
    digest = _mac(f"alias:{agency.slug}:{user.reference}")
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:ALIAS_LENGTH])


def seal(user: Any) -> str:
    return _box(identity_key()).encrypt(str(user.reference).encode()).decode()


def unseal(sealed: str) -> UUID:
    """Raises SealBroken."""
    try:
        return UUID(_box(identity_key()).decrypt(sealed.encode()).decode())
    except (InvalidToken, ValueError) as error:
        raise SealBroken from error


def _mac(text: str) -> bytes:
    return hmac.new(identity_key(), text.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _box(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.new(key, b"seal", hashlib.sha256).digest()))
