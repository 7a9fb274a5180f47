"""Packages of 2004 with rules about order: the server says what may be opened, keeps the tree, and resumes."""

from dataclasses import replace

import pytest
from freezegun import freeze_time

from modules.package_store import package_of
from modules.playing_outline import outline_of
from modules.scorm.manifest import Item
from modules.scorm.manifest.sequencing import Sequencing
from modules.scorm.route import NoSuchWay, allowed_now
from modules.scorm.state import Commit, CommitRefused
from modules.services.playing import commit, open_page, registration_for, state_of
from tests.factories.scorm import make_version, package_zip

pytestmark = pytest.mark.django_db
FLOW = "<imsss:sequencing><imsss:controlMode choice='false' flow='true'/></imsss:sequencing>"


@pytest.fixture
def run(cast):
    content = package_zip("2004", pages=("One", "Two"), organization=FLOW)
    version = make_version(cast.agency, content)
    return registration_for(person=cast.officer, subject="rules", digest=version.digest)


def told(opened, seq, *changes, terminate=True):
    item = opened.way.item.identifier
    return Commit(opened.way.registration.attempt, item, seq, changes, "", terminate)


def test_what_flows_goes_on_and_nothing_may_be_chosen(run):
    first = open_page(row=run)
    assert first.way.item.identifier == "i1"
    assert (first.way.allowed.on, first.way.allowed.back) == (True, False)
    assert not any(first.way.allowed.choices.values())
    commit(row=run, opens=first.opens, told=told(first, 1, ("cmi.completion_status", "completed")))
    refused = open_page(row=run, wish="{target=i2}choice")
    assert (refused.way.item, refused.way.refused) == (None, True)
    second = open_page(row=run, wish="continue")
    assert (second.way.item.identifier, second.way.allowed.back) == ("i2", True)
    with pytest.raises(NoSuchWay):
        open_page(row=run, wish="{target=nowhere}choice")


def test_the_contents_have_the_whole_at_their_head_and_hide_no_part_of_a_hidden_one(run):
    package = package_of(run.digest)
    assert [(line.identifier, line.depth, line.opens) for line in outline_of(package)] == [
        ("o", 0, True), ("i1", 1, True), ("i2", 1, True),
    ]  # fmt: skip
    pages = package.organization.items
    group = Item("group", "Group", visible=False, children=pages)
    free = replace(package, organizations=(replace(package.organization, sequencing=Sequencing(), items=(group,)),))
    assert [(line.identifier, line.depth) for line in outline_of(free)] == [("i1", 0), ("i2", 0)]


def test_a_page_that_is_not_yet_to_be_taken_is_refused_by_the_day(cast):
    late = "<imsss:sequencing><imsss:limitConditions beginTimeLimit='2026-12-01T08:00:00-08:00'/></imsss:sequencing>"
    version = make_version(cast.agency, package_zip("2004", organization=FLOW, extra=late))
    row = registration_for(person=cast.officer, subject="late", digest=version.digest)
    with freeze_time("2026-12-01T15:59:00Z"):
        assert open_page(row=row).way.refused
    with freeze_time("2026-12-01T16:01:00Z"):
        assert open_page(row=row).way.item.identifier == "i1"


def test_what_the_learner_ends_begins_anew(run):
    first = open_page(row=run)
    commit(row=run, opens=first.opens, told=told(first, 1, ("cmi.location", "p4"), terminate=False))
    assert open_page(row=run, wish="exitAll").way.ended
    again = open_page(row=run)
    assert (again.way.item.identifier, again.values["cmi.entry"]) == ("i1", "ab-initio")


def test_who_went_away_comes_back_to_the_same_page_with_what_was_kept(run):
    first = open_page(row=run)
    change = ("cmi.location", "p4")
    commit(row=run, opens=first.opens, told=told(first, 1, change, terminate=False))
    again = open_page(row=run)
    assert (again.way.item.identifier, again.values["cmi.entry"], again.values["cmi.location"]) == (
        "i1",
        "resume",
        "p4",
    )
    with pytest.raises(CommitRefused, match="opened-elsewhere"):
        commit(row=run, opens=first.opens, told=told(first, 2, change))


def test_the_end_of_the_last_page_ends_the_session(run):
    open_page(row=run)
    second = open_page(row=run, wish="continue")
    commit(row=run, opens=second.opens, told=told(second, 1, ("cmi.success_status", "passed")))
    over = open_page(row=run, wish="exitAll")
    assert (over.way.item, over.way.ended) == (None, True)
    run.refresh_from_db()
    package = package_of(run.digest)
    assert allowed_now(package, state_of(run, package)) is None
