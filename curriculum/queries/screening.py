"""What an officer has seen of a screening, and the recording that may be played to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from curriculum.enums import HowShown
from curriculum.models import Enrolment, NoteShown
from modules.enums import StepKind
from modules.models import Edition, EditionStep
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
    how: str = ""

    @property
    def id(self) -> str:
        return str(self.block["id"])

    @property
    def how_in_words(self) -> str:
        return str(HowShown(self.how).label) if self.how else ""


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
    blocks = step.blocks
    rows = NoteShown.objects.filter(enrolment=enrolment, digest__in=_digests(blocks).values())
    return _screening(blocks, {digest: (at, how) for digest, at, how in rows.values_list("digest", "shown_at", "how")})


def screenings_of(taken: Collection[tuple[int, int]]) -> dict[tuple[int, int], Screening]:
    """For pairs of keys of an enrolment and a step: two queries, however many."""
    steps = EditionStep.objects.in_bulk({step for _run, step in taken})
    shown: dict[int, dict[str, tuple[datetime, str]]] = defaultdict(dict)
    rows = NoteShown.objects.filter(enrolment__in={run for run, _step in taken})
    for run, note, at, how in rows.values_list("enrolment", "digest", "shown_at", "how"):
        shown[run][note] = (at, how)
    return {(run, step): _screening(steps[step].blocks, shown[run]) for run, step in taken}


def _screening(blocks: Sequence[dict[str, Any]], shown: Mapping[str, tuple[datetime, str]]) -> Screening:
    digests = _digests(blocks)
    material = next((block for block in blocks if block["type"] == SCREENING), {})
    notes = (
        Note(block, digests[block["id"]], *shown.get(digests[block["id"]], (None, "")))
        for block in blocks
        if block["id"] in digests
    )
    return Screening(material, tuple(notes))


def _digests(blocks: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {block["id"]: note_digest(block) for block in blocks if block["type"] == CORRECTION}


def note_digest(block: dict[str, Any]) -> str:
    """Of the note as frozen; the same note in another edition has the same."""
    return digest(block)


def version_shown(material: dict[str, Any]) -> MaterialVersion | None:
    """The version of the material whose dossier the notes come from."""
    edition = DossierEdition.objects.filter(digest=material.get("dossier", "")).only("dossier_id").first()
    if edition is None:
        return None
    return MaterialVersion.objects.filter(dossiers=edition.dossier_id).select_related("material").first()


def screened_in(version: MaterialVersion) -> list[Edition]:
    """The published editions, superseded ones included, with a step that shows this version. Two queries."""
    digests = set(DossierEdition.objects.filter(dossier__version=version).values_list("digest", flat=True))
    steps = EditionStep.objects.filter(kind=StepKind.SCREENING, edition__in=Edition.objects.published())
    found = (
        step for step in steps.select_related("edition").defer("edition__canonical") if _dossier_of(step) in digests
    )
    return list({step.edition_id: step.edition for step in found}.values())


def _dossier_of(step: EditionStep) -> str | None:
    return next((block.get("dossier") for block in step.blocks if block["type"] == SCREENING), None)


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
