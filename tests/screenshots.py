"""Takes the pictures of docs/images from a throw-away copy of the demo: `python -m tests.screenshots`."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page

from tests.browser import open_browser
from tests.demo_server import serve_demo
from tests.journeys.answers import HARMFUL, answer_question
from tests.journeys.people import storage_of

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
OFFICER, FINISHED = "casey.thistledown@example.org", "riley.lanternfield@example.org"
REVIEWER, AUTHOR = "maya.thornbury-light@example.org", "rosa.sparrowgate@example.org"
COORDINATOR, AUDITOR = "grace.millbrook@example.org", "priya.ledgerwood@example.org"
MOST_BYTES = 150_000


def keep(name: str, picture: Image.Image) -> None:
    """Write the picture with a palette, small enough for a page of documentation."""
    path = IMAGES / f"{name}.png"
    picture.convert("RGB").quantize(colors=128, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name}: {size / 1000:.0f} kB\n")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES // 1000} kB")


def shoot(name: str, page: Page) -> None:
    """A headless browser on a busy machine now and then fails to capture: it is asked a second time."""
    try:
        taken = page.screenshot(caret="initial")
    except Error:
        taken = page.screenshot(caret="initial")
    keep(name, Image.open(io.BytesIO(taken)))


def open_lesson(page: Page) -> None:
    page.goto("/training/")
    page.get_by_role("link", name="Continue").click()
    page.locator("nav.cg-outline a", has_text="Who is covered, and when").first.evaluate("link => link.click()")
    page.get_by_role("heading", level=1, name="Who is covered, and when").wait_for()


def open_candidate(page: Page) -> None:
    page.goto("/sign-off/")
    page.get_by_role("link", name="Trafficking and sex work").first.click()
    page.locator(".cg-diff ins").first.evaluate("one => one.scrollIntoView({block: 'center'})")


def open_first_certificate(page: Page) -> None:
    page.goto("/admin/audit/")
    page.locator(".listing tbody a").first.click()
    page.get_by_role("heading", name="What it says").wait_for()


def go(address: str) -> Callable[[Page], object]:
    return lambda page: page.goto(address)


PAGES: list[tuple[str, str | None, dict[str, int], Callable[[Page], object]]] = [
    ("front-page", None, DESKTOP, go("/")),
    ("rules", None, DESKTOP, go("/authorities/")),
    ("corrections", None, DESKTOP, go("/corrections/")),
    ("my-training", OFFICER, DESKTOP, go("/training/")),
    ("lesson", OFFICER, DESKTOP, open_lesson),
    ("lesson-phone", OFFICER, PHONE, open_lesson),
    ("docket", REVIEWER, DESKTOP, go("/docket/")),
    ("material", REVIEWER, DESKTOP, go("/materials/eyes-open/")),
    ("candidate", REVIEWER, DESKTOP, open_candidate),
    ("my-modules", AUTHOR, DESKTOP, go("/admin/")),
    ("coordinator-dashboard", COORDINATOR, DESKTOP, go("/admin/training/")),
    ("audit", AUDITOR, DESKTOP, go("/admin/audit/")),
    ("chain-of-evidence", AUDITOR, DESKTOP, open_first_certificate),
]


def open_as(browser: Browser, url: str, email: str | None, size: dict[str, int]) -> Page:
    state = storage_of(browser, url, email) if email else None
    context = browser.new_context(base_url=url, storage_state=state, viewport=size, color_scheme="light")
    return context.new_page()


def shoot_scenario(page: Page) -> None:
    """Go through a scenario the wrong way: what followed from an answer, then the result."""
    page.goto("/training/")
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("button", name="Start").click()
    answer_question(page, "*", HARMFUL)
    shoot("scenario-feedback", page)
    page.get_by_role("link", name="Next").first.click()
    while page.locator(".cg-choice").count():
        answer_question(page, "*", HARMFUL)
        page.get_by_role("link", name="Next").first.click()
    shoot("result", page)


def shoot_certificate(page: Page) -> None:
    """The PDF as a picture (where poppler's pdftoppm is installed), and the page that verifies it."""
    page.goto("/training/records/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Prioritizing").click()
    program = shutil.which("pdftoppm")
    if program:
        done = subprocess.run(
            [program, "-png", "-r", "96", "-singlefile", download.value.path()], capture_output=True, check=True
        )
        keep("certificate", Image.open(io.BytesIO(done.stdout)))
    else:
        sys.stdout.write("certificate.png left as it is: pdftoppm (poppler-utils) is not installed\n")
    page.locator('main a[href^="/verify/"]').first.click()
    page.get_by_role("heading", name="Valid").wait_for()
    shoot("verify", page)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with serve_demo() as demo, open_browser() as browser:
        for name, email, size, open_page in PAGES:
            page = open_as(browser, demo.url, email, size)
            open_page(page)
            shoot(name, page)
            page.context.close()
        shoot_certificate(open_as(browser, demo.url, FINISHED, DESKTOP))
        shoot_scenario(open_as(browser, demo.url, OFFICER, {"width": 1280, "height": 1000}))


if __name__ == "__main__":
    main()
