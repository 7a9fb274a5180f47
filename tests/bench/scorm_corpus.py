"""Launches every importable package of SCORM_CORPUS in a browser: sets, leaves, resumes, reads back from the server.

`python -m tests.bench.scorm_corpus [--only NAME]`.
"""

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, Request

from tests.bench.scorm_settings import LISTED
from tests.bench.server import database, manage, serving
from tests.browser import open_browser
from tests.modules.scorm.corpus import ABSENT, FOLDER, cases

CONTENT_HOST = "localhost"
SETTLE = 4000  # milliseconds in which a page may begin by itself
MARK = "common-ground-bench"
API = "const api = window.API_1484_11 ?? window.API; const old = Boolean(window.API);"
BEGIN = f"() => {{ {API} const run = old ? api.LMSInitialize('') : api.Initialize(''); return run; }}"
SET = f"""(mark) => {{ {API}
  const set = (name, value) => old ? api.LMSSetValue(name, value) : api.SetValue(name, value);
  const error = () => old ? api.LMSGetLastError() : api.GetLastError();
  const steps = old
    ? [["cmi.core.score.min", "0"], ["cmi.core.score.max", "100"], ["cmi.core.score.raw", "77"], ["cmi.comments", mark],
       ["cmi.core.lesson_status", "incomplete"], ["cmi.core.exit", "suspend"]]
    : [["cmi.score.scaled", "0.77"], ["cmi.score.min", "0"], ["cmi.score.max", "100"], ["cmi.score.raw", "77"],
       ["cmi.comments_from_learner.0.comment", mark], ["cmi.exit", "suspend"]];
  const wrong = steps.filter(([name, value]) => set(name, value) !== "true");
  const refused = wrong.map(([name]) => `${{name}}: ${{error()}}`);
  const kept = old ? api.LMSCommit("") && api.LMSFinish("") : api.Commit("") && api.Terminate("");
  return kept === "true" ? refused : [...refused, `end: ${{error()}}`]; }}"""
BEGUN = f"""() => {{ {API}
  if (old) api.LMSGetValue("cmi.core.entry");
  else api.GetValue("cmi.entry");
  return old ? api.LMSGetLastError() : api.GetLastError(); }}"""
OPENED = """() => window.API || window.API_1484_11
  || document.querySelector("[data-frame]").src.includes("/files/")"""
READ = f"""() => {{ {API}
  const get = (name) => old ? api.LMSGetValue(name) : api.GetValue(name);
  return old ? [get("cmi.core.entry"), get("cmi.comments")]
             : [get("cmi.entry"), get("cmi.comments_from_learner.0.comment")]; }}"""


@dataclass
class Verdict:
    """What became of one package; `fault` is empty where all went well."""

    name: str
    fault: str = ""
    seconds: float = 0
    requests: int = 0


@dataclass
class Player:
    """One browser page at the player of one run."""

    page: Page
    address: str
    calls: list[str] = field(default_factory=list)

    def open(self) -> None:
        self.page.set_default_timeout(15_000)
        self.page.on("request", self._note)
        self.page.goto(self.address)
        self.page.wait_for_function(OPENED)
        self.page.wait_for_timeout(300)

    def _note(self, request: Request) -> None:
        if request.method == "POST":
            self.calls.append(request.url)

    @property
    def reports(self) -> bool:
        return bool(self.page.evaluate("() => Boolean(window.API || window.API_1484_11)"))

    def begin(self) -> str:
        """Wait until the page begins by itself; else begin for it, as a page that was clicked on would."""
        deadline = time.monotonic() + SETTLE / 1000
        while time.monotonic() < deadline:
            code = self.page.evaluate(BEGUN)
            if str(code) == "0":
                return ""
            self.page.wait_for_timeout(200)
        return "" if self.page.evaluate(BEGIN) == "true" else "does not begin"

    def leave(self) -> None:
        self.page.goto("about:blank")
        self.page.wait_for_timeout(700)


def try_package(browser: Browser, play: dict[str, str], base: str, kept: "Kept") -> Verdict:
    begun = time.perf_counter()
    context = browser.new_context()
    try:
        player = Player(context.new_page(), base + play["path"])
        fault = _walk(player, play, kept)
    except Error as error:
        fault = str(error).splitlines()[0][:120]
    finally:
        context.close()
    return Verdict(play["name"], fault, time.perf_counter() - begun, len(player.calls))


def _walk(player: Player, play: dict[str, str], kept: "Kept") -> str:
    player.open()
    if not player.reports:
        player.leave()
        return "" if kept.completed(play["registration"]) else "a page that reports nothing was not counted as opened"
    if fault := player.begin():  # some end by themselves as they open: what they told is read back
        player.leave()
        return "" if kept.completed(play["registration"]) else fault
    if refused := player.page.evaluate(SET, MARK):
        return f"refused {refused}"
    player.leave()
    if fault := kept.fault(play["registration"]):
        return fault
    player.open()
    if fault := player.begin():
        return f"again: {fault}"
    entry, comment = player.page.evaluate(READ)  # the score may be the page's own again by now
    return "" if entry == "resume" and MARK in comment else f"resumed with entry {entry!r}, comment {comment!r}"


@dataclass
class Kept:
    """What the server's database holds."""

    path: Path

    def _state(self, registration: str) -> dict[str, Any]:
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as base:
            row = base.execute(
                "SELECT state FROM modules_scormregistration WHERE reference = ?", [registration]
            ).fetchone()
        found: dict[str, Any] = json.loads(row[0])
        return found

    def completed(self, registration: str) -> bool:
        return any(sco["best"]["completed"] for sco in self._state(registration)["scos"].values())

    def fault(self, registration: str) -> str:
        state = self._state(registration)
        sco = state["scos"][state["at"]]
        raw = sco["values"].get("cmi.core.score.raw") or sco["values"].get("cmi.score.raw")
        marked = any(MARK in value for value in sco["values"].values())
        return "" if raw == "77" and marked else f"the server holds score {raw!r} and {'a' if marked else 'no'} comment"


def plays_of(environment: dict[str, str], folder: Path) -> list[dict[str, str]]:
    seed = [sys.executable, "-m", "tests.bench.scorm_seed", str(folder)]
    if os.spawnve(os.P_WAIT, sys.executable, seed, environment):  # noqa: S606
        raise RuntimeError("seeding failed; what it said stands above")
    found: list[dict[str, str]] = json.loads(Path(environment["BENCH_DIR"], LISTED).read_text(encoding="utf-8"))
    return found


def verdicts(environment: dict[str, str], folder: Path, only: str = "") -> Iterator[Verdict]:
    plays = [play for play in plays_of(environment, folder) if only in play["name"]]
    kept = Kept(Path(environment["BENCH_DIR"], "bench.sqlite3"))
    with serving(environment) as port, open_browser() as browser:
        base = f"http://{CONTENT_HOST}:{port}"
        for play in plays:
            if not play["refused"]:
                yield try_package(browser, play, base, kept)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.bench.scorm_corpus")
    asked.add_argument("--only", default="", help="packages whose name holds this")
    options = asked.parse_args()
    if not FOLDER.is_dir():
        say(f"· packages in the browser: left out. {ABSENT}")
        return
    with database("sqlite") as environment:
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        found = []
        for verdict in verdicts(environment, FOLDER, options.only):
            say(f"  {'ok  ' if not verdict.fault else 'FAIL'} {verdict.seconds:5.1f} s {verdict.name} {verdict.fault}")
            found.append(verdict)
    good = sum(not verdict.fault for verdict in found)
    refused = [case for case in cases() if case.reasons and options.only in case.path.name]
    told = {case.path.name: case.verdict() for case in refused}
    for name, (right, said) in told.items():
        say(f"  {'ok  ' if right else 'FAIL'}  refused {name}: {said}")
    say(f"· packages launched, set, left, resumed and read back: {good} of {len(found)} importable ones")
    say(f"· packages refused as their index expects: {sum(right for right, _ in told.values())} of {len(told)}")


if __name__ == "__main__":
    main()
