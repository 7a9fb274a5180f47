"""The rows of one person's own agencies and departments."""

from typing import Any

from django.db.models import QuerySet

from people.models import Agency, Department
from people.rules import roles_of


def agencies_of(user: Any) -> QuerySet[Agency]:
    """The agencies for which the person writes or reviews."""
    return Agency.objects.filter(pk__in=roles_of(user).agencies)


def departments_coordinated_by(user: Any) -> QuerySet[Department]:
    return Department.objects.filter(pk__in=roles_of(user).coordinator_of)


def departments_audited_by(user: Any) -> QuerySet[Department]:
    return Department.objects.filter(pk__in=roles_of(user).auditor_of)
