"""Beginning a course: an enrolment is pinned to the editions that are current on that day."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from curriculum.enums import EvidenceRule
from curriculum.errors import AssignmentClosed, ClaimNotEnough, NothingToTake
from curriculum.models import Assignment, Course, Enrolment, EnrolmentEdition
from curriculum.rules import can_take
from modules.enums import StepKind
from modules.models import Edition, EditionStep
from people.models import User
from records.services.ledger import record_event


@transaction.atomic
def begin_enrolment(*, actor: User, assignment: Assignment, at: datetime | None = None) -> Enrolment:
    """Return the assignment's enrolment, begun just now if there was none; a double click begins one.

    Raises NothingToTake when a module has no current edition, ClaimNotEnough where the course could never be finished:
    a module has only a package, whose claim is not enough. `at` dates a run that was begun earlier.
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
    if assignment.requirement.course.evidence == EvidenceRule.SERVER_SCORED and claims_unbacked(editions):
        raise ClaimNotEnough
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


def claims_unbacked(editions: Iterable[Edition]) -> bool:
    """Whether one of them has a package made elsewhere and no quiz that is scored here (one query)."""
    kinds: dict[int, set[str]] = {}
    steps = EditionStep.objects.filter(edition__in=[edition.pk for edition in editions]).order_by()
    for edition, kind in steps.values_list("edition", "kind").distinct():
        kinds.setdefault(edition, set()).add(kind)
    return any(StepKind.SCORM in held and StepKind.SCENARIO not in held for held in kinds.values())


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
