"""Real packages from elsewhere, which may be tested with but not passed on: the folder named by SCORM_CORPUS."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from modules.scorm.report import inspect_package

DEFAULT = Path(__file__).parents[4] / "shared" / "corpus" / "scorm"
FOLDER = Path(os.environ.get("SCORM_CORPUS", DEFAULT))
ABSENT = "SCORM_CORPUS names no folder of packages, and none stands beside the project"

NOTHING_TO_OPEN = re.compile(r"manifest only|without href|manifest lists missing files|minimal manifest")
DAMAGED = {"syn-crc-error.zip": {"corrupt-entry"}}
REASONS = (
    (re.compile("not SCORM"), {"not-scorm-aicc"}),
    (re.compile("without a manifest"), {"no-manifest"}),
    (re.compile("only inside a directory"), {"no-manifest", "not-well-formed"}),
    (re.compile("0-content|not well-formed"), {"not-well-formed"}),
    (NOTHING_TO_OPEN, {"nothing-to-launch"}),
)


@dataclass(frozen=True)
class Case:
    """A package of the index; ``reasons`` are the rules that may refuse it, none where it must be imported."""

    path: Path
    reasons: frozenset[str]

    def verdict(self) -> tuple[bool, str]:
        """Whether the package did as expected, and what was found."""
        with self.path.open("rb") as file:
            report, _ = inspect_package(file)
        found = {finding.code for finding in report.errors}
        if self.reasons:
            return bool(found) and found <= self.reasons, ", ".join(sorted(found)) or "imported"
        return report.importable, ", ".join(sorted(found)) or f"imported as {report.edition}"


def cases() -> list[Case]:
    """Every package in the folder with what its index expects; made by mutation, it is imported unless damaged."""
    if not FOLDER.is_dir():
        return []
    index = (FOLDER / "INDEX.md").read_text(encoding="utf-8") if (FOLDER / "INDEX.md").exists() else ""
    rows = {cells[1].strip(): " ".join(cells[3:6]) for line in index.splitlines() if len(cells := line.split("|")) > 6}
    found = []
    for path in sorted(FOLDER.glob("*.zip")):
        facts = rows.get(path.name, "")
        reasons = next((codes for pattern, codes in REASONS if pattern.search(facts)), set())
        found.append(Case(path, frozenset(DAMAGED.get(path.name, reasons))))
    return found
