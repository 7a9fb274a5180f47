"""May this person? Predicates of the teaching room."""

from typing import Any

from people.models import Department
from people.rules import is_coordinator_of


def can_manage_training(actor: Any, department: Department) -> bool:
    """Coordinators of that department; a plain string is the system itself (the loader, the nightly run)."""
    return isinstance(actor, str) or is_coordinator_of(actor, department)


def can_take(actor: Any, officer_user_id: int) -> bool:
    """Only the officer takes their own training."""
    return getattr(actor, "pk", None) == officer_user_id
