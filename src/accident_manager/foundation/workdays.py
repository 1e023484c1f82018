"""Working days and Belgian public holidays (conventions A8, A9). Time limits in days do not use them (A6)."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
# Easter Monday, Ascension Day, Whit Monday, as days after Easter Sunday.
_AFTER_EASTER = (1, 39, 50)


@lru_cache(maxsize=256)
def public_holidays(year: int) -> frozenset[date]:
    """The ten Belgian public holidays of a year (A9)."""
    moving = (easter(year) + timedelta(days=n) for n in _AFTER_EASTER)
    return frozenset(moving) | {date(year, month, day) for month, day in _FIXED}


def is_public_holiday(day: date) -> bool:
    return day in public_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a Belgian public holiday (A8)."""
    return day.weekday() < 5 and not is_public_holiday(day)


def working_day_on_or_before(day: date) -> date:
    """The day itself when it is a working day, else the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after the day; the day itself never counts."""
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day
