"""Accounts made and changed by administrators. Officers come with the roster; everyone else comes from here."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.enums import RoleName
from people.models import RoleGrant, User
from people.rules import is_administrator
from people.signals import person_left
from records.services.ledger import record_event


class LastAdministrator(Exception):
    """Nobody would be left who could give roles. Nothing was changed."""


@transaction.atomic
def make_account(*, actor: User, name: str, email: str) -> User:
    """Make an account that has no password yet; the caller sends the letter that leads to one."""
    _check(actor)
    user = User.objects.create_user(email, None, name=name.strip())
    record_event(actor=actor, action="people.account.made", subject=f"user:{user.reference}", data={})
    return user


@transaction.atomic
def change_account(*, actor: User, user: User, name: str, active: bool) -> User:
    """Change the name, or close and open the account. Raises LastAdministrator; nobody closes their own."""
    _check(actor)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not active and user.is_active:
        keep_an_administrator(without=user)
        if user.pk == actor.pk:
            raise PermissionDenied
    changed = [
        field for field, value in (("name", name.strip()), ("is_active", active)) if getattr(user, field) != value
    ]
    if changed:
        user.name, user.is_active = name.strip(), active
        user.save(update_fields=changed)
        record_event(
            actor=actor,
            action="people.account.changed",
            subject=f"user:{user.reference}",
            data={"fields": sorted(changed), "active": active},
        )
    if "is_active" in changed and not active:
        person_left.send(sender=User, user=user, actor=actor)
    return user


def keep_an_administrator(*, without: User) -> None:
    """Raise LastAdministrator when only this person could still give roles."""
    others = RoleGrant.objects.filter(role=RoleName.ADMINISTRATOR, user__is_active=True).exclude(user=without)
    superusers = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=without.pk)
    if is_administrator(without) and not others.exists() and not superusers.exists():
        raise LastAdministrator


def _check(actor: User) -> None:
    if not is_administrator(actor):
        raise PermissionDenied
