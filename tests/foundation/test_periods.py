"""Periods of days, and the same day months or years later."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.foundation.period import Period, add_months, add_years

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))
lengths = st.integers(0, 800)


def test_both_ends_count():
    period = Period(date(2026, 11, 18), date(2026, 11, 26))
    assert period.days == 9
    assert date(2026, 11, 18) in period
    assert date(2026, 11, 26) in period
    assert date(2026, 11, 27) not in period


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError):
        Period(date(2026, 11, 18), date(2026, 11, 17))


def test_periods_that_share_one_day_overlap():
    first, second = Period(date(2026, 1, 1), date(2026, 1, 10)), Period(date(2026, 1, 10), date(2026, 1, 20))
    assert first.overlaps(second)
    assert first.within(second) == Period(date(2026, 1, 10), date(2026, 1, 10))
    assert first.within(Period(date(2026, 2, 1), date(2026, 2, 2))) is None


@given(start=days, length=lengths, at=st.integers(1, 900))
def test_the_two_parts_of_a_split_have_all_the_days(start, length, at):
    period = Period(start, start + timedelta(days=length))
    first, rest = period.split_after(at)
    assert first.days + (rest.days if rest else 0) == period.days
    assert first.days == min(at, period.days)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, months, later):
    assert add_months(day, months) == later


def test_a_leap_day_becomes_the_last_of_february():
    assert add_years(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(day=days, months=st.integers(-600, 600))
def test_months_later_never_leave_their_month(day, months):
    later = add_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day
