"""What people do to the register of the law, and what readers then see."""

from playwright.sync_api import Page, expect

from tests.journeys.looking import faults

CHANGED = "The rule this rests on has changed."


def change_status(page: Page, key: str, what: str) -> list[str]:
    """Record on the rule's page that this happened to it; returns what was wrong with the screens."""
    page.goto(f"/admin/modules/law/{key}/")
    found = faults(page)
    page.get_by_role("link", name="Change the status").click()
    page.get_by_label("What happened").select_option(label=what)
    page.get_by_label("How you know").fill("A trial of this screen in the demo; the law itself has not changed.")
    found += faults(page)
    page.get_by_role("button", name="Keep this status").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return found
