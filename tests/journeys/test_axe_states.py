"""Pages that no link leads to: questions, results, errors, a form that was kept. No axe violation there either."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.answers import HARMFUL, answer_question
from tests.journeys.conftest import OpenAs
from tests.journeys.looking import faults

OFFICER = "casey.thistledown@example.org"
REVIEWER, COORDINATOR = "nadia.silverbirch@example.org", "grace.millbrook@example.org"
MODULE = "the-bulletin"


def open_scenario(page: Page) -> None:
    page.goto("/training/")
    page.get_by_role("link", name="Continue").first.click()
    page.locator("nav.cg-outline:visible").get_by_role("link", name="scenario").last.click()


def test_scenario_from_question_to_result(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    open_scenario(page)
    found = faults(page)
    page.get_by_role("button", name="Start").click()
    seen: set[str] = set()
    while page.locator(".cg-choice").count():
        kind = "multiple" if page.locator('.cg-choice input[type="checkbox"]').count() else "single"
        found += faults(page) if f"question {kind}" not in seen else []
        answer_question(page, "*", HARMFUL)
        found += faults(page) if f"told {kind}" not in seen else []
        seen |= {f"question {kind}", f"told {kind}"}
        page.get_by_role("link", name="Next").first.click()
    found += faults(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("address", ["/no-such-page/", "/verify/0000-0000-0000/", "/kept-form/gone/"])
def test_page_that_is_not_there(address: str, open_as: OpenAs) -> None:
    page = open_as()
    page.goto(address)
    assert not faults(page)


def test_page_that_may_not_be_opened(open_as: OpenAs) -> None:
    page = open_as(OFFICER)
    page.goto("/docket/")
    assert not faults(page)


def test_sign_in_that_fails(open_as: OpenAs) -> None:
    page = open_as()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(OFFICER)
    page.get_by_label("Password").fill("not this")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator(".usa-error-message, .errorlist").first.wait_for()
    assert not faults(page)


def test_report_with_faults(open_as: OpenAs) -> None:
    page = open_as(REVIEWER)
    page.goto("/materials/eyes-open/")
    page.get_by_role("link", name="Report line 16").click()
    found = faults(page)
    page.evaluate("() => document.querySelectorAll('[required]').forEach(field => field.required = false)")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Nothing was sent yet").wait_for()
    found += faults(page)
    assert not found, "\n".join(found)


def test_form_that_was_kept(open_as: OpenAs) -> None:
    page = open_as(REVIEWER)
    page.goto("/materials/eyes-open/")
    page.get_by_role("link", name="Report line 16").click()
    page.evaluate("() => document.querySelectorAll('[required]').forEach(field => field.required = false)")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send the report").click()
    page.locator(f'button[name="person"][value="{REVIEWER}"]').click()
    page.get_by_role("heading", level=1, name="Your form was kept").wait_for()
    assert not faults(page)


def test_answer_without_reasons(open_as: OpenAs) -> None:
    page = open_as(REVIEWER)
    page.goto("/sign-off/")
    page.get_by_role("link", name="Trafficking and sex work").first.click()
    page.get_by_text("Object", exact=True).click()
    page.get_by_role("button", name="Record this answer").click()
    page.get_by_text("Nothing was sent yet").wait_for()
    assert not faults(page)


def test_preview_of_reminders(open_as: OpenAs) -> None:
    page = open_as(COORDINATOR)
    page.goto("/admin/training/assignments/?state=overdue")
    page.get_by_role("checkbox", name=re.compile("^All ")).check()
    page.get_by_role("button", name="Remind").click()
    page.wait_for_url("**/act/**")
    assert not faults(page)


def test_roster_that_does_not_fit(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as(COORDINATOR)
    page.goto("/admin/roster/")
    wrong, faulty = tmp_path / "wrong.csv", tmp_path / "faulty.csv"
    wrong.write_text("number,person\n1,Somebody\n")
    faulty.write_text(
        "badge,name,email,unit,rank,hired_on,status\n"
        "2101,Avery Maplewood,not an address,Patrol / North Station,Lieutenant,2006-01-01,active\n"
        "2101,Twice Maplewood,twice@example.org,Patrol / Nowhere,Officer,yesterday,active\n"
    )
    page.get_by_label("Roster as a CSV file").set_input_files(wrong)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_text("has to name the columns").wait_for()
    found = faults(page)
    page.get_by_label("Roster as a CSV file").set_input_files(faulty)
    page.get_by_role("button", name="Show what would change").click()
    page.wait_for_url("**/admin/roster/*-*/")
    found += faults(page)
    assert not found, "\n".join(found)
