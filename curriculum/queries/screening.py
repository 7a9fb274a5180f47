"""What an officer has seen of a screening, and the recording that may be played to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from curriculum.models import Enrolment, NoteShown
from modules.models import EditionStep
from records.canonical import digest
from review.models import DossierEdition, HostedRecording, MaterialVersion, TranscriptLine
from review.services.hosting import playable

CORRECTION = "correction"
SCREENING = "screening"


@dataclass(frozen=True)
class Note:
    """One note of the step and when it was shown to this officer."""

    block: dict[str, Any]
    digest: str
    shown_at: datetime | None

    @property
    def id(self) -> str:
        return str(self.block["id"])


@dataclass(frozen=True)
class Screening:
    """All notes of a step for one enrolment, in the order of their time."""

    material: dict[str, Any]
    notes: tuple[Note, ...]

    @property
    def shown(self) -> int:
        return sum(note.shown_at is not None for note in self.notes)

    @property
    def complete(self) -> bool:
        return self.shown == len(self.notes)


def screening_of(enrolment: Enrolment, step: EditionStep) -> Screening:
    """Two queries: the step's content, and what was shown."""
    blocks = [block for block in step.blocks if block["type"] == CORRECTION]
    digests = {block["id"]: note_digest(block) for block in blocks}
    shown = dict(
        NoteShown.objects.filter(enrolment=enrolment, digest__in=digests.values()).values_list("digest", "shown_at")
    )
    material = next((block for block in step.blocks if block["type"] == SCREENING), {})
    notes = (Note(block, digests[block["id"]], shown.get(digests[block["id"]])) for block in blocks)
    return Screening(material, tuple(notes))


def note_digest(block: dict[str, Any]) -> str:
    """Of the note as frozen; the same note in another edition has the same."""
    return digest(block)


def version_shown(material: dict[str, Any]) -> MaterialVersion | None:
    """The version of the material whose dossier the notes come from."""
    edition = DossierEdition.objects.filter(digest=material.get("dossier", "")).only("dossier_id").first()
    if edition is None:
        return None
    return MaterialVersion.objects.filter(dossiers=edition.dossier_id).select_related("material").first()


def recording_for_officers(version: MaterialVersion | None) -> HostedRecording | None:
    """The recording, only while a permission that covers officers in training is in force."""
    return playable(version, in_training=True) if version else None


def captions_of(version: MaterialVersion) -> str:
    """The reviewers' transcript as WebVTT."""
    cues = [_cue(line) for line in version.lines.order_by("n")]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cue(line: TranscriptLine) -> str:
    words = " ".join(f"{line.speaker}: {line.text}".split()) if line.speaker else " ".join(line.text.split())
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{_stamp(line.start)} --> {_stamp(max(line.end, line.start + 1))}\n{escaped}"


def _stamp(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}.000"


def left_in_words(screening: Screening) -> str:
    """What is still to be seen, in one sentence."""
    said = {"shown": screening.shown, "all": len(screening.notes)}
    return _("%(shown)s of %(all)s notes shown. The step is done when all of them were.") % said
