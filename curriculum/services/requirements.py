"""Making and changing the requirements of a department."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from curriculum.models import Requirement
from curriculum.rules import can_manage_training
from people.models import Unit, User
from records.canonical import digest
from records.services.ledger import record_event


@transaction.atomic
def save_requirement(*, actor: User | str, requirement: Requirement, units: Iterable[Unit]) -> Requirement:
    """Keep a requirement with its audience, and write to the ledger what it now asks. Nobody is assigned by it."""
    if not can_manage_training(actor, requirement.department):
        raise PermissionDenied
    made = requirement.pk is None
    requirement.full_clean()
    requirement.save()
    requirement.units.set(units)
    paths = sorted(requirement.units.values_list("path", flat=True))
    asked = {
        "course": requirement.course.key,
        "everyone": requirement.everyone,
        "units": paths,
        "ranks": list(requirement.ranks),
        "due_days": requirement.due_days,
        "starts_on": requirement.starts_on.isoformat() if requirement.starts_on else None,
        "active": requirement.active,
        "wording": digest([requirement.title, requirement.legal_basis, requirement.layer]),
    }
    record_event(
        actor=actor,
        action="curriculum.requirement.made" if made else "curriculum.requirement.changed",
        subject=f"requirement:{requirement.reference}",
        data={"department": requirement.department.slug, **asked},
    )
    return requirement
