"""A rule is superseded and what rests on it freezes; its authors answer; and it comes back into force."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.answers import BEST, take_scenario
from tests.journeys.conftest import OpenAs
from tests.journeys.law import CHANGED, change_status
from tests.journeys.looking import faults
from tests.journeys.people import sign_in_with_password

AUTHOR, OFFICER = "maya.thornbury-light@example.org", "emerson.honeycutt-vale@example.org"
RULE = "usc-22-7102"
LESSON = "/modules/trafficking-and-sex-work/state-words-federal-words/"
CRIMES, PRACTICE = "crimes-against-people-in-the-sex-trade", "Practice: taking the report"


def test_a_rule_is_superseded_answered_for_and_in_force_again(open_as: OpenAs) -> None:
    author, reader = open_as(AUTHOR), open_as()
    reader.goto(LESSON)
    expect(reader.get_by_text(CHANGED)).to_have_count(0)
    found = change_status(author, RULE, "Superseded: another rule took its place")
    expect(author.get_by_text("its authors are told")).to_be_visible()
    reader.goto(LESSON)
    expect(reader.get_by_text(CHANGED).first).to_be_visible()
    found += faults(reader)
    found += answer(author)
    reader.goto(LESSON)
    expect(reader.get_by_text(CHANGED)).to_have_count(0)
    change_status(author, RULE, "In force")
    author.goto("/admin/modules/moved/")
    expect(author.get_by_text("22 U.S.C.")).to_have_count(0)
    assert not found, "\n".join(found)


def answer(page: Page) -> list[str]:
    """From the report to the passages of the module, and: still right."""
    page.goto("/admin/modules/moved/")
    found = faults(page)
    page.get_by_role("row", name=re.compile("Superseded")).first.get_by_role("link", name="Waits for an answer").click()
    found += faults(page)
    for box in page.locator('input[name="passages"]').all():
        box.check()
    page.get_by_label("Why it is still right").fill("The passage compares the two sets of words, whichever applies.")
    page.get_by_role("button", name="Keep: still right").click()
    expect(page.get_by_text("Nothing in this module waits for an answer.")).to_be_visible()
    return found


def test_a_question_on_a_rule_that_nobody_checked_does_not_count(open_as: OpenAs) -> None:
    page = open_as()
    sign_in_with_password(page, OFFICER)
    page.goto("/training/")
    page.get_by_role("link", name="Continue").first.click()
    page.get_by_role("link", name=re.compile(PRACTICE)).first.click()
    take_scenario(page, CRIMES, BEST)
    expect(page.get_by_text("You passed.")).to_be_visible()
    expect(page.get_by_text("This question did not count.")).to_be_visible()
    found = faults(page)
    assert not found, "\n".join(found)
