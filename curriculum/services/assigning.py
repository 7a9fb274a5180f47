"""Giving a requirement to its audience, and letting somebody off with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from curriculum.clock import day_of
from curriculum.errors import AssignmentClosed, WaiverNeedsReason
from curriculum.models import Assignment, Requirement
from curriculum.queries.audience import audience_of
from curriculum.rules import can_manage_training
from curriculum.schedule import first_due, renewal_due, renewal_opens
from people.models import User
from records.services.ledger import record_event

BATCH = 2000


@dataclass(frozen=True)
class AssignResult:
    """How many officers the requirement is for, and how many of them it was given to just now."""

    audience: int
    assigned: int
    renewed: int

    @property
    def untouched(self) -> int:
        return self.audience - self.assigned


@dataclass(frozen=True)
class _Held:
    """The newest assignment of one officer under one requirement."""

    is_open: bool
    waived: bool
    valid_until: date | None


@dataclass(frozen=True)
class AssignPlan:
    """Who would be given the requirement now: officer to due day, and whose it would be again."""

    audience: int
    due: dict[int, date]
    renewed: frozenset[int]


def plan_assignments(requirement: Requirement, today: date) -> AssignPlan:
    """What assigning would do, without doing it (at most four queries)."""
    held = _newest_by_officer(requirement)
    audience = list(audience_of(requirement).order_by("pk").values_list("pk", flat=True))
    due = {officer: day for officer in audience if (day := _due(requirement, held.get(officer), today))}
    return AssignPlan(audience=len(audience), due=due, renewed=frozenset(due.keys() & held.keys()))


@transaction.atomic
def assign_requirement(*, actor: User | str, requirement: Requirement, now: datetime | None = None) -> AssignResult:
    """Assign to everyone in the audience who needs it now; the second run changes nothing.

    Renewals are assigned so early that the whole time to finish fits before the lapse. A waiver stands.
    One ledger entry with the counts for the whole run, none when nothing was assigned.
    """
    requirement = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    if not can_manage_training(actor, requirement.department):
        raise PermissionDenied
    if not requirement.active:
        return AssignResult(audience=0, assigned=0, renewed=0)
    moment = now or timezone.now()
    plan = plan_assignments(requirement, day_of(moment))
    due = plan.due
    Assignment.objects.bulk_create(
        [
            Assignment(requirement=requirement, officer_id=officer, due_on=day, assigned_at=moment)
            for officer, day in due.items()
        ],
        batch_size=BATCH,
    )
    result = AssignResult(audience=plan.audience, assigned=len(due), renewed=len(plan.renewed))
    if due:
        _record(actor, requirement, result)
    return result


def _newest_by_officer(requirement: Requirement) -> dict[int, _Held]:
    rows = requirement.assignments.order_by("pk").values_list("officer", "completed_at", "waived_at", "valid_until")
    return {
        officer: _Held(is_open=not (completed or waived), waived=bool(waived), valid_until=until)
        for officer, completed, waived, until in rows
    }


def _due(requirement: Requirement, held: _Held | None, today: date) -> date | None:
    days = requirement.due_days
    if held is None:
        return first_due(assigned_on=today, starts_on=requirement.starts_on, due_days=days)
    if held.is_open or held.waived or held.valid_until is None:
        return None
    if today < renewal_opens(lapses_on=held.valid_until, due_days=days):
        return None
    return renewal_due(assigned_on=today, lapses_on=held.valid_until, due_days=days)


def _record(actor: User | str, requirement: Requirement, result: AssignResult) -> None:
    record_event(
        actor=actor,
        action="curriculum.requirement.assigned",
        subject=f"requirement:{requirement.reference}",
        data={
            "department": requirement.department.slug,
            "audience": result.audience,
            "assigned": result.assigned,
            "renewed": result.renewed,
        },
    )


@transaction.atomic
def waive_assignment(*, actor: User, assignment: Assignment, reason: str) -> Assignment:
    """Let one officer off this turn. The reason is kept with who gave it; a closed assignment is refused."""
    if not reason.strip():
        raise WaiverNeedsReason
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("requirement").get(pk=assignment.pk)
    if not can_manage_training(actor, assignment.requirement.department):
        raise PermissionDenied
    if not assignment.is_open:
        raise AssignmentClosed
    assignment.waived_at = timezone.now()
    assignment.waived_by_reference = str(actor.reference)
    assignment.waived_reason = reason.strip()
    assignment.save(update_fields=["waived_at", "waived_by_reference", "waived_reason"])
    record_event(
        actor=actor,
        action="curriculum.assignment.waived",
        subject=f"assignment:{assignment.reference}",
        data={"requirement": str(assignment.requirement.reference), "due_on": assignment.due_on.isoformat()},
    )
    return assignment
