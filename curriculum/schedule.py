"""When training is due and how long it counts: pure rules over dates, no database."""

from calendar import monthrange
from datetime import date, datetime, timedelta, tzinfo

LAST_YEAR = date.max.year


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The calendar day of an aware moment in `zone`; a naive moment is refused."""
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone has no certain day.")
    return moment.astimezone(zone).date()


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day (29 Feb + 12 = 28 Feb)."""
    if months < 0:
        raise ValueError("Months are counted forward only.")
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > LAST_YEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """`days` later, but never past the calendar's end."""
    return day + timedelta(days=min(days, (date.max - day).days))


def valid_until(completed_on: date, validity_months: int | None) -> date | None:
    """The last day on which a completion still counts; None when it never lapses."""
    return None if validity_months is None else add_months(completed_on, validity_months)


def first_due(*, assigned_on: date, starts_on: date | None, due_days: int) -> date:
    """The last day to finish in time: `due_days` from the assignment, or from the start when that is later."""
    begin = assigned_on if starts_on is None else max(assigned_on, starts_on)
    return add_days(begin, due_days)


def renewal_opens(*, lapses_on: date, due_days: int) -> date:
    """The day from which a renewal is assigned, so that the whole time to finish fits before the lapse."""
    return lapses_on - timedelta(days=min(due_days, (lapses_on - date.min).days))


def renewal_due(*, assigned_on: date, lapses_on: date, due_days: int) -> date:
    """The day a renewal is due: the lapse itself, or the whole time to finish when it was assigned late."""
    return max(lapses_on, add_days(assigned_on, due_days))


def is_overdue(*, due_on: date, today: date) -> bool:
    """The due day itself is still in time."""
    return due_on < today


def covers(*, completed_on: date, lapses_on: date | None, day: date) -> bool:
    """Whether a completion counts on `day`: from the day it was earned to its last valid day, both included."""
    return completed_on <= day and (lapses_on is None or day <= lapses_on)
