"""The department as a roster is compared with it: few queries, whatever its size."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from people.enums import DEPARTMENT_ROLES
from people.models import Department, Officer, RoleGrant, Unit, User
from people.roster import Accounts, OfficerNow, UnitNow, UnitTree

AT_ONCE = 5000


def units_now(department: Department) -> UnitTree:
    rows = Unit.objects.for_department(department).values_list("path", "code", "name")
    return UnitTree(UnitNow(*row) for row in rows)


def officers_now(department: Department, units: UnitTree) -> list[OfficerNow]:
    """Every officer of the department, the inactive ones too."""
    grants = RoleGrant.objects.filter(user=OuterRef("user"))
    rows = (
        Officer.objects.for_department(department)
        .annotate(holds_role=Q(Exists(grants)) | Q(user__is_superuser=True))
        .order_by("badge")
        .values_list(
            "pk", "badge", "user__name", "user__email", "unit__path", "rank", "hired_on", "active", "holds_role"
        )
    )
    labels: dict[str, str] = {}
    found = []
    for pk, badge, name, email, path, *rest in rows:
        key = path or ""
        if key not in labels:
            labels[key] = units.label(key)
        found.append(OfficerNow(pk, badge, name, email, key, labels[key], *rest))
    return found


def accounts_behind(department: Department, addresses: Iterable[str]) -> Accounts:
    """The accounts that bear these addresses: the department's own staff may be joined, the others are taken."""
    taken: set[str] = set()
    joinable: dict[str, int] = {}
    own_staff = RoleGrant.objects.filter(user=OuterRef("pk"), department=department, role__in=DEPARTMENT_ROLES)
    for some in _in_batches(sorted(addresses)):
        users = User.objects.annotate(address=Lower("email"), own=Exists(own_staff)).filter(address__in=some)
        for pk, email, own, officer in users.values_list("pk", "address", "own", "officer"):
            if own and officer is None:
                joinable[email] = pk
            else:
                taken.add(email)
    return Accounts(taken=frozenset(taken), joinable=joinable)


def _in_batches(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def roster_rows(department: Department) -> Iterator[tuple[object, ...]]:
    """The department's present roster, in the columns of an import."""
    units = units_now(department)
    for officer in officers_now(department, units):
        status = "active" if officer.active else "inactive"
        unit = units.written(officer.unit)
        yield officer.badge, officer.name, officer.email, unit, officer.rank, officer.hired_on or "", status
