"""The calls of the ADL cases against the data model and the state machine, as far as no sequencing is asked."""

import json
import re
from urllib.parse import unquote

import pytest

from modules.scorm.archive import open_archive
from modules.scorm.data_model import RunTimeData, parse_duration
from modules.scorm.manifest import read_package
from modules.scorm.state import Commit, Learner, Registration, apply_commit, launch, plan_of
from tests.modules.scorm.corpus import ABSENT, FOLDER

ADL = FOLDER / "adl-cts"
CASES = json.loads((ADL / "cases.json").read_text(encoding="utf-8")) if (ADL / "cases.json").is_file() else {}
BY_SEQUENCING = re.compile(r"adl\.nav\.request_valid|cmi\.objectives|adl\.data")
WITHOUT_SESSION = {"122", "132"}
INHERITED = {"CO-10", "SX-05"}
"""Cases in which status and score of a page come from objectives that other pages wrote."""
pytestmark = pytest.mark.skipif(not CASES, reason=ABSENT)


def fits(answer, call):
    expected = call["exp"]
    if call["m"] == "SetValue":
        return (answer.error == 0) == (expected != "false") and str(answer.error) == call["err"]
    same = answer.value == expected or (
        parse_duration(expected) is not None and parse_duration(answer.value) == parse_duration(expected)
    )
    return same and str(answer.error) == call["err"]


def resolved(path, data):
    """The path with the index of the entry whose identifier stands between ampersands."""
    found = re.match(r"(.*)\.&([^&]*)&(.*)", path)
    if not found:
        return path
    folder, name, rest = found.groups()
    name = " ".join(name.split())
    names = [unquote(data.values.get(f"{folder}.{number}.id", "")) for number in range(data.count(folder))]
    return f"{folder}.{names.index(name)}{rest}" if name in names else path


def visits(case, package):
    """Open, call and leave page after page; yields each call that was answered otherwise than expected."""
    registration = Registration("2004")
    items = {item.launch.query.partition("act=")[2]: item for item in package.organization.launchable}
    for visit in (visit for visit in case["visits"] if visit["act"] in items):
        plan = plan_of(package, items[visit["act"]])
        registration = launch(registration, plan, Learner("learner", "Name"))
        data = RunTimeData("2004", registration.sco(plan.identifier).values)
        before = dict(data.values)
        for call in visit["cmds"]:
            if call["m"] not in ("GetValue", "SetValue") or call["err"] in WITHOUT_SESSION:
                continue
            path = resolved(call["p"], data)
            answer = data.get(path) if call["m"] == "GetValue" else data.set(path, call["v"])
            if not fits(answer, call) and not (call["m"] == "GetValue" and BY_SEQUENCING.match(path)):
                yield visit["key"], call, answer
        changes = tuple((path, value) for path, value in data.values.items() if before.get(path) != value)
        commit = Commit(1, plan.identifier, registration.seq + 1, changes, terminate=True)
        registration = apply_commit(registration, plan, commit).registration


@pytest.mark.parametrize("name", [name for name in CASES if name not in INHERITED])
def test_calls_are_answered_as_expected(name):
    with (ADL / f"LMSTestPackage_{name}.zip").open("rb") as file:
        package = read_package(open_archive(file))
    if package.errors:
        pytest.skip("the page of this case is not in the corpus")
    assert list(visits(CASES[name], package)) == []
