"""The conformance cases of SCORM 2004 4th Edition played in a browser, in our player, as a learner would.

.venv/bin/python -m tests.bench.scorm_adl_browser FOLDER [CASE ...]
"""

import json
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from modules.scorm.archive import open_archive
from modules.scorm.manifest import Package, read_package
from tests.bench.scorm_adl import why
from tests.bench.scorm_corpus import CONTENT_HOST, plays_of, say
from tests.bench.server import database, manage, serving
from tests.browser import open_browser

RESULT = "CTSRESULT "
PATIENCE = 15.0
AWAY = re.compile(r"relaunch|suspend|^exitlaunch|^dmbx|autoendrelaunch", re.IGNORECASE)
END = "ExitCM09ba"
ROOT = "the activity that corresponds to the root"
MISSING = {"OB-02b": "resources/SequencingTest.htm"}  # named by its manifest, and the same in each other package
WAIT = """(() => { let driver; Object.defineProperty(window, "CTS", { get: () => driver, set: (given) => {
  driver = given;
  const find = given.find;
  given.find = () => {
    const api = find(), visit = CASE.visits[Number(localStorage.getItem("cts:" + CASE.tc)) - 1];
    if (!api || !visit?.uiq) return api;
    return { ...api, Terminate: (word) => { window.endNow = () => api.Terminate(word); return "true"; } };
  };
} }); })()"""  # a page with a question waits for its answer before it ends


@dataclass
class Visitor:
    """A browser page at the player; what the pages of the case say arrives by the console."""

    page: Page
    address: str
    told: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.text.startswith(RESULT):
            self.told.append(json.loads(message.text.removeprefix(RESULT)))

    def arrive(self) -> None:
        self.page.goto(self.address)

    def next_result(self, seen: int) -> dict[str, Any] | None:
        """What the next page says of itself; None when none comes."""
        until = time.monotonic() + PATIENCE
        while len(self.told) <= seen and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        return self.told[seen] if len(self.told) > seen else None

    def press(self, selector: str) -> str:
        """Press a control of the player; says what is wrong when it cannot be."""
        self.page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        control = self.page.locator(selector)
        try:
            control.click(timeout=4000)
        except Error:
            return f"{selector} cannot be pressed"
        return ""

    def fault_of_controls(self, questions: str, answers: str, items: Mapping[str, str]) -> str:
        """What the case asks of its learner about the controls of the player, once all is kept."""
        self.page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        pairs = zip(questions.split("~"), answers.split("~"), strict=True)
        asked = {question: answer == "Y" for question, answer in pairs}
        until = time.monotonic() + 4
        while wrong := [question for question, right in asked.items() if self._holds(question, items) != right]:
            if time.monotonic() > until:
                return f"{wrong[0]} is not answered {'yes' if asked[wrong[0]] else 'no'}"
            self.page.wait_for_timeout(100)
        return ""

    def end_page(self) -> None:
        """The question is answered: let the page end."""
        for frame in self.page.frames:
            if "/files/" in frame.url:
                frame.evaluate("() => window.endNow?.()")

    def _holds(self, question: str, items: Mapping[str, str]) -> bool:
        control, _, title = question.partition("@")
        part, state = control.split(".")[:2]
        if part == "toc":
            name = items[ROOT] if title.startswith(ROOT) else items.get(title, "")
            found = self.page.locator(f'[data-item="{name}"]' if title else "[data-item]")
            lines = [line for line in found.all() if line.is_visible()]
            return bool(lines) if state == "visible" else any(line.is_enabled() for line in lines)
        found = self.page.locator(f'[data-go="{part}"]')
        enabled = bool(found.count()) and found.is_visible() and found.is_enabled()
        return enabled == (state == "enabled")


def play(browser: Browser, case: Mapping[str, Any], package: Package, address: str) -> str:
    """Empty when every visit came as expected and every call was answered so; else the first fault."""
    context = browser.new_context()
    try:
        context.add_init_script(WAIT)
        visitor = Visitor(context.new_page(), address)
        visitor.arrive()
        return _visits(visitor, case, package)
    except Error as error:
        return str(error).splitlines()[0][:120]
    finally:
        context.close()


def _visits(visitor: Visitor, case: Mapping[str, Any], package: Package) -> str:
    items = {item.parameters.partition("act=")[2]: item.identifier for item in package.organization.walk()}
    titles = {item.title: item.identifier for item in package.organization.walk()}
    named = titles | {ROOT: package.organization.identifier}
    seen = 0
    for number, visit in enumerate(case["visits"]):
        result = visitor.next_result(seen)
        seen += 1
        if number == 0 and result and result["st"] == "wrong-activity":
            if fault := visitor.press(f'[data-item="{items.get(visit["act"], "")}"]'):
                return f"{visit['key']}: {fault}"
            result = visitor.next_result(seen)
            seen += 1
        if fault := _fault(result):
            return f"{visit['key']}: {fault}"
        if visit["uiq"]:
            if fault := visitor.fault_of_controls(visit["uiq"], visit["uia"], named):
                return f"{visit['key']}: {fault}"
            visitor.end_page()
        if number + 1 == len(case["visits"]):
            return ""
        wanted = items.get(case["visits"][number + 1]["act"], "")
        if fault := _go_on(visitor, visit["cui"], titles, wanted):
            return f"{visit['key']}: {fault}"
    return ""


def _fault(result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "no page came"
    if result["st"] == "wrong-activity":
        return f"{result['act']} came instead of {result.get('expected')}"
    if result["st"] != "ok":
        failed = (result.get("fails") or [{}])[0]
        call = failed.get("p") or failed.get("c", {}).get("p", "")
        return f"{result['st']}: {failed.get('m', '')} {call} gave {failed.get('got')!r}, not {failed.get('exp')!r}"
    return ""


def _go_on(visitor: Visitor, command: str, titles: Mapping[str, str], wanted: str) -> str:
    """Do what the case asks of its learner between two pages."""
    if command in ("Continue", "Previous"):
        return visitor.press(f'[data-go="{command.lower()}"]')
    if command.startswith("Choice~"):
        target = command.partition("~")[2]
        return visitor.press(f'[data-item="{titles.get(target, wanted)}"]')
    if command.startswith("APIt"):
        return visitor.press(f'[data-item="{wanted}"]')
    if command == END and (fault := visitor.press('[data-go="exitAll"]')):
        return fault
    if command == END or AWAY.search(command):
        visitor.page.wait_for_timeout(1200)
        visitor.page.goto("about:blank")
        visitor.page.wait_for_timeout(500)
        visitor.arrive()
    return ""


def completed(folder: Path, to: Path) -> Path:
    """The packages, and in one that lacks a page the one that all others have."""
    lender = zipfile.ZipFile(folder / "LMSTestPackage_OB-02a.zip")
    for found in folder.glob("*.zip"):
        shutil.copy(found, to / found.name)
    for name, page in MISSING.items():
        with zipfile.ZipFile(to / f"LMSTestPackage_{name}.zip", "a") as lacking:
            if page not in lacking.namelist():
                lacking.writestr(page, lender.read(page))
    return to


def main() -> None:
    folder, *wanted = Path(sys.argv[1]), *sys.argv[2:]
    with tempfile.TemporaryDirectory() as place:
        run(completed(folder, Path(place)), json.loads((folder / "cases.json").read_text(encoding="utf-8")), wanted)


def run(folder: Path, cases: Mapping[str, Any], wanted: list[str]) -> None:
    faults: dict[str, str] = {}
    with database("sqlite") as environment:
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        plays = {
            row["name"].removeprefix("LMSTestPackage_").removesuffix(".zip"): row
            for row in plays_of(environment, folder)
        }
        with serving(environment) as port, open_browser() as browser:
            for name in wanted or cases:
                with (folder / f"LMSTestPackage_{name}.zip").open("rb") as file:
                    package = read_package(open_archive(file))
                row = plays[name]
                address = f"http://{CONTENT_HOST}:{port}{row['path']}"
                fault = f"refused: {row['refused']}" if row["refused"] else play(browser, cases[name], package, address)
                faults[name] = fault
                say(f"  {'FAIL' if fault else 'ok  '} {name:8} {fault}{why(name) if fault else ''}")
    say(f"{sum(not fault for fault in faults.values())} of {len(faults)} cases pass in the browser")


if __name__ == "__main__":
    main()
