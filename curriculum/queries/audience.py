"""Who a requirement is for."""

from django.db.models import Q

from curriculum.models import Requirement
from people.models import Officer
from people.models.departments import OfficerQuerySet


def audience_of(requirement: Requirement) -> OfficerQuerySet:
    """Active officers: everyone, or those of its units (with all below) and ranks. No audience is nobody."""
    officers: OfficerQuerySet = Officer.objects.for_department(requirement.department).active()
    if requirement.everyone:
        return officers
    paths = list(requirement.units.values_list("path", flat=True))
    if not paths and not requirement.ranks:
        return officers.none()
    if paths:
        within = Q()
        for path in paths:
            within |= Q(unit__path__startswith=path)
        officers = officers.filter(within)
    return officers.filter(rank__in=requirement.ranks) if requirement.ranks else officers
