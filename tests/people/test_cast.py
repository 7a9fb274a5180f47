"""The cast is what the service that grants roles would have made."""

from people.models import RoleGrant, User
from people.services.roles import grant_role


def standing(person):
    fresh = User.objects.get(pk=person.pk)
    return set(fresh.groups.values_list("name", flat=True)), fresh.is_staff


def test_granting_anew_gives_everybody_the_same_groups(cast):
    for grant in RoleGrant.objects.select_related("user", "agency", "department"):
        before = standing(grant.user)
        grant.delete()
        grant_role(actor="test", user=grant.user, role=grant.role, agency=grant.agency, department=grant.department)
        assert standing(grant.user) == before


def test_everybody_has_exactly_one_job(cast):
    for person in filter(None, cast.everyone().values()):
        assert person.role_grants.count() + hasattr(person, "officer") == 1
