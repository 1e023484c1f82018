"""Many files at once, for a portfolio re-computed after an index change: columns in, a column of amounts out.

The same rules as one by one, to the cent (tests/law/test_portfolio.py), without the reasons of each file: what depends
on the day or the degree only is reckoned once for each day and degree there is, and a file costs one multiplication.
Reasons are kept for the rows asked for (`explain`), by asking the explained function of the subject.

Columns are lists with one entry a file: amounts in whole cents, days as ordinals (`date.toordinal`), degrees in
hundredths of a percent. How the rounding stays exact: docs/algorithms/portfolio.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from accident_manager.foundation.explained import Explained, Read
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import Period, add_months
from accident_manager.foundation.refusal import N_
from accident_manager.law import permanent_incapacity, public_annuity, temporary_incapacity
from accident_manager.law.conventions import DAYS_IN_YEAR
from accident_manager.law.parameters import Known, known
from accident_manager.law.refused import FIRST_DAY, LARGEST_AMOUNT, LAST_DAY, Contradiction, OutOfRange
from accident_manager.law.settings import setting

K = TypeVar("K")
# The numbers read, in the order in which they were first read.
Reads = dict[Read, None]

_MOST_CENTS = int(LARGEST_AMOUNT * 100)
# Rates are kept as whole numbers of 2^-96: exact for every amount up to the largest while their divisor is below 2^61.
_BITS = 96
_HALF = 1 << (_BITS - 1)
_MOST_DIVISOR = (1 << _BITS) // (2 * _MOST_CENTS)


@dataclass(frozen=True, slots=True)
class Amounts:
    """An amount a file, in cents and in the order of the files; the numbers of the law that were read for them.

    `explained` holds the rows asked for. `provisional` when a number that was read is not published law.
    """

    cents: list[int]
    reads: tuple[Read, ...]
    explained: Mapping[int, Explained[Decimal]]

    @property
    def provisional(self) -> bool:
        return any(read.status != "published" for read in self.reads)


def daily_allowances(
    *, bases: Sequence[int], accidents: Sequence[int], on: date, explain: Iterable[int] = ()
) -> Amounts:
    """The allowance of one calendar day of total incapacity for each file, indexed after three months (R38, R43).

    `bases` are base wages of temporary incapacity, already limited to their ceiling.
    Contradiction when `on` is not after an accident; NotKnown for days without a coefficient.
    """
    _check(bases, "bases")
    shares: _ByKey[_Index] = _ByKey(lambda _, index: _rate(_daily_share(*index)))
    rates: _ByKey[int] = _ByKey(lambda reads, day: shares[_index(reads, _day(day), on)])
    found = [
        (base * rate + _HALF) >> _BITS for base, rate in zip(bases, map(rates.__getitem__, accidents), strict=True)
    ]

    def why(row: int) -> Explained[Decimal]:
        due = temporary_incapacity.allowance(
            base=_euros(bases[row]), periods=[Period(on, on)], accident_on=_day(accidents[row])
        )
        return Explained(due.value.total, due.because, due.warnings)

    return Amounts(found, tuple(rates.reads), {row: why(row) for row in explain})


def yearly_allowances(*, bases: Sequence[int], degrees: Sequence[int], explain: Iterable[int] = ()) -> Amounts:
    """The allowance or annuity of a year of each private file, as R48 fixes it.

    `bases` are base wages of permanent incapacity, already limited. No source gives the formula by which it is indexed
    from 16 % (R50), so it is not indexed here either.
    """
    _check(bases, "bases")
    rates: _ByKey[int] = _ByKey(lambda reads, degree: _rate(_annuity_share(reads, degree)))
    found = [(base * rate + _HALF) >> _BITS for base, rate in zip(bases, map(rates.__getitem__, degrees), strict=True)]

    def why(row: int) -> Explained[Decimal]:
        due = permanent_incapacity.yearly_allowance(base=_euros(bases[row]), degree=_percent(degrees[row]))
        return Explained(due.value.annual, due.because, due.warnings)

    return Amounts(found, tuple(rates.reads), {row: why(row) for row in explain})


def public_annuities(
    *, remunerations: Sequence[int], degrees: Sequence[int], accidents: Sequence[int], explain: Iterable[int] = ()
) -> Amounts:
    """The annuity of a year of each public file, in the money of its accident, out of service (R57)."""
    _check(remunerations, "remunerations")
    exact: dict[int, Fraction] = {}

    def limit_on(reads: Reads, day: int) -> int:
        limit = 100 * _public_limit(reads, _day(day))
        exact[int(limit)] = limit
        return int(limit)

    limits: _ByKey[int] = _ByKey(limit_on)
    rates: _ByKey[int] = _ByKey(lambda reads, degree: _rate(_annuity_share(reads, degree)))
    capped: _ByKey[tuple[int, int]] = _ByKey(lambda reads, key: _half_up(exact[key[0]] * _annuity_share(reads, key[1])))
    # The limit is cut to whole cents: a remuneration, itself whole cents, is above the one when it is above the other.
    found = [
        (wage * rate + _HALF) >> _BITS if wage <= limit else capped[limit, degree]
        for wage, limit, rate, degree in zip(
            remunerations, map(limits.__getitem__, accidents), map(rates.__getitem__, degrees), degrees, strict=True
        )
    ]

    def why(row: int) -> Explained[Decimal]:
        due = public_annuity.annuity(
            remuneration=_euros(remunerations[row]),
            degree=_percent(degrees[row]),
            accident_on=_day(accidents[row]),
        )
        return Explained(due.value.full, due.because, due.warnings)

    reads = {**limits.reads, **rates.reads, **capped.reads}
    return Amounts(found, tuple(reads), {row: why(row) for row in explain})


def later_public_annuities(
    *, annuities: Sequence[int], degrees: Sequence[int], on: date, explain: Iterable[int] = ()
) -> Amounts:
    """The annuity of a year of each indexed public file on a later day, from its annuity at index 138.01 (R58).

    DoesNotApply when a degree is below 16 %: that annuity does not move.
    """
    _check(annuities, "annuities")
    if len(degrees) != len(annuities):
        raise ValueError("the columns are not equally long")
    for degree in set(degrees):
        public_annuity.later_indexed(base_annuity=Decimal(0), degree=_percent(degree), on=on)
    coefficient = known(f"index_coefficient_{public_annuity.BENEFITS}", on)
    rate = _rate(Fraction(coefficient.value))
    found = [(annuity * rate + _HALF) >> _BITS for annuity in annuities]

    def why(row: int) -> Explained[Decimal]:
        return public_annuity.later_indexed(base_annuity=_euros(annuities[row]), degree=_percent(degrees[row]), on=on)

    return Amounts(found, (coefficient.read,), {row: why(row) for row in explain})


class _ByKey(dict[K, int]):
    """A number for each day or degree, reckoned when it is first met; `reads` are the numbers of the law it took."""

    def __init__(self, reckon: Callable[[Reads, K], int]) -> None:
        super().__init__()
        self.reads: Reads = {}
        self._reckon = reckon

    def __missing__(self, key: K) -> int:
        found = self[key] = self._reckon(self.reads, key)
        return found


# What the daily allowance depends on besides the wage: the percent, and the coefficients of the day and of the accident.
_Index = tuple[Decimal, Decimal, Decimal]


def _index(reads: Reads, accident_on: date, on: date) -> _Index:
    """The numbers of R38 and R43 for an accident of that day; equal coefficients before the three months have passed."""
    if on <= accident_on:
        raise Contradiction(
            N_(
                "The first day of the allowance is the day after the accident (%(day)s): the accident day itself is"
                " paid as wage."
            ),
            field="on",
            day=accident_on,
        )
    percent = _read(reads, known("temporary_incapacity_percent", accident_on))
    if on <= add_months(accident_on, known("indexing_months", accident_on).whole):
        return percent, Decimal(1), Decimal(1)
    now = _read(reads, known(_PRIVATE_INDEX, on))
    return percent, now, _read(reads, known(_PRIVATE_INDEX, accident_on))


def _daily_share(percent: Decimal, now: Decimal, then: Decimal) -> Fraction:
    """The part of the base wage that is due a day: R38, times the index ratio of R43."""
    return Fraction(percent) / 100 / DAYS_IN_YEAR * Fraction(now) / Fraction(then)


_PRIVATE_INDEX = "index_coefficient_benefits_102_10"


def _annuity_share(reads: Reads, degree: int) -> Fraction:
    """The part of a yearly wage that an annuity of this degree is: degree x factor."""
    part = permanent_incapacity.factor(degree=_percent(degree))
    reads.update(dict.fromkeys(part.reads))
    return Fraction(degree, 10_000) * Fraction(part.value)


def _public_limit(reads: Reads, accident_on: date) -> Fraction:
    """The highest remuneration that counts, in the money of the accident (EUR, not rounded)."""
    ceiling = _read(reads, known("public_remuneration_ceiling", None))
    if setting("public_deindexation").taken == "none":
        return Fraction(ceiling)
    coefficient = _read(reads, known(f"index_coefficient_{public_annuity.SALARIES}", accident_on))
    return Fraction(ceiling) * Fraction(coefficient)


def _read(reads: Reads, found: Known) -> Decimal:
    reads[found.read] = None
    return found.value


def _rate(share: Fraction) -> int:
    """A factor as a whole number of 2^-96, rounded up: (cents x rate + half) >> 96 is then half up to the cent."""
    if share.denominator > _MOST_DIVISOR:
        raise OutOfRange(field="rate")
    return -((-share.numerator << _BITS) // share.denominator)


def _half_up(amount: Fraction) -> int:
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def _check(amounts: Sequence[int], field: str) -> None:
    """OutOfRange when a column holds a negative or an impossible amount."""
    if amounts and not 0 <= min(amounts) <= max(amounts) <= _MOST_CENTS:
        raise OutOfRange(N_("An amount lies between €0.00 and %(most)s: check it."), field=field, most=LARGEST_AMOUNT)


def _day(ordinal: int) -> date:
    if not FIRST_DAY.toordinal() <= ordinal <= LAST_DAY.toordinal():
        raise OutOfRange(
            N_("A date lies between %(first)s and %(last)s: check it."),
            field="accidents",
            first=FIRST_DAY,
            last=LAST_DAY,
        )
    return date.fromordinal(ordinal)


def _euros(amount: int) -> Decimal:
    return cents(Decimal(amount) / 100)


def _percent(degree: int) -> Decimal:
    return Decimal(degree) / 100
