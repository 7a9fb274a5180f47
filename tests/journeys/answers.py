"""What the programme says about each choice of its scenarios, to answer them well or badly on purpose."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page

PROGRAMME = Path(__file__).resolve().parents[2] / "programme" / "modules"
BEST, HARMFUL = "best", "harmful"


def plain(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=8)
def outcomes(module: str) -> dict[tuple[str, str], str]:
    """Item title and choice text to its outcome; a plain right answer counts as best, a wrong one as harmful."""
    known: dict[tuple[str, str], str] = {}
    for path in sorted(PROGRAMME.glob(f"{module}/[0-9]*.yaml")):
        step: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for item in step.get("items", []):
            choices = [choice for scene in item.get("scenes", []) for choice in scene["choices"]]
            for choice in choices or item["choices"]:
                outcome = choice.get("outcome") or (BEST if choice["correct"] else HARMFUL)
                known[plain(item["title"]), plain(choice["text"])] = outcome
    return known


def labels_of(page: Page, module: str, wanted: str) -> list[Locator]:
    """The choices with the wanted outcome, the first alone where only one may be chosen; the last if there is none."""
    title = plain(page.get_by_role("heading", level=1).inner_text())
    labels = page.locator(".cg-choice label")
    texts = [plain(text) for text in labels.all_inner_texts()]
    chosen = [number for number, text in enumerate(texts) if outcomes(module)[title, text] == wanted]
    if page.locator('.cg-choice input[type="radio"]').count():
        chosen = chosen[:1]
    return [labels.nth(number) for number in chosen or [len(texts) - 1]]


def answer_question(page: Page, module: str, wanted: str) -> None:
    """Tick what has the wanted outcome and send it."""
    for label in labels_of(page, module, wanted):
        label.click()
    page.get_by_role("button", name="Answer").click()


def take_scenario(page: Page, module: str, wanted: str) -> None:
    """From the start (or a new attempt) to the result, always choosing what has the wanted outcome."""
    follow(page, page.get_by_role("button", name="Start").or_(page.get_by_role("button", name="Try again")))
    while page.locator(".cg-choice").count():
        answer_question(page, module, wanted)
        follow(page, page.get_by_role("link", name="Next").first)


def follow(page: Page, link: Locator) -> None:
    """Click and wait until the next page is there: whoever counts right after would count on the old one."""
    with page.expect_navigation():
        link.click()
