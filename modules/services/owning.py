"""Who keeps a module, and to whom it passes when that person leaves."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import CoAuthorship, ModuleOwner, ModulePage
from modules.rules import leads_module
from modules.services.letters import tell_authors
from people.models import Agency, RoleGrant, User
from people.rules import is_administrator
from records.services.ledger import record_event


@transaction.atomic
def set_owner(
    *, actor: User, module: ModulePage, agency: Agency, person: User, successor: User | None = None
) -> ModuleOwner:
    """Name who keeps the module for one of its agencies, and who comes after. Both write or review for that agency."""
    if not (leads_module(actor, module) or is_administrator(actor)):
        raise PermissionDenied
    if not CoAuthorship.objects.filter(module=module, agency=agency).exists():
        raise ValidationError({"agency": _("This agency does not write the module.")})
    if not works_for(person, agency):
        raise ValidationError({"person": _("This person has no role in the agency.")})
    if successor and (successor == person or not works_for(successor, agency)):
        raise ValidationError({"successor": _("Name another person of the same agency.")})
    row, _made = ModuleOwner.objects.update_or_create(
        module=module,
        defaults={"agency": agency, "person": person, "successor": successor, "since": timezone.now()},
    )
    _record(actor, "set", row)
    return row


@transaction.atomic
def pass_on(*, actor: object, person: User) -> int:
    """After somebody left an agency or closed their account: their modules pass on. Returns how many did."""
    rows = ModuleOwner.objects.select_for_update().filter(person=person).select_related("module", "agency")
    passed = 0
    for row in rows:
        if works_for(person, row.agency):
            continue
        heir = row.successor if row.successor and works_for(row.successor, row.agency) else None
        row.person, row.successor, row.since = heir, None, timezone.now()
        row.save(update_fields=["person", "successor", "since"])
        _record(actor, "passed_on" if heir else "lost", row)
        _tell(row)
        passed += 1
    for row in ModuleOwner.objects.select_for_update().filter(successor=person).select_related("agency", "module"):
        if not works_for(person, row.agency):
            row.successor = None
            row.save(update_fields=["successor"])
    return passed


def works_for(person: User, agency: Agency) -> bool:
    """Read anew: what is remembered on the person may be from before the change."""
    return RoleGrant.objects.filter(user_id=person.pk, user__is_active=True, agency=agency).exists()


def _tell(row: ModuleOwner) -> None:
    title = row.module.title

    def letter() -> tuple[str, str]:
        said = (
            _("“%(title)s” passed to the successor who was named for it. Name who comes after.")
            if row.person
            else _("“%(title)s” has no owner now. Name who keeps it.")
        )
        return _("Who keeps %(title)s") % {"title": title}, said % {"title": title}

    tell_authors(row.agency, letter, row.module)


def _record(actor: object, what: str, row: ModuleOwner) -> None:
    record_event(
        actor=actor,
        action=f"modules.owner.{what}",
        subject=f"module:{row.module.translation_key}",
        data={
            "agency": row.agency.slug,
            "person": str(row.person.reference) if row.person else None,
            "successor": str(row.successor.reference) if row.successor else None,
        },
    )
