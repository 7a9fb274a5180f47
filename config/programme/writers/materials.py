"""Outside training under review, with transcript and practice answer key."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from config.programme.reader import Programme
from config.programme.writers.rows import Tally, keep_row, words
from people.models import Agency, User
from review.identity import mark_of
from review.models import Coverage, Material, MaterialVersion, TranscriptLine
from review.services.covering import record_coverage


@transaction.atomic
def write_materials(programme: Programme, tally: Tally) -> None:
    for row in programme.materials.values():
        material = keep_row(Material, {"slug": row["slug"]}, _values(row), tally)
        for version in row["versions"]:
            kept = keep_row(
                MaterialVersion,
                {"material": material, "label": version["label"]},
                {"duration_seconds": row["duration_seconds"]},
                tally,
            )
            _lines(kept, version["lines"], row.get("speakers", {}), tally)
            if kept.settled_at is None and version["lines"]:
                MaterialVersion.objects.filter(pk=kept.pk).update(settled_at=timezone.now())


@transaction.atomic
def write_coverage(programme: Programme, tally: Tally) -> None:
    """What the demo's reviewers watched and read, noted by the service of the screens; adding it again adds nothing."""
    for row in programme.history.get("material_coverage", ()):
        version = MaterialVersion.objects.select_related("material").filter(material__slug=row["material"]).first()
        person = User.objects.get(email__iexact=row["by"])
        if version is None or Coverage.objects.filter(version=version, mark=mark_of(person), kind=row["kind"]).exists():
            continue
        record_coverage(actor=person, version=version, kind=row["kind"], spans=row["spans"])
        tally.made["coverage"] += 1


def _values(row: dict[str, Any]) -> dict[str, Any]:
    plain = ("title", "publisher", "mandate", "notice", "content_note", "hosting", "criticisms_by", "where")
    lists = ("known", "not_known", "criticisms", "answer_key", "keep")
    return (
        {name: words(row.get(name)) for name in plain}
        | {name: row.get(name, []) for name in lists}
        | {"keeper": Agency.objects.get(slug=row["kept_by"]) if "kept_by" in row else None}
        | {"year": row["year"], "fictional": row["fictional"], "duration_seconds": row["duration_seconds"]}
    )


def _lines(version: MaterialVersion, rows: list[dict[str, Any]], speakers: dict[str, str], tally: Tally) -> None:
    known = {line.n: line for line in version.lines.all()}
    fresh = []
    for row in rows:
        speaker = row["speaker"] or ""
        values = {
            "start": row["start"],
            "end": row["end"],
            "speaker": speakers.get(speaker, speaker),
            "text": words(row["text"]),
        }
        if row["n"] in known:
            keep_row(TranscriptLine, {"version": version, "n": row["n"]}, values, tally)
        else:
            fresh.append(TranscriptLine(version=version, n=row["n"], **values))
    TranscriptLine.objects.bulk_create(fresh)
    if fresh:
        tally.made["transcript line"] += len(fresh)
