"""Real packages: imported or refused as their index expects."""

import json

import pytest

from modules.scorm.archive import open_archive
from modules.scorm.manifest import read_package
from tests.modules.scorm.corpus import ABSENT, FOLDER, cases

CASES = cases()
ADL = FOLDER / "adl-cts"
pytestmark = pytest.mark.skipif(not CASES, reason=ABSENT)
TREES = json.loads((ADL / "activity_trees.json").read_text(encoding="utf-8")) if CASES and ADL.is_dir() else {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.name)
def test_package_is_taken_or_refused_as_expected(case):
    expected, found = case.verdict()
    assert expected, found


def test_count_of_importable_packages(capsys):
    importable = [case for case in CASES if not case.reasons]
    imported = sum(case.verdict()[0] for case in importable)
    with capsys.disabled():
        print(f"\nSCORM packages imported: {imported} of {len(importable)}; refused: {len(CASES) - len(importable)}")  # noqa: T201
    assert imported == len(importable)


@pytest.mark.parametrize("case", [case for case in CASES if not case.reasons], ids=lambda case: case.path.name)
def test_every_page_that_is_opened_is_there(case):
    with case.path.open("rb") as file:
        archive = open_archive(file)
        package = read_package(archive, archive.findings)
    assert {item.launch.path for item in package.organization.launchable} <= set(archive.names)


def outline(node):
    return [{"id": child["id"], "children": outline(child)} for child in node.get("children", [])]


def read_outline(items):
    return [{"id": item.identifier, "children": read_outline(item.children)} for item in items]


@pytest.mark.parametrize("name", TREES)
def test_conformance_package_has_the_reference_tree(name):
    with (ADL / f"LMSTestPackage_{name}.zip").open("rb") as file:
        archive = open_archive(file)
        package = read_package(archive, archive.findings)
    reference = TREES[name]
    assert read_outline(package.organization.items) == outline(reference["tree"])
    launches = {item.identifier: (item.launch.address, item.launch.sco) for item in package.organization.launchable}
    assert launches == {key: (leaf["href"], leaf["sco"]) for key, leaf in reference["leaf"].items()}
    shared = {
        item.identifier: [{"id": data.target, "read": data.read, "write": data.write} for data in item.data_maps]
        for item in package.organization.walk()
        if item.data_maps
    }
    assert shared == {key: leaf["data"] for key, leaf in reference["leaf"].items() if "data" in leaf}
