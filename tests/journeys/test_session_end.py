"""What was typed is not lost when the session ends, and what is sent twice counts once."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.answers import BEST, answer_question, labels_of
from tests.journeys.conftest import OpenAs

OFFICER, TEAMMATE = "casey.thistledown@example.org", "nico.northwind@example.org"
KEPT = "This sentence says that a reporter must give a name, and the bulletin says that they need not."
TWICE = "The word witness is used here for somebody who was hurt too."


def open_course(page: Page) -> None:
    page.goto("/training/")
    page.get_by_role("link", name="Continue").or_(page.get_by_role("button", name="Begin")).first.click()
    page.locator("nav.cg-outline:visible").first.wait_for()


def write_report(page: Page, claim: str) -> None:
    page.locator("nav.cg-outline:visible").get_by_role("link", name="Who is covered, and when").click()
    page.get_by_role("link", name="Report a problem with this").first.click()
    page.get_by_label("What is wrong").fill(claim)


def test_report_sent_after_the_session_ended_is_kept_and_sent(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    open_course(page)
    write_report(page, KEPT)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send the report").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.locator(f'button[name="person"][value="{OFFICER}"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your form was kept")
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text(KEPT).first).to_be_visible()
    page.goto("/flags/")
    expect(page.get_by_role("link", name=KEPT)).to_have_count(1)


def test_report_sent_by_a_double_click_is_one_report(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    open_course(page)
    write_report(page, TWICE)
    page.get_by_role("button", name="Send the report").dblclick()
    expect(page.get_by_text(TWICE).first).to_be_visible()
    page.goto("/flags/")
    expect(page.get_by_role("link", name=TWICE)).to_have_count(1)


def test_answer_sent_by_a_double_click_counts_once(open_as: OpenAs) -> None:
    page = open_as(TEAMMATE)
    open_course(page)
    page.locator("nav.cg-outline:visible").get_by_role("link", name="The pipe, the statement, the name").click()
    page.get_by_role("button", name="Start").or_(page.get_by_role("button", name="Answer")).click()
    labels_of(page, "the-bulletin", BEST)[0].click()
    page.get_by_role("button", name="Answer").dblclick()
    expect(page.get_by_text("You chose:")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Next")).click()
    page.get_by_text("The story so far").click()
    expect(page.get_by_text("You chose:")).to_have_count(1)
    answer_question(page, "the-bulletin", BEST)
    expect(page.get_by_text("You chose:")).to_be_visible()
