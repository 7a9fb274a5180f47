"""Runs through every importable package of a folder, with the addresses at which they play. Run in the measured
server's environment; writes `scorm.json` beside its database.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import django
from django.conf import settings

django.setup()

from modules.launch_tokens import Launch, make_token  # noqa: E402
from modules.models import ScormVersion  # noqa: E402
from modules.services.packages import bring_package  # noqa: E402
from modules.services.playing import registration_for  # noqa: E402
from tests.bench.scorm_settings import LISTED  # noqa: E402
from tests.factories.people import AgencyFactory, UserFactory  # noqa: E402


@dataclass
class Play:
    """One package and where one person's run through it plays. Without an address it was refused, for this reason."""

    name: str
    standard: str = ""
    path: str = ""
    registration: str = ""
    refused: str = ""


def main(folder: Path) -> None:
    agency, person = AgencyFactory(), UserFactory()
    plays = [_play(path, agency, person) for path in sorted(folder.glob("*.zip"))]
    Path(settings.BENCH_DIR, LISTED).write_text(json.dumps([asdict(play) for play in plays]), encoding="utf-8")


def _play(path: Path, agency: object, person: object) -> Play:
    with path.open("rb") as file:
        brought = bring_package(actor="bench", agency=agency, file=file, file_name=path.name)  # type: ignore[arg-type]
    version: ScormVersion | None = brought.version
    if version is None:
        return Play(path.name, refused=", ".join(finding.code for finding in brought.report.errors))
    run = registration_for(person=person, subject=f"bench:{path.name}"[:120], digest=version.digest)  # type: ignore[arg-type]
    token = make_token(Launch(version.digest, "en", run.reference))
    standard = "1.2" if version.edition == "SCORM 1.2" else "2004"
    return Play(path.name, standard, f"/play/{token}/", run.reference.hex)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
