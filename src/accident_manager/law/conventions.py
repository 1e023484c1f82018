"""What the sources leave open, chosen once and named (conventions A1 to A12), and the arithmetic that follows from it.

A1   money is rounded half up to the cent, once per payable item (`foundation.money`)
A2   the daily allowance is rounded to the cent first, then multiplied by the days
A3   the year has 365 days, also in a leap year
A5   the triggering day does not count, the last day counts in full: last day = trigger + n
A6   a last day that falls on a Saturday, a Sunday or a public holiday stays there
A7   years and months end on the same calendar date, or on the last day of that month (`foundation.period`)
A8   working days are Monday to Friday without public holidays (`foundation.workdays`)
A12  numbers are looked up by the date that the law names, never by today's
"""

from datetime import date, timedelta
from decimal import Decimal

from accident_manager.foundation.explained import Figure
from accident_manager.foundation.money import cents

DAYS_IN_YEAR = 365  # A3


def after_days(trigger: date, days: int) -> date:
    """The last day of a time limit in calendar days (A5, A6)."""
    return trigger + timedelta(days=days)


def percent_of(amount: Decimal, percent: Decimal) -> Decimal:
    """A percentage of an amount, in EUR, rounded to the cent (A1)."""
    return cents(amount * percent / 100)


def daily_amount(base: Decimal, percent: Decimal) -> Decimal:
    """A percentage of a yearly amount per calendar day, in EUR, rounded to the cent (A2, A3)."""
    return cents(base * percent / 100 / DAYS_IN_YEAR)


def shown(amount: Decimal) -> str:
    """An amount as the arithmetic lines and the machine-readable answers write it: two decimals, no grouping."""
    return str(cents(amount))


def bare(number: Decimal) -> Figure:
    """A percentage or a factor without superfluous zeros: "19", "0.75", "4.7"."""
    return Figure(f"{number.normalize():f}")
