"""Two authors in the editor: what they type is saved, who else is there is shown, comments and citations by keys."""

import re

from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.conftest import OpenAs

LEAD, CO_AUTHOR = "rosa.sparrowgate@example.org", "maya.thornbury-light@example.org"
VISITS = 8
SAVED = re.compile("Saved", re.IGNORECASE)


def open_step(page: Page, title: str) -> str:
    """From the first page of the workspace to the editor of a step of “The bulletin”, as an author finds it."""
    page.goto("/admin/")
    page.get_by_role("link", name="The bulletin", exact=True).first.click()
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile(r"/edit/"))
    return page.url


def first_text(page: Page) -> Locator:
    return page.locator(".public-DraftEditor-content").first


def is_autosave(answer: Response) -> bool:
    return answer.request.method == "POST" and answer.url.partition("?")[0].endswith("/edit/")


def saved(page: Page) -> None:
    expect(page.locator("#w-autosave-indicator")).to_contain_text(SAVED)


def watched(page: Page) -> None:
    """The editor compares with what it finds two seconds after opening; only then does typing count as a change."""
    page.wait_for_function("window.editsAreWatched")


def test_two_authors_type_comment_and_see_each_other(open_as: OpenAs) -> None:
    one, two = open_as(LEAD), open_as(CO_AUTHOR)
    for page in (one, two):
        page.add_init_script("addEventListener('w-unsaved:watch-edits', () => { window.editsAreWatched = true })")
    address = open_step(one, "Two documents, one promise")
    watched(one)
    first_text(one).click()
    one.keyboard.press("End")
    with one.expect_response(is_autosave):
        one.keyboard.type(" Typed by the first author.")
    saved(one)

    for _ in range(VISITS):  # the first autosave may have caught half of the sentence
        two.goto(address)
        if "Typed by the first author." in first_text(two).inner_text():
            break
    expect(first_text(two)).to_contain_text("Typed by the first author.")
    expect(two.locator(".w-editing-sessions__session").first).to_be_visible()

    watched(two)
    two.get_by_role("button", name="Toggle comments").click()
    two.locator("[data-comment-add]:visible").first.click()
    two.locator("#comments textarea").first.fill("Who says this?")
    with two.expect_response(is_autosave):
        two.locator("#comments").get_by_role("button", name="Comment", exact=True).first.click()
    saved(two)
    two.close()
    one.reload()
    one.get_by_role("button", name="Toggle comments").click()
    expect(one.locator("#comments")).to_contain_text("Who says this?")


def test_what_was_typed_last_is_saved_by_the_keys_for_saving(open_as: OpenAs) -> None:
    page = open_as(LEAD)
    address = open_step(page, "Drugs at the scene")
    first_text(page).click()
    page.keyboard.press("End")
    page.keyboard.type(" Last words.")
    with page.expect_navigation():
        page.keyboard.press("ControlOrMeta+s")
    page.goto(address)
    expect(first_text(page)).to_contain_text("Last words.")


def test_rule_is_cited_by_keys_alone(open_as: OpenAs) -> None:
    page = open_as(LEAD)
    open_step(page, "Drugs at the scene")
    first_text(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" As ruled /cite")
    expect(page.get_by_role("option", name="Cite a rule or a source")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#cg-inline-q")).to_be_focused()
    page.keyboard.type("L-06")
    page.keyboard.press("Enter")
    expect(page.locator(".cg-inline-pick").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('.TooltipEntity[title="L-06"]').last).to_be_visible()
    saved(page)


def test_next_scene_is_chosen_by_name_and_follows_a_renamed_scene(open_as: OpenAs) -> None:
    page = open_as(LEAD)
    open_step(page, "On the curb")
    by_name = page.locator('select[id$="-by-name"]').nth(1)
    expect(by_name).to_have_value("s1b")
    key = page.locator('input[name="items-0-value-scenes-1-value-key"]')
    key.fill("turned-away")
    key.press("Tab")
    expect(by_name).to_have_value("turned-away")
    expect(by_name.locator("option:checked")).to_contain_text("turned-away: She has turned away")


def test_reader_sees_what_is_cited_on_focus_and_puts_it_away(open_as: OpenAs) -> None:
    page = open_as()
    page.goto("/modules/the-bulletin/two-documents/")
    link = page.locator(".cg-cite a").first
    link.focus()
    peek = page.get_by_role("tooltip")
    expect(peek).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "cg-peek")
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)
    link.hover()
    expect(peek).to_be_visible()
    link.click()
    expect(page).to_have_url(re.compile("#note-1$"))
