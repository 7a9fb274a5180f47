"""Three reviewers of two agencies, a signed dossier, the publisher's answer, a second cut, an officer who watches."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.axe import EVERYTHING, violations
from tests.journeys.conftest import OpenAs
from tests.journeys.people import sign_in_with_password

PEERS, PEER, SURVIVORS = "rosa.sparrowgate@example.org", "devon.starling@example.org", "nadia.silverbirch@example.org"
OFFICER, VIEWER = "winslow.yewtree@example.org", "yuki.amberlake@example.org"
FILM = Path(__file__).parents[2] / "programme" / "materials" / "eyes-open.webm"
FIRST_CUT = "First cut, said to be from 2011"
DOSSIER = "What “Eyes Open” teaches"
CLAIMS = {
    PEER: (49, "Nobody counted this, and it takes away the people who differ."),
    PEERS: (54, "An advocate is the person's choice, not a delay."),
    SURVIVORS: (60, "Rescue talk puts the officer in the middle of the story."),
}
REASONS = "The line says so, and the rubric names it."
MODULE = "Watching with corrections"
REQUEST, PROMISE = "Write to everybody who bought the first cut.", "They shall have a letter before the year ends."
ANSWER = "The speaker left the series. The line goes in the next cut."
SECOND_CUT = """\
0:00 Narrator: It is happening on your street, tonight.
0:10 Narrator: The average age when it starts is thirteen.
0:20 An advocate can be with you from the first question on.
"""


def test_a_material_is_reviewed_answered_and_watched_with_corrections(open_as: OpenAs) -> None:
    peers, survivors, peer, officer = open_as(PEERS), open_as(SURVIVORS), open_as(), open_as()
    sign_in_with_password(peer, PEER)
    reports = {who: raised(page, *CLAIMS[who]) for who, page in ((PEER, peer), (PEERS, peers))}
    reports[SURVIVORS] = raised(survivors, *CLAIMS[SURVIVORS])
    for who, judge in ((PEER, survivors), (PEERS, survivors), (SURVIVORS, peers)):
        uphold(judge, reports[who])
    edition = put_up(peers)
    sign(peers, edition)
    sign(survivors, edition)
    address = expect_published(survivors)
    enter_the_answer(peers)
    ask_and_be_promised(peers)
    second_cut(peers)
    say_what_became_of_one(peers)
    show_the_new_corrections(peers, survivors, address)
    read_it(open_as(None, viewport={"width": 390, "height": 800}), address)
    sign_in_with_password(officer, OFFICER)
    watch(officer)


def raised(page: Page, line: int, claim: str) -> str:
    """Report a line of the transcript; returns the address of the report."""
    page.goto(f"/flags/raise/?material=eyes-open&line={line}")
    page.locator("#id_claim").fill(claim)
    page.locator('label[for="id_criteria_0"]').click()
    page.get_by_text("High", exact=True).click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text(claim).first).to_be_visible()
    return page.url


def uphold(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("Upheld", exact=True).click()
    page.locator('textarea[name="reasons"]').first.fill(REASONS)
    page.get_by_role("button", name="Answer with these reasons").click()
    expect(page.get_by_text(REASONS).first).to_be_visible()


def put_up(page: Page) -> str:
    page.goto("/dossiers/work/")
    page.get_by_role("link", name=re.compile(DOSSIER)).click()
    page.get_by_role("button", name="Put up for signature").click()
    expect(page.get_by_text("waits for signatures").first).to_be_visible()
    return page.url


def sign(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("Approve", exact=True).click()
    page.get_by_role("button", name="Record this answer").click()
    expect(page.get_by_text("Recorded.").first).to_be_visible()


def expect_published(page: Page) -> str:
    expect(page.get_by_text("The dossier is published.")).to_be_visible()
    return page.get_by_role("link", name="As the public reads it").get_attribute("href") or ""


def enter_the_answer(page: Page) -> None:
    page.get_by_role("link", name="The room of this dossier").click()
    page.get_by_role("link", name="Requests to the publisher, and their answers").click()
    finding = page.locator("#answer-flag option").filter(has_text="Nobody counted this").get_attribute("value")
    page.locator("#answer-flag").select_option(finding)
    page.locator("#answer-words").fill(ANSWER)
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_text(ANSWER).first).to_be_visible()


def ask_and_be_promised(page: Page) -> None:
    """A request to the publisher, and what came of it with its day."""
    page.get_by_label("What is asked of the publisher").fill(REQUEST)
    page.get_by_role("button", name="Record the request").click()
    request = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=REQUEST))
    request.get_by_text("Enter what happened to request").click()
    request.locator("select").select_option("promised")
    request.locator("textarea").fill(PROMISE)
    request.get_by_role("button", name="Add to request").click()
    expect(page.get_by_text(PROMISE)).to_be_visible()


def second_cut(page: Page) -> None:
    """A second version with its transcript, in which older reports are looked for."""
    page.goto("/materials/eyes-open/versions/add/")
    page.get_by_label("Name of this version").fill("Second cut")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Transcript")).to_be_visible()
    type_beside_the_clock(page, "It begins with music.", "And then a siren.")
    page.get_by_text("From a file, or pasted").click()
    page.get_by_label("Or text with times").fill(SECOND_CUT)
    page.get_by_role("button", name="Put these lines in place").click()
    page.get_by_text("The transcript is finished").click()
    page.get_by_role("button", name="Finish it").click()
    expect(page).to_have_url(re.compile(r"/versions/\d+/$"))


def type_beside_the_clock(page: Page, *lines: str) -> None:
    """Line after line without leaving the keyboard; each begins where the one before ended at the earliest."""
    page.get_by_role("button", name="Start the clock").click()
    page.locator("#id_text").click()
    for number, words in enumerate(lines, start=1):
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"Line {number} is added")).to_be_visible()
        expect(page.locator("#id_text")).to_be_focused()
    expect(page.get_by_text("And then a siren.")).to_be_visible()


def say_what_became_of_one(page: Page) -> None:
    page.goto("/dossiers/work/")
    page.get_by_role("link", name=re.compile(DOSSIER)).click()
    page.get_by_role("link", name=re.compile("What became of the findings")).click()
    row = page.get_by_role("listitem").filter(has_text=CLAIMS[PEERS][1])
    row.get_by_text("Say what you saw").click()
    row.get_by_text("Fixed", exact=True).click()
    row.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", name="Fixed (1)")).to_be_visible()
    expect(page.get_by_role("heading", name="Still there (1)")).to_be_visible()
    assert violations(page, EVERYTHING) == []


def show_the_new_corrections(lead: Page, partner: Page, address: str) -> None:
    """The authors choose the newly signed dossier for their screening, and both agencies sign the module."""
    lead.goto("/admin/")
    lead.get_by_role("link", name=MODULE, exact=True).first.click()
    lead.get_by_role("link", name="Eyes Open, with corrections").first.click()
    digest = address.strip("/").rpartition("/")[2]
    option = lead.locator("#id_notes option").filter(has_text=digest[:8]).get_attribute("value")
    lead.locator("#id_notes").select_option(option)
    lead.get_by_role("button", name="Save draft").click()
    expect(lead.get_by_text("has been saved").or_(lead.get_by_text("has been updated")).first).to_be_visible()
    lead.goto("/admin/")
    mine = lead.get_by_role("region", name="My modules").get_by_role("row")
    mine = mine.filter(has=lead.get_by_role("link", name=MODULE, exact=True))
    mine.get_by_role("link", name="Put up for sign-off").click()
    lead.get_by_role("button", name="Put up for sign-off").click()
    for page in (lead, partner):
        page.goto("/sign-off/")
        page.get_by_role("link", name=MODULE, exact=True).first.click()
        page.get_by_text("Approve", exact=True).click()
        page.get_by_role("button", name="Record this answer").click()
        expect(page.get_by_text("Recorded.")).to_be_visible()


def read_it(page: Page, address: str) -> None:
    """Anybody, on a phone: findings, answer, what was fixed; and nobody's name."""
    page.goto(address)
    for words in (CLAIMS[PEERS][1], ANSWER, PROMISE, "In the newest version: Second cut", "Example Survivor Network"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert "Nadia" not in page.content()
    assert violations(page, EVERYTHING) == []


def start(page: Page) -> None:
    page.goto("/training/")
    page.get_by_role("button", name=re.compile("Begin|Start")).first.click()


def watch(page: Page) -> None:
    """An officer runs the clock beside a film that may not be shown; serious notes stop it; all must be seen."""
    start(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This step is done when every note was shown.").first).to_be_visible()
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_label("Set the clock to").fill("0:21")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_role("heading", name="At this second")).to_be_visible()
    expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
    page.get_by_role("button", name="Go on watching").click()
    expect(page.get_by_role("button", name="Stop the clock")).to_be_visible()
    expect(page.locator("[data-left]")).to_contain_text("1 of")
    assert violations(page, EVERYTHING) == []
    page.get_by_label("Set the clock to").fill("5:06")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("[data-now]").get_by_text(CLAIMS[PEER][1])).to_be_visible()
    expect(page.locator('input[name="note"]:enabled')).to_have_count(3)
    for label in page.locator('input[name="note"]:enabled + label').all():
        label.click()
    page.get_by_role("button", name="Keep what I have read").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("finished|done|complete", re.IGNORECASE))


def test_a_film_that_may_be_shown_is_played_with_its_notes(open_as: OpenAs) -> None:
    """The keeper records the publisher's permission and sends the film; serious notes stop it, none can be skipped."""
    keeper, officer = open_as(PEERS), open_as()
    sign_in_with_password(officer, VIEWER)
    host_the_film(keeper)
    start(officer)
    film = officer.locator("[data-video]")
    expect(film).to_be_visible()
    assert film.evaluate("film => [film.paused, film.autoplay, film.currentTime]") == [True, False, 0]
    expect(officer.locator("[data-clock]")).to_be_hidden()
    captions_are_the_transcript(officer)
    a_serious_note_stops_it(officer)
    passing_over_notes_shows_them(officer)
    a_film_that_does_not_load_leaves_the_clock(officer)


def host_the_film(page: Page) -> None:
    page.goto("/materials/eyes-open/hosting/")
    page.get_by_label("given by").fill("The invented publisher")
    page.get_by_label("given on").fill("2026-01-15")
    page.get_by_label("reference").fill("Invented letter 7, in the agency's folder")
    page.locator("#id_scope").select_option("training")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The permission is on record.")).to_be_visible()
    card = page.locator(".cg-card").filter(has=page.get_by_role("heading", name=FIRST_CUT))
    card.get_by_label("Video or audio file").set_input_files(FILM)
    card.get_by_role("button", name="Keep this recording").click()
    expect(page.get_by_text("The recording is kept.")).to_be_visible()


def captions_are_the_transcript(page: Page) -> None:
    loaded = page.locator("[data-video] track").evaluate(
        "track => track.readyState === 2 || new Promise((told) => {"
        " track.addEventListener('load', () => told(true)); track.addEventListener('error', () => told(false)) })"
    )
    assert loaded
    cue = page.evaluate(
        "[...document.querySelector('[data-video]').textTracks[0].cues].find(cue => cue.startTime === 21).text"
    )
    assert cue == "Narrator: The average age when it starts is thirteen."


def a_serious_note_stops_it(page: Page) -> None:
    """Played from just before it, by keyboard alone from the note on."""
    page.evaluate("document.querySelector('[data-video]').currentTime = 19.5")
    page.locator("[data-video]").evaluate("film => film.play()")
    expect(page.get_by_role("heading", name="At this second")).to_be_visible()
    at = page.locator("[data-video]").evaluate("film => [film.paused, film.currentTime]")
    assert at[0]
    assert 21 <= at[1] < 22
    expect(page.locator("[data-now]")).to_be_focused()
    expect(page.locator("[data-left]")).to_contain_text("1 of")
    assert violations(page, EVERYTHING) == []
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go on watching")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-now]")).to_be_hidden()
    expect(page.locator("[data-video]")).to_be_focused()
    assert not page.locator("[data-video]").evaluate("film => film.paused")


def passing_over_notes_shows_them(page: Page) -> None:
    """Jumping over notes shows them all; a lesser note is read out while the film runs on; at the end none is left."""
    film, every = page.locator("[data-video]"), page.locator("[data-note]").count()
    film.evaluate("film => { film.pause(); film.currentTime = 199.5 }")
    expect(page.get_by_role("heading", name="Notes that you passed")).to_be_visible()
    expect(page.locator("[data-now-notes] .cg-correction")).to_have_count(4)
    expect(page.locator("[data-left]")).to_contain_text(f"5 of {every}")
    page.get_by_role("button", name="Go on watching").click()
    expect(page.locator("[data-spoken]")).to_contain_text("Trust is made to look quick and simple.")
    expect(page.get_by_role("button", name="Go on watching")).to_be_hidden()
    assert not film.evaluate("film => film.paused")
    film.evaluate("film => { film.pause(); film.currentTime = film.duration - 1 }")
    expect(page.locator("[data-left]")).to_contain_text(f"{every} of {every} notes shown")


def a_film_that_does_not_load_leaves_the_clock(page: Page) -> None:
    """One that has not begun to load, which a busy device may say for long, is no such film."""
    page.locator("[data-video]").evaluate("film => { film.currentTime = 90 }")
    page.add_init_script("Object.defineProperty(HTMLMediaElement.prototype, 'networkState', { get: () => 3 })")
    page.reload()
    expect(page.locator("[data-video]")).to_have_js_property("currentTime", 90)
    expect(page.locator("[data-now]")).to_be_hidden()
    page.route("**/recording/", lambda route: route.fulfill(status=404))
    page.reload()
    expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
    expect(page.get_by_text("The video does not load here. The clock takes its place.")).to_be_visible()
    expect(page.locator("[data-video]")).to_be_hidden()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("finished|done|complete", re.IGNORECASE))
