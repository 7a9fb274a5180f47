"""Asks axe-core about a page, and says what it found so that a person can mend it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
Rules = dict[str, Any]
EVERYTHING: Rules = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RUN = """async ([rules, within]) => {
  const where = within ? {include: [[within]]} : document;
  const found = await axe.run(where, {runOnly: rules, resultTypes: ["violations"], preload: false, pingWaitTime: 50});
  return found.violations.map(({id, help, nodes}) => ({
    id, help,
    nodes: nodes.slice(0, 4).map(node => `${node.target}: ${node.failureSummary} ${node.html.slice(0, 200)}`),
  }));
}"""


@lru_cache(maxsize=1)
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, rules: Rules, *, within: str = "") -> list[str]:
    """Return one line for each rule broken on the page as it is shown now, or inside the element `within` names.

    The script is put in through the browser's own protocol, so the page's content security policy stays in force.
    """
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_source())
    found = page.evaluate(RUN, [rules, within])
    return [f"{rule['id']} ({rule['help']}): " + " | ".join(rule["nodes"]) for rule in found]
