"""How one assignment stands on a day: pure, so that models, lists and exports say the same."""

from datetime import date, datetime

from curriculum.enums import Standing
from curriculum.schedule import is_overdue


def standing_on(
    today: date, *, due_on: date, completed_at: datetime | None, waived_at: datetime | None, started: bool
) -> Standing:
    """A waiver comes first, then the completion, then whether the due day has passed."""
    if waived_at:
        return Standing.WAIVED
    if completed_at:
        return Standing.DONE
    if is_overdue(due_on=due_on, today=today):
        return Standing.OVERDUE
    return Standing.IN_PROGRESS if started else Standing.NOT_STARTED
