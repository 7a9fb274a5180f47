"""Choosing the module that is the bulletin card."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from modules.models import Card, ModulePage
from people.models import User
from people.rules import is_administrator
from records.services.ledger import record_event


@transaction.atomic
def set_card(*, actor: User | str, module: ModulePage) -> Card:
    """Make the module's current editions the card, instead of the one before. What agencies signed is shown, no draft.

    Administrators only, as for co-authors; a plain string is the system itself.
    """
    if not isinstance(actor, str) and not is_administrator(actor):
        raise PermissionDenied
    before = Card.objects.select_for_update().select_related("module").first()
    if before and before.module_id == module.pk:
        return before
    if before:
        before.delete()
    card = Card.objects.create(module=module)
    record_event(
        actor=actor,
        action="modules.card.set",
        subject=f"module:{module.translation_key}",
        data={"slug": module.slug, "before": str(before.module.translation_key) if before else None},
    )
    return card
