"""Kill processes with SIGKILL at random moments while six people write: `python -m tests.faults [--kills 200]`.

On PostgreSQL and on SQLite: a worker, all of the server, the clock, a session of the database. Afterwards all that was
acknowledged must be there, once and whole, and nothing half-written. Exit 1 when anything is not as promised.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.server import ROOT, database, free_port, manage
from tests.faults.names import ACKNOWLEDGED, PLAN
from tests.faults.processes import Site
from tests.faults.ways import WAYS, Server, Way

LONGEST_PAUSE = 0.6  # seconds between two kills, at most
RECOVERY = 60.0  # seconds in which everybody must be able to write again


def run_on(kind: str, kills: int, seed: int) -> list[str]:
    """Return what is wrong, in words; nothing when all promises were kept."""
    with database(kind) as environment:
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        run(environment, "tests.faults.seed")
        folder = Path(environment["BENCH_DIR"])
        plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        rand, port = random.Random(seed), free_port()
        site, server = Site(environment, port, rand), Server(port)
        ways = [way(server, plan) for way in WAYS]
        try:
            for way in ways:
                way.start()
            slowest = kill_often(site, ways, kills, rand)
        finally:
            server.over.set()
            for way in ways:
                way.join(timeout=90)
            site.stop()
        kept = {way.name: way.acknowledged for way in ways}
        (folder / ACKNOWLEDGED).write_text(json.dumps(kept), encoding="utf-8")
        counted = ", ".join(f"{name.lower()} {len(found):,}" for name, found in kept.items())
        say(f"{kind}: killed {site.killed}; acknowledged: {counted}; writing again after {slowest:.1f} s at the latest")
        checked = subprocess.run(
            [sys.executable, "-m", "tests.faults.check"], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        said = (checked.stdout + checked.stderr).strip().splitlines() if checked.returncode else []
        wrong = [way.fault for way in ways if way.fault] + said
        if wrong:
            shutil.copy(folder / "server.log", ROOT / "var" / f"faults-{kind}.log")
        return wrong


def kill_often(site: Site, ways: list[Way], kills: int, rand: random.Random) -> float:
    """Kill, wait until everybody wrote again, and so on. Returns the longest wait in seconds."""
    slowest = 0.0
    until_all_write(ways)
    while sum(site.killed.values()) < kills:
        time.sleep(rand.uniform(0, LONGEST_PAUSE))
        if site.kill():
            slowest = max(slowest, until_all_write(ways))
        if any(way.fault for way in ways):
            break
    return slowest


def until_all_write(ways: list[Way]) -> float:
    before = [len(way.acknowledged) for way in ways]
    begun = time.monotonic()
    while waiting := [way for way, had in zip(ways, before, strict=True) if len(way.acknowledged) == had]:
        if any(way.fault for way in waiting) or time.monotonic() - begun > RECOVERY:
            return time.monotonic() - begun
        time.sleep(0.01)
    return time.monotonic() - begun


def run(environment: dict[str, str], module: str) -> None:
    subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=environment, check=True)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=["postgresql", "sqlite"], action="append")
    given = parser.parse_args()
    failed = False
    for kind in given.on or ["postgresql", "sqlite"]:
        wrong = run_on(kind, given.kills, given.seed)
        for line in wrong:
            say(f"  {line}")
        say(f"{kind}: {'NOT as promised' if wrong else 'nothing acknowledged was lost, nothing is half-written'}")
        failed = failed or bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
