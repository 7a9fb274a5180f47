"""By when a flag must be answered, appealed and decided, and when its judges are reminded. Pure: no database."""

from datetime import date, timedelta

from review.enums import DAYS_TO_ANSWER, Severity

DAYS_TO_APPEAL = 30
DAYS_TO_DECIDE = 30
REMIND_BEFORE = 2
REMIND_EVERY = 7


def due_date(severity: Severity, raised_on: date) -> date:
    """Return the day by which a flag of this severity, raised on that day, must be answered."""
    return raised_on + timedelta(days=DAYS_TO_ANSWER[severity])
