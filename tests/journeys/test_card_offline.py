"""Once opened, the bulletin card can be read without a connection, and says of when it is."""

from playwright.sync_api import expect

from tests.journeys.conftest import OpenAs

OFFICER = "casey.thistledown@example.org"
KEPT = "[data-card-kept]:not([hidden])"
VISITS = 8


def test_card_and_sheet_are_read_offline_and_asked_for_anew_online(open_as: OpenAs) -> None:
    page = open_as()
    page.goto("/card/")
    page.locator(KEPT).wait_for()
    expect(page.locator(".cg-bulletin__kept")).to_be_hidden()

    page.context.set_offline(True)
    page.goto("/card/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What I can and cannot promise")
    expect(page.locator(".cg-bulletin__kept")).to_contain_text(
        "No connection. This is the copy kept on this device, as it was on"
    )
    expect(page.locator("article")).to_have_css("font-size", "21px")
    sheet = page.evaluate("fetch('/card/card.pdf').then((got) => [got.status, got.headers.get('content-type')])")
    assert sheet == [200, "application/pdf"]

    page.context.set_offline(False)
    for _ in range(VISITS):  # a connection that answers too slowly shows the kept copy once more
        page.goto("/card/")
        if page.locator(".cg-bulletin__kept").is_hidden():
            break
    expect(page.locator(".cg-bulletin__kept")).to_be_hidden()


def test_what_is_kept_names_nobody(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    page.goto("/card/")
    expect(page.get_by_role("link", name="Casey Thistledown")).to_be_visible()
    page.locator(KEPT).wait_for()

    page.context.set_offline(True)
    page.goto("/card/")
    expect(page.locator(".cg-bulletin__kept")).to_be_visible()
    assert "Casey" not in page.content()
    page.context.set_offline(False)


def test_a_referral_whose_time_is_over_is_taken_from_the_kept_copy(open_as: OpenAs) -> None:
    page = open_as()
    page.clock.set_fixed_time("2030-01-01T12:00:00")
    page.goto("/card/")
    expect(page.get_by_text("(415) 647-7273")).to_have_count(0)
    expect(page.locator("[data-card-old]")).to_be_visible()
