"""Outside training under review, with transcript and practice answer key."""

from typing import Any

from django.db import transaction

from config.programme.reader import Programme
from config.programme.writers.rows import Tally, keep_row, words
from review.models import Material, MaterialVersion, TranscriptLine


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


def _values(row: dict[str, Any]) -> dict[str, Any]:
    plain = ("title", "publisher", "mandate", "notice", "content_note", "hosting", "criticisms_by")
    lists = ("known", "not_known", "criticisms", "answer_key", "keep")
    return (
        {name: words(row.get(name)) for name in plain}
        | {name: row.get(name, []) for name in lists}
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
