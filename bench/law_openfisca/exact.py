"""Cents, exactly, in OpenFisca.

OpenFisca's `float` is numpy's float32: 24 bits, so 54,743.48 is already kept as 54,743.480469 and a total of 167,772.17
euros loses its cent. Even float64 is not half up: 1.005 lies below its name and would become 1.00. So every amount is a
whole number of cents, every coefficient a whole number of ten-thousandths, every degree one of ten-thousandths of a
percent, and a rounding is a division of whole numbers.

OpenFisca's `int` is int32: amounts end at 21,474,836.47 euros (`cents` refuses more). Formulas count in int64. Their
largest numerator, a capped public annuity, is 2,433,208 cents x 25,000 x 1,000,000 x 4 = 2.4e17, of 9.2e18.
"""

import numpy as np
from openfisca_core.parameters import Parameter

MOST_CENTS = 2**31 - 1
# What a file pays, in this order as a number: the variable of its amount on a day.
KINDS = ("indexed_daily_allowance", "annual_allowance", "public_annuity", "public_annuity_of_day")
DEGREE_UNIT = 10_000  # ten-thousandths of a percent in a percent
COEFFICIENT_UNIT = 10_000
QUARTERS = 4  # 1/2, 3/4 and 1 are whole numbers of quarters


class DayNotKnown(ValueError):
    """A day on which a number of the law has no value: an error, never a guess."""


def half_up(numerator, denominator):
    """numerator / denominator as a whole number, half away from zero; both are not negative (A1)."""
    return (2 * numerator + denominator) // (2 * denominator)


def cents(amounts):
    """Amounts (cents) as OpenFisca keeps them; refuses what int32 would turn round in silence."""
    if amounts.size and amounts.max() > MOST_CENTS:
        raise OverflowError("an amount above 21,474,836.47 euros")
    return amounts


def wide(amounts):
    """Inputs and results of other formulas, wide enough to multiply."""
    return amounts.astype(np.int64)


def scaled(value, unit: int) -> int:
    """A number of the law as a whole number of 1/unit. Its decimals are few, so the nearest whole number is it."""
    return round(value * unit)


# Parameters cannot be hashed: by their identity, with the parameter itself so that its identity is not given away.
_HISTORIES: dict = {}


def _history(parameter: Parameter, unit: int):
    """(the days from which values hold, in order; the values, -1 where the law has none)."""
    if id(parameter) not in _HISTORIES:
        values = list(reversed(parameter.values_list))
        starts = np.array([value.instant_str for value in values], dtype="datetime64[D]")
        whole = np.array([-1 if value.value is None else scaled(value.value, unit) for value in values], dtype=np.int64)
        _HISTORIES[id(parameter)] = (parameter, starts, whole)
    return _HISTORIES[id(parameter)][1:]


def on_days(parameter: Parameter, days, unit: int):
    """The value on each day: A12 looks up by the accident's date, and a population has as many as it has persons.

    `parameters(period)` of OpenFisca knows one day for everybody, hence this search in the same parameter.
    """
    starts, values = _history(parameter, unit)
    places = np.searchsorted(starts, days, side="right") - 1
    found = values[places]
    if (places < 0).any() or (found < 0).any():
        raise DayNotKnown(f"{parameter.name} has no value on each of these days")
    return found


def months_later(days, months: int):
    """The same calendar date so many months later; the last day of that month where it does not exist (A7)."""
    month = days.astype("datetime64[M]")
    date_of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    target = month + months
    last = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64) - 1
    return target.astype("datetime64[D]") + np.minimum(date_of_month, last)
