"""The sequencing cases of ADL, played whole through the engine and the data model."""

import json

import pytest

from modules.scorm.archive import open_archive
from modules.scorm.manifest import read_package
from tests.bench.scorm_adl import play
from tests.modules.scorm.corpus import ABSENT, FOLDER

ADL = FOLDER / "adl-cts"
CASES = json.loads((ADL / "cases.json").read_text(encoding="utf-8")) if (ADL / "cases.json").is_file() else {}
REST_ON_ABSENT_PACKAGES = {"DDMa": "DDMb", "OB-03c": "OB-03a"}
"""Cases that go on where another package left shared values, which the folder does not hold."""
pytestmark = pytest.mark.skipif(not CASES, reason=ABSENT)


@pytest.mark.parametrize("name", [name for name in CASES if name not in REST_ON_ABSENT_PACKAGES])
def test_case_is_played_to_its_end(name):
    with (ADL / f"LMSTestPackage_{name}.zip").open("rb") as file:
        package = read_package(open_archive(file))
    assert play(package, CASES[name]).faults == []
