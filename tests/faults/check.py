"""What stands in the database and on disk afterwards, held against what was acknowledged. Prints what is wrong."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402

from assessments.models import Answer, Attempt  # noqa: E402
from modules.asset_store import sweep_assets  # noqa: E402
from modules.models import ScormRegistration, ScormVersion  # noqa: E402
from modules.package_store import store  # noqa: E402
from records.models import LedgerEntry  # noqa: E402
from records.services.checking import check_records  # noqa: E402
from records.services.sequencing import sequence_ledger  # noqa: E402
from review.models import Coverage, Flag  # noqa: E402
from tests.faults.names import ACKNOWLEDGED, PLAN  # noqa: E402

Kept = dict[str, list[Any]]


def commits(plan: dict[str, Any], kept: Kept) -> Iterator[str]:
    state = ScormRegistration.objects.get(reference=plan["run"]).state
    stored, last = state["seq"], max(kept["Commits"], default=0)
    values = dict(state["scos"][plan["sco"]]["values"])
    if stored not in (last, last + 1):
        yield f"commit {last} was acknowledged, and {stored} is the last that is kept"
    if values["cmi.core.lesson_location"] != f"page-{stored}" or values["cmi.suspend_data"] != f"{stored} " * 200:
        yield f"commit {stored} is kept in part: {values['cmi.core.lesson_location']}"


def answers(plan: dict[str, Any], kept: Kept) -> Iterator[str]:
    stored = Counter((str(ref), item) for ref, item in Answer.objects.values_list("attempt__reference", "item_key"))
    yield from (f"answer {one} was acknowledged and is lost" for one in map(tuple, kept["Answers"]) if not stored[one])
    yield from (f"answer {one} is kept {times} times" for one, times in stored.items() if times > 1)
    everything = len(plan["questions"])
    for attempt in Attempt.objects.annotate(given=Count("answers")):
        whole, finished = attempt.given == everything, attempt.finished_at is not None
        if whole != finished or (finished and attempt.score_percent is None):
            yield f"attempt {attempt.reference} has {attempt.given} answers and finished is {finished}"


def notes(plan: dict[str, Any], kept: Kept) -> Iterator[str]:
    stored = Counter(str(token) for token in Flag.objects.values_list("form_token", flat=True))
    for name in ("Notes", "Reports"):
        yield from (f"{name}: {token} was acknowledged and is lost" for token in kept[name] if not stored[token])
    yield from (f"flag {token} is kept {times} times" for token, times in stored.items() if times > 1)
    yield from (f"flag {flag.reference} has no criterion" for flag in Flag.objects.filter(criteria=None))
    yield from (f"flag {flag.reference} has no history" for flag in Flag.objects.filter(steps=None))
    written = set(LedgerEntry.objects.filter(action="review.flag.raised").values_list("subject", flat=True))
    for reference in Flag.objects.values_list("reference", flat=True):
        if f"flag:{reference}" not in written:
            yield f"flag {reference} is not in the ledger"


def watching(plan: dict[str, Any], kept: Kept) -> Iterator[str]:
    spans = [span for row in Coverage.objects.filter(version=plan["film"]) for span in row.spans]
    covered = {second for start, end in spans for second in range(start, end)}
    yield from (f"second {start} was watched, and that is lost" for start in kept["Watching"] if start not in covered)


def packages(plan: dict[str, Any], kept: Kept) -> Iterator[str]:
    rows = list(ScormVersion.objects.values_list("file_name", "digest"))
    there = {name for name, _digest in rows}
    yield from (f"{name} was acknowledged and is lost" for name in kept["Packages"] if name not in there)
    yield from (f"{name} is not whole on disk" for name, digest in rows if not store().intact(digest))
    sweep_assets(0)
    store().sweep(0)
    yield from (f"{path} stays on disk" for path in Path(settings.EDITION_ASSET_ROOT).rglob(".coming-*"))


def records(plan: dict[str, Any], kept: Kept) -> Iterator[str]:
    sequence_ledger()
    yield from check_records()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = cursor.execute("pragma integrity_check").fetchall()
        if said != [("ok",)]:
            yield f"the file of the database is broken: {said}"
    connection.check_constraints()


CHECKS = (commits, answers, notes, watching, packages, records)

if __name__ == "__main__":
    folder = Path(settings.BENCH_DIR)
    plan, kept = (json.loads((folder / name).read_text(encoding="utf-8")) for name in (PLAN, ACKNOWLEDGED))
    wrong = [line for check in CHECKS for line in check(plan, kept)]
    sys.stdout.write("\n".join(wrong[:50]))
    sys.exit(bool(wrong))
