"""Indicators of prevention: frequency, severity, hours of exposure, warning of an aggravated risk (R79, R80, R92).

Accidents at the workplace only; those on the way to work never count. Rates have two decimals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accident_manager.foundation.explained import Explained, Figure, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import bare
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import OutOfRange, checked_days

# A whole country works some ten billion hours a year.
LARGEST_COUNT = 100_000_000
LARGEST_NUMBER = Decimal(1_000_000_000_000)


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates with two decimals; None where there are no hours: such a rate is blank, never 0."""

    frequency: Decimal | None
    real_severity: Decimal | None
    global_severity: Decimal | None


def rates(
    *, accidents: int, days_lost: int, permanent_percent: Decimal, deaths: int, hours: Decimal, on: date | None = None
) -> Explained[Rates]:
    """Frequency, real and global severity (R79).

    `accidents` with at least one day of full incapacity, the accident day not counted, or death; `days_lost` calendar
    days, from the day after the accident to the day before the return, partial or full; `permanent_percent` the sum of
    the expected degrees. `on` dates the lump-sum days; without it the newest hold.
    """
    for count, name in ((accidents, "accidents"), (days_lost, "days_lost"), (deaths, "deaths")):
        checked_days(count, name, most=LARGEST_COUNT)
    checked_number(permanent_percent, "permanent_percent")
    checked_number(hours, "hours")
    article = parameter("indicator_frequency_hours").article
    if not hours:
        none = Reason(N_("Without hours of exposure there is no rate."), rule="R79", article=article)
        return Explained(Rates(None, None, None), (none,))
    if hours < 1:
        raise OutOfRange(field="hours")
    million, thousand = known("indicator_frequency_hours", on), known("indicator_severity_hours", on)
    per_percent, per_death = known("indicator_days_per_percent", on), known("indicator_days_per_death", on)
    lump = per_percent.value * permanent_percent + per_death.value * deaths
    frequency = cents(accidents * million.value / hours)
    real = cents(days_lost * thousand.value / hours)
    overall = cents((days_lost + lump) * thousand.value / hours)
    because = (
        Reason(
            N_("Frequency: accidents with at least one day of incapacity, or death, for a million hours of exposure."),
            {},
            "R79",
            article,
            f"{accidents} x {million.value} / {bare(hours)}",
            str(frequency),
            (million.read,),
            "number",
        ),
        Reason(
            N_("Real severity: calendar days lost for a thousand hours of exposure."),
            {},
            "R79",
            article,
            f"{days_lost} x {thousand.value} / {bare(hours)}",
            str(real),
            (thousand.read,),
            "number",
        ),
        Reason(
            N_(
                "Global severity: the days lost, %(percent)s days for each percent of expected permanent incapacity and"
                " %(death)s days for each death."
            ),
            {"percent": per_percent.whole, "death": per_death.whole},
            "R79",
            article,
            f"({days_lost} + {per_percent.value} x {bare(permanent_percent)} + {per_death.value} x {deaths})"
            f" x {thousand.value} / {bare(hours)}",
            str(overall),
            (per_percent.read, per_death.read),
            "number",
        ),
    )
    warnings = [Reason(_DEGREES_MOVE, rule="R79", article=article)] if permanent_percent else []
    least = known("indicator_significant_hours", on)
    if hours < least.value:
        warnings.append(Reason(_TOO_FEW, {"count": least.whole}, "R79", article, reads=(least.read,)))
    if deaths > accidents:
        warnings.append(Reason(_DEATHS_COUNT, rule="R79", article=article))
    return Explained(Rates(frequency, real, overall), because, tuple(warnings))


_TOO_FEW = N_("Below %(count)s hours of exposure a rate is not significant.")
_DEATHS_COUNT = N_("Fatal accidents belong to the accidents counted: check the number of accidents.")
_DEGREES_MOVE = N_("The degrees are those expected on the day of the picture: the global rate moves with time.")


def exposure_hours(*, full_time_equivalents: Decimal, on: date | None = None) -> Explained[Decimal]:
    """The hours of exposure of a year when not known: full-time equivalents x 7.6 x 229, two decimals (R80)."""
    checked_number(full_time_equivalents, "full_time_equivalents")
    day, year = known("indicator_hours_per_day", on), known("indicator_days_per_year", on)
    hours = cents(full_time_equivalents * day.value * year.value)
    because = Reason(
        N_("Hours that are not known are estimated: full-time equivalents, hours of a day, working days of a year."),
        {},
        "R80",
        parameter("indicator_hours_per_day").article,
        f"{bare(full_time_equivalents)} x {day.value} x {year.value}",
        str(hours),
        (day.read, year.read),
        "number",
    )
    return Explained(hours, (because,))


def checked_number(number: Decimal, field: str) -> Decimal:
    """A count that may have decimals, itself. OutOfRange below 0 or above what a country can have."""
    if not number.is_finite() or not 0 <= number <= LARGEST_NUMBER:
        raise OutOfRange(field=field)
    return number


@dataclass(frozen=True, slots=True)
class RiskYear:
    """A year of an employer, with the indexes that Fedris publishes for it.

    `accidents` at the workplace that were fatal or caused at least 4 days of incapacity; `days` of temporary
    incapacity, each accident capped at 120; full-time equivalents above 0.
    """

    accidents: int
    days: int
    full_time_equivalents: Decimal
    private_sector_index: Decimal
    own_sector_index: Decimal


@dataclass(frozen=True, slots=True)
class AggravatedRisk:
    """The index of each year (four decimals, oldest first), and whether the entry conditions are met."""

    indexes: tuple[Decimal, ...]
    warning: bool


def aggravated_risk(*, years: Sequence[RiskYear], observed_until: date) -> Explained[AggravatedRisk]:
    """An early warning from the employer's own figures of three years, oldest first (R92). Fedris makes the list.

    Index of a year: (4 x accidents + days) / full-time equivalents. Warned when there are at least 6 accidents in the
    three years and, in the last year and at least one other, at least 2 accidents and an index of at least 5 times
    that of the private sector and 2 times that of the own sector (3 times before September 2021).
    """
    article = parameter("aggravated_risk_accidents").article
    names = ("accidents", "accidents_in_year", "private_multiple", "sector_multiple", "accident_weight")
    number = {name: known(f"aggravated_risk_{name}", observed_until) for name in names}
    if len(years) != 3:
        raise OutOfRange(N_("The early warning needs three years."), field="years")
    least, most = (known(f"aggravated_risk_{name}", observed_until) for name in ("accident_days", "days_most"))
    counted = N_(
        "Accidents at the workplace count that were fatal or caused at least %(count)s days of incapacity; one accident"
        " counts for at most %(most)s days."
    )
    values = {"count": least.whole, "most": most.whole}
    because = [Reason(counted, values, "R92", article, reads=(least.read, most.read))]
    indexes, exceeds = [], []
    for year in years:
        checked_days(year.accidents, "accidents", most=LARGEST_COUNT)
        checked_days(year.days, "days", most=LARGEST_COUNT)
        for figure, name in (
            (year.private_sector_index, "private_sector_index"),
            (year.own_sector_index, "own_sector_index"),
        ):
            checked_number(figure, name)
        if not checked_number(year.full_time_equivalents, "full_time_equivalents"):
            raise OutOfRange(N_("This number must be above 0: check it."), field="full_time_equivalents")
        exact = (number["accident_weight"].value * year.accidents + year.days) / year.full_time_equivalents
        index = exact.quantize(Decimal("0.0001"))
        enough = (
            year.accidents >= number["accidents_in_year"].value
            and exact >= number["private_multiple"].value * year.private_sector_index
            and exact >= number["sector_multiple"].value * year.own_sector_index
        )
        indexes.append(index)
        exceeds.append(enough)
        sentence = (
            N_("Index %(index)s: a year that counts.") if enough else N_("Index %(index)s: a year that does not count.")
        )
        weight = number["accident_weight"]
        arithmetic = f"({weight.value} x {year.accidents} + {year.days}) / {bare(year.full_time_equivalents)}"
        because.append(
            Reason(
                sentence,
                {"index": Figure(str(index))},
                "R92",
                article,
                arithmetic,
                str(index),
                (weight.read,),
                "number",
            )
        )
    together = sum(year.accidents for year in years)
    warned = together >= number["accidents"].value and exceeds[-1] and any(exceeds[:-1])
    sentence = (
        N_("With %(count)s accidents in three years the conditions of an aggravated risk are met.")
        if warned
        else N_("With %(count)s accidents in three years the conditions of an aggravated risk are not met.")
    )
    reads = tuple(figure.read for figure in number.values())
    because.append(Reason(sentence, {"count": together}, "R92", article, reads=reads))
    indicative = Reason(N_("Indicative: the list of aggravated risks is made by Fedris."), rule="R92", article=article)
    return Explained(AggravatedRisk(tuple(indexes), warned), tuple(because), (indicative,))
