"""The secret in a certificate's QR code: whoever holds the certificate may see the name on it. It is not stored."""

import base64
import hashlib
import hmac

from records.keys import certificate_key


def holder_secret(serial: str) -> str:
    """The secret of a serial: 26 letters and digits, derived from the local key."""
    mac = hmac.new(certificate_key(), f"holder:{serial}".encode(), hashlib.sha256).digest()[:16]
    return base64.b32encode(mac).decode().rstrip("=").lower()


def is_holder_secret(serial: str, given: str) -> bool:
    """Whether `given` is the secret of `serial`, compared in constant time."""
    return hmac.compare_digest(holder_secret(serial).encode(), given.strip().lower().encode())
