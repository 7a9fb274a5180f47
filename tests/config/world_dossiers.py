"""The part of the world about dossiers: a published one, a newer version, a request, and who is shown its notes."""

from collections.abc import Callable
from typing import Any

from curriculum.models import Enrolment
from review.models import DossierEdition
from review.services.publishers import ask_publisher
from review.services.reanchoring import reanchor_version
from tests.cast import Cast
from tests.factories.dossiers import LINES, make_published_dossier, make_version
from tests.factories.screenings import allow_recording, make_screening, make_screening_edition


def published_dossier(cast: Cast) -> DossierEdition:
    edition = make_published_dossier(cast)
    ask_publisher(actor=cast.reviewer, dossier=edition.dossier, asks="Cut the scene.")
    reanchor_version(make_version("Second cut", edition.dossier.version.material, LINES[1:]))
    return edition


def screened_officer(cast: Cast, dossier: DossierEdition) -> Enrolment:
    """The officer's run through a screening of its notes, with a recording that may be shown."""
    allow_recording(cast, dossier.dossier.version)
    return make_screening(cast, make_screening_edition(cast, dossier))


def dossier_arguments() -> dict[str, Callable[[Any], dict[str, Any]]]:
    """By URL name, what leads to them in a world with such a `dossier` and `screened`."""
    rooms = ("dossier_room", "ask_agencies", "put_up_dossier", "dossier_scores", "publisher", "later_versions")
    editions = ("dossier_edition", "withdraw_dossier")
    public = ("dossier", "dossier_pdf", "dossier_csv", "dossier_json", "dossier_canonical")
    return {
        **{f"review:{name}": _room for name in rooms},
        **{f"review:{name}": _edition for name in editions},
        **{f"review:{name}": lambda w: {"digest": w.dossier.digest} for name in public},
        "review:check_finding": lambda w: {**_room(w), "flag": w.dossier.findings[0]["key"]},
        "review:follow_request": lambda w: {"reference": w.dossier.dossier.requests.get().reference},
        "review:rubric": lambda w: {"key": "house"},
        **{f"curriculum:{name}": _screening for name in ("notes_shown", "screening_recording", "screening_captions")},
    }


def _screening(world: Any) -> dict[str, Any]:
    return {"reference": world.screened.reference, "number": 1}


def _room(world: Any) -> dict[str, Any]:
    return {"reference": world.dossier.dossier.reference}


def _edition(world: Any) -> dict[str, Any]:
    return {"reference": world.dossier.reference}
