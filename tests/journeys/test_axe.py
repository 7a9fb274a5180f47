"""Every page of ours, for everyone who sees it: no axe violation on desktop and phone, in light and in the dark."""

import pytest
from playwright.sync_api import Page

from people.demo import demo_sign_ins
from tests.demo_server import Demo
from tests.journeys.axe import violations
from tests.journeys.conftest import OpenAs
from tests.journeys.walking import Stop, walk

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 640}
WORKSPACE_REGION = "#main"
PUBLIC = dict.fromkeys(("about", "modules:glossary", "modules:authorities", "modules:reading", "records:verify"), 0)
EVERYONE = ["", *(person.role for person in demo_sign_ins())]


def faults_of(page: Page, stop: Stop) -> list[str]:
    """Look at the page that is open at both sizes and in both colour schemes; then at 320 pixels."""
    found: list[str] = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            within = WORKSPACE_REGION if stop.in_workspace else ""
            found += [f"{stop.path} {size['width']} {scheme} {line}" for line in violations(page, within=within)]
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{stop.path} has {headings} first-level headings")
    if not stop.in_workspace:
        page.set_viewport_size(NARROWEST)
        width = page.evaluate("() => document.documentElement.scrollWidth")
        if width > NARROWEST["width"]:
            found.append(f"{stop.path} scrolls sideways at 320 pixels: {width}")
    page.set_viewport_size(DESKTOP)
    return found


@pytest.mark.parametrize("role", EVERYONE)
def test_pages_have_no_axe_violation(role: str, demo: Demo, open_as: OpenAs) -> None:
    page = open_as(role or None)
    limits = PUBLIC if role else {"modules:reading": 40}
    stops, found = [], []
    for stop in walk(page, demo.url, ("/", "/admin/") if role else ("/",), limits):
        stops.append(stop)
        found += faults_of(page, stop)
    assert not found, "\n".join(found)
    assert len({stop.view for stop in stops}) >= 5, stops
