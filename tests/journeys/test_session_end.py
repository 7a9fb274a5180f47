"""What was typed is not lost when the session ends, and what is sent twice counts once."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenAs

OFFICER = "casey.thistledown@example.org"
CLAIM = "This sentence says that a reporter must give a name, and the bulletin says that they need not."


def end_session(page: Page) -> None:
    """As when a session expires: the cookie of the session is gone, the page is still open."""
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page) -> None:
    page.locator(f'button[name="person"][value="{OFFICER}"]').click()


def open_lesson(page: Page) -> None:
    page.goto("/training/")
    page.get_by_role("link", name=re.compile("^Continue")).first.click()
    page.locator("nav.cg-outline:visible a").nth(1).click()


def test_report_sent_after_the_session_ended_is_kept_and_sent(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    open_lesson(page)
    page.get_by_role("link", name=re.compile("Report a problem")).first.click()
    page.locator("label.usa-checkbox__label").first.click()
    page.locator("label.usa-radio__label").first.click()
    page.get_by_label(re.compile("wrong", re.IGNORECASE)).first.fill(CLAIM)
    end_session(page)
    page.get_by_role("button", name="Send the report").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in_again(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your form was kept")
    page.get_by_role("button", name="Send it now").click()

    expect(page.get_by_text(CLAIM).first).to_be_visible()
