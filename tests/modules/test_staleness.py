"""How an authority moves: pure, for any day and any dates."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from modules.enums import ENDED, NO_LONGER_LAW, AuthorityStatus, ChangeKind
from modules.staleness import Move, Notice, move_of

TODAY = date(2026, 11, 22)
DAYS = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
STATUS = st.sampled_from(AuthorityStatus.values)


def moved(status="in_force", until=None, check=None, on=TODAY):
    return move_of(status=status, effective_until=until, next_check_on=check, on=on)


def test_what_holds_and_was_checked_has_not_moved():
    assert moved(until=TODAY, check=TODAY) is None


def test_an_unknown_status_is_no_move_by_itself():
    assert moved(status="unknown") is None
    assert moved(status="not_found") is None


def test_it_ran_out_the_day_after_its_last():
    last = TODAY - timedelta(days=1)
    assert moved(until=last) == Move(ChangeKind.LAPSED, TODAY)


def test_a_check_is_overdue_the_day_after_it_was_due():
    due = TODAY - timedelta(days=1)
    assert moved(check=due) == Move(ChangeKind.OVERDUE, due)


def test_what_ended_needs_no_check():
    assert moved(status="repealed", check=date(2001, 1, 1)).kind == ChangeKind.REPEALED
    assert moved(until=date(2001, 1, 1), check=date(2000, 1, 1)).kind == ChangeKind.LAPSED


def test_a_repeal_dates_from_the_day_after_its_last_day_where_that_is_known():
    assert moved(status="repealed", until=date(2022, 12, 31)).since == date(2023, 1, 1)
    assert moved(status="superseded").since == TODAY


@given(status=STATUS, until=DAYS, check=DAYS, on=st.dates(date(2000, 1, 2), date(2049, 1, 1)))
def test_whatever_the_dates_a_move_lies_not_in_the_future_and_has_a_ground(status, until, check, on):
    found = moved(status, until, check, on)
    ended = status in NO_LONGER_LAW or (until is not None and until < on)
    late = check is not None and check < on
    assert (found is not None) == (ended or late)
    if found:
        assert found.since <= on
        assert (found.kind in ENDED) == ended


@given(status=STATUS, until=DAYS, check=DAYS, on=st.dates(date(2000, 1, 2), date(2040, 1, 1)), days=st.integers(0, 999))
def test_time_alone_never_undoes_a_move(status, until, check, on, days):
    if moved(status, until, check, on):
        assert moved(status, until, check, on + timedelta(days=days))


def test_a_notice_survives_being_kept_as_data():
    notice = Notice("c", "superseded", "Code 1", "code-1", "2026-11-22", "Code 2")
    assert Notice.from_data(notice.as_data()) == notice
    assert "November 22, 2026" in notice.sentence
    assert "Code 2" in notice.sentence
