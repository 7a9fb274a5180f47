"""An edition is withdrawn while officers are in it."""

import pytest

from curriculum.enums import NoticeKind
from curriculum.errors import StepNotInEnrolment
from curriculum.models import StepProgress
from curriculum.queries.outline import read_outline
from curriculum.services.moving import move_from_withdrawn
from curriculum.services.stepping import complete_step
from modules.models import LessonPage
from modules.services.publishing import withdraw_edition
from records.models import LedgerEntry
from tests.factories.curriculum import finish, make_course, make_enrolment, steps_of, take_scenario
from tests.factories.modules import next_edition


@pytest.fixture
def enrolment(cast):
    return make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency], modules=2))


def change_lesson(edition):
    """Edit the draft of the lesson, so that its step reads otherwise in the next edition."""
    page = LessonPage.objects.child_of(edition.module).get()
    page.title = "Who is covered, corrected"
    page.save_revision()


def test_a_withdrawn_edition_is_waited_for_and_then_replaced(cast, enrolment):
    old = enrolment.pins.get(position=1).edition
    lesson, scenario, *_ = steps_of(enrolment)
    complete_step(actor=cast.officer, enrolment=enrolment, step=lesson.as_edition_step())
    take_scenario(enrolment, scenario)
    complete_step(actor=cast.officer, enrolment=enrolment, step=scenario.as_edition_step())
    withdraw_edition(actor="test", edition=old, reason="It misquoted the policy.")
    enrolment.refresh_from_db()
    assert enrolment.notice == NoticeKind.WAITING
    assert enrolment.notice_reason == "It misquoted the policy."
    with pytest.raises(StepNotInEnrolment):
        complete_step(actor=cast.officer, enrolment=enrolment, step=lesson.as_edition_step())
    change_lesson(old)
    new = next_edition(old)
    enrolment.refresh_from_db()
    assert enrolment.notice == NoticeKind.MOVED
    assert enrolment.notice_reason == "It misquoted the policy."
    assert old.title in enrolment.notice_text
    outline = read_outline(enrolment)
    assert [step.edition_id for step in outline][:2] == [new.pk, new.pk]
    assert [step.done for step in outline] == [False, True, False, False]


def test_other_enrolments_and_finished_ones_stay(cast, enrolment):
    done = finish(make_enrolment(user=cast.teammate, course=enrolment.course))
    other = make_enrolment(user=cast.outside_officer, course=make_course(agencies=[cast.agency]))
    old = enrolment.pins.get(position=1).edition
    withdraw_edition(actor="test", edition=old, reason="Wrong")
    next_edition(old)
    done.refresh_from_db()
    other.refresh_from_db()
    assert done.pins.get(position=1).edition == old
    assert (done.notice, other.notice) == ("", "")


def test_a_superseded_edition_is_kept(enrolment):
    old = enrolment.pins.get(position=1).edition
    change_lesson(old)
    next_edition(old)
    assert enrolment.pins.get(position=1).edition == old
    enrolment.refresh_from_db()
    assert enrolment.notice == ""


def test_moving_again_changes_nothing(cast, enrolment):
    old = enrolment.pins.get(position=1).edition
    withdraw_edition(actor="test", edition=old, reason="Wrong")
    next_edition(old)
    progress = StepProgress.objects.count()
    assert move_from_withdrawn(actor="test", edition=old).moved == 0
    assert StepProgress.objects.count() == progress
    entries = LedgerEntry.objects.filter(action="curriculum.enrolments.moved")
    assert [(entry.data["waiting"], entry.data["moved"]) for entry in entries.order_by("pk")] == [(1, 0), (0, 1)]
