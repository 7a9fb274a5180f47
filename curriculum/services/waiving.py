"""Waiving many assignments at once: all of them or none."""

from collections.abc import Collection

from django.db import transaction

from curriculum.models import Assignment
from curriculum.services.assigning import waive_assignment
from people.models import User

MOST_AT_ONCE = 500


@transaction.atomic
def waive_assignments(*, actor: User, assignments: Collection[Assignment], reason: str) -> int:
    """Waive each with its own ledger entry; raises the first refusal, and then none is waived."""
    for assignment in assignments:
        waive_assignment(actor=actor, assignment=assignment, reason=reason)
    return len(assignments)
