"""The foreseen "no" of the law: facts that no rule can answer. Each names the fact it is about."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import N_, Refusal

LARGEST_AMOUNT = Decimal("99999999.99")
# The laws of 1967 and 1971 are not asked about days before 1971; only birth dates lie further back.
FIRST_DAY, LAST_DAY = date(1971, 1, 1), date(2099, 12, 31)
FIRST_BIRTH_DAY = date(1890, 1, 1)


class OutOfRange(Refusal):
    """A fact of the right kind that cannot be: a negative amount, a wage of 1e30 euros, a day in the year 9999."""

    code = "law.out-of-range"
    sentence = N_("This value cannot be right: check it.")


class Contradiction(Refusal):
    """Two facts that cannot both be true."""

    code = "law.contradiction"
    sentence = N_("These facts contradict each other: check both.")


class DoesNotApply(Refusal):
    """The rule asked for does not hold for these facts; the sentence names the one that does."""

    code = "law.does-not-apply"
    sentence = N_("This rule does not apply to these facts.")


def checked_amount(amount: Decimal, field: str) -> Decimal:
    """The amount (EUR) itself. OutOfRange below 0 or above what any wage or benefit can be."""
    if not amount.is_finite() or not 0 <= amount <= LARGEST_AMOUNT:
        raise OutOfRange(N_("An amount lies between €0.00 and %(most)s: check it."), field=field, most=LARGEST_AMOUNT)
    return amount


def checked_days(days: int, field: str, *, least: int = 0, most: int = 36_525) -> int:
    """The number of days itself. OutOfRange outside `least` to `most`."""
    if not least <= days <= most:
        raise OutOfRange(
            N_("This number lies between %(least)s and %(most)s: check it."), field=field, least=least, most=most
        )
    return days


def checked_periods(periods: "list[Period]", field: str) -> "list[Period]":
    """The periods in order. Contradiction when two of them share a day: no day is paid twice."""
    ordered = sorted(periods)
    for before, after in pairwise(ordered):
        if after.start <= before.end:
            raise Contradiction(
                N_("Two periods share %(day)s: a day is counted once. Change one of them."),
                field=field,
                day=after.start,
            )
    return ordered
