"""Packages made elsewhere, as an officer plays them: kept, left, resumed; and what a hostile one comes to."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, Request, expect

from modules.scorm.data_model import RunTimeData
from tests.demo_server import Demo
from tests.journeys.axe import EVERYTHING, violations
from tests.journeys.conftest import OpenAs
from tests.journeys.hostile_page import STEAL
from tests.journeys.people import storage_of

OFFICER = "casey.thistledown@example.org"
MOST_REQUESTS = 6
SECRET = "what I answered"
TELL = (
    "(value) => { scorm.set('cmi.location', value); scorm.set('cmi.completion_status', 'incomplete'); scorm.commit(); }"
)


@pytest.fixture(scope="module")
def places(demo: Demo) -> dict[str, str]:
    found: dict[str, str] = json.loads(demo.run("-m", "tests.journeys.packages_course", OFFICER, demo.url))
    return found


def page_of_package(page: Page, name: str) -> Frame:
    """The frame in which the page of the package runs, once it has begun."""
    page.locator("iframe").first.wait_for(state="attached")
    for _ in range(100):
        found = next((frame for frame in page.frames if frame.url.endswith(f"/files/{name}")), None)
        if found and found.evaluate("() => Boolean(window.scorm && scorm.error() === '0')"):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"{name} was not opened: {[frame.url for frame in page.frames]}")


def player_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if "/play/" in frame.url and "/files/" not in frame.url)


def sent(request: Request) -> bool:
    return "/play/" in request.url and request.method == "POST"


def values(frame: Frame, *names: str) -> list[str]:
    return [frame.evaluate("(name) => scorm.get(name)", name) for name in names]


def test_an_old_package_of_two_pages_is_kept_left_and_resumed(open_as: OpenAs, places: dict[str, str]) -> None:
    page = open_as(OFFICER)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.resource_type) if sent(request) else None)
    page.goto(places["old"])
    page.get_by_role("link", name="Start").click()
    first = page_of_package(page, "p1.html")
    first.evaluate("""() => { for (let n = 0; n < 50; n += 1) {
        scorm.set("cmi.core.lesson_location", "p" + n);
        if (n % 10 === 9) scorm.commit();
    } scorm.set("cmi.core.exit", "suspend"); }""")
    expect(player_of(page).locator("[data-status]")).to_have_text("Kept.")
    page.get_by_role("link", name="Leave and keep my place").click()
    expect(page.get_by_text("Begun")).to_be_visible()
    assert len(posts) <= MOST_REQUESTS, posts
    assert set(posts) <= {"fetch", "ping"}  # none that a page would wait for

    page.get_by_role("link", name="Go on").click()
    again = page_of_package(page, "p1.html")
    assert values(again, "cmi.core.entry", "cmi.core.lesson_location") == ["resume", "p49"]
    again.evaluate("() => { scorm.set('cmi.core.lesson_status', 'completed'); scorm.end(); }")
    player = player_of(page)
    expect(player.get_by_role("alert")).to_contain_text("Go on with the next page")
    player.get_by_role("button", name="Next page").click()
    second = page_of_package(page, "p2.html")
    expect(player.locator("[data-item=i1]")).to_contain_text("(done)")
    second.evaluate(
        "() => { scorm.set('cmi.core.lesson_status', 'passed'); scorm.set('cmi.core.score.raw', '80'); scorm.end(); }"
    )
    expect(page.get_by_text("Completed")).to_be_visible()  # the page went back to the step by itself
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("finished")


def test_a_newer_package_on_a_phone_with_a_chrome_that_everybody_can_use(
    open_as: OpenAs, places: dict[str, str]
) -> None:
    page = open_as(OFFICER, viewport={"width": 360, "height": 740})
    page.goto(places["new"] + "package/")
    frame = page_of_package(page, "p1.html")
    assert values(frame, "cmi.entry") == ["ab-initio"]
    assert not violations(player_of(page), EVERYTHING)  # type: ignore[arg-type]  # a frame is asked like a page
    frame.evaluate("() => { scorm.set('cmi.location', 'here'); scorm.set('cmi.exit', 'suspend'); }")
    page.goto(places["new"])  # without a word of good-bye
    page.goto(places["new"] + "package/")
    again = page_of_package(page, "p1.html")
    assert values(again, "cmi.entry", "cmi.location") == ["resume", "here"]


@pytest.fixture
def complaining(browser: Browser, demo: Demo) -> Iterator[Page]:
    """A signed-in officer whose browser may complain: what a hostile page tries is refused aloud, and what
    cannot be sent too."""
    context = browser.new_context(base_url=demo.url, storage_state=storage_of(browser, demo.url, OFFICER))
    yield context.new_page()
    context.close()


def test_a_package_with_rules_by_keyboard_and_without_a_connection_for_a_while(
    complaining: Page, places: dict[str, str]
) -> None:
    page = complaining
    page.goto(places["ruled"] + "package/")
    page_of_package(page, "p1.html")
    player = player_of(page)
    player.locator("[data-contents] > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the whole, then its first page, then the second
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(player.locator("[data-item=i2]")).to_be_focused()
    player.locator("[data-end] > summary").click()
    assert not violations(player, EVERYTHING)  # type: ignore[arg-type]  # a frame is asked like a page
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    second = page_of_package(page, "p2.html")
    expect(player.get_by_role("button", name="Previous page")).to_be_enabled()

    page.context.set_offline(True)
    second.evaluate("""() => { scorm.set('cmi.location', 'here');
        scorm.set('cmi.completion_status', 'incomplete'); scorm.commit(); }""")
    expect(player.locator("[data-status]")).to_contain_text("No connection")
    player.get_by_role("button", name="Previous page").click()
    expect(player.get_by_role("alert")).to_contain_text("another page cannot be opened now")
    assert values(second, "cmi.location") == ["here"]  # the page that was open stays
    page.context.set_offline(False)
    expect(player.locator("[data-status]")).to_have_text("Kept.")
    expect(player.get_by_role("alert")).to_be_hidden()
    player.get_by_role("button", name="End it now").click()
    expect(page.get_by_role("link", name="Go on")).to_be_visible()


def test_a_hostile_page_reaches_nothing_but_its_own_run(complaining: Page, demo: Demo, places: dict[str, str]) -> None:
    complaining.goto(places["hostile"] + "package/")
    frame = page_of_package(complaining, "p1.html")
    tries = frame.evaluate("() => attack()")
    refused = {name for name, came in tries.items() if came.startswith("refused")}
    assert {"site document", "site storage", "site read", "site posted", "navigated", "unframed", "worker"} <= refused
    assert tries["cookie"] == "none"
    assert (tries["read-only"], tries["swallowed whole"]) == ("false 403", "false false 401")
    assert tries["own commit"].startswith("200 ")
    assert tries["replayed"].startswith("200 ")
    assert tries["committed read-only"].startswith("409 ")
    assert '"element":"cmi.core.credit"' in tries["committed read-only"]
    assert (tries["other token"], tries["site at this host"]) == ("404", "404")
    opened = frame.evaluate("() => fetch(here + '/open', { method: 'POST', body: '{}' }).then((a) => a.json())")
    assert opened["values"]["cmi.core.lesson_location"] == "first"  # the replay changed nothing
    assert complaining.url == f"{demo.url}{places['hostile']}package/"  # after a whole request, nothing was navigated
    complaining.goto("/training/")
    expect(complaining.get_by_role("button", name="Sign out")).to_be_visible()  # the session was not used


def test_the_window_that_was_left_behind_may_go_on_and_keeps_again(complaining: Page, places: dict[str, str]) -> None:
    first, second = complaining, complaining.context.new_page()
    first.goto(places["ruled"] + "package/")
    page = page_of_package(first, "p1.html")
    second.goto(places["ruled"] + "package/")
    page_of_package(second, "p1.html").evaluate(TELL, "second")
    expect(player_of(second).locator("[data-status]")).to_have_text("Kept.")
    page.evaluate(TELL, "first")
    expect(player_of(first).get_by_role("alert")).to_contain_text("You opened this in another window")
    page.evaluate("() => scorm.set('cmi.location', 'too late')")
    player_of(first).locator("[data-contents] > summary").click()
    player_of(first).locator("[data-item=i2]").click()
    again = page_of_package(first, "p2.html")
    expect(player_of(first).get_by_role("alert")).to_contain_text("What was kept there counts")
    again.evaluate(TELL, "on the second page")
    expect(player_of(first).locator("[data-status]")).to_have_text("Kept.")
    first.reload()
    assert values(page_of_package(first, "p2.html"), "cmi.location") == ["on the second page"]


def open_player(page: Page, place: str) -> Frame:
    """The player alone in a window, where every browser lets it keep something; its first page."""
    page.goto(f"{place}package/")
    page.goto(page.locator("iframe").get_attribute("src") or "")
    return page_of_package(page, "p1.html")


def test_a_package_neither_reads_nor_forges_what_another_left(complaining: Page, places: dict[str, str]) -> None:
    page = complaining
    frame = open_player(page, places["other"])
    frame.evaluate("() => { localStorage.setItem('mine', 'secret notes'); indexedDB.open('own'); }")
    page.route("**/commit/*", lambda route: route.abort())
    frame.evaluate("(value) => { scorm.set('cmi.core.lesson_location', value); scorm.commit(); }", SECRET)
    expect(page.locator("[data-status]")).to_contain_text("No connection")
    found = open_player(page, places["hostile"]).evaluate(STEAL)
    assert found["rows"] == 1
    assert SECRET not in found["text"]
    assert "secret notes" not in found["left"]
    assert found["databases"] == ["common-ground-play"]
    page.unroute("**/commit/*")
    assert values(open_player(page, places["other"]), "cmi.core.lesson_location") == [SECRET]
    assert page.evaluate("() => localStorage.getItem('planted')") is None


NEWER = [
    ("cmi.location", ""), ("cmi.score.raw", ".5"), ("cmi.score.raw", "+123456"), ("cmi.score.raw", "1e3"),
    ("cmi.score.scaled", "-.5"), ("cmi.progress_measure", "0.3333333333333333"),
    ("cmi.learner_preference.language", ""),
    ("cmi.comments_from_learner.0.comment", "two\nlines {and} more"), ("cmi.comments_from_learner.0.location", ""),
    ("cmi.comments_from_learner.0.timestamp", "2026-02-30"), ("cmi.interactions.0.id", "q0"),
    ("cmi.interactions.0.learner_response", "a"), ("cmi.interactions.0.type", "choice"),
    ("cmi.interactions.0.learner_response", ""), ("cmi.interactions.0.learner_response", "two words"),
    ("cmi.interactions.0.description", "{lang=es}¿Qué?\n¿Y después?"), ("cmi.interactions.0.result", "perhaps"),
    ("cmi.interactions.0.correct_responses.0.pattern", "two words"), ("cmi.interactions.1.id", "q1"),
    ("cmi.interactions.1.type", "long-fill-in"), ("cmi.interactions.1.learner_response", "one\n{two}"),
    ("cmi.objectives.9.id", "o9"), ("adl.data.0.store", "x"),
]  # fmt: skip


def test_the_browser_takes_what_the_server_takes(complaining: Page, places: dict[str, str]) -> None:
    complaining.goto(places["new"] + "package/")
    frame = page_of_package(complaining, "p1.html")
    server = RunTimeData("2004")
    expected = [server.set(path, value).error for path, value in NEWER]
    tell = "(pairs) => pairs.map(([path, value]) => (scorm.set(path, value), Number(scorm.error())))"
    assert dict(zip(NEWER, frame.evaluate(tell, NEWER), strict=True)) == dict(zip(NEWER, expected, strict=True))
    assert frame.evaluate("() => [scorm.get('cmi.objectives.7.id'), scorm.error()]") == ["", "301"]
    frame.evaluate("() => { scorm.set('cmi.exit', 'suspend'); scorm.commit(); }")
    expect(player_of(complaining).locator("[data-status]")).to_have_text("Kept.")
    expect(player_of(complaining).get_by_role("alert")).to_be_hidden()
    complaining.reload()
    again = page_of_package(complaining, "p1.html")
    taken = {path: value for (path, value), error in zip(NEWER, expected, strict=True) if not error}
    assert dict(zip(taken, values(again, *taken), strict=True)) == taken


def test_much_that_is_told_at_once_is_kept_in_parts(complaining: Page, places: dict[str, str]) -> None:
    page = complaining
    page.goto(places["new"] + "package/")
    frame = page_of_package(page, "p1.html")
    frame.evaluate("""() => { for (let n = 0; n < 240; n += 1) {
        const name = `cmi.interactions.${n}`;
        scorm.set(`${name}.id`, `q${n}`); scorm.set(`${name}.type`, 'choice');
        for (const part of ['a', 'b', 'c']) scorm.set(`${name}.objectives.${'abc'.indexOf(part)}.id`, part);
        scorm.set(`${name}.learner_response`, 'a'); scorm.set(`${name}.result`, 'correct');
        scorm.set(`${name}.latency`, 'PT3S'); scorm.set(`${name}.weighting`, '1');
        scorm.set(`${name}.description`, '{lang=en}' + 'a'.repeat(250));
    } scorm.set('cmi.exit', 'suspend'); scorm.commit(); }""")
    expect(player_of(page).locator("[data-status]")).to_have_text("Kept.", timeout=20_000)
    expect(player_of(page).get_by_role("alert")).to_be_hidden()
    page.reload()
    again = page_of_package(page, "p1.html")
    names = ("cmi.interactions._count", "cmi.interactions.239.latency", "cmi.interactions.0.description")
    assert values(again, *names) == ["240", "PT3S", "{lang=en}" + "a" * 250]
