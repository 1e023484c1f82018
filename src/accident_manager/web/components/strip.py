"""The strip: the coming fourteen days and what falls due on each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accident_manager.foundation.workdays import is_working_day
from accident_manager.web.components.due import SOON_DAYS

LENGTH_DAYS = 14


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due on a day: a label that fits a narrow column, and where to go."""

    day: date
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class StripDay:
    """`is_now` today, `is_low` a weekend or holiday, `is_soon` close enough to mark, `opens_month` write the month."""

    day: date
    is_now: bool
    is_low: bool
    is_soon: bool
    opens_month: bool
    deadlines: tuple[Any, ...]


def strip(today: date, deadlines: Iterable[Any]) -> tuple[StripDay, ...]:
    """`deadlines`: anything with day, label and url; days outside the strip are left out."""
    by_day: dict[date, list[Any]] = {}
    for deadline in deadlines:
        by_day.setdefault(deadline.day, []).append(deadline)
    days = (today + timedelta(days=n) for n in range(LENGTH_DAYS))
    return tuple(
        StripDay(
            day=day,
            is_now=day == today,
            is_low=not is_working_day(day),
            is_soon=(day - today).days <= SOON_DAYS,
            opens_month=day.day == 1,
            deadlines=tuple(by_day.get(day, ())),
        )
        for day in days
    )
