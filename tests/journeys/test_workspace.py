"""The workspace by keyboard, with a connection that goes away: notes wait, are sent later, and never twice."""

import json
from urllib.parse import parse_qs

from playwright.sync_api import Page, expect

from tests.journeys.axe import EVERYTHING, violations
from tests.journeys.conftest import OpenAs

ROSA = "rosa.sparrowgate@example.org"
MAYA = "maya.thornbury-light@example.org"


def open_workspace(page: Page) -> None:
    page.goto("/materials/eyes-open/")
    page.get_by_role("link", name="Open the workspace").first.click()
    expect(page.locator("#keys")).to_be_visible()  # the page says so once it hears them


def mark_by_keys(page: Page, words: str, criterion: str = "2") -> None:
    """Mark in, let it run, mark out, tick a criterion by its number, write, keep: all with keys."""
    page.keyboard.press("i")
    page.keyboard.press("l")
    page.keyboard.press("o")
    page.keyboard.press(criterion)
    page.keyboard.press("n")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")


def test_notes_are_marked_by_keys_wait_offline_and_arrive_once(open_as: OpenAs) -> None:
    page = open_as(ROSA)
    open_workspace(page)
    found = violations(page, EVERYTHING)
    assert not found, "\n".join(found)

    page.keyboard.press("k")
    expect(page.locator("[data-face]")).not_to_have_text("0:00")
    page.keyboard.press("k")
    mark_by_keys(page, "Journey: the first.")
    live = page.locator("[data-live]")
    expect(live.get_by_text("Journey: the first.")).to_be_visible()
    expect(page.locator("#id_claim")).to_have_value("")

    page.context.set_offline(True)
    mark_by_keys(page, "Journey: without a connection.", "3")
    expect(page.locator("[data-kept]")).to_contain_text("One note waits on this device.")
    mark_by_keys(page, "Journey: and one more.")
    expect(page.locator("[data-kept]")).to_contain_text("2 notes wait on this device.")
    expect(live.get_by_text("Journey: without a connection.")).to_have_count(0)

    tab = page.context.new_page()  # a second tab opens while both still wait: each tab sends them
    page.context.set_offline(False)
    tab.goto(page.url)
    expect(page.locator("[data-live]").get_by_text("Journey: and one more.")).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_hidden()
    tab.reload()
    expect(tab.locator("[data-live]").get_by_text("Journey: without a connection.")).to_be_visible()
    expect(tab.locator("[data-kept]")).to_be_hidden()
    expect(tab.locator("[data-live] .cg-note", has_text="Journey:")).to_have_count(3)


def test_keys_can_be_switched_off_and_never_write_over_words(open_as: OpenAs) -> None:
    page = open_as(ROSA)
    open_workspace(page)
    page.keyboard.press("Shift+?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    page.get_by_text("Single keys work on this page").click()
    page.locator("h1").click()
    page.keyboard.press("i")
    expect(page.locator("#id_start")).to_have_value("")
    page.reload()
    page.keyboard.press("i")
    expect(page.locator("#id_start")).to_have_value("")
    page.locator("#keys summary").click()
    page.get_by_text("Single keys work on this page").click()
    page.locator("#id_claim").fill("")
    page.locator("#id_claim").press_sequentially("ikon 1")
    expect(page.locator("#id_claim")).to_have_value("ikon 1")
    expect(page.locator("#id_start")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.locator("#id_start")).to_have_value("0:00")


def test_what_waits_is_sent_in_no_other_name_and_what_is_written_outlives_a_reload(open_as: OpenAs) -> None:
    page = open_as(ROSA)
    open_workspace(page)
    lines = page.locator("[data-line-notes] a")
    before = lines.count()
    mark_by_keys(page, "Journey: on the first line.")
    expect(page.locator("[data-live]").get_by_text("Journey: on the first line.")).to_be_visible()
    assert lines.count() > before

    page.locator("#id_claim").fill("Journey: half a thought")
    page.reload()
    expect(page.locator("#id_claim")).to_have_value("Journey: half a thought")
    page.locator("#id_claim").fill("")
    page.keyboard.press("Escape")

    page.route("**/notes/add/", lambda route: route.fulfill(status=408))
    mark_by_keys(page, "Journey: Rosa wrote this.")
    expect(page.locator("[data-kept]")).to_contain_text("One note waits on this device.")
    expect(page.locator("#id_claim")).to_have_value("")
    tab = page.context.new_page()
    tab.goto("/docket/")
    tab.get_by_role("button", name="Sign out").click()
    tab.goto("/accounts/login/")
    tab.locator(f'button[value="{MAYA}"]').click()
    page.unroute("**/notes/add/")
    page.locator("[data-kept-send]").click()
    expect(page.locator("[data-status]")).to_contain_text("You are signed out.")
    expect(page.locator("[data-kept]")).to_contain_text("One note waits on this device.")
    tab.goto(page.url)
    expect(tab.locator("[data-live]").get_by_text("Journey: on the first line.")).to_be_visible()
    expect(tab.locator("[data-live]").get_by_text("Journey: Rosa wrote this.")).to_have_count(0)
    expect(tab.locator("[data-kept]")).to_be_hidden()


def test_nobody_watched_while_the_machine_slept(open_as: OpenAs) -> None:
    """The clock goes on beside a film that plays elsewhere; what was watched ends when the lid was closed."""
    page = open_as(MAYA)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.post_data or "") if "/coverage/" in request.url else None)
    page.clock.install()
    open_workspace(page)
    page.locator("[data-run]").click()
    page.clock.run_for(5000)
    page.clock.fast_forward(3 * 60 * 1000)
    page.clock.run_for(16000)
    spans = [pair for words in told for pair in json.loads(parse_qs(words)["spans"][0])]
    assert spans[0][1] <= 6
    assert all(end - start < 30 for start, end in spans)
