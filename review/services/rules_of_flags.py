"""Setting how flags on a module are handled."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from modules.models import ModulePage
from people.models import User
from people.rules import is_administrator
from records.services.ledger import record_event
from review.models import FlagPolicy

MOST_VOTES = 20


@transaction.atomic
def set_flag_rules(
    *, actor: User, module: ModulePage | None, critical_pauses: bool, panel_votes: int, panel_perspectives: int
) -> FlagPolicy:
    """Give a module rules of its own, or (None) set those for everything else; standing pauses stay.

    Raises PermissionDenied or ValidationError.
    """
    if not is_administrator(actor):
        raise PermissionDenied
    if not 1 <= panel_perspectives <= panel_votes <= MOST_VOTES:
        raise ValidationError(_("At least one perspective, and no more perspectives than votes."))
    values = {
        "critical_pauses": critical_pauses,
        "panel_votes": panel_votes,
        "panel_perspectives": panel_perspectives,
    }
    policy, _made = FlagPolicy.objects.update_or_create(module=module, defaults=values)
    subject = f"module:{module.slug}" if module else "flag-rules:everything-else"
    record_event(actor=actor, action="review.flag_rules.set", subject=subject, data=values)
    return policy
