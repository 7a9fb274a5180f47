"""The part of the world about dossiers: one published, a newer version of its material, a request to its publisher."""

from collections.abc import Callable
from typing import Any

from review.models import DossierEdition
from review.services.publishers import ask_publisher
from review.services.reanchoring import reanchor_version
from tests.cast import Cast
from tests.factories.dossiers import LINES, make_published_dossier, make_version


def published_dossier(cast: Cast) -> DossierEdition:
    edition = make_published_dossier(cast)
    ask_publisher(actor=cast.reviewer, dossier=edition.dossier, asks="Cut the scene.")
    reanchor_version(make_version("Second cut", edition.dossier.version.material, LINES[1:]))
    return edition


def dossier_arguments() -> dict[str, Callable[[Any], dict[str, Any]]]:
    """By URL name, what leads to them in a world with such a `dossier`."""
    rooms = ("dossier_room", "put_up_dossier", "dossier_scores", "publisher", "later_versions")
    editions = ("dossier_edition", "withdraw_dossier")
    public = ("dossier", "dossier_pdf", "dossier_csv", "dossier_json", "dossier_canonical")
    return {
        **{f"review:{name}": _room for name in rooms},
        **{f"review:{name}": _edition for name in editions},
        **{f"review:{name}": lambda w: {"digest": w.dossier.digest} for name in public},
        "review:check_finding": lambda w: {**_room(w), "flag": w.dossier.findings[0]["key"]},
        "review:follow_request": lambda w: {"reference": w.dossier.dossier.requests.get().reference},
        "review:rubric": lambda w: {"key": "house"},
    }


def _room(world: Any) -> dict[str, Any]:
    return {"reference": world.dossier.dossier.reference}


def _edition(world: Any) -> dict[str, Any]:
    return {"reference": world.dossier.reference}
