"""Many files at once, for a portfolio re-computed after an index change: columns in, a column of amounts out.

The same rules as one by one, to the cent (tests/law/test_portfolio.py), without the reasons of each file: what depends
on the day or the degree only is reckoned once for each day and degree there is, and a file costs one multiplication.
Reasons are kept for the rows asked for (`explain`), by asking the explained function of the subject.

Columns are lists with one entry a file: amounts in whole cents, days as ordinals (`date.toordinal`), degrees in
hundredths of a percent. How the rounding stays exact: docs/algorithms/portfolio.md.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from accident_manager.foundation.explained import Explained, Read
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import Period, add_months
from accident_manager.foundation.refusal import N_
from accident_manager.law import permanent_incapacity, public_annuity, temporary_incapacity
from accident_manager.law.conventions import DAYS_IN_YEAR
from accident_manager.law.parameters import Known, known, parameter, steady
from accident_manager.law.refused import FIRST_DAY, LARGEST_AMOUNT, LAST_DAY, Contradiction, OutOfRange
from accident_manager.law.settings import setting

# The numbers read, in the order in which they were first read.
Reads = dict[Read, None]

_MOST_CENTS = int(LARGEST_AMOUNT * 100)
# Rates are kept as whole numbers of 2^-128: enough for every amount up to the largest (`_rate` checks it).
_BITS = 128
_HALF = 1 << (_BITS - 1)
# A degree of 100 %, and the parts of a cent in which ceiling (cents) x coefficient (four decimals) is a whole number.
_WHOLE = _FINER = 10_000


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


@steady()
def daily_allowances(
    *, bases: Sequence[int], accidents: Sequence[int], on: date, explain: Iterable[int] = ()
) -> Amounts:
    """The allowance of one calendar day of total incapacity for each file, indexed after three months (R38, R43).

    `bases` are base wages of temporary incapacity, already limited to their ceiling.
    Contradiction when `on` is not after an accident; NotKnown for days without a coefficient.
    """
    _check(bases, "bases")
    reads: Reads = {}
    months = max(months.whole for months in parameter("indexing_months").values)
    # Within this time before the day, each accident is a case of its own: whether three months have passed.
    near = range(on.toordinal() - 31 * (months + 1), on.toordinal() + 1)
    rates = _by_day(
        accidents,
        ("temporary_incapacity_percent", "indexing_months", _PRIVATE_INDEX),
        near,
        lambda day: _rate(_daily_share(reads, day, on)),
    )
    found = [(base * rates[day] + _HALF) >> _BITS for base, day in zip(bases, accidents, strict=True)]

    def why(row: int) -> Explained[Decimal]:
        due = temporary_incapacity.allowance(
            base=_euros(bases[row]), periods=[Period(on, on)], accident_on=_day(accidents[row])
        )
        return Explained(due.value.total, due.because, due.warnings)

    return Amounts(found, tuple(reads), {row: why(row) for row in explain})


@steady()
def yearly_allowances(*, bases: Sequence[int], degrees: Sequence[int], explain: Iterable[int] = ()) -> Amounts:
    """The allowance or annuity of a year of each private file, as R48 fixes it.

    `bases` are base wages of permanent incapacity, already limited. No source gives the formula by which it is indexed
    from 16 % (R50), so it is not indexed here either.
    """
    _check(bases, "bases")
    _check_degrees(degrees)
    reads: Reads = {}
    rates = _annuity_rates(reads)
    found = [(base * rates[degree] + _HALF) >> _BITS for base, degree in zip(bases, degrees, strict=True)]

    def why(row: int) -> Explained[Decimal]:
        due = permanent_incapacity.yearly_allowance(base=_euros(bases[row]), degree=_percent(degrees[row]))
        return Explained(due.value.annual, due.because, due.warnings)

    return Amounts(found, tuple(reads), {row: why(row) for row in explain})


@steady()
def public_annuities(
    *, remunerations: Sequence[int], degrees: Sequence[int], accidents: Sequence[int], explain: Iterable[int] = ()
) -> Amounts:
    """The annuity of a year of each public file, in the money of its accident, out of service (R57).

    The ceiling is the newest one, as for a single file whose day of consolidation is not given (R36).
    """
    _check(remunerations, "remunerations")
    _check_degrees(degrees)
    reads: Reads = {}
    limits = _by_day(
        accidents, ("public_remuneration_ceiling", _SALARY_INDEX), (), lambda day: _public_limit(reads, day)
    )
    rates, finer = _annuity_rates(reads), _annuity_rates(reads, parts=_FINER)
    # Remunerations are whole cents, so the whole cents of a limit tell who is above it; its exact value then counts.
    whole = {day: limit // _FINER for day, limit in limits.items()}
    found = [
        ((wage * rates[degree] if wage <= whole[day] else limits[day] * finer[degree]) + _HALF) >> _BITS
        for wage, day, degree in zip(remunerations, accidents, degrees, strict=True)
    ]

    def why(row: int) -> Explained[Decimal]:
        due = public_annuity.annuity(
            remuneration=_euros(remunerations[row]),
            degree=_percent(degrees[row]),
            accident_on=_day(accidents[row]),
        )
        return Explained(due.value.full, due.because, due.warnings)

    return Amounts(found, tuple(reads), {row: why(row) for row in explain})


@steady()
def later_public_annuities(
    *, annuities: Sequence[int], degrees: Sequence[int], on: date, explain: Iterable[int] = ()
) -> Amounts:
    """The annuity of a year of each indexed public file on a later day, from its annuity at index 138.01 (R58).

    DoesNotApply when a degree is below 16 %: that annuity does not move.
    """
    _check(annuities, "annuities")
    if len(degrees) != len(annuities):
        raise ValueError("the columns are not equally long")
    _check_degrees(degrees)
    public_annuity.later_indexed(base_annuity=Decimal(0), degree=_percent(min(degrees, default=_WHOLE)), on=on)
    coefficient = known(f"index_coefficient_{public_annuity.BENEFITS}", on)
    rate = _rate(Fraction(coefficient.value))
    found = [(annuity * rate + _HALF) >> _BITS for annuity in annuities]

    def why(row: int) -> Explained[Decimal]:
        return public_annuity.later_indexed(base_annuity=_euros(annuities[row]), degree=_percent(degrees[row]), on=on)

    return Amounts(found, (coefficient.read,), {row: why(row) for row in explain})


def _by_day(
    column: Sequence[int], numbers: tuple[str, ...], cuts: Iterable[int], reckon: Callable[[date], int]
) -> dict[int, int]:
    """What `reckon` gives for each day of a column, asked once in each stretch in which none of the numbers changes.

    `cuts` are further days with which a stretch begins.
    """
    starts = {LAST_DAY.toordinal() + 1, *cuts}
    for number in map(parameter, numbers):
        starts.update(value.valid_from.toordinal() for value in number.values)
        ends = (number.known_until, *(value.until for value in number.values))
        starts.update(end.toordinal() + 1 for end in ends if end)
    ordered, found = sorted(starts), dict[int, int]()
    stretch, amount = -1, 0
    for day in sorted(set(column)):
        here = bisect_right(ordered, day)
        if here != stretch:
            stretch, amount = here, reckon(_day(day))
        found[day] = amount
    return found


_PRIVATE_INDEX = "index_coefficient_benefits_102_10"
_SALARY_INDEX = f"index_coefficient_{public_annuity.SALARIES}"


def _daily_share(reads: Reads, accident_on: date, on: date) -> Fraction:
    """The part of the base wage that is due a day: R38, after three months times the index ratio of R43."""
    if on <= accident_on:
        raise Contradiction(
            N_(
                "The first day of the allowance is the day after the accident (%(day)s): the accident day itself is"
                " paid as wage."
            ),
            field="on",
            day=accident_on,
        )
    share = Fraction(_read(reads, known("temporary_incapacity_percent", accident_on))) / 100 / DAYS_IN_YEAR
    if on <= add_months(accident_on, known("indexing_months", accident_on).whole):
        return share
    now = _read(reads, known(_PRIVATE_INDEX, on))
    return share * Fraction(now) / Fraction(_read(reads, known(_PRIVATE_INDEX, accident_on)))


def _annuity_rates(reads: Reads, *, parts: int = 1) -> list[int]:
    """The rate of each degree from 0 to 100 %: degree x factor (R48), for wages told in so many parts of a cent."""
    half_below, less_below = (
        ceil(100 * _read(reads, known(name, None)))
        for name in ("permanent_half_below_percent", "permanent_three_quarters_below_percent")
    )
    half, less = (
        _rate(Fraction(_read(reads, known(name, None))) / _WHOLE / parts, parts=parts)
        for name in ("permanent_half_factor", "permanent_three_quarters_factor")
    )
    whole = _rate(Fraction(1, _WHOLE * parts), parts=parts)
    # A degree multiplies a rate that was rounded up: what that adds is counted in `_rate`.
    return [
        degree * (half if degree < half_below else less if degree < less_below else whole)
        for degree in range(_WHOLE + 1)
    ]


def _public_limit(reads: Reads, accident_on: date) -> int:
    """The highest remuneration that counts, in ten-thousandths of a cent of the money of the accident: not rounded."""
    limit = 100 * _FINER * _read(reads, known("public_remuneration_ceiling", None))
    if setting("public_deindexation").taken != "none":
        limit *= _read(reads, known(_SALARY_INDEX, accident_on))
    if limit % 1:
        raise OutOfRange(field="coefficient")
    return int(limit)


def _read(reads: Reads, found: Known) -> Decimal:
    reads[found.read] = None
    return found.value


def _rate(share: Fraction, *, parts: int = 1) -> int:
    """A factor as a whole number of 2^-128, rounded up: (amount x rate + half) >> 128 is then half up to the cent.

    True for amounts told in so many parts of a cent, and for up to 10,000 such rates added together (a degree).
    """
    if 2 * _MOST_CENTS * parts * _WHOLE * share.denominator > 1 << _BITS:
        raise OutOfRange(field="rate")
    return -((-share.numerator << _BITS) // share.denominator)


def _check(amounts: Sequence[int], field: str) -> None:
    """OutOfRange when a column holds a negative or an impossible amount."""
    if amounts and not 0 <= min(amounts) <= max(amounts) <= _MOST_CENTS:
        raise OutOfRange(N_("An amount lies between €0.00 and %(most)s: check it."), field=field, most=LARGEST_AMOUNT)


def _check_degrees(degrees: Sequence[int]) -> None:
    if degrees and not 0 <= min(degrees) <= max(degrees) <= _WHOLE:
        raise OutOfRange(N_("A percentage lies between 0 and 100: check it."), field="degrees")


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
