"""Loading: everything or nothing is written, twice is once, and what authors wrote stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from assessments.models import Answer, Attempt
from config.programme.loading import load_programme
from config.programme.reader import read_programme
from config.programme.writers.blocks import lasting_id
from curriculum.models import Assignment, Enrolment
from modules.enums import EditionState
from modules.freeze.drafts import draft_of
from modules.models import Authority, AuthorityChange, Edition, LessonPage, Provision
from modules.moved import notices_in_edition
from people.models import Agency, Officer, User
from records.models import Certificate, Completion, LedgerEntry
from review.models import Flag, SignOff
from tests.config.programme_data import small_programme, write_programme

pytestmark = pytest.mark.django_db

COUNTED = (
    User, Officer, Agency, Provision, Edition, SignOff, Flag, Assignment, Enrolment, Attempt, Answer, Completion,
    Certificate, LedgerEntry,
)  # fmt: skip


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


@pytest.fixture
def folder(tmp_path):
    return write_programme(tmp_path, small_programme())


def load(folder):
    programme, faults = read_programme(folder)
    assert not faults
    return load_programme(programme)


def test_fault_stops_the_load_and_nothing_is_written(tmp_path):
    files = small_programme()
    files["modules/small/01-lesson.yaml"]["blocks"][1]["provision"] = "P-99"
    before, errors = counts(), StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("load_programme", folder=write_programme(tmp_path, files), stderr=errors)
    assert caught.value.code == 1
    assert "modules/small/01-lesson.yaml: blocks[rule].provision: there is no provision 'P-99'" in errors.getvalue()
    assert counts() == before


def test_check_alone_writes_nothing(folder):
    said = StringIO()
    call_command("load_programme", folder=folder, check=True, stdout=said)
    assert "no faults" in said.getvalue()
    assert not Agency.objects.exists()


def test_load_walks_the_whole_line(folder):
    load(folder)
    first, second = Edition.objects.order_by("number")
    assert (first.state, second.state) == (EditionState.SUPERSEDED, EditionState.CURRENT)
    assert {signature.answer for signature in second.signatures.all()} == {"approve"}
    completion = Completion.objects.get()
    assert completion.snapshot["person_name"] == "Done Already"
    assert completion.snapshot["editions"][0]["digest"] == first.digest
    assert len(completion.snapshot["editions"][0]["agencies"]) == 2
    assert Certificate.objects.count() == 1
    assert Enrolment.objects.get(officer__user__email="half@example.org").completed_at is None
    assert Flag.objects.corrections().get().fixed_in == second


def test_blocks_keep_the_ids_of_the_files(folder):
    load(folder)
    ids = [block["id"] for block in Edition.objects.current().get().steps.get(slug="lesson").blocks]
    assert ids[:2] == [lasting_id("small", "who"), lasting_id("small", "rule")]


def test_loading_twice_changes_nothing(folder):
    load(folder)
    before = counts()
    tally = load(folder)
    assert not tally.anything
    assert counts() == before


def test_corrected_file_becomes_a_new_edition(folder):
    load(folder)
    files = small_programme()
    files["modules/small/01-lesson.yaml"]["blocks"][3]["prompt"] = "What would you do first?"
    tally = load(write_programme(folder, files))
    assert tally.changed["lesson"] == 1
    assert Edition.objects.current().get().number == 3


def test_draft_of_an_author_is_left_alone(folder):
    load(folder)
    page = LessonPage.objects.get()
    draft = draft_of(page)
    draft.title = "An author's title"
    draft.save_revision(user=User.objects.get(email="author0@example.org"))
    tally = load(folder)
    assert tally.left_alone
    page.refresh_from_db()
    assert draft_of(page).title == "An author's title"


def test_without_the_demo_settings_nobody_gets_the_demo_password(folder):
    load(folder)
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_sign_ins_are_printed():
    said = StringIO()
    call_command("demo_sign_ins", stdout=said)
    assert "casey.thistledown@example.org" in said.getvalue()
    assert "Administrator" in said.getvalue()


def test_a_missed_check_freezes_what_rests_on_it_and_is_played_once(tmp_path):
    files = small_programme()
    files["registers/authorities.yaml"][0]["last_verified"] = None
    key = files["registers/authorities.yaml"][0]["key"]
    said = {"authority": key, "module": "small", "block": "rule", "by": "author0@example.org", "reasons": "It holds."}
    files["history.yaml"] |= {"missed_checks": [{"authority": key, "due_days_ago": 5}], "still_right": [said]}
    folder = write_programme(tmp_path, files)
    load(folder)
    change = AuthorityChange.objects.get()
    assert change.since == timezone.localdate() - timedelta(days=5)
    assert {answer.block_id for answer in change.answers.all()} == {lasting_id("small", "rule")}
    before = counts()
    assert not load(folder).anything
    assert counts() == before
    files["modules/small/01-lesson.yaml"]["blocks"][3]["prompt"] = "What would you do first?"
    assert "not signed again" in " ".join(load(write_programme(folder, files)).left_alone)


def test_a_demo_loaded_years_later_still_runs(tmp_path):
    files = small_programme()
    files["registers/authorities.yaml"][0]["last_verified"] = "2001-01-01"
    load(write_programme(tmp_path, files))
    assert Edition.objects.current().exists()
    assert not AuthorityChange.objects.exists()
    authority = Authority.objects.get(key=files["registers/authorities.yaml"][0]["key"])
    assert authority.last_verified.year == 2001
    assert authority.next_check_on > timezone.localdate()


@pytest.mark.programme
def test_whole_programme_loads_and_loads_again():
    load(settings.PROGRAMME_DIR)
    before = counts()
    # Three modules, a package, a screening, and the card in two languages.
    assert Edition.objects.current().count() == 7
    assert Officer.objects.count() == 48
    assert Completion.objects.count() == 20
    assert Flag.objects.corrections().count() == 1
    assert Edition.objects.filter(state=EditionState.CANDIDATE).count() == 1
    change = AuthorityChange.objects.get(kind="overdue")
    assert change.authority.key == "pc-679.04"
    crimes = Edition.objects.current().get(module__slug="crimes-against-people-in-the-sex-trade")
    stale = notices_in_edition(crimes.pk)
    assert [list(notices) for notices in stale.values()] == [["sc-26"]]
    assert not load(settings.PROGRAMME_DIR).anything
    assert counts() == before
