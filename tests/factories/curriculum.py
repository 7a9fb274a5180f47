"""Factories of courses, requirements, assignments and enrolments, all through the real services."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from assessments.services.attempts import start_attempt
from curriculum.models import Assignment, Course, CourseModule, Enrolment, Requirement
from curriculum.queries.outline import OutlineStep, read_outline
from curriculum.services.answering import answer_scenario
from curriculum.services.assigning import assign_requirement
from curriculum.services.enrolling import begin_enrolment
from curriculum.services.stepping import complete_step
from curriculum.subjects import attempt_subject
from modules.enums import Layer
from modules.models import Edition
from people.models import Agency, Department, Unit, User
from tests.factories.modules import make_current_edition
from tests.factories.people import AgencyFactory

_numbers = count(1)
Given = tuple[str, str, str]

BEST: Sequence[Given] = (("sc-01", "s1", "a"), ("sc-02", "", "b"))
HARMFUL: Sequence[Given] = (("sc-01", "s1", "b"), ("sc-01", "s2", "b"), ("sc-02", "", "a"))


def make_course(
    *, agencies: Iterable[Agency] = (), editions: Sequence[Edition] | None = None, modules: int = 1, **fields: Any
) -> Course:
    """A course of modules that each have a current edition: a lesson, then a scenario (best answers: BEST)."""
    number = next(_numbers)
    if editions is None:
        signed_by = list(agencies) or [AgencyFactory()]
        editions = [make_current_edition(signed_by, title=f"Module {number}.{n}") for n in range(1, modules + 1)]
    defaults = {"key": f"course-{number}", "title": f"Course {number}", "hours": Decimal("2.00"), "attempts_limit": 3}
    course = Course.objects.create(**{**defaults, **fields})
    for position, edition in enumerate(editions, start=1):
        CourseModule.objects.create(course=course, module=edition.module, position=position)
    return course


def make_requirement(
    *, department: Department, course: Course | None = None, units: Iterable[Unit] = (), **fields: Any
) -> Requirement:
    """Required of everyone in the department, unless units or ranks are given."""
    course = course or make_course()
    units = list(units)
    defaults = {
        "title": f"{course.title} for {department}",
        "legal_basis": "Department bulletin 17-249",
        "layer": Layer.LOCAL_POLICY,
        "everyone": not units and not fields.get("ranks"),
    }
    requirement = Requirement.objects.create(course=course, department=department, **{**defaults, **fields})
    requirement.units.set(units)
    return requirement


def make_assignment(*, user: User, course: Course | None = None, **fields: Any) -> Assignment:
    """The assignment of one officer, given by the service to their whole department."""
    requirement = make_requirement(department=user.officer.department, course=course, **fields)
    assign_requirement(actor="test", requirement=requirement)
    return Assignment.objects.get(requirement=requirement, officer=user.officer)


def make_enrolment(*, user: User, course: Course | None = None, **fields: Any) -> Enrolment:
    return begin_enrolment(actor=user, assignment=make_assignment(user=user, course=course, **fields))


def steps_of(enrolment: Enrolment) -> list[OutlineStep]:
    return list(read_outline(enrolment))


def take_scenario(enrolment: Enrolment, step: OutlineStep, answers: Sequence[Given] = BEST) -> None:
    """Start an attempt and give these answers."""
    user = enrolment.officer.user
    attempt = start_attempt(actor=user, quiz=step.as_edition_step().quiz, subject=attempt_subject(enrolment, step.key))
    for item, scene, choices in answers:
        answer_scenario(
            actor=user,
            enrolment=enrolment,
            step=step,
            attempt=attempt.reference,
            item_key=item,
            scene_key=scene,
            choices=list(choices),
            token=f"{item}{scene}",
        )


def finish(enrolment: Enrolment) -> Enrolment:
    """Take every step with the best answers, to the certificate."""
    for step in steps_of(enrolment):
        if step.is_scenario:
            take_scenario(enrolment, step)
        enrolment = complete_step(actor=enrolment.officer.user, enrolment=enrolment, step=step.as_edition_step())
    return enrolment
