"""The cast: the same people ask every view, so that each is tried by its owner, a teammate, an outsider and nobody."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission

from people.enums import Perspective, RoleName
from people.models import Agency, Department, Officer, RoleGrant, Unit, User
from people.services.roles import GROUPS
from tests.factories.people import AgencyFactory, DepartmentFactory, UnitFactory, UserFactory


@dataclass(frozen=True)
class Cast:
    department: Department
    other_department: Department
    unit: Unit
    agency: Agency
    second_agency: Agency
    outside_agency: Agency
    officer: User
    teammate: User
    outside_officer: User
    author: User
    second_author: User
    outside_author: User
    reviewer: User
    second_reviewer: User
    coordinator: User
    outside_coordinator: User
    auditor: User
    outside_auditor: User
    administrator: User

    def everyone(self) -> dict[str, User | None]:
        """Name to person; anonymous is None."""
        people: dict[str, User | None] = {k: v for k, v in vars(self).items() if isinstance(v, User)}
        people["anonymous"] = None
        return people


JOBS = {
    "author": ("Ana Author", RoleName.AUTHOR, "agency"),
    "second_author": ("Ben Author", RoleName.AUTHOR, "second_agency"),
    "outside_author": ("Cora Author", RoleName.AUTHOR, "outside_agency"),
    "reviewer": ("Rita Reviewer", RoleName.REVIEWER, "agency"),
    "second_reviewer": ("Saul Reviewer", RoleName.REVIEWER, "second_agency"),
    "coordinator": ("Kim Coordinator", RoleName.COORDINATOR, "department"),
    "outside_coordinator": ("Lee Coordinator", RoleName.COORDINATOR, "other_department"),
    "auditor": ("Ada Auditor", RoleName.AUDITOR, "department"),
    "outside_auditor": ("Eli Auditor", RoleName.AUDITOR, "other_department"),
    "administrator": ("Max Administrator", RoleName.ADMINISTRATOR, ""),
}


def make_cast() -> Cast:
    """Make the whole cast: two departments, three agencies, everybody with exactly one job.

    Nearly every test begins here, so the rows are written by the table; `tests/people/test_cast.py` holds them to what
    `grant_role` writes, but for its ledger entries.
    """
    home = DepartmentFactory(name="Example City Police", slug="example-city-police")
    away = DepartmentFactory(name="Elsewhere Sheriff", slug="elsewhere-sheriff", kind="sheriff")
    places: dict[str, Any] = {
        "department": home,
        "other_department": away,
        "unit": UnitFactory(department=home, name="Patrol", code="patrol"),
        "agency": AgencyFactory(name="Example Peers", slug="example-peers"),
        "second_agency": AgencyFactory(
            name="Example Alliance", slug="example-alliance", perspective=Perspective.ANTI_TRAFFICKING
        ),
        "outside_agency": AgencyFactory(
            name="Example Outsiders", slug="example-outsiders", perspective=Perspective.LEGAL
        ),
    }
    return Cast(**places, **_officers(places), **_workers(places))


def _officers(places: dict[str, Any]) -> dict[str, User]:
    names = {"officer": "Olive Officer", "teammate": "Tess Teammate", "outside_officer": "Otto Outside"}
    people = {key: UserFactory.build(name=name) for key, name in names.items()}
    User.objects.bulk_create(people.values())
    home, away, patrol = places["department"], places["other_department"], places["unit"]
    elsewhere = UnitFactory(department=away)
    Officer.objects.bulk_create(
        [
            Officer(user=people["officer"], department=home, unit=patrol, badge="1001", rank="Officer"),
            Officer(user=people["teammate"], department=home, unit=patrol, badge="1002", rank="Officer"),
            Officer(user=people["outside_officer"], department=away, unit=elsewhere, badge="1001", rank="Officer"),
        ]
    )
    return people


def _workers(places: dict[str, Any]) -> dict[str, User]:
    people = {
        key: UserFactory.build(name=name, email=f"{name.lower().replace(' ', '.')}@example.org", is_staff=True)
        for key, (name, _role, _where) in JOBS.items()
    }
    User.objects.bulk_create(people.values())
    grants = [
        RoleGrant(user=people[key], role=role, **({where.split("_")[-1]: places[where]} if where else {}))
        for key, (_name, role, where) in JOBS.items()
    ]
    RoleGrant.objects.bulk_create(grants)
    _add_to_groups(grants)
    return people


def _add_to_groups(grants: list[RoleGrant]) -> None:
    roles = {grant.role: Group(name=str(GROUPS[RoleName(grant.role)])) for grant in grants}
    authors = [grant for grant in grants if grant.role == RoleName.AUTHOR]
    agencies = {grant.agency_id: Group(name=f"Agency: {grant.agency.slug}") for grant in authors}
    Group.objects.bulk_create([*roles.values(), *agencies.values()])
    entry = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    allowed, member = Group.permissions.through, User.groups.through
    allowed.objects.bulk_create([allowed(group=group, permission=entry) for group in roles.values()])
    member.objects.bulk_create(
        [
            *(member(user=grant.user, group=roles[grant.role]) for grant in grants),
            *(member(user=grant.user, group=agencies[grant.agency_id]) for grant in authors),
        ]
    )
