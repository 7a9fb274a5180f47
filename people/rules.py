"""May this person? Predicates over the roles a person holds, read once per user object."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField

from people.enums import RoleName
from people.models import Agency, Department, RoleGrant, User
from records.prepared import Prepared, Slot

GRANTS = Prepared(
    lambda: (
        RoleGrant.objects.filter(user_id=Slot("user", BigIntegerField()))
        .order_by()
        .values_list("role", "agency_id", "department_id")
    )
)


@dataclass(frozen=True)
class Roles:
    """What one person holds: ids only, so that asking costs no query after the first."""

    author_of: frozenset[int]
    reviewer_for: frozenset[int]
    coordinator_of: frozenset[int]
    auditor_of: frozenset[int]
    administrator: bool

    @property
    def agencies(self) -> frozenset[int]:
        return self.author_of | self.reviewer_for

    @property
    def any_staff(self) -> bool:
        return bool(self.agencies or self.coordinator_of or self.auditor_of or self.administrator)


NO_ROLES = Roles(frozenset(), frozenset(), frozenset(), frozenset(), administrator=False)


def roles_of(user: Any) -> Roles:
    """Return the roles of `user` (a query at most, remembered on the object); nobody's for anonymous or inactive."""
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return NO_ROLES
    if not user.is_active:
        return NO_ROLES
    remembered = getattr(user, "_roles", None)
    if remembered is None:
        remembered = user._roles = _read_roles(user)
    return remembered


def _read_roles(user: User) -> Roles:
    administrator = user.is_superuser
    if not getattr(user, "holds_roles", True) and not administrator:  # known of who is signed in
        return NO_ROLES
    held: dict[str, set[int]] = {name: set() for name in RoleName.values}
    for role, agency_id, department_id in GRANTS.ask(user=user.pk):
        if role == RoleName.ADMINISTRATOR:
            administrator = True
        else:
            held[role].add(agency_id or department_id)
    return Roles(
        author_of=frozenset(held[RoleName.AUTHOR]),
        reviewer_for=frozenset(held[RoleName.REVIEWER]),
        coordinator_of=frozenset(held[RoleName.COORDINATOR]),
        auditor_of=frozenset(held[RoleName.AUDITOR]),
        administrator=administrator,
    )


def is_officer(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False)) and hasattr(user, "officer") and user.officer.active


def is_author(user: Any) -> bool:
    return bool(roles_of(user).author_of)


def is_reviewer(user: Any) -> bool:
    return bool(roles_of(user).reviewer_for)


def is_author_for(user: Any, agency: Agency) -> bool:
    return agency.pk in roles_of(user).author_of


def is_member_of(user: Any, agency: Agency) -> bool:
    return agency.pk in roles_of(user).agencies


def is_coordinator(user: Any) -> bool:
    return bool(roles_of(user).coordinator_of)


def is_coordinator_of(user: Any, department: Department) -> bool:
    return department.pk in roles_of(user).coordinator_of


def is_auditor(user: Any) -> bool:
    return bool(roles_of(user).auditor_of)


def is_auditor_of(user: Any, department: Department) -> bool:
    return department.pk in roles_of(user).auditor_of


def is_administrator(user: Any) -> bool:
    return roles_of(user).administrator
