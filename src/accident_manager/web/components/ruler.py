"""The day ruler: one tick a calendar day from the first to the last day of a time limit (A5, A6: nothing shifts).

Weekends and public holidays stand lower; they count all the same. Lengths are in the units of the drawing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from accident_manager.foundation.period import Period
from accident_manager.foundation.workdays import is_working_day

STEP = 10
HEIGHT = 24
# Where the bar of a working day, and of a weekend or holiday, begins.
_NORMAL, _LOW = 5, 12
# A longer period is drawn with one tick a week or a month: more ticks cannot be told apart.
MOST_TICKS = 120


@dataclass(frozen=True, slots=True)
class Tick:
    """A bar from `y` down to the base. `kind`: past, now, last, or "" for what is to come."""

    x: int
    y: int
    height: int
    kind: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """`total`: days of the limit (the first is day 0); `left`: days from today to the last day, negative when late."""

    period: Period
    ticks: tuple[Tick, ...]
    width: int
    total: int
    left: int


def ruler(start: date, last: date, today: date) -> Ruler:
    """ValueError when the last day lies before the first."""
    period = Period(start, last)
    days_a_tick = next(n for n in (1, 7, 30, 365, period.days) if period.days <= n * MOST_TICKS)
    ticks = []
    for index in range(-(-period.days // days_a_tick)):
        first_day = start + timedelta(days=index * days_a_tick)
        last_day = min(first_day + timedelta(days=days_a_tick - 1), last)
        kind = _kind(first_day, last_day, last, today)
        y = 0 if kind in ("now", "last") else _NORMAL if days_a_tick > 1 or is_working_day(first_day) else _LOW
        ticks.append(Tick(index * STEP + 1, y, HEIGHT - y, kind))
    return Ruler(period, tuple(ticks), len(ticks) * STEP, (last - start).days, (last - today).days)


def _kind(first_day: date, last_day: date, last: date, today: date) -> str:
    if first_day <= today <= last_day:
        return "now"
    if last_day == last:
        return "last"
    return "past" if last_day < today else ""
