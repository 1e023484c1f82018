"""One third of the annuity in capital (R52; R61h for the condition in the public scheme).

The scales are PDF files of Fedris that could not be read, so none is built in. A scale is loaded (`read_scale`,
`scales_from`), or its coefficient is given with the question; else the answer is a refusal that names scale and age.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from accident_manager.foundation.explained import Explained, Read, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import add_months
from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.law.conventions import bare, shown
from accident_manager.law.parameters import NotKnown, known, parameter
from accident_manager.law.refused import Contradiction, OutOfRange, checked_amount
from accident_manager.law.temporary_incapacity import checked_percent
from accident_manager.law.time_limits import PUBLIC, checked_regime

_MONTHS_IN_QUARTER = 3
# A life annuity of one euro a year is never worth more than a life.
_LARGEST_COEFFICIENT = 100


class ScaleNotLoaded(Refusal):
    """The official scale of capitals is not built in, and its coefficient was not given."""

    code = "law.not-known"
    sentence = N_(
        "The figures of the scale %(scale)s are not loaded: read the coefficient for %(years)s years and %(months)s"
        " months on Fedris’ page on capitals, and give it."
    )


def third_in_capital(
    *, regime: str, degree: Decimal, revision_ended: bool, settled_on: date | None = None
) -> Explained[bool]:
    """Whether one third may be asked in capital: after the revision period, private above 19 %, public from 16 %.

    Older private settlements have a lower limit: `settled_on` before 1/1/1997 from 10 %, before 1/12/2003 from 16 %.
    """
    checked_percent(degree, "degree")
    public = checked_regime(regime) == PUBLIC
    limit = known("public_capital_third_from_percent" if public else "capital_third_above_percent", None)
    rule, article = ("R61h" if public else "R52"), parameter(limit.read.parameter).article
    older = None
    if settled_on is not None and not public:
        try:
            older = known("capital_third_older_settlement_percent", settled_on)
        except NotKnown:  # settled since December 2003, under the rule of today
            if settled_on < limit.valid_from:
                raise
    values: dict[str, object] = {"degree": bare(degree), "limit": bare(limit.value)}
    reads = [limit.read]
    if older is not None:
        reads.append(older.read)
        enough = degree >= older.value
        values = {"degree": bare(degree), "limit": bare(older.value), "day": settled_on}
        sentence = (
            N_("A settlement of %(day)s allows it from %(limit)s %%, and the degree is %(degree)s %%.")
            if enough
            else N_("A settlement of %(day)s allows it from %(limit)s %% only, and the degree is %(degree)s %%.")
        )
    elif public:
        enough = degree >= limit.value
        sentence = (
            N_("The degree of %(degree)s %% is at least %(limit)s %%: one third may be asked in capital.")
            if enough
            else N_("The degree of %(degree)s %% is below %(limit)s %%: nothing may be asked in capital.")
        )
    else:
        enough = degree > limit.value
        sentence = (
            N_("The degree of %(degree)s %% is above %(limit)s %%: one third may be asked in capital.")
            if enough
            else N_("The degree of %(degree)s %% is not above %(limit)s %%: nothing may be asked in capital.")
        )
    because = [Reason(sentence, values, rule, article, reads=tuple(reads))]
    if not revision_ended:
        sentence = N_("The revision period has not ended: capital can be asked after it, at any time.")
        because.append(Reason(sentence, {}, rule, article))
    elif enough and not public:
        sentence = N_("The labour court decides, in the interest of the victim; the request goes through the insurer.")
        because.append(Reason(sentence, {}, rule, article))
    return Explained(enough and revision_ended, tuple(because), (PUBLIC_CAPITAL,) if public else ())


PUBLIC_CAPITAL = Reason(
    N_("The capital of the public scheme comes from one page of Fedris: check it before use."), {}, "R61h"
)


def age_reference_date(*, decided_on: date) -> Explained[date]:
    """The first day of the quarter after the court's decision: it fixes the age, and interest runs from it (R52)."""
    quarter = (decided_on.month - 1) // _MONTHS_IN_QUARTER
    first = add_months(date(decided_on.year, quarter * _MONTHS_IN_QUARTER + 1, 1), _MONTHS_IN_QUARTER)
    because = Reason(
        N_("The court decided on %(day)s: the first day of the next quarter fixes the age and starts the interest."),
        {"day": decided_on},
        "R52",
        parameter("capital_third_parts").article,
        amount=first.isoformat(),
    )
    return Explained(first, (because,))


def age_on(*, born_on: date, day: date) -> tuple[int, int]:
    """The age in completed years and months. Contradiction for a day before the birth."""
    if day < born_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."), field="born_on", day=day, earliest=born_on
        )
    months = (day.year - born_on.year) * 12 + day.month - born_on.month
    if add_months(born_on, months) > day:
        months -= 1
    return divmod(months, 12)


_SCALES = ((date(2013, 1, 1), "F, I-13"), (date(2003, 1, 1), "F, I-03"), (date(1995, 1, 1), "F, I-95"))


def scale_name(accident_on: date) -> str:
    """The unisex scale, monthly payment, of an accident date. NotKnown before 1995."""
    for first, name in _SCALES:
        if accident_on >= first:
            return name
    raise NotKnown(
        N_("No scale of capitals is known for an accident of %(day)s."), day=accident_on, parameter="capital_scale"
    )


class ScaleInvalid(Refusal):
    """A file that is no scale of capitals."""

    code = "law.invalid-file"
    sentence = N_(
        "A scale is a CSV table with the columns years, months and coefficient, each age once: check line %(line)s."
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """An official scale: its name as `scale_name` gives it, where it stands, the coefficients by age in months."""

    name: str
    source: str
    coefficients: Mapping[int, Decimal]


def read_scale(name: str, source: str, text: str) -> Scale:
    """A scale from a CSV table with the columns years, months, coefficient. ScaleInvalid with the wrong line."""
    found: dict[int, Decimal] = {}
    for line, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            years, months, coefficient = int(row["years"]), int(row["months"]), Decimal(row["coefficient"])
            checked_coefficient(coefficient)
        except (KeyError, TypeError, ValueError, InvalidOperation, OutOfRange):
            raise ScaleInvalid(line=line) from None
        age = years * 12 + months
        if not (0 <= years <= 120 and 0 <= months < 12) or age in found:
            raise ScaleInvalid(line=line)
        found[age] = coefficient
    if not found:
        raise ScaleInvalid(line=1)
    return Scale(name, source, found)


def _no_scales() -> Mapping[str, Scale]:
    return {}


class _Scales:
    """Who knows the scales that were loaded; nobody when the law is used on its own."""

    known: Callable[[], Mapping[str, Scale]] = staticmethod(_no_scales)


def scales_from(provider: Callable[[], Mapping[str, Scale]] | None) -> None:
    """Ask this function for the loaded scales by name, at every look-up; None asks nobody."""
    _Scales.known = staticmethod(provider or _no_scales)


def checked_coefficient(coefficient: Decimal) -> Decimal:
    """The coefficient itself. OutOfRange for what no annuity of one euro can be worth."""
    if not coefficient.is_finite() or not 0 < coefficient < _LARGEST_COEFFICIENT:
        raise OutOfRange(field="coefficient")
    return coefficient


@dataclass(frozen=True, slots=True)
class Capital:
    """The capital in EUR, and what it was reckoned with: scale, age in years and months, coefficient."""

    amount: Decimal
    scale: str
    age: tuple[int, int]
    reference_date: date


def third_value(
    *, annual: Decimal, born_on: date, accident_on: date, decided_on: date, coefficient: Decimal | None
) -> Explained[Capital]:
    """One third of the (indexed) yearly annuity, EUR, times the coefficient of the scale at the age (R52).

    `coefficient` None: that of the loaded scale, else ScaleNotLoaded. An aggravation supplement does not belong in
    `annual`.
    """
    checked_amount(annual, "annual")
    if decided_on < accident_on:
        raise Contradiction(
            N_("%(day)s comes before %(earliest)s: check both dates."),
            field="decided_on",
            day=decided_on,
            earliest=accident_on,
        )
    reference = age_reference_date(decided_on=decided_on)
    scale, (years, months) = scale_name(accident_on), age_on(born_on=born_on, day=reference.value)
    parts = known("capital_third_parts", None)
    reads, warnings = [parts.read], []
    if coefficient is None:
        loaded = _Scales.known().get(scale)
        coefficient = loaded.coefficients.get(years * 12 + months) if loaded else None
        if loaded is None or coefficient is None:
            raise ScaleNotLoaded(field="coefficient", scale=scale, years=years, months=months)
        reads.append(Read("capital_scale", str(coefficient), None, "published", loaded.source))
    else:
        sentence = N_("The coefficient was given with the question and not compared with the scale.")
        warnings.append(Reason(sentence, {}, "R52", parameter("capital_third_parts").article))
    checked_coefficient(coefficient)
    amount = cents(annual * coefficient / parts.value)
    because = Reason(
        N_(
            "One third of the annuity times the coefficient of the scale %(scale)s for %(years)s years and %(months)s"
            " months."
        ),
        {"scale": scale, "years": years, "months": months},
        "R52",
        parameter("capital_third_parts").article,
        f"{shown(annual)} x {bare(coefficient)} / {parts.whole}",
        shown(amount),
        tuple(reads),
    )
    found = Capital(amount, scale, (years, months), reference.value)
    return Explained(found, (*reference.because, because), tuple(warnings))
