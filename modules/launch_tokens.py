"""Launch tokens: all that the content origin knows of a learner. Signed, short-lived, for one run through a package."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "modules.scorm.launch"
GOOD_FOR_SECONDS = 8 * 60 * 60  # a shift; what is not sent by then waits on the device for the next launch


class TokenRefused(Exception):
    """The token is not ours, or ran out; `expired` says which."""

    def __init__(self, *, expired: bool) -> None:
        self.expired = expired


@dataclass(frozen=True)
class Launch:
    """What a token allows. Without `registration` nothing is kept: an author tries the package."""

    digest: str
    language: str
    registration: UUID | None = None
    review: bool = False

    @property
    def mode(self) -> str:
        if self.registration is None:
            return "trial"
        return "review" if self.review else "normal"


def make_token(launch: Launch) -> str:
    held = [launch.digest, launch.language, launch.registration.hex if launch.registration else "", int(launch.review)]
    return signing.dumps(held, salt=SALT)


def read_token(token: str) -> Launch:
    """Raises TokenRefused."""
    try:
        digest, language, registration, review = signing.loads(token, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.SignatureExpired as error:
        raise TokenRefused(expired=True) from error
    except signing.BadSignature as error:
        raise TokenRefused(expired=False) from error
    return Launch(digest, language, UUID(registration) if registration else None, bool(review))


def drawer_keys(launch: Launch) -> dict[str, str]:
    """Under which name commits of this run wait on a device, and what seals them. Packages share that place."""
    run = launch.registration.hex if launch.registration else ""
    return {"label": _of_run("label", run)[:32], "key": _of_run("key", run)}


def owner_mark(launch: Launch) -> str:
    """By this a run knows that what lies on the device is its own. No other package learns it."""
    return _of_run("owner", launch.registration.hex if launch.registration else f"trial:{launch.digest}")


def _of_run(purpose: str, run: str) -> str:
    return salted_hmac(f"{SALT}.{purpose}", run, algorithm="sha256").hexdigest()
