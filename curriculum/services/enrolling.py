"""Beginning a course: an enrolment is pinned to the editions that are current on that day."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from curriculum.errors import AssignmentClosed, NothingToTake
from curriculum.models import Assignment, Course, Enrolment, EnrolmentEdition
from curriculum.rules import can_take
from modules.models import Edition
from people.models import User
from records.services.ledger import record_event


@transaction.atomic
def begin_enrolment(*, actor: User, assignment: Assignment, at: datetime | None = None) -> Enrolment:
    """Return the assignment's enrolment, begun just now if there was none; a double click begins one.

    Raises NothingToTake when a module has no current edition. `at` dates a run that was begun earlier.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("requirement__course", "officer__user")
        .get(pk=assignment.pk)
    )
    if not can_take(actor, assignment.officer.user_id):
        raise PermissionDenied
    begun = Enrolment.objects.filter(assignment=assignment).first()
    if begun:
        return begun
    if not assignment.is_open:
        raise AssignmentClosed
    editions = current_editions(assignment.requirement.course)
    enrolment = Enrolment.objects.create(
        assignment=assignment,
        officer=assignment.officer,
        course=assignment.requirement.course,
        started_at=at or timezone.now(),
    )
    EnrolmentEdition.objects.bulk_create(
        EnrolmentEdition(enrolment=enrolment, edition=edition, position=position)
        for position, edition in enumerate(editions, start=1)
    )
    record_event(
        actor=actor,
        action="curriculum.enrolment.begun",
        subject=f"enrolment:{enrolment.reference}",
        data={"course": enrolment.course.key, "editions": [edition.digest for edition in editions]},
    )
    return enrolment


def current_editions(course: Course) -> list[Edition]:
    """The current edition of each module, in the order of the course; in the module's own language first."""
    wanted = list(course.course_modules.order_by("position").values_list("module_id", "module__language"))
    found: dict[int, list[Edition]] = {}
    for edition in Edition.objects.current().filter(module__in=[module for module, _ in wanted]).defer("canonical"):
        found.setdefault(edition.module_id, []).append(edition)
    if not wanted or any(module not in found for module, _ in wanted):
        raise NothingToTake
    return [
        next((edition for edition in found[module] if edition.language == language), found[module][0])
        for module, language in wanted
    ]
