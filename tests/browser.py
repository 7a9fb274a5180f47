"""Starts the browser that the set-up found, with nothing of its own going out to the network."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
KEPT_PATH = ROOT / "var" / "stamps" / "browser-path"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def browser_path() -> str | None:
    """The browser's program as the set-up noted it, else Debian's; None lets Playwright take its own."""
    kept = KEPT_PATH.read_text(encoding="utf-8").strip() if KEPT_PATH.is_file() else ""
    return kept or shutil.which("chromium")


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
