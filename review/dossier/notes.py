"""What a screening shows of a signed dossier: one note for each finding, at its second."""

from __future__ import annotations

from typing import Any

from review.enums import Severity
from review.models import DossierEdition

PAUSING = (Severity.CRITICAL, Severity.HIGH)


def notes_content(edition: DossierEdition) -> dict[str, Any]:
    """From the frozen text alone, so that what is shown is what was signed. Serious findings pause, others accompany.

    A finding without a time is shown at the start.
    """
    content = edition.content
    material = content["material"]
    titles = {row["code"]: row["title"] for row in content["rubric"]["criteria"]}
    names = ("slug", "title", "publisher", "version", "notice", "content_note")
    watched = {name: material[name] for name in names}
    watched |= {"year": material["year"] or 0, "duration_seconds": material["duration_seconds"] or 0}
    findings = sorted(edition.findings, key=lambda row: (row["start"] or 0, row["number"]))
    return {"material": watched, "notes": [_note(row, titles) for row in findings]}


def _note(row: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    start = row["start"] or 0
    return {
        "key": row["key"],
        "start": start,
        "end": row["end"] if row["end"] is not None else start,
        "mode": "pause" if row["severity"] in PAUSING else "accompany",
        "severity": row["severity"],
        "criteria": [f"{code}: {titles[code]}" if code in titles else code for code in row["criteria"]],
        "excerpt": row["excerpt"],
        "claim": row["claim"],
        "fix": row["fix"],
        "rules": [rule["cite"] for rule in row["rules"]],
    }
