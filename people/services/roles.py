"""Granting and taking back roles, and the Wagtail groups that go with them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from people.enums import RoleName
from people.models import Agency, Department, RoleGrant, User
from people.signals import person_left
from records.services.ledger import record_event

GROUPS = {role: f"{role.label}s" for role in RoleName}


def agency_group(agency: Agency) -> Group:
    """The Wagtail group of one agency: page permissions on its modules hang on it."""
    return Group.objects.get_or_create(name=f"Agency: {agency.slug}")[0]


def role_group(role: RoleName) -> Group:
    """The Wagtail group of a role; every one of them may enter the admin."""
    group, made = Group.objects.get_or_create(name=str(GROUPS[role]))
    if made:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


@transaction.atomic
def grant_role(
    *, actor: User | str, user: User, role: RoleName, agency: Agency | None = None, department: Department | None = None
) -> RoleGrant:
    """Give a role within its scope, idempotently; put the person into the matching groups; write the ledger."""
    grant, made = RoleGrant.objects.get_or_create(user=user, role=role, agency=agency, department=department)
    if made:
        _sync_groups(user)
        record_event(actor=actor, action="people.role.granted", subject=f"user:{user.reference}", data=_scope(grant))
    return grant


@transaction.atomic
def take_role_back(*, actor: User | str, grant: RoleGrant) -> None:
    """Remove a role and the groups that no other grant of the person still needs; write the ledger."""
    user, data = grant.user, _scope(grant)
    grant.delete()
    _sync_groups(user)
    record_event(actor=actor, action="people.role.taken_back", subject=f"user:{user.reference}", data=data)
    if data["agency"]:
        person_left.send(sender=User, user=user, actor=actor)


def _scope(grant: RoleGrant) -> dict[str, str | None]:
    return {
        "role": grant.role,
        "agency": grant.agency.slug if grant.agency else None,
        "department": grant.department.slug if grant.department else None,
    }


def _sync_groups(user: User) -> None:
    grants = list(RoleGrant.objects.filter(user=user).select_related("agency"))
    wanted = {role_group(RoleName(grant.role)) for grant in grants}
    wanted |= {agency_group(grant.agency) for grant in grants if grant.agency and grant.role == RoleName.AUTHOR}
    ours = Group.objects.filter(name__in=[str(name) for name in GROUPS.values()]) | Group.objects.filter(
        name__startswith="Agency: "
    )
    user.groups.remove(*[group for group in ours if group not in wanted])
    user.groups.add(*wanted)
    user.is_staff = bool(grants)
    user.save(update_fields=["is_staff"])
    user.__dict__.pop("_roles", None)
