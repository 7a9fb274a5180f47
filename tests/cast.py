"""The cast: the same people ask every view, so that each is tried by its owner, a teammate, an outsider and nobody."""

from dataclasses import dataclass

from people.enums import Perspective, RoleName
from people.models import Agency, Department, Unit, User
from tests.factories.people import (
    AgencyFactory,
    DepartmentFactory,
    OfficerFactory,
    RoleGrantFactory,
    UnitFactory,
    UserFactory,
)


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


def _with_role(name: str, role: RoleName, **scope: object) -> User:
    user = UserFactory(name=name, email=f"{name.lower().replace(' ', '.')}@example.org")
    RoleGrantFactory(user=user, role=role, **scope)
    return user


def make_cast() -> Cast:
    """Make the whole cast: two departments, three agencies, everybody with exactly one job."""
    home = DepartmentFactory(name="Example City Police", slug="example-city-police")
    away = DepartmentFactory(name="Elsewhere Sheriff", slug="elsewhere-sheriff", kind="sheriff")
    unit = UnitFactory(department=home, name="Patrol", code="patrol")
    first = AgencyFactory(name="Example Peers", slug="example-peers")
    second = AgencyFactory(name="Example Alliance", slug="example-alliance", perspective=Perspective.ANTI_TRAFFICKING)
    outside = AgencyFactory(name="Example Outsiders", slug="example-outsiders", perspective=Perspective.LEGAL)
    return Cast(
        department=home,
        other_department=away,
        unit=unit,
        agency=first,
        second_agency=second,
        outside_agency=outside,
        officer=OfficerFactory(user__name="Olive Officer", department=home, unit=unit, badge="1001").user,
        teammate=OfficerFactory(user__name="Tess Teammate", department=home, unit=unit, badge="1002").user,
        outside_officer=OfficerFactory(user__name="Otto Outside", department=away, badge="1001").user,
        author=_with_role("Ana Author", RoleName.AUTHOR, agency=first),
        second_author=_with_role("Ben Author", RoleName.AUTHOR, agency=second),
        outside_author=_with_role("Cora Author", RoleName.AUTHOR, agency=outside),
        reviewer=_with_role("Rita Reviewer", RoleName.REVIEWER, agency=first),
        second_reviewer=_with_role("Saul Reviewer", RoleName.REVIEWER, agency=second),
        coordinator=_with_role("Kim Coordinator", RoleName.COORDINATOR, department=home),
        outside_coordinator=_with_role("Lee Coordinator", RoleName.COORDINATOR, department=away),
        auditor=_with_role("Ada Auditor", RoleName.AUDITOR, department=home),
        outside_auditor=_with_role("Eli Auditor", RoleName.AUDITOR, department=away),
        administrator=_with_role("Max Administrator", RoleName.ADMINISTRATOR),
    )
