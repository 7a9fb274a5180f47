"""Beginning, stepping through and finishing a course."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.signals import pre_save

from assessments.services.attempts import start_attempt
from curriculum.errors import AssignmentClosed, NothingToTake, StepNotInEnrolment, StepNotPassed, StepsLeft
from curriculum.models import Enrolment, StepProgress
from curriculum.queries.outline import read_outline
from curriculum.services.assigning import waive_assignment
from curriculum.services.enrolling import begin_enrolment
from curriculum.services.finishing import finish_enrolment
from curriculum.services.stepping import complete_step, open_step
from curriculum.subjects import attempt_subject
from records.models import Certificate, Completion, LedgerEntry
from tests.factories.curriculum import (
    HARMFUL,
    finish,
    make_assignment,
    make_course,
    make_enrolment,
    steps_of,
    take_scenario,
)
from tests.factories.modules import make_module, next_edition


def test_beginning_pins_the_current_editions_in_order(cast):
    course = make_course(agencies=[cast.agency], modules=2)
    enrolment = make_enrolment(user=cast.officer, course=course)
    assert list(enrolment.pins.values_list("position", "edition__title")) == [
        (1, course.course_modules.get(position=1).module.title),
        (2, course.course_modules.get(position=2).module.title),
    ]
    newer = next_edition(enrolment.pins.get(position=1).edition)
    assert not enrolment.pins.filter(edition=newer).exists()
    assert [step.number for step in read_outline(enrolment)] == [1, 2, 3, 4]


def test_beginning_twice_yields_one(cast):
    assignment = make_assignment(user=cast.officer)
    first = begin_enrolment(actor=cast.officer, assignment=assignment)
    second = begin_enrolment(actor=cast.officer, assignment=assignment)
    assert first == second
    assert LedgerEntry.objects.filter(action="curriculum.enrolment.begun").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(assignment=assignment, officer=assignment.officer, course=first.course)


def test_nobody_begins_for_another(cast):
    assignment = make_assignment(user=cast.officer)
    for other in (cast.teammate, cast.outside_officer, cast.coordinator):
        with pytest.raises(PermissionDenied):
            begin_enrolment(actor=other, assignment=assignment)
    assert not Enrolment.objects.exists()


def test_a_module_without_edition_cannot_be_begun(cast):
    course = make_course(agencies=[cast.agency])
    course.course_modules.create(module=make_module([cast.agency], title="Unsigned"), position=9)
    assignment = make_assignment(user=cast.officer, course=course)
    with pytest.raises(NothingToTake):
        begin_enrolment(actor=cast.officer, assignment=assignment)
    assert not Enrolment.objects.exists()


def test_a_waived_assignment_cannot_be_begun(cast):
    assignment = make_assignment(user=cast.officer)
    waive_assignment(actor=cast.coordinator, assignment=assignment, reason="On leave")
    with pytest.raises(AssignmentClosed):
        begin_enrolment(actor=cast.officer, assignment=assignment)


def test_opening_is_remembered_once(cast):
    enrolment = make_enrolment(user=cast.officer)
    step = steps_of(enrolment)[0].as_edition_step()
    open_step(actor=cast.officer, enrolment=enrolment, step=step)
    first = StepProgress.objects.get()
    open_step(actor=cast.officer, enrolment=enrolment, step=step)
    assert StepProgress.objects.get().opened_at == first.opened_at


def test_a_step_of_another_course_or_person_is_refused(cast):
    enrolment = make_enrolment(user=cast.officer)
    foreign = make_enrolment(user=cast.teammate, course=make_course())
    with pytest.raises(StepNotInEnrolment):
        complete_step(actor=cast.officer, enrolment=enrolment, step=steps_of(foreign)[0].as_edition_step())
    with pytest.raises(PermissionDenied):
        complete_step(actor=cast.teammate, enrolment=enrolment, step=steps_of(enrolment)[0].as_edition_step())
    assert not StepProgress.objects.exists()


def test_a_scenario_counts_only_when_finished_and_passed(cast):
    enrolment = make_enrolment(user=cast.officer)
    scenario = steps_of(enrolment)[1]
    step = scenario.as_edition_step()
    with pytest.raises(StepNotPassed):
        complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    start_attempt(actor=cast.officer, quiz=step.quiz, subject=attempt_subject(enrolment, step.key))
    with pytest.raises(StepNotPassed):
        complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    take_scenario(enrolment, scenario, HARMFUL)
    with pytest.raises(StepNotPassed):
        complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    take_scenario(enrolment, scenario)
    complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    assert read_outline(enrolment).steps[1].done


def test_a_course_may_ask_for_more_than_the_scenario(cast):
    course = make_course(agencies=[cast.agency], pass_mark=100)
    enrolment = make_enrolment(user=cast.officer, course=course)
    scenario = steps_of(enrolment)[1]
    take_scenario(enrolment, scenario, [("sc-01", "s1", "b"), ("sc-01", "s2", "a"), ("sc-02", "", "b")])
    with pytest.raises(StepNotPassed):
        complete_step(actor=cast.officer, enrolment=enrolment, step=scenario.as_edition_step())


def test_the_last_step_records_completion_and_certificate(cast):
    course = make_course(agencies=[cast.agency, cast.second_agency], modules=2, validity_months=24)
    enrolment = finish(make_enrolment(user=cast.officer, course=course))
    completion = Completion.objects.get(digest=enrolment.completion_reference)
    said = completion.snapshot
    assert completion.person_reference == cast.officer.reference
    assert (said["score_percent"], said["pass_mark"], said["hours"]) == (100, 80, "2")
    assert said["evidence"] == "Server-scored quiz"
    assert said["department"] == cast.department.slug
    assert completion.agencies == [cast.agency.name, cast.second_agency.name]
    assert [e["digest"] for e in completion.editions] == [p.edition.digest for p in enrolment.pins.order_by("position")]
    assert Certificate.objects.filter(completion=completion).count() == 1
    assert completion.entry.subject
    assignment = enrolment.assignment
    assignment.refresh_from_db()
    assert assignment.completed_at == enrolment.completed_at
    assert assignment.valid_until == completion.valid_until


def test_finishing_twice_records_once_and_early_is_refused(cast):
    enrolment = make_enrolment(user=cast.officer)
    with pytest.raises(StepsLeft):
        finish_enrolment(actor=cast.officer, enrolment=enrolment)
    enrolment = finish(enrolment)
    finish_enrolment(actor=cast.officer, enrolment=enrolment)
    complete_step(actor=cast.officer, enrolment=enrolment, step=steps_of(enrolment)[0].as_edition_step())
    assert Completion.objects.count() == Certificate.objects.count() == 1


def test_an_earlier_run_keeps_its_dates(cast):
    course = make_course(agencies=[cast.agency], validity_months=12)
    assignment = make_assignment(user=cast.officer, course=course)
    began = datetime(2024, 2, 20, 18, tzinfo=UTC)
    ended = datetime(2024, 3, 1, 5, tzinfo=UTC)  # still 29 February in California
    enrolment = begin_enrolment(actor=cast.officer, assignment=assignment, at=began)
    for step in steps_of(enrolment):
        if step.is_scenario:
            take_scenario(enrolment, step)
        enrolment = complete_step(actor=cast.officer, enrolment=enrolment, step=step.as_edition_step(), at=ended)
    completion = Completion.objects.get()
    assert (completion.completed_at, completion.valid_until) == (ended, date(2025, 2, 28))


@contextmanager
def refuse_certificates():
    """While it lasts no certificate can be written."""

    def refuse(sender, **kwargs):
        raise RuntimeError("no certificate today")

    pre_save.connect(refuse, sender=Certificate)
    try:
        yield
    finally:
        pre_save.disconnect(refuse, sender=Certificate)


def test_a_failing_certificate_leaves_no_completion(cast):
    enrolment = make_enrolment(user=cast.officer)
    lesson, scenario = steps_of(enrolment)
    complete_step(actor=cast.officer, enrolment=enrolment, step=lesson.as_edition_step())
    take_scenario(enrolment, scenario)
    with refuse_certificates(), pytest.raises(RuntimeError, match="no certificate today"):
        complete_step(actor=cast.officer, enrolment=enrolment, step=scenario.as_edition_step())
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    assert not Completion.objects.exists()
    assert not Certificate.objects.exists()
    assert not LedgerEntry.objects.filter(action__contains="completion").exists()
    assert not read_outline(enrolment).steps[1].done
    complete_step(actor=cast.officer, enrolment=enrolment, step=scenario.as_edition_step())
    assert Completion.objects.count() == Certificate.objects.count() == 1
