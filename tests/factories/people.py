"""Factories of people, departments and agencies."""

import factory
from factory.django import DjangoModelFactory

from people.enums import DepartmentKind, Perspective, RoleName
from people.models import Agency, Department, Officer, RoleGrant, Unit, User
from people.services.roles import grant_role


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Example Department {n}")
    slug = factory.Sequence(lambda n: f"department-{n}")
    kind = DepartmentKind.POLICE


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    department = factory.SubFactory(DepartmentFactory)
    parent = None
    name = factory.Sequence(lambda n: f"Unit {n}")
    code = factory.Sequence(lambda n: f"unit-{n}")
    path = factory.LazyAttribute(lambda unit: f"{unit.parent.path if unit.parent else '/'}{unit.code}/")


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    user = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory)
    unit = factory.SubFactory(UnitFactory, department=factory.SelfAttribute("..department"))
    badge = factory.Sequence(lambda n: f"B{n:05}")
    rank = "Officer"


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Example Agency {n}")
    slug = factory.Sequence(lambda n: f"agency-{n}")
    perspective = Perspective.SEX_WORKER_LED
    fictional = True


class RoleGrantFactory(DjangoModelFactory):
    """Grants through the service, so that groups and the ledger follow."""

    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = RoleName.AUTHOR

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return grant_role(actor="test", **kwargs)
