"""That the check after killed processes finds what it is there to find."""

import pytest

from modules.package_store import store
from modules.scorm.state import Commit
from modules.services.playing import commit, open_page, registration_for
from tests.factories.modules import make_current_edition
from tests.factories.review import make_flag
from tests.factories.scorm import make_version
from tests.faults import check

pytestmark = pytest.mark.django_db
NOTHING = {"Commits": [], "Answers": [], "Notes": [], "Watching": [], "Reports": [], "Packages": []}


@pytest.fixture
def run(cast):
    row = registration_for(person=cast.officer, subject="faults", digest=make_version(cast.agency).digest)
    opened = open_page(row=row)
    changes = (("cmi.core.lesson_location", "page-1"), ("cmi.suspend_data", "1 " * 200))
    commit(row=row, opens=opened.opens, told=Commit(1, opened.way.registration.open, 1, changes, "", False, ""))
    return {"run": row.reference.hex, "sco": opened.way.registration.open, "film": 0, "questions": ["q0"]}


def test_nothing_wrong_says_nothing(run):
    kept = NOTHING | {"Commits": [1]}
    assert [line for one in check.CHECKS for line in one(run, kept)] == []


def test_what_is_lost_is_named(run):
    kept = {
        "Commits": [1, 2, 3], "Answers": [["a", "q0"]], "Notes": ["n"], "Watching": [10], "Reports": ["r"],
        "Packages": ["p.zip"],
    }  # fmt: skip
    said = "\n".join(line for one in check.CHECKS for line in one(run, kept))
    for lost in ("commit 3", "('a', 'q0')", "Notes: n", "Reports: r", "second 10", "p.zip"):
        assert lost in said


def test_what_is_half_there_is_named(run, cast):
    flag = make_flag(make_current_edition([cast.agency]))
    flag.criteria.clear()
    digest = make_version(cast.agency, title="Broken on purpose").digest
    path = store().path(digest, "p1.html")
    path.chmod(0o640)
    path.write_bytes(b"half")
    said = "\n".join(line for one in check.CHECKS for line in one(run, NOTHING | {"Commits": [1]}))
    assert f"flag {flag.reference} has no criterion" in said
    assert "small.zip is not whole on disk" in said
