"""Seeds, serves and measures on PostgreSQL and on SQLite; prints a table and writes var/bench/latest.json.

`python -m tests.bench [--quick] [--officers 2000]`. Rates are medians of three runs after a warm-up, with their spread.
"""

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import workloads
from tests.bench.driver import Figures, Source, drive, repeat
from tests.bench.server import ROOT, database, manage, serving, serving_plain
from tests.bench.weight import weigh

RUNS = 3
TWO_QUERIES = "/bench/session-and-user/"
Row = dict[str, Any]


def row(name: str, bar: str, runs: list[Figures]) -> Row:
    rates = sorted(run.per_second for run in runs)
    middle = sorted(runs, key=lambda run: run.per_second)[len(runs) // 2]
    faults = sum(run.faults for run in runs)
    if faults:
        raise RuntimeError(
            f"{name}: {faults} answers were wrong, such as {next(r.first_fault for r in runs if r.faults)}"
        )
    return {
        "name": name,
        "bar": bar,
        "rate": statistics.median(rates),
        "lowest": rates[0],
        "highest": rates[-1],
        "p50": middle.quantile(0.5),
        "p95": middle.quantile(0.95),
    }


def measure_plain(port: int, plan: Row, seconds: float) -> list[Row]:
    """What the machine can do with Django as it comes."""
    one, two = workloads.always("/bench/one-query/"), workloads.signed_in(TWO_QUERIES, plan, "plain_cookies")
    return [
        row("Django itself: 1 query, anonymous", "", repeat(port, one, times=RUNS, seconds=seconds)),
        row("Django itself: session and user", "", repeat(port, two, times=RUNS, seconds=seconds)),
    ]


def measure(port: int, plan: Row, seconds: float) -> list[Row]:
    """The limits first, then each workload, on a server that is already warm."""

    def timed(source: Source) -> list[Figures]:
        return repeat(port, source, times=RUNS, seconds=seconds)

    return [
        row("limit: bare Django", "", timed(workloads.always("/bench/bare/"))),
        row("limit: 1 query, anonymous", "", timed(workloads.always("/bench/one-query/"))),
        row("limit: session and user, 2 queries", "", timed(workloads.signed_in(TWO_QUERIES, plan))),
        row("W1 lesson page", ">= 0.5 of 2-query limit", timed(workloads.lessons(plan))),
        row(
            "W2 My training, 10 assignments", ">= 0.35 of 2-query limit", timed(workloads.signed_in("/training/", plan))
        ),
        row("W3 whole attempt, 10 questions", ">= 80 a second", attempts(port, plan, seconds)),
        row("W4 one answer saved", ">= 0.35 of 2-query limit", saved_answers(port, plan)),
        row("W5 SCORM commit, 8 elements, 1 kB", ">= 0.35 of 2-query limit", commits(port, plan, seconds)),
        row("W7 verify by QR", ">= 0.5 of 1-query limit", timed(workloads.always(plan["verify"]))),
    ]


def divide(plain: list[Row], rows: list[Row]) -> None:
    """By the limits through our own middleware and prepared queries, and by those of Django as it comes."""
    for kind, ours, itself in (("1-query", rows[1], plain[0]), ("2-query", rows[2], plain[1])):
        for one in rows[3:]:
            if kind in one["bar"]:
                one["ratio"] = one["rate"] / ours["rate"]
                one["ratio_to_plain"] = one["rate"] / itself["rate"]


def saved_answers(port: int, plan: Row) -> list[Figures]:
    """Each run has attempts of its own, since an answer can be given once; the first share warms up."""
    runs = [drive(port, workloads.answers(plan, share, RUNS + 1), seconds=60) for share in range(RUNS + 1)]
    return runs[1:]


def commits(port: int, plan: Row, seconds: float) -> list[Figures]:
    """Each run has packages of its own open, since commits are numbered; the first warms up."""
    return [drive(port, workloads.commits(plan, share), seconds=seconds) for share in range(RUNS + 1)][1:]


def attempts(port: int, plan: Row, seconds: float) -> list[Figures]:
    """Whole attempts: a client that has begun one finishes it."""
    _attempt_run(port, plan, 1.0)
    return [_attempt_run(port, plan, max(seconds, 4.0)) for _ in range(RUNS)]


def _attempt_run(port: int, plan: Row, seconds: float) -> Figures:
    context = multiprocessing.get_context("fork")
    results: Any = context.Queue()
    halves = [range(0, 16, 2), range(1, 16, 2)]
    workers = [context.Process(target=_attempt_process, args=(port, plan, half, seconds, results)) for half in halves]
    for worker in workers:
        worker.start()
    gathered = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    took = [one for part, _ in gathered for one in part]
    return Figures(len(took) / max(length for _, length in gathered), took)


def _attempt_process(port: int, plan: Row, clients: range, seconds: float, results: Any) -> None:
    took: list[float] = []
    begun = time.perf_counter()

    def client(number: int) -> None:
        while (start := time.perf_counter()) < begun + seconds:
            workloads.whole_attempt(port, plan, number)
            took.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=client, args=(number,)) for number in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((took, time.perf_counter() - begun))


def run_on(kind: str, officers: int, seconds: float) -> Row:
    with database(kind) as environment:
        say(f"{kind}: seeding {officers} officers")
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        begun = time.perf_counter()
        seed = [sys.executable, "-m", "tests.bench.seed", str(officers)]
        if os.spawnve(os.P_WAIT, sys.executable, seed, environment):  # noqa: S606
            raise RuntimeError("seeding failed; what it said stands above")
        plan = json.loads(Path(environment["BENCH_DIR"], "plan.json").read_text(encoding="utf-8"))
        seeded = time.perf_counter() - begun
        say(f"{kind}: measuring")
        with serving_plain(environment) as port:
            plain = measure_plain(port, plan, seconds)
        with serving(environment) as port:
            rows = measure(port, plan, seconds)
            divide(plain, rows)
            weights = {
                name: vars(weigh(port, path, plan["cookies"][0]))
                for name, path in {
                    "lesson page": plan["lessons"][0][0],
                    "My training": "/training/",
                    "scenario": plan["scenarios"][0],
                }.items()
            }
    return {
        "database": kind,
        "seed_seconds": seeded,
        "rows": [*plain, *rows],
        "weights": weights,
        "freezing": plan["freezing"],
    }


def say(text: str) -> None:
    sys.stdout.write(f"· {text}\n")
    sys.stdout.flush()


def table(result: Row) -> str:
    """The printed table of one database."""
    lines = [
        f"\n{result['database']}",
        f"  {'workload':36} {'per s':>8} {'spread':>15} {'p50 ms':>8} {'p95 ms':>8}  ratio  to Django  bar",
    ]
    for row in result["rows"]:
        spread = f"{row['lowest']:.0f} to {row['highest']:.0f}"
        ratio, to_plain = (f"{row[name]:.2f}" if row.get(name) else "" for name in ("ratio", "ratio_to_plain"))
        figures = f"{row['rate']:8.1f} {spread:>15} {row['p50']:8.1f} {row['p95']:8.1f}"
        lines.append(f"  {row['name']:36} {figures}  {ratio:5}  {to_plain:9}  {row['bar']}")
    for name, one in result["weights"].items():
        lines.append(
            f"  W11 {name:32} cold {one['cold_bytes'] / 1000:.1f} kB in {one['requests']} requests (<= 60 kB, <= 8),"
            f" warm {one['warm_bytes'] / 1000:.1f} kB (<= 10 kB)"
        )
    frozen = result["freezing"]
    lines.append(
        f"  W10 freezing {frozen['steps']} steps, {frozen['blocks']} blocks, {frozen['citations']} citations:"
        f" {statistics.median(frozen['seconds']):.2f} s ({frozen['seconds'][0]:.2f} to {frozen['seconds'][-1]:.2f}),"
        f" {frozen['queries']} queries (< 2 s)"
    )
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--quick", action="store_true", help="shorter runs, for trying the harness")
    asked.add_argument("--officers", type=int, default=2000)
    options = asked.parse_args()
    results = [run_on(kind, options.officers, 1.0 if options.quick else 3.0) for kind in ("postgresql", "sqlite")]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    say(f"measured on {machine}")
    sys.stdout.write("\n".join(table(result) for result in results) + "\n")
    out = ROOT / "var" / "bench" / "latest.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    report = {"machine": machine, "taken_at": datetime.now(UTC).isoformat(), "results": results}
    out.write_text(json.dumps(report, indent=1), encoding="utf-8")
    say(f"written to {out.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
