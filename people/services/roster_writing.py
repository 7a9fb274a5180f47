"""The writes of a roster import, all in bulk. Called by the import alone, inside its transaction."""

from collections.abc import Collection, Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from people.models import Department, Officer, Unit, User
from people.roster import ChangedOfficer, NewOfficer, NewUnit, RosterRow, UnitTree
from people.roster.units import new_code
from people.roster_queries import units_now

BATCH = 2000


def add_units(department: Department, wanted: Iterable[NewUnit]) -> int:
    """Make the missing units from the top down; return how many were made."""
    made = 0
    for unit in wanted:
        path, found = units_now(department).find(unit.parts)
        if found == len(unit.parts):
            continue
        code = new_code(unit.parts[-1])
        above = Unit.objects.for_department(department).filter(path=path).first()
        Unit.objects.create(department=department, parent=above, name=unit.parts[-1], code=code, path=f"{path}{code}/")
        made += 1
    return made


def add_officers(department: Department, wanted: Collection[NewOfficer], units: UnitTree) -> None:
    """Add officers, with accounts that have no password: they set one by the link that sign-in offers."""
    unit_ids = _unit_ids(department)
    accounts = [
        User(email=new.row.email, name=new.row.name, password=make_password(None))
        for new in wanted
        if new.account is None
    ]
    User.objects.bulk_create(accounts, batch_size=BATCH)
    user_ids = {user.email: user.pk for user in accounts}
    Officer.objects.bulk_create(
        [
            _fill(
                Officer(department=department, user_id=new.account or user_ids[new.row.email]), new.row, units, unit_ids
            )
            for new in wanted
        ],
        batch_size=BATCH,
    )


def change_officers(department: Department, wanted: Collection[ChangedOfficer], units: UnitTree) -> None:
    """Write the changed rows. An address that is replaced stops being a way to sign in."""
    if not wanted:
        return
    unit_ids = _unit_ids(department)
    rows = {changed.officer: changed.row for changed in wanted}
    officers = [
        officer for officer in Officer.objects.for_department(department).select_related("user") if officer.pk in rows
    ]
    moved = [officer.user_id for officer in officers if officer.user.email.lower() != rows[officer.pk].email]
    for officer in officers:
        row = rows[officer.pk]
        _fill(officer, row, units, unit_ids)
        officer.user.name, officer.user.email = row.name, row.email
    for start in range(0, len(moved), BATCH):
        EmailAddress.objects.filter(user__in=moved[start : start + BATCH]).delete()
    _overwrite(User, [officer.user for officer in officers], ["name", "email"])
    _overwrite(Officer, officers, ["badge", "unit", "rank", "hired_on", "active"])


def mark_inactive(department: Department, officers: Collection[int]) -> int:
    """Mark these officers of the department as inactive; return how many were active."""
    if not officers:
        return 0
    return Officer.objects.for_department(department).filter(pk__in=officers, active=True).update(active=False)


def _fill(officer: Officer, row: RosterRow, units: UnitTree, unit_ids: dict[str, int]) -> Officer:
    path, _found = units.find(row.unit)
    officer.unit_id = unit_ids.get(path)
    officer.badge, officer.rank, officer.hired_on, officer.active = row.badge, row.rank, row.hired_on, row.active
    return officer


def _unit_ids(department: Department) -> dict[str, int]:
    return dict(Unit.objects.for_department(department).values_list("path", "pk"))


def _overwrite(model: type[User] | type[Officer], rows: list, fields: list[str]) -> None:
    """One statement a batch, where bulk_update would build a CASE with a branch for each row."""
    model.objects.bulk_create(rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields)
