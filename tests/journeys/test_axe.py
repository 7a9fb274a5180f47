"""Every page of ours, for everyone who sees it: no axe violation on desktop and phone, in light and in the dark."""

import pytest

from people.demo import demo_sign_ins
from tests.demo_server import Demo
from tests.journeys.conftest import OpenAs
from tests.journeys.looking import faults
from tests.journeys.walking import walk

FIRST = "casey.thistledown@example.org"
ALIKE = (  # people of one kind see the same pages: the second looks at those that the first did not meet
    ("riley.lanternfield", "nico.northwind"),
    ("rosa.sparrowgate", "maya.thornbury-light", "nadia.silverbirch"),
    ("grace.millbrook", "dale.winterhaven"),
    ("priya.ledgerwood",),
    ("max.keystone",),
)
PUBLIC = {"modules:": 0, "records:": 0, "about": 0, "review:corrections": 0, "account_reset_password": 0}
SAME_FOR_ALL = {"people:account": 0, "account_": 0, "mfa_": 0, "socialaccount_": 0}


def look_around(
    demo: Demo, open_as: OpenAs, email: str | None, limits: dict[str, int], known: frozenset[str] = frozenset()
) -> tuple[set[str], list[str]]:
    """Walk as one person; return the names of the views that were met and what was wrong with those not yet known."""
    page = open_as(email)
    views, found = set(), []
    for view in walk(page, demo.url, ("/", "/admin/") if email else ("/",), limits):
        views.add(view)
        found += faults(page) if view not in known else []
    return views, found


def test_public_pages_have_no_axe_violation(demo: Demo, open_as: OpenAs) -> None:
    views, found = look_around(demo, open_as, None, {"modules:reading": 6, "modules:edition_step": 1, "modules:": 3})
    assert not found, "\n".join(found)
    assert {"home", "modules:reading", "modules:comparison", "review:corrections", "records:verify"} <= views


def test_pages_of_officers_have_no_axe_violation(demo: Demo, open_as: OpenAs) -> None:
    views, found = look_around(demo, open_as, FIRST, {**PUBLIC, "curriculum:step": 6})
    assert not found, "\n".join(found)
    assert {"curriculum:my_training", "curriculum:my_records", "curriculum:step", "review:raise_flag"} <= views


def test_everybody_of_the_demo_looks_around() -> None:
    named = {f"{name}@example.org" for group in ALIKE for name in group} | {FIRST}
    assert named == {person.email for person in demo_sign_ins()}


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
def test_pages_of_others_have_no_axe_violation(names: tuple[str, ...], demo: Demo, open_as: OpenAs) -> None:
    known: frozenset[str] = frozenset()
    for name in names:
        limits = PUBLIC | SAME_FOR_ALL
        views, found = look_around(demo, open_as, f"{name}@example.org", limits, known)
        assert not found, "\n".join(found)
        known |= views
