"""Conformance cases of SCORM 2004 4th Edition from a folder, played through our engine and data model.

.venv/bin/python -m tests.bench.scorm_adl FOLDER [CASE ...]
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from modules.scorm.archive import open_archive
from modules.scorm.data_model import RunTimeData, format_duration, parse_duration
from modules.scorm.manifest import Item, Package, read_package
from modules.scorm.sequencing import Delivery, Sequencer
from modules.scorm.state import plan_of

WITHOUT_SESSION = {"122", "132"}
VALID = re.compile(r"adl\.nav\.request_valid\.(continue|previous|choice|jump)(?:\.\{target=([^}]*)\})?")
BY_PAGE = {
    "exitAllOnUnload.htm": "exitAll",
    "tarAct4OnUnload.htm": "{target=activity_4}choice",
    "suspendAllOnUnload.htm": "suspendAll",
}
TRANSIENT = ("cmi.exit", "cmi.session_time", "adl.nav.request")
ABSENT = {
    "DDMa": "goes on in the package DDMb, which is not in the folder",
    "OB-03c": "begins with what OB-03a, which is not in the folder, left in objectives",
}
AWAY = re.compile(r"relaunch|suspend|^exit(launch|cm)|^dmbx|autoendrelaunch", re.IGNORECASE)


@dataclass
class Played:
    """What became of a case: empty ``faults`` when it passed."""

    name: str
    faults: list[str] = field(default_factory=list)


@dataclass
class Session:
    """One learner in a package: a page is open with its values, until it is left."""

    package: Package
    engine: Sequencer = field(init=False)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    totals: dict[str, int] = field(default_factory=dict)
    page: str = ""

    def __post_init__(self) -> None:
        self.engine = Sequencer(self.package.organization)

    def item(self) -> Item:
        return next(item for item in self.package.organization.walk() if item.identifier == self.page)

    def follow(self, delivery: Delivery) -> Delivery:
        """Open what is delivered, with the values that a new attempt finds or a suspended one left."""
        self.page = delivery.activity
        if not self.page:
            return delivery
        kept = self.engine.values_for(self.page, self.values.get(self.page))
        plan = plan_of(self.package, self.item())
        told = {
            "cmi.entry": "resume" if self.page in self.values else "ab-initio",
            "cmi.credit": "credit",
            "cmi.mode": "normal",
            "cmi.learner_id": "learner",
            "cmi.learner_name": "Name, A",
            "cmi.launch_data": plan.launch_data,
            "cmi.completion_threshold": plan.completion_threshold,
            "cmi.scaled_passing_score": plan.scaled_passing_score,
            "cmi.max_time_allowed": plan.max_time_allowed,
            "cmi.time_limit_action": plan.time_limit_action,
            "cmi.total_time": format_duration(self.totals.get(self.page, 0), "2004"),
        }
        self.data = RunTimeData("2004", kept | {name: value for name, value in told.items() if value})
        self.told = set()
        return delivery

    def leave(self, asked: str) -> Delivery:
        """Terminate the page and do what it or the learner asked."""
        page, values = self.page, dict(self.data.values)
        nav = asked or values.get("adl.nav.request", "")
        delivery = self.engine.leave(page, values, asked=asked, told=self.told)
        self.values.pop(page, None)
        self.totals[page] = self.totals.get(page, 0) + (parse_duration(values.get("cmi.session_time", "")) or 0)
        if values.get("cmi.exit") in ("suspend", "logout") or nav == "suspendAll":
            self.values[page] = {name: value for name, value in values.items() if name not in TRANSIENT}
        else:
            self.totals.pop(page)
        return self.follow(delivery) if delivery.activity else delivery

    def again(self, wanted: str) -> Delivery:
        """Come back another time: what was suspended goes on, else the package begins anew, by choice if need be."""
        if self.engine.tree.current:
            self.engine.request("exitAll")
        return self.begin("resumeAll" if self.engine.tree.suspended else "start", wanted)

    def begin(self, request: str, wanted: str) -> Delivery:
        delivery = self.engine.request(request)
        return self.follow(self.engine.request("choice", wanted) if delivery.refused else delivery)


def play(package: Package, case: Mapping[str, Any]) -> Played:
    """Play all visits; says where a page came that was not expected, and which calls were answered otherwise."""
    session, played = Session(package), Played(case["tc"])
    titles = {item.title: item.identifier for item in package.organization.walk()}
    acts = {item.identifier: item.parameters.partition("act=")[2] for item in package.organization.walk()}
    pages = {act: name for name, act in acts.items() if act}
    delivery = session.begin("start", titles.get(case["start"]) or pages[case["visits"][0]["act"]])
    for number, visit in enumerate(case["visits"]):
        if acts.get(session.page) != visit["act"]:
            came = acts.get(session.page) or delivery.refused or ("the end" if delivery.ended else "nothing")
            played.faults.append(f"{visit['key']}: {came} came instead of {visit['act']}")
            return played
        played.faults += calls(session, visit)
        if number + 1 < len(case["visits"]):
            wanted = pages.get(case["visits"][number + 1]["act"], "")
            delivery = _go_on(session, visit, titles, wanted)
    return played


def _go_on(session: Session, visit: Mapping[str, Any], titles: Mapping[str, str], wanted: str) -> Delivery:
    command, launch = visit["cui"], session.item().launch
    by_page = BY_PAGE.get((launch.path if launch else "").rpartition("/")[2], "")
    if command.startswith("Choice~"):
        target = command.partition("~")[2]
        return session.leave(f"{{target={titles.get(target, target)}}}choice")
    if command in ("Continue", "Previous"):
        return session.leave(by_page or ("previous" if command == "Previous" else "continue"))
    if command.startswith("APIt"):
        return session.leave(f"{{target={wanted}}}choice")
    if AWAY.search(command):
        by_learner = {"ExitCM09ba": "exitAll", "SuspendCM09ca": "suspendAll"}.get(command, "")
        session.leave(by_page or by_learner)
        return session.again(wanted)
    return session.leave(by_page)


def calls(session: Session, visit: Mapping[str, Any]) -> Iterator[str]:
    """Each call of the visit that was answered otherwise than the case expects."""
    for call in visit["cmds"]:
        if call["m"] not in ("GetValue", "SetValue") or call["err"] in WITHOUT_SESSION:
            continue
        path = _resolved(call["p"], session.data)
        if call["m"] == "SetValue":
            answer = session.data.set(path, call["v"])
            session.told.add(path)
            right = (answer.error == 0) == (call["exp"] != "false") and str(answer.error) == call["err"]
            got, error = answer.value, answer.error
        else:
            got, error = _get(session, path)
            named = "&" in call["p"] and path.endswith(".id")
            right = (named or _alike(got, call["exp"])) and str(error) == call["err"]
        if not right:
            said = f" {call.get('v', '')!r}" if call["m"] == "SetValue" else ""
            yield f"{visit['key']}: {path}{said} gave {got!r} ({error}), not {call['exp']!r} ({call['err']})"


def _get(session: Session, path: str) -> tuple[str, int]:
    if found := VALID.fullmatch(path):
        valid = session.engine.valid(found[1], found[2] or "")
        return "true" if valid else "false", 0
    answer = session.data.get(path)
    return answer.value, answer.error


def _alike(got: str, expected: str) -> bool:
    if got == expected:
        return True
    if sorted(got.split(",")) == sorted(expected.split(",")):
        return True
    try:
        return float(got) == float(expected)
    except ValueError:
        time = parse_duration(expected)
        return time is not None and parse_duration(got) == time


def _resolved(path: str, data: RunTimeData) -> str:
    """The path with the index of the entry whose identifier stands between ampersands."""
    found = re.match(r"(.*)\.&([^&]*)&(.*)", path)
    if not found:
        return path
    folder, name, rest = found.groups()
    name = " ".join(name.split())
    names = [unquote(data.values.get(f"{folder}.{number}.id", "")) for number in range(data.count(folder))]
    return f"{folder}.{names.index(name) if name in names else len(names)}{rest}"


def why(name: str) -> str:
    """For a case that the folder does not hold whole: what is missing."""
    return f" ({ABSENT[name]})" if name in ABSENT else ""


def main() -> int:
    folder, *wanted = Path(sys.argv[1]), *sys.argv[2:]
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    results = []
    for name in wanted or cases:
        with (folder / f"LMSTestPackage_{name}.zip").open("rb") as file:
            played = play(read_package(open_archive(file)), cases[name])
        results.append(Played(name, played.faults))
    sys.stdout.write(f"{sum(not played.faults for played in results)} of {len(results)} cases pass\n")
    for played in results:
        for fault in played.faults[:3]:
            sys.stdout.write(f"  {played.name:8} {fault}{why(played.name)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
