"""Which day it is where the departments are."""

from datetime import date, datetime

from django.utils import timezone

from curriculum.schedule import local_day


def day_of(moment: datetime) -> date:
    """The calendar day of `moment` in the site's time zone, whatever zone is active for the reader."""
    return local_day(moment, timezone.get_default_timezone())


def today() -> date:
    return day_of(timezone.now())
