"""Due dates, validity and renewal, on every kind of day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum import schedule

PACIFIC = ZoneInfo("America/Los_Angeles")
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 12, 31))
months = st.integers(min_value=0, max_value=120)
due_days = st.integers(min_value=0, max_value=3650)


@pytest.mark.parametrize(
    ("completed", "validity", "until"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 24, date(2028, 12, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 8, 31), None, None),
    ],
)
def test_valid_until_on_known_days(completed, validity, until):
    assert schedule.valid_until(completed, validity) == until


@given(days, months)
def test_adding_months_lands_in_the_right_month_and_never_after_the_day(day, count):
    later = schedule.add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day <= day.day
    assert later >= day


@given(days, days, months)
def test_adding_months_keeps_order(one, other, count):
    first, second = sorted((one, other))
    assert schedule.add_months(first, count) <= schedule.add_months(second, count)


@given(days, st.none() | days, due_days)
def test_nobody_gets_less_than_the_whole_time(assigned, starts, count):
    due = schedule.first_due(assigned_on=assigned, starts_on=starts, due_days=count)
    assert (due - assigned).days >= count
    assert starts is None or (due - starts).days >= count


@given(days, days, due_days)
def test_a_renewal_is_never_due_before_the_lapse_nor_in_less_than_the_whole_time(assigned, lapses, count):
    due = schedule.renewal_due(assigned_on=assigned, lapses_on=lapses, due_days=count)
    assert due >= lapses
    assert (due - assigned).days >= count


@given(days, st.integers(min_value=0, max_value=365))
def test_a_renewal_assigned_on_time_is_due_at_the_lapse(lapses, count):
    opens = schedule.renewal_opens(lapses_on=lapses, due_days=count)
    assert schedule.renewal_due(assigned_on=opens, lapses_on=lapses, due_days=count) == lapses


@given(days, months)
def test_a_completion_covers_its_first_and_last_day_and_none_beyond(completed, count):
    lapses = schedule.valid_until(completed, count)
    for day, counts in (
        (completed - timedelta(days=1), False),
        (completed, True),
        (lapses, True),
        (lapses + timedelta(days=1), False),
    ):
        assert schedule.covers(completed_on=completed, lapses_on=lapses, day=day) is counts


def test_the_due_day_itself_is_in_time():
    assert not schedule.is_overdue(due_on=date(2028, 2, 29), today=date(2028, 2, 29))
    assert schedule.is_overdue(due_on=date(2028, 2, 29), today=date(2028, 3, 1))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 8, 7, 59, tzinfo=UTC), date(2026, 3, 7)),
        (datetime(2026, 3, 8, 8, 0, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 6, 59, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 7, 0, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 11, 2, 7, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2029, 1, 1, 7, 59, tzinfo=UTC), date(2028, 12, 31)),
    ],
)
def test_the_day_of_a_moment_follows_daylight_saving(moment, day):
    assert schedule.local_day(moment, PACIFIC) == day


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_local_day_differs_by_at_most_one(moment):
    assert abs((schedule.local_day(moment, PACIFIC) - moment.date()).days) <= 1


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        schedule.local_day(datetime(2026, 1, 1), PACIFIC)


@pytest.mark.parametrize("count", [-1, -12])
def test_months_are_counted_forward_only(count):
    with pytest.raises(ValueError, match="forward"):
        schedule.add_months(date(2026, 1, 1), count)
