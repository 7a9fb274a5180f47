"""The report on a package, for people and for programs."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from modules.scorm.report import as_text, inspect_package
from tests.modules.scorm.packages import SPACES_2004, manifest
from tests.modules.scorm.zips import Raw, build

MASTERY = (
    '<item identifier="i1" identifierref="r1"><title>Exam</title><adlcp:masteryscore>80</adlcp:masteryscore>'
    "<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed></item>"
)
MEASURED = (
    '<item identifier="i1" identifierref="r1"><title>Exam</title>'
    '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>'
    '<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="law" satisfiedByMeasure="true">'
    "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"
    "</imsss:sequencing></item>"
)


def zipped(text: str, *more: Raw) -> bytes:
    return build(Raw("imsmanifest.xml", text.encode()), Raw("index.html"), *more)


def inspected(content: bytes):
    return inspect_package(io.BytesIO(content))[0]


def test_report_on_a_sound_package():
    report = inspected(zipped(manifest(MASTERY)))
    assert report.importable
    assert (report.edition, report.title, report.files) == ("SCORM 1.2", "Course", 2)
    assert report.reporting.mastery_scores == {"i1": 80.0}
    assert report.reporting.time_limits == {"i1": "00:30:00"}
    assert "passed from a score of 80" in as_text(report)
    assert "Exam → index.html" in as_text(report)


def test_report_on_2004_names_measures_and_objectives():
    report = inspected(zipped(manifest(MEASURED, version="2004 4th Edition", spaces=SPACES_2004)))
    assert report.reporting.mastery_scores == {"i1": 0.8}
    assert report.reporting.completion_thresholds == {"i1": 0.5}
    assert report.reporting.objectives == {"i1": ("law",)}
    assert "the package has sequencing rules" in as_text(report)


def test_report_on_a_refused_package_says_why():
    report = inspected(zipped(manifest(), Raw("../evil")))
    assert not report.importable
    assert "[traversal] ../evil: " in as_text(report)


def test_report_on_what_cannot_run_still_has_its_outline():
    report = inspected(build(Raw("imsmanifest.xml", manifest().encode())))
    assert not report.importable
    assert report.missing_files == ("index.html",)
    assert [line.kind for line in report.outline] == ["nothing"]
    assert "It cannot be imported." in as_text(report)


def test_report_has_a_stable_form():
    data = json.loads(json.dumps(inspected(zipped(manifest(MASTERY), Raw("a\\b"))).to_data()))
    assert data["schema"] == 1
    assert data["warnings"][0]["code"] == "backslashes"
    assert data["outline"][0]["launch"] == "index.html"


def test_command_prints_text_and_json(tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(zipped(manifest()))
    out = io.StringIO()
    call_command("scorm_inspect", path, stdout=out)
    assert "It can be imported." in out.getvalue()
    out = io.StringIO()
    call_command("scorm_inspect", path, "--json", stdout=out)
    assert json.loads(out.getvalue())["importable"]


def test_command_ends_with_1_for_what_is_refused(tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(b"no zip")
    with pytest.raises(SystemExit) as left:
        call_command("scorm_inspect", path, stdout=io.StringIO())
    assert left.value.code == 1
    with pytest.raises(CommandError):
        call_command("scorm_inspect", tmp_path / "gone.zip")
