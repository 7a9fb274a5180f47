"""Looks at the page that is open as people do: on a desktop and a phone, by day and by night, and very narrow."""

from playwright.sync_api import Page, ViewportSize

from tests.journeys.axe import EVERYTHING, Rules, violations

Look = tuple[ViewportSize, str, Rules]

FINISH_TRANSITIONS = "() => document.getAnimations().forEach(one => { try { one.finish() } catch { one.cancel() } })"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
WORKSPACE_REGION = "#main"
LOOKS: tuple[Look, ...] = ((DESKTOP, "light", EVERYTHING), (PHONE, "dark", EVERYTHING))


def faults(page: Page, looks: tuple[Look, ...] = LOOKS) -> list[str]:
    """What is wrong with the page: axe violations, not exactly one first-level heading, scrolling sideways.

    Every rule is asked on a desktop by day and on a phone by night: no colour of ours depends on the size. In the
    Wagtail admin only what we put into its frame is looked at.
    """
    path = page.url.split("/", 3)[-1]
    within = WORKSPACE_REGION if page.locator(WORKSPACE_REGION).count() else ""
    found: list[str] = []
    for size, scheme, rules in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FINISH_TRANSITIONS)
        found += [f"{path} {size['width']} {scheme} {line}" for line in violations(page, rules, within=within)]
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{path} has {headings} first-level headings")
    page.set_viewport_size(NARROWEST)
    width = page.evaluate("() => document.documentElement.scrollWidth")
    if width > NARROWEST["width"]:
        found.append(f"{path} scrolls sideways at 320 pixels: it is {width} wide")
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    return found
