"""Departments with units and officers, agencies, and everybody's roles. Accounts that exist are left as they are."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from config.programme.index import unit_paths
from config.programme.reader import Programme
from config.programme.writers import ACTOR
from config.programme.writers.rows import Tally, day, keep_row
from people.demo import PASSWORD
from people.enums import RoleName
from people.models import Agency, Department, Officer, RoleGrant, Unit, User
from people.services.roles import agency_group, grant_role


@transaction.atomic
def write_people(programme: Programme, tally: Tally) -> None:
    """With the demo settings everyone gets the demo's password; anywhere else nobody can sign in with one."""
    secret = make_password(PASSWORD if settings.DEMO else None)
    for row in programme.people["agencies"]:
        values = {name: row[name] for name in ("name", "perspective", "about")} | {"fictional": True}
        agency_group(keep_row(Agency, {"slug": row["slug"]}, values, tally))
    for row in programme.people["departments"]:
        _department(row, secret, tally)
    for row in programme.people["people"]:
        _roles(_user(row, secret, tally), row["roles"], tally)


def _department(row: dict[str, Any], secret: str, tally: Tally) -> None:
    department = keep_row(Department, {"slug": row["slug"]}, {"name": row["name"], "kind": row["kind"]}, tally)
    units: dict[str, Unit] = {}
    for path, unit in unit_paths(row["units"]):
        above = units.get(path.rpartition("/")[0])
        key = {"department": department, "path": f"/{path}/"}
        units[path] = keep_row(Unit, key, {"parent": above, "code": unit["code"], "name": unit["name"]}, tally)
    for officer in row["officers"]:
        _officer(officer, department, units[officer["unit"]], secret, tally)


def _officer(row: dict[str, Any], department: Department, unit: Unit, secret: str, tally: Tally) -> None:
    user = _user(row, secret, tally)
    if Officer.objects.filter(user=user).exists():
        return
    tally.made["officer"] += 1
    Officer.objects.create(
        user=user,
        department=department,
        unit=unit,
        badge=row["badge"],
        rank=row["rank"],
        hired_on=day(row["hired_on"]),
    )


def _user(row: dict[str, Any], secret: str, tally: Tally) -> User:
    known = User.objects.filter(email__iexact=row["email"]).first()
    if known:
        return known
    tally.made["account"] += 1
    return User.objects.create(email=row["email"], name=row["name"], password=secret)


def _roles(user: User, rows: list[dict[str, str]], tally: Tally) -> None:
    for row in rows:
        agency = Agency.objects.get(slug=row["agency"]) if "agency" in row else None
        department = Department.objects.get(slug=row["department"]) if "department" in row else None
        if RoleGrant.objects.filter(user=user, role=row["role"], agency=agency, department=department).exists():
            continue
        tally.made["role"] += 1
        grant_role(actor=ACTOR, user=user, role=RoleName(row["role"]), agency=agency, department=department)
