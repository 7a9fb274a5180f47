"""Which agencies write a module, and what that lets their authors do in the editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import GroupPagePermission

from media.services.collections import agency_collection
from modules.enums import CoauthorRole
from modules.models import CoAuthorship, ModulePage, SignOffPolicy
from modules.policy_terms import PolicyTerms
from modules.services.policies import write_policy
from people.models import Agency
from people.services.roles import agency_group
from records.services.ledger import record_event

EDITOR_PERMISSIONS = ("add_page", "change_page")


class NoCoauthors(ValueError):
    """A module is always written by at least one agency."""


@transaction.atomic
def set_coauthors(
    *,
    actor: object,
    module: ModulePage,
    agencies: Mapping[Agency, str] | Iterable[Agency],
    approvals_needed: int | None = None,
) -> None:
    """Set the agencies (with their roles, or all as co-authors).

    Their authors may add to and change the module and its steps; nobody is given the right to publish.
    `approvals_needed` makes the first rule of signatures of a module that has none yet. It never changes a rule: that
    is for `review.services.policies`, which asks those who would lose by it.
    """
    wanted = dict(agencies) if isinstance(agencies, Mapping) else dict.fromkeys(agencies, CoauthorRole.CO_AUTHOR)
    if not wanted:
        raise NoCoauthors("A module needs at least one agency.")
    CoAuthorship.objects.filter(module=module).exclude(agency__in=wanted).delete()
    for agency, role in wanted.items():
        agency_collection(agency)
        CoAuthorship.objects.update_or_create(module=module, agency=agency, defaults={"role": CoauthorRole(role)})
    if approvals_needed is not None and not SignOffPolicy.objects.filter(module=module).exists():
        write_policy(actor=actor, module=module, terms=PolicyTerms(approvals=approvals_needed))
    _set_page_permissions(module, wanted)
    record_event(
        actor=actor,
        action="modules.coauthors.set",
        subject=f"module:{module.translation_key}",
        data={"agencies": {agency.slug: str(role) for agency, role in wanted.items()}},
    )


def _set_page_permissions(module: ModulePage, agencies: Iterable[Agency]) -> None:
    groups = [agency_group(agency) for agency in agencies]
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=EDITOR_PERMISSIONS)
    held = GroupPagePermission.objects.filter(page=module, group__name__startswith="Agency: ")
    held.exclude(group__in=groups).delete()
    for group in groups:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=module, permission=permission)
