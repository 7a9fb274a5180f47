"""Bringing a material under review, from the data of the programme (its format: programme/README.md)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from records.canonical import digest
from records.services.ledger import record_event
from review.models import Material, MaterialVersion, TranscriptLine
from review.services.reanchoring import reanchor_version

RECORD = ("title", "publisher", "year", "duration_seconds", "fictional")
WORDS = ("mandate", "notice", "content_note", "hosting", "criticisms_by")
LISTS = ("known", "not_known", "criticisms", "answer_key", "keep")


@transaction.atomic
def load_material(*, actor: object | str, data: Mapping[str, Any]) -> Material:
    """Write the record of a material and its transcripts; loading the same data again changes nothing.

    Lines that were flagged are kept under their number: a line is corrected in place, never taken away.
    """
    columns = {name: data.get(name) for name in RECORD}
    columns |= {name: data.get(name) or "" for name in WORDS}
    columns |= {name: data.get(name) or [] for name in LISTS}
    columns["fictional"] = bool(columns["fictional"])
    material, _made = Material.objects.update_or_create(slug=data["slug"], defaults=columns)
    changed = False
    for version in data.get("versions") or []:
        changed |= _load_version(material, version, data.get("speakers") or {})
    if changed or _made:
        record_event(
            actor=actor,
            action="review.material.loaded",
            subject=f"material:{material.slug}",
            data={"digest": digest(dict(data))},
        )
    return material


def _load_version(material: Material, data: Mapping[str, Any], speakers: Mapping[str, str]) -> bool:
    duration = data.get("duration_seconds") or max((line["end"] for line in data["lines"]), default=None)
    version, made = MaterialVersion.objects.update_or_create(
        material=material, label=data["label"], defaults={"duration_seconds": duration}
    )
    held = {line.n: line for line in version.lines.all()}
    wanted = [_line(version, row, speakers) for row in data["lines"]]
    new = [line for line in wanted if line.n not in held]
    different = [line for line in wanted if line.n in held and not _same(line, held[line.n])]
    for line in different:
        line.pk = held[line.n].pk
    TranscriptLine.objects.bulk_create(new)
    TranscriptLine.objects.bulk_update(different, ["start", "end", "speaker", "text"])
    if made:
        reanchor_version(version)
    if wanted and version.settled_at is None:
        MaterialVersion.objects.filter(pk=version.pk).update(settled_at=timezone.now())
    return bool(made or new or different)


def _line(version: MaterialVersion, row: Mapping[str, Any], speakers: Mapping[str, str]) -> TranscriptLine:
    speaker = row.get("speaker") or ""
    return TranscriptLine(
        version=version,
        n=row["n"],
        start=row["start"],
        end=row["end"],
        speaker=speakers.get(speaker, speaker),
        text=row["text"],
    )


def _same(one: TranscriptLine, other: TranscriptLine) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("start", "end", "speaker", "text"))
