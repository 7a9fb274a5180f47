"""Three agencies write, one protects, one objects, it is answered, the edition is published; then its law moves."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.demo_server import Demo
from tests.journeys.axe import EVERYTHING, violations
from tests.journeys.conftest import OpenAs
from tests.journeys.law import CHANGED, change_status
from tests.journeys.people import sign_in_with_password

PEERS, ALLIANCE, LEGAL = (
    "rosa.sparrowgate@example.org",
    "maya.thornbury-light@example.org",
    "lena.oakenshaw@example.org",
)
TITLE, STEP = "The bulletin", "Document, refer, and our own conduct"
OBJECTION = "The new minutes leave no time to ask questions."
WHY = "Nobody has to hurry: officers may stop and come back."
RULE, LESSON = "sfpd-17-249", "/modules/the-bulletin/document-refer-conduct/"


def test_three_agencies_sign_in_spite_of_each_other(demo: Demo, open_as: OpenAs) -> None:
    peers, alliance, legal = open_as(PEERS), open_as(ALLIANCE), open_as()
    sign_in_with_password(legal, LEGAL)
    expect_protected(peers)
    write(alliance)
    number = put_up(peers)
    object_to_it(alliance)
    answer(peers, "Approve")
    answer(legal, "Approve")
    expect(peers.get_by_text("The candidate waits for the other agencies").first).to_be_visible()
    reply_and_call_a_vote(peers)
    for page, choice in ((peers, "Override"), (legal, "Override"), (alliance, "Uphold")):
        vote(page, choice)
    reader = open_as(None, viewport={"width": 390, "height": 800})
    read_the_dissent(reader, number)
    freeze_what_rests_on_the_rule(peers, reader)


def expect_protected(page: Page) -> None:
    """The agency sees in the workspace that its clause is protected."""
    page.goto("/admin/")
    own_row(page).get_by_role("link", name="Protected passages").click()
    expect(page.get_by_text("officer-misconduct clause").first).to_be_visible()


def write(page: Page) -> None:
    """An author of another agency changes a step."""
    page.goto("/admin/")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("link", name=STEP).first.click()
    page.locator("#id_minutes").fill("12")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("has been saved").or_(page.get_by_text("has been updated")).first).to_be_visible()


def put_up(page: Page) -> str:
    """The leading agency puts the module up; returns the number of the candidate."""
    page.goto("/admin/")
    own_row(page).get_by_role("link", name="Put up for sign-off").click()
    page.get_by_role("button", name="Put up for sign-off").click()
    heading = page.get_by_role("heading", level=1).inner_text()
    return re.search(r"edition (\d+)", heading)[1]


def own_row(page: Page) -> Locator:
    """The line of the module among the person's own, on the first page of the workspace."""
    title = page.get_by_role("link", name=TITLE, exact=True)
    return page.get_by_role("region", name="My modules").get_by_role("row").filter(has=title)


def candidate(page: Page) -> None:
    page.goto("/sign-off/")
    page.get_by_role("link", name=TITLE, exact=True).first.click()


def object_to_it(page: Page) -> None:
    """An objection names its ground and its passage, and the candidate stays open."""
    candidate(page)
    page.get_by_text("Object", exact=True).click()
    page.get_by_label("Ground of the objection").select_option(label="How it came about")
    page.get_by_label("Which passage").select_option(index=1)
    page.get_by_label("Reasons", exact=True).fill(OBJECTION)
    page.get_by_role("button", name="Record this answer").click()
    expect(page.get_by_text(OBJECTION).first).to_be_visible()
    expect(page.get_by_text("Standing").first).to_be_visible()


def answer(page: Page, words: str) -> None:
    candidate(page)
    page.get_by_text(words, exact=True).click()
    page.get_by_role("button", name="Record this answer").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()


def reply_and_call_a_vote(page: Page) -> None:
    """The authors reply in words, which settles nothing, and call a vote."""
    candidate(page)
    page.get_by_text("Reply as an author").click()
    page.get_by_label("Reply of the authors").fill("The minutes are a guess, not a limit.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("The minutes are a guess, not a limit.").first).to_be_visible()
    page.get_by_text("Call a vote", exact=True).click()
    page.get_by_label("Why it should be decided").fill(WHY)
    page.get_by_role("button", name="Call the vote").click()
    expect(page.get_by_text("The vote is called.")).to_be_visible()
    assert violations(page, EVERYTHING) == []


def vote(page: Page, choice: str) -> None:
    candidate(page)
    page.locator("section.cg-card").get_by_text(re.compile(f"^{choice}:")).click()
    page.get_by_label("Reasons of the vote").fill("We have thought about it.")
    page.get_by_role("button", name="Cast this vote").click()
    expect(page.get_by_text("Your agency's vote is recorded.")).to_be_visible()


def read_the_dissent(page: Page, number: str) -> None:
    """Anybody reads who signed, and the dissent in the words of whoever objected."""
    page.goto("/modules/the-bulletin/")
    page.get_by_role("link", name=re.compile(f"Edition {number} of")).click()
    expect(page.get_by_role("heading", name="Dissent")).to_be_visible()
    expect(page.get_by_text(OBJECTION)).to_be_visible()
    expect(page.get_by_text(WHY, exact=False)).to_be_visible()
    assert violations(page, EVERYTHING) == []


def freeze_what_rests_on_the_rule(page: Page, reader: Page) -> None:
    """The bulletin is superseded: the signed text stays, marked for every reader, and is listed to be answered."""
    reader.goto(LESSON)
    expect(reader.get_by_text(CHANGED)).to_have_count(0)
    change_status(page, RULE, "Superseded: another rule took its place")
    reader.goto(LESSON)
    expect(reader.get_by_text(CHANGED).first).to_be_visible()
    page.goto("/admin/modules/moved/")
    row = page.get_by_role("row", name=re.compile(TITLE)).first
    expect(row.get_by_role("link", name="Waits for an answer").first).to_be_visible()
    assert violations(reader, EVERYTHING) == []
