"""By when a flag must be answered. Pure: no database."""

from datetime import date, timedelta

from review.enums import DAYS_TO_ANSWER, Severity


def due_date(severity: Severity, raised_on: date) -> date:
    """Return the day by which a flag of this severity, raised on that day, must be answered."""
    return raised_on + timedelta(days=DAYS_TO_ANSWER[severity])
