"""Counts wrong re-anchors over made-up edits: `python -m tests.bench.anchoring [--cases 10000] [--seed 1]`."""

import argparse
import sys
import time
from collections import Counter

from tests.bench.edits import Maker


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.anchoring")
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    began = time.perf_counter()
    counts: Counter[str] = Counter()
    for case in Maker(options.seed).cases(options.cases):
        counts["orphaned" if case.found is None else "same" if case.found.same else "moved"] += 1
        counts["wrong"] += case.wrong()
    took = time.perf_counter() - began
    sys.stdout.write(
        f"{options.cases:,} flags on edited editions (seed {options.seed}): {counts['same']:,} same,"
        f" {counts['moved']:,} moved, {counts['orphaned']:,} orphaned; WRONG: {counts['wrong']} ({took:.0f} s)\n"
    )
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
