"""By keyboard alone, and without motion for those who asked for none."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenAs

OFFICER = "nico.northwind@example.org"
MOST_STOPS = 150
SHOWS_FOCUS = """() => {
  const shown = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const here = document.activeElement, label = here.labels && here.labels[0];
  return shown(getComputedStyle(here)) || Boolean(label && shown(getComputedStyle(label, "::before")));
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
}).map(one => one.outerHTML.slice(0, 80))"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus. Every stop on the way must show where the focus is."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), page.evaluate("() => document.activeElement.outerHTML")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} was not reached")


@pytest.mark.parametrize("address", ["/", "/modules/the-bulletin/two-documents/", "/verify/"])
def test_first_stop_skips_to_the_content(address: str, open_as: OpenAs) -> None:
    page = open_as()
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Skip"))).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_course_is_begun_read_and_answered_with_keys(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    page.goto("/training/")
    tab_to(page, page.get_by_role("button", name="Begin").or_(page.get_by_role("link", name="Continue")).first)
    page.keyboard.press("Enter")
    expect(page.locator(".cg-block").first).to_be_visible()
    tab_to(page, page.locator("nav.cg-outline:visible").get_by_role("link", name="scenario").last)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Start"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Answer")).to_be_visible()
    expect(page.locator(".cg-choice").first).to_be_visible()
    tab_to(page, page.locator('.cg-choice input[type="radio"]').first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Answer"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("You chose:")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/training/", "/modules/the-bulletin/two-documents/", "/verify/"])
def test_nothing_moves_when_motion_is_unwanted(address: str, open_as: OpenAs) -> None:
    page = open_as(OFFICER, reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate(MOVING) == []


SELECT = """block => {
  const text = document.createTreeWalker(block.querySelector("p"), NodeFilter.SHOW_TEXT).nextNode();
  getSelection().setBaseAndExtent(text, 0, text, 17);
  return String(getSelection());
}"""


def test_selected_words_and_the_second_of_a_film_travel_into_the_report(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    page.goto("/modules/trafficking-and-sex-work/numbers-not-to-repeat/")
    block = page.locator("[data-block]").nth(1)
    chosen = block.evaluate(SELECT)
    block.get_by_role("link", name="Report a problem with this").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("The exact words")).to_have_value(chosen.strip())
    page.goto("/modules/trafficking-and-sex-work/what-the-law-calls-trafficking/")
    block = page.locator("[data-block]").filter(has=page.locator("video"))
    block.locator("video").evaluate("film => new Promise(done => { film.onseeked = done; film.currentTime = 75 % 58 })")
    block.get_by_role("link", name="Report a problem with this").click()
    expect(page.get_by_label("From")).to_have_value("0:17")
