"""How fast the docket answers with 50,000 flags: `python -m tests.bench.docket`, on the database of DATABASE_URL."""

import os
import random
import statistics
import sys
import time
from datetime import date, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from review.enums import FlaggerKind, FlagOutcome, FlagState, Severity  # noqa: E402
from review.identity import mark_of  # noqa: E402
from review.models import Flag  # noqa: E402
from tests.cast import make_cast  # noqa: E402
from tests.factories.modules import make_current_edition  # noqa: E402
from tests.factories.review import CriterionFactory, MaterialFactory, lesson_of  # noqa: E402

COUNT = 50_000
BAR_MS = 200
STATES = [FlagState.OPEN] * 2 + [FlagState.ACKNOWLEDGED] + [FlagState.ANSWERED] * 3 + [FlagState.CLOSED] * 6
WORDS = "condoms evidence arrest reporter witness policy street number source minor consent statement officer".split()  # noqa: SIM905


def seed() -> tuple[Any, list[str]]:
    """Fifty thousand flags over four modules and a film; returns who asks and the queries to try."""
    rand = random.Random(1)
    cast = make_cast()
    agencies = [cast.agency, cast.second_agency]
    editions = [make_current_edition(agencies, title=f"Module {n}") for n in range(3)]
    editions.append(make_current_edition([cast.outside_agency], title="Other"))
    film, criteria = MaterialFactory(), [CriterionFactory(code=f"REC-{n}") for n in range(1, 11)]
    steps, mark = {edition.pk: lesson_of(edition) for edition in editions}, mark_of(cast.officer)
    rows = []
    for n in range(COUNT):
        state = rand.choice(STATES)
        done = state in (FlagState.ANSWERED, FlagState.CLOSED)
        values: dict[str, Any] = {
            "severity": rand.choice(Severity.values),
            "claim": f"Claim {n}: " + " ".join(rand.choices(WORDS, k=30)),
            "excerpt": " ".join(rand.choices(WORDS, k=80)),
            "flagger_mark": mark,
            "flagger_kind": FlaggerKind.AGENCY if n % 3 else FlaggerKind.OFFICER,
            "flagger_agency": rand.choice(agencies) if n % 3 else None,
            "due_on": date.today() + timedelta(days=rand.randrange(-100, 300)),
            "state": state,
            "outcome": rand.choice(FlagOutcome.values) if done else "",
            "reasons": "Because." if done else "",
        }
        if rand.random() < 0.2:
            rows.append(Flag(kind="range", material=film, start=1, end=2, **values))
        else:
            edition = rand.choice(editions)
            place = {"module": edition.module, "edition": edition, "step": steps[edition.pk], "block_id": "x"}
            rows.append(Flag(kind="block", **place, **values))
    Flag.objects.bulk_create(rows, batch_size=2000)
    links = Flag.criteria.through
    keys = Flag.objects.values_list("pk", flat=True)
    links.objects.bulk_create([links(flag_id=pk, criterion=rand.choice(criteria)) for pk in keys], batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = ["", "?state=any", "?severity=high", "?criterion=REC-3", "?state=closed&criterion=REC-3"]
    asked += [f"?about=module:{editions[0].module_id}", f"?about=material:{film.pk}&state=any"]
    asked += [f"?agency={cast.agency.pk}", "?agency=officers&state=any", "?due=overdue", "?due=week&severity=low"]
    asked += ["?q=Claim+49", "?state=any&q=condoms", "?state=any&q=condoms+arrest", "?state=any&q=zzz"]
    return cast, [*asked, "?state=any&page=1500", "?pointing=quote&state=any", "?pointing=resource"]


def main() -> int:
    connection.creation.create_test_db(verbosity=0)
    cast, queries = seed()
    client = Client()
    client.force_login(cast.reviewer)
    worst = 0.0
    for query in queries:
        client.get(f"/docket/{query}")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/docket/{query}")
        asked = len(caught)  # later requests empty the log
        times = [_timed(client, query) for _ in range(5)]
        worst = max(worst, statistics.median(times))
        sys.stdout.write(f"{statistics.median(times):7.0f} ms {asked:3} queries  {query or '(waiting)'}\n")
    sys.stdout.write(f"{connection.vendor}: {COUNT:,} flags, slowest median {worst:.0f} ms (bar {BAR_MS} ms)\n")
    connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    return 0 if worst < BAR_MS else 1


def _timed(client: Client, query: str) -> float:
    began = time.perf_counter()
    client.get(f"/docket/{query}")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
