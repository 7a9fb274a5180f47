"""*I am looking at this*: so that two people do not answer the same flag. It runs out by itself."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from people.models import User
from review.models import Flag, FlagLook
from review.rules import can_judge
from review.services.history import agency_for, require

LOOKING_FOR = timedelta(hours=2)


def look_at(*, actor: User, flag: Flag) -> FlagLook:
    """Mark it, or mark it for another two hours. Raises PermissionDenied."""
    require(can_judge(actor, flag))
    agency = agency_for(actor, flag)
    if agency is None:
        raise PermissionDenied
    until = timezone.now() + LOOKING_FOR
    return FlagLook.objects.update_or_create(flag=flag, person=actor, defaults={"agency": agency, "until": until})[0]


def look_away(*, actor: User, flag: Flag) -> None:
    FlagLook.objects.filter(flag=flag, person=actor).delete()
