"""The part of the world about materials: a line of one whose answers are known, and of which a recording is held."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from review.models import TranscriptLine
from review.services.hosting import host_recording, record_permission
from tests.cast import Cast
from tests.factories.review import TranscriptLineFactory

KEY = {"lines": [1], "criteria": ["REC-1"], "severity": "high", "note": "No source."}
OF_MATERIAL = ("material", "edit_material", "practice", "hosting", "add_version")
OF_VERSION = (
    "host_recording",
    "workspace",
    "workspace_notes",
    "add_note",
    "add_coverage",
    "agreement",
    "edit_version",
    "version_recording",
    "remove_recording",
    "transcript",
    "whole_transcript",
    "finish_transcript",
    "transcript_vtt",
)


def line_of_a_held_recording(cast: Cast) -> TranscriptLine:
    line = TranscriptLineFactory(version__material__answer_key=[KEY])
    words = {"given_by": "Example Publisher", "given_on": timezone.localdate(), "reference": "A letter"}
    record_permission(actor=cast.author, material=line.version.material, scope="reviewers", **words)
    film = SimpleUploadedFile("film.webm", b"\x1a\x45\xdf\xa3")
    host_recording(actor=cast.author, version=line.version, file=film)
    return line


def material_arguments() -> dict[str, Callable[[Any], dict[str, Any]]]:
    """By URL name, what leads to them in a world with such a `line`."""
    return {
        **{f"review:{name}": _material for name in OF_MATERIAL},
        **{f"review:{name}": _version for name in OF_VERSION},
        "review:withdraw_permission": lambda w: {**_material(w), "pk": w.line.version.material.permissions.get().pk},
        "review:transcript_line": lambda w: {**_version(w), "n": w.line.n},
    }


def _material(world: Any) -> dict[str, Any]:
    return {"slug": world.line.version.material.slug}


def _version(world: Any) -> dict[str, Any]:
    return {**_material(world), "pk": world.line.version.pk}
