"""The whole line, walked through the real screens: written, signed, assigned, learned, questioned, proved."""

import hashlib
import io
import re
import zipfile
from csv import DictReader
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.demo_server import Demo
from tests.journeys.answers import BEST, HARMFUL, follow, take_scenario
from tests.journeys.conftest import OpenAs
from tests.journeys.people import sign_in_with_password
from tests.journeys.short_course import SLUG, TITLE

AUTHOR, SECOND_AGENCY = "rosa.sparrowgate@example.org", "lena.oakenshaw@example.org"
COORDINATOR, AUDITOR = "grace.millbrook@example.org", "priya.ledgerwood@example.org"
OFFICER, OFFICER_NAME, BADGE = "robin.larkspur@example.org", "Robin Larkspur", "2999"
PASSWORD = "a-long-walk-by-the-bay"
REQUIREMENT = "The bulletin for the training unit"
CLAIM = "The lesson does not say what happens when two officers disagree about the list."


def test_the_whole_line(demo: Demo, open_as: OpenAs, tmp_path: Path) -> None:
    demo.run("-m", "tests.journeys.short_course")
    put_up(open_as(AUTHOR))
    sign(open_as(AUTHOR))
    second = open_as()
    sign_in_with_password(second, SECOND_AGENCY)
    number = sign(second)
    import_and_assign(open_as(COORDINATOR), tmp_path / "roster.csv")
    officer = open_as()
    choose_password(officer, demo)
    learn(officer)
    certificate = download_certificate(officer, number)
    report(officer)
    answer_report(second)
    expect_in_corrections(open_as())
    serial = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", certificate.metadata.subject)[0]
    pull(open_as(AUDITOR), serial)
    verify(open_as(), serial, certificate)


def put_up(page: Page) -> None:
    """The author changes a step and puts the module up for sign-off."""
    page.goto("/admin/")
    page.get_by_role("link", name="The bulletin", exact=True).click()
    page.get_by_role("link", name="Drugs at the scene").click()
    page.locator("#id_minutes").fill("11")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("has been saved").or_(page.get_by_text("has been updated"))).to_be_visible()
    page.goto("/admin/")
    page.get_by_role("row", name="The bulletin").get_by_role("link", name="Put up for sign-off").click()
    page.get_by_role("button", name="Put up for sign-off").click()


def sign(page: Page) -> str:
    """An agency reads what changed and approves this exact text; returns the number of the edition."""
    page.goto("/sign-off/")
    page.get_by_role("link", name="The bulletin").first.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"The bulletin, edition \d+"))
    number = heading.inner_text().split()[-1]
    page.get_by_text("Approve", exact=True).click()
    page.get_by_role("button", name="Record this answer").click()
    expect(page.get_by_text("Recorded.")).to_be_visible()
    return number


def import_and_assign(page: Page, roster: Path) -> None:
    """The coordinator adds an officer by CSV and requires the course of the officer's unit."""
    columns = "badge,name,email,unit,rank,hired_on,status"
    roster.write_text(f"{columns}\n{BADGE},{OFFICER_NAME},{OFFICER},Training,Officer,2026-01-05,active\n")
    page.goto("/admin/roster/")
    page.get_by_label("Roster as a CSV file").set_input_files(roster)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Import exactly this").click()
    page.goto("/admin/training/requirements/")
    page.get_by_role("link", name="New requirement").click()
    page.get_by_label("Title").fill(REQUIREMENT)
    page.get_by_label("Course").select_option(label=TITLE)
    page.get_by_label("Legal basis").fill("A training order of a fictional department.")
    page.get_by_label("Layer").select_option(label="Good practice")
    page.get_by_label("Training", exact=True).check()
    page.get_by_role("button", name="Keep, and see whom it would be assigned to").click()
    expect(page.get_by_text(OFFICER_NAME)).to_be_visible()
    page.get_by_role("button", name="Assign to exactly these officers").click()


def choose_password(page: Page, demo: Demo) -> None:
    """The new officer asks for a link by e-mail, chooses a password and signs in with it."""
    page.goto("/accounts/password/reset/")
    page.get_by_label("Email").fill(OFFICER)
    page.get_by_role("button").filter(has_text=re.compile("reset", re.IGNORECASE)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Password")
    link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", demo.newest_mail())[0]
    page.goto(link)
    for field in page.locator('input[type="password"]').all():
        field.fill(PASSWORD)
    page.locator("main form button").first.click()
    sign_in_with_password(page, OFFICER, PASSWORD)


def learn(page: Page) -> None:
    """Read every lesson; fail the first scenario by harmful choices, read again, and pass; then pass the others."""
    page.goto("/training/")
    page.get_by_role("button", name="Begin").click()
    failed = False
    while not page.get_by_role("heading", name=re.compile("You finished")).count():
        if page.get_by_role("button", name="Start").count():
            if not failed:
                take_scenario(page, SLUG, HARMFUL)
                read_again(page)
                failed = True
            take_scenario(page, SLUG, BEST)
            expect(page.get_by_text("You passed.")).to_be_visible()
        follow(page, page.get_by_role("button", name="Continue").or_(page.get_by_role("link", name="Continue")).first)


def read_again(page: Page) -> None:
    """The result names what was missed and leads to where it stands; then back to try again."""
    expect(page.get_by_text("Not there yet")).to_be_visible()
    result = page.url
    page.locator(".cg-card li a").first.click()
    expect(page.locator(".cg-block").first).to_be_visible()
    page.goto(result)


def download_certificate(page: Page, number: str) -> PdfReader:
    page.get_by_role("link", name="Go to my records").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Download {TITLE}").click()
    document = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes()))
    text = document.pages[0].extract_text()
    assert OFFICER_NAME in text
    assert f"edition {number}" in text
    return document


def report(page: Page) -> None:
    """Somebody who took the training reports a passage of it."""
    page.goto("/training/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Who is covered, and when").first.click()
    page.get_by_role("link", name="Report a problem with this").first.click()
    page.get_by_label("What is wrong").fill(CLAIM)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text(CLAIM)).to_be_visible()


def answer_report(page: Page) -> None:
    """A reviewer of a co-authoring agency upholds it with reasons."""
    page.goto("/docket/")
    page.get_by_role("link", name=CLAIM[:60]).click()
    page.get_by_text("Upheld", exact=True).click()
    page.get_by_label("Reasons").fill("True: the lesson should say that the supervisor decides.")
    page.get_by_label(re.compile("public|log", re.IGNORECASE)).last.fill(CLAIM)
    page.get_by_role("button", name="Answer with these reasons").click()
    expect(page.get_by_role("heading", name="Answer: Upheld")).to_be_visible()


def expect_in_corrections(page: Page) -> None:
    page.goto("/corrections/")
    expect(page.get_by_text(CLAIM)).to_be_visible()
    expect(page.get_by_text(OFFICER_NAME)).to_have_count(0)


def pull(page: Page, serial: str) -> None:
    """The auditor finds the certificate, reads its evidence, and pulls a ZIP whose digests all fit."""
    page.goto("/admin/audit/")
    page.get_by_label("Name, badge or serial").fill(serial)
    page.get_by_role("button", name="Show").click()
    page.get_by_role("checkbox", name=re.compile("All .* found")).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as ZIP").click()
    with zipfile.ZipFile(download.value.path()) as binder:
        rows = list(DictReader(io.StringIO(binder.read("manifest.csv").decode("utf-8-sig"))))
        assert [row["serial"] for row in rows] == [serial]
        assert [row["sha256"] for row in rows] == [hashlib.sha256(binder.read(row["file"])).hexdigest() for row in rows]


def verify(page: Page, serial: str, certificate: PdfReader) -> None:
    """Anybody checks it: by its serial without a name, by its code with the name."""
    page.goto("/verify/")
    page.get_by_label("Serial").fill(serial)
    page.locator("main form button").first.click()
    expect(page.get_by_role("heading", name="Valid")).to_be_visible()
    expect(page.get_by_text(OFFICER_NAME)).to_have_count(0)
    page.goto(certificate.pages[0]["/Annots"][0].get_object()["/A"]["/URI"])
    expect(page.get_by_text(OFFICER_NAME)).to_be_visible()
