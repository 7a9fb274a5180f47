"""The findings of a published dossier as one table."""

from __future__ import annotations

from collections.abc import Iterator

from review.dossier.shown import ShownDossier
from review.times import clock

COLUMNS = ("number", "from", "to", "transcript line", "criteria", "severity", "outcome", "claim", "as it stood", "fix",
           "reasons", "rests on", "carried from", "publisher's answers", "in the newest version")  # fmt: skip


def rows_of(shown: ShownDossier) -> Iterator[list[object]]:
    """One row for each finding, times as m:ss; answers as `date: words`."""
    for row in shown.findings:
        data = row.data
        rests_on = [rule["cite"] for rule in data["rules"]] + [source["key"] for source in data["sources"]]
        yield [
            data["number"],
            "" if data["start"] is None else clock(data["start"]),
            "" if data["end"] is None else clock(data["end"]),
            data["line"] or "",
            " ".join(data["criteria"]),
            data["severity"],
            data["outcome"],
            data["claim"],
            data["excerpt"],
            data["fix"],
            data["reasons"],
            "; ".join(rests_on),
            data["carried_from"],
            "\n".join(f"{answer.on.isoformat()}: {answer.words}" for answer in row.answers),
            str(row.fate.fate) if row.fate else "",
        ]
