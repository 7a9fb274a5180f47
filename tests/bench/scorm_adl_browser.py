"""The conformance cases of SCORM 2004 4th Edition played in a browser, in our player, as a learner would.

.venv/bin/python -m tests.bench.scorm_adl_browser FOLDER [CASE ...]
"""

import json
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from modules.scorm.archive import open_archive
from modules.scorm.manifest import Package, read_package
from tests.bench.scorm_corpus import CONTENT_HOST, plays_of, say
from tests.bench.server import database, manage, serving
from tests.browser import open_browser

RESULT = "CTSRESULT "
PATIENCE = 15.0
AWAY = re.compile(r"relaunch|suspend|exitcm|^exitlaunch|^dmbx|autoendrelaunch", re.IGNORECASE)


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
        self.page.evaluate("() => document.querySelector('[data-contents]')?.setAttribute('open', '')")
        control = self.page.locator(selector)
        try:
            control.click(timeout=4000)
        except Error:
            return f"{selector} cannot be pressed"
        return ""


def play(browser: Browser, case: Mapping[str, Any], package: Package, address: str) -> str:
    """Empty when every visit came as expected and every call was answered so; else the first fault."""
    context = browser.new_context()
    try:
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
    if AWAY.search(command):
        visitor.page.wait_for_timeout(1200)
        visitor.page.goto("about:blank")
        visitor.page.wait_for_timeout(500)
        visitor.arrive()
    return ""


def main() -> None:
    folder, *wanted = Path(sys.argv[1]), *sys.argv[2:]
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
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
                say(f"  {'FAIL' if fault else 'ok  '} {name:8} {fault}")
    say(f"{sum(not fault for fault in faults.values())} of {len(faults)} cases pass in the browser")


if __name__ == "__main__":
    main()
