"""Working days and the ten Belgian public holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.foundation.workdays import (
    add_working_days,
    is_public_holiday,
    is_working_day,
    public_holidays,
    working_day_on_or_before,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 7, 21), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
    ],
)  # fmt: skip
def test_the_public_holidays_of_2026(day):
    assert is_public_holiday(day)


@pytest.mark.parametrize("year", range(1990, 2060))
def test_a_year_has_ten_public_holidays_except_when_ascension_is_the_first_of_may(year):
    assert len(public_holidays(year)) == (9 if year in (2008,) else 10)


def test_neither_weekend_nor_holiday_is_a_working_day():
    assert not is_working_day(date(2026, 11, 11))
    assert not is_working_day(date(2026, 11, 21))
    assert is_working_day(date(2026, 11, 23))


def test_the_working_day_before_a_sunday_is_the_friday():
    assert working_day_on_or_before(date(2026, 11, 29)) == date(2026, 11, 27)
    assert working_day_on_or_before(date(2026, 11, 27)) == date(2026, 11, 27)


def test_the_day_itself_never_counts():
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert add_working_days(date(2026, 11, 10), 1) == date(2026, 11, 12)


@given(day=st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)), count=st.integers(1, 30))
def test_counting_working_days_is_counting_the_days_between(day, count):
    end = add_working_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == count
