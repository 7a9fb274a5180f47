"""Which agencies write a module, and what that lets their authors do in the editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import GroupPagePermission

from media.services.collections import agency_collection
from modules.enums import EDITING_ROLES, CoauthorRole
from modules.models import CoAuthorship, ModulePage, SignOffPolicy
from modules.policy_terms import PolicyTerms
from modules.rules import role_edits
from modules.services.policies import write_policy
from people.models import Agency
from people.services.roles import agency_group
from records.services.ledger import record_event

LEAD_PERMISSIONS = ("add_page", "change_page")
EDITOR_PERMISSIONS = ("change_page",)


class NoCoauthors(ValueError):
    """A module is always written by at least one agency: one that leads or co-writes."""


@transaction.atomic
def set_coauthors(
    *,
    actor: object,
    module: ModulePage,
    agencies: Mapping[Agency, str] | Iterable[Agency],
    approvals_needed: int | None = None,
) -> None:
    """Set the agencies (with their roles, or all as co-authors).

    What their authors may do in the editor follows from the role: who leads adds steps and takes them away (where none
    leads, every co-author), co-authors change what steps say, translators do so in a translation, legal reviewers read
    and comment. Nobody is given the right to publish.
    `approvals_needed` makes the first rule of signatures of a module that has none yet. It never changes a rule: that
    is for `review.services.policies`, which asks those who would lose by it.
    """
    wanted = dict(agencies) if isinstance(agencies, Mapping) else dict.fromkeys(agencies, CoauthorRole.CO_AUTHOR)
    if not EDITING_ROLES.intersection(wanted.values()):
        raise NoCoauthors("A module needs at least one agency that leads or co-writes.")
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


def _set_page_permissions(module: ModulePage, agencies: Mapping[Agency, str]) -> None:
    """Bring Wagtail's page permissions of the agencies' groups to what their roles say, no more and no less."""
    wanted = {
        (agency_group(agency).pk, name)
        for agency, role in agencies.items()
        for name in _permissions_of(role, module, led=CoauthorRole.LEAD in agencies.values())
    }
    held = GroupPagePermission.objects.filter(page=module, group__name__startswith="Agency: ")
    for row in held.select_related("permission"):
        if (row.group_id, row.permission.codename) in wanted:
            wanted.discard((row.group_id, row.permission.codename))
        else:
            row.delete()
    known = {row.codename: row for row in Permission.objects.filter(content_type__app_label="wagtailcore")}
    for group_id, name in sorted(wanted):
        GroupPagePermission.objects.create(group_id=group_id, page=module, permission=known[name])


def _permissions_of(role: str, module: ModulePage, *, led: bool) -> tuple[str, ...]:
    if role == CoauthorRole.LEAD or (role == CoauthorRole.CO_AUTHOR and not led):
        return LEAD_PERMISSIONS
    return EDITOR_PERMISSIONS if role_edits(role, module) else ()
