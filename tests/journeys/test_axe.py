"""Every page of ours, for everyone who sees it: no axe violation on desktop and phone, in light and in the dark."""

import pytest

from people.demo import demo_sign_ins
from tests.demo_server import Demo
from tests.journeys.conftest import OpenAs
from tests.journeys.looking import LOOKS, QUICK_LOOKS, Look, faults
from tests.journeys.walking import walk

FIRST, *OTHERS = [person.email for person in demo_sign_ins()]
PUBLIC = {"modules:": 0, "records:": 0, "about": 0, "review:corrections": 0, "account_reset_password": 0}
SAME_FOR_ALL = {"people:account": 0, "account_": 0, "mfa_": 0, "socialaccount_": 0}


def look_around(
    demo: Demo, open_as: OpenAs, email: str | None, limits: dict[str, int], looks: tuple[Look, ...] = LOOKS
) -> tuple[set[str], list[str]]:
    """Walk as one person; return the names of the views that were seen and what was wrong with them."""
    page = open_as(email)
    views, found = set(), []
    for view in walk(page, demo.url, ("/", "/admin/") if email else ("/",), limits):
        views.add(view)
        found += faults(page, looks)
    return views, found


def test_public_pages_have_no_axe_violation(demo: Demo, open_as: OpenAs) -> None:
    views, found = look_around(demo, open_as, None, {"modules:reading": 40, "modules:edition_step": 1, "modules:": 3})
    assert not found, "\n".join(found)
    assert {"home", "modules:reading", "modules:comparison", "review:corrections", "records:verify"} <= views


def test_pages_of_officers_have_no_axe_violation(demo: Demo, open_as: OpenAs) -> None:
    views, found = look_around(demo, open_as, FIRST, {**PUBLIC, "curriculum:step": 6})
    assert not found, "\n".join(found)
    assert {"curriculum:my_training", "curriculum:my_records", "curriculum:step", "review:raise_flag"} <= views


@pytest.mark.parametrize("email", OTHERS)
def test_pages_of_others_have_no_axe_violation(email: str, demo: Demo, open_as: OpenAs) -> None:
    _, found = look_around(demo, open_as, email, PUBLIC | SAME_FOR_ALL, QUICK_LOOKS)
    assert not found, "\n".join(found)
