"""One way to write a value as JSON (RFC 8785), so that equal values have equal digests."""

import hashlib
import json
import re
from typing import Any

import rfc8785

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
WHOLE = 2**53


def canonical_json(value: Any) -> str:
    """Return `value` as canonical JSON text (RFC 8785).

    Accepts what JSON knows: mappings with text keys, lists, tuples, text, whole numbers below 2**53, finite floats,
    booleans, None. Raises ValueError on anything else, on lone surrogates, and on NUL, which PostgreSQL cannot store.
    """
    try:
        text = rfc8785.dumps(value).decode("utf-8")
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise ValueError(f"not canonical JSON: {error}") from error
    if NUL.search(text):
        raise ValueError("not canonical JSON: a text holds the character NUL")
    return text


def canonical_copy(value: Any) -> Any:
    """Return `value` as plain JSON values that any database gives back unchanged, or raise ValueError."""
    return json.loads(canonical_json(value), parse_float=_float)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `value`, in lower-case hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def _float(text: str) -> float:
    number = float(text)
    if abs(number) >= WHOLE:
        raise ValueError(f"not canonical JSON: {text} is too large to be kept exactly")
    return number
