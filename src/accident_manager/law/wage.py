"""The base wage, private scheme: reference year, real and hypothetical wage, ceiling, floor, part-time (R27-R32)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from accident_manager.foundation.explained import Explained, Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import Period, add_years
from accident_manager.foundation.refusal import N_
from accident_manager.law.conventions import shown
from accident_manager.law.parameters import known, parameter
from accident_manager.law.refused import Contradiction, checked_amount, checked_days

_WHAT_COUNTS = "LAT art. 34 and 35"
_INCOMPLETE_YEAR = "LAT art. 36"
_PART_TIME = "LAT art. 37bis"

Benefit = Literal["temporary", "permanent", "death"]
BENEFITS: tuple[Benefit, ...] = ("temporary", "permanent", "death")

# What a handler may add up (R29), for the labels of `WageComponent`.
BASIC_WAGE = N_("Basic wage of the reference year.")
OVERTIME = N_("Overtime in the reference year.")
PREMIUMS = N_("Premiums of the reference year.")
YEAR_END_PREMIUM = N_("Year-end premium.")
HOLIDAY_PAY = N_("Holiday pay.")
BENEFITS_IN_KIND = N_("Benefits with a money value.")
HYPOTHETICAL_WAGE = N_("Hypothetical wage for the part of the year that was not worked and not paid.")


@dataclass(frozen=True, slots=True)
class WageComponent:
    """A part of the wage of the reference year: what it is, how it was reckoned, its amount in EUR for the year.

    `label_sentence` is an English source sentence, said with `values`; `arithmetic` the line a victim can redo
    ("2950.00 x 12"); `hypothetical` is true for the completion of an incomplete year (R30).
    """

    label_sentence: str
    arithmetic: str
    amount: Decimal
    hypothetical: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BaseWage:
    """The base wage and what made it (R37): EUR per year. `limited_by` is "ceiling", "floor" or None."""

    real: Decimal
    hypothetical: Decimal
    ceiling: Decimal
    base: Decimal
    limited_by: Literal["ceiling", "floor"] | None


def reference_period(accident_on: date) -> Explained[Period]:
    """The year whose wage counts: from the same calendar date a year earlier to the day before the accident (R29)."""
    period = Period(add_years(accident_on, -1), accident_on - timedelta(days=1))
    because = Reason(
        N_("The wage of the year before the accident counts, from %(start)s up to and including %(end)s."),
        {"start": period.start, "end": period.end},
        "R29",
        _WHAT_COUNTS,
        amount=f"{period.start} / {period.end}",
    )
    return Explained(period, (because,))


def base_wage(
    *,
    components: Sequence[WageComponent],
    accident_on: date,
    minor_or_apprentice: bool = False,
    benefit: Benefit = "temporary",
) -> Explained[BaseWage]:
    """The components together, not above the ceiling of the accident date (R27).

    Minors and apprentices have at least the floor of that date, for temporary incapacity only (R28, R32).
    """
    real = hypothetical = Decimal(0)
    because = []
    for component in components:
        amount = cents(checked_amount(component.amount, "components"))
        if component.hypothetical:
            hypothetical += amount
        else:
            real += amount
        rule, article = ("R30", _INCOMPLETE_YEAR) if component.hypothetical else ("R29", _WHAT_COUNTS)
        because.append(
            Reason(component.label_sentence, component.values, rule, article, component.arithmetic, shown(amount))
        )
    wage = checked_amount(real + hypothetical, "components")
    if len(because) > 1:
        because.append(
            Reason(
                N_("The parts together are the wage of the year."),
                rule="R29",
                article=_WHAT_COUNTS,
                arithmetic=" + ".join(reason.amount for reason in because),
                amount=shown(wage),
            )
        )
    limited = _limited(wage, accident_on, floor_applies=minor_or_apprentice and benefit == "temporary")
    ceiling, base, limited_by, reasons = limited
    warnings: tuple[Reason, ...] = ()
    if minor_or_apprentice and benefit != "temporary":
        warnings = (Reason(_ADULT_WAGE, rule="R32", article="LAT art. 38"),)
    return Explained(
        BaseWage(cents(real), cents(hypothetical), ceiling, base, limited_by), (*because, *reasons), warnings
    )


_ADULT_WAGE = N_(
    "For permanent incapacity and death the wage of the adults whom the minor or apprentice would have joined counts:"
    " check that it was entered."
)


def _limited(
    wage: Decimal, accident_on: date, *, floor_applies: bool
) -> tuple[Decimal, Decimal, Literal["ceiling", "floor"] | None, list[Reason]]:
    """Ceiling, base wage, what limited it, and why."""
    ceiling = known("base_wage_ceiling", accident_on)
    article = parameter("base_wage_ceiling").article
    values = {"day": accident_on, "ceiling": ceiling.value}
    if wage > ceiling.value:
        sentence = N_("The wage is above the ceiling of %(day)s (%(ceiling)s): the ceiling is the base wage.")
        arithmetic = f"min({shown(wage)}, {ceiling.value})"
        reason = Reason(sentence, values, "R27", article, arithmetic, shown(ceiling.value), (ceiling.read,))
        return ceiling.value, ceiling.value, "ceiling", [reason]
    sentence = N_("The wage is not above the ceiling of %(day)s (%(ceiling)s): it counts in full.")
    arithmetic = f"min({shown(wage)}, {ceiling.value})"
    reasons = [Reason(sentence, values, "R27", article, arithmetic, shown(wage), (ceiling.read,))]
    if not floor_applies:
        return ceiling.value, cents(wage), None, reasons
    floor = known("base_wage_floor_minor", accident_on)
    base = max(wage, floor.value)
    reasons.append(
        Reason(
            N_("A minor or an apprentice has at least %(floor)s as base wage for temporary incapacity."),
            {"floor": floor.value},
            "R28",
            parameter("base_wage_floor_minor").article,
            f"max({shown(wage)}, {floor.value})",
            shown(base),
            (floor.read,),
        )
    )
    return ceiling.value, cents(base), "floor" if wage < floor.value else None, reasons


@dataclass(frozen=True, slots=True)
class CompletedWage:
    """An incomplete year completed: average per paid day (shown rounded), hypothetical part and sum, in EUR."""

    average_daily: Decimal
    hypothetical: Decimal
    total: Decimal


def completed_wage(*, paid_days: int, wage_for_paid_days: Decimal, unpaid_days: int) -> Explained[CompletedWage]:
    """The average wage of the paid days for each day neither worked nor paid (R30); rounded once, at the end."""
    checked_days(paid_days, "paid_days", least=1, most=366)
    checked_days(unpaid_days, "unpaid_days", most=366)
    if paid_days + unpaid_days > 366:
        raise Contradiction(N_("Paid and unpaid days together are more than a year."), field="unpaid_days")
    wage = checked_amount(wage_for_paid_days, "wage_for_paid_days")
    # Multiplied first: the average of a day has no end, and cutting it could move an exact half cent.
    hypothetical = cents(wage * unpaid_days / paid_days)
    average = cents(wage / paid_days)
    because = (
        Reason(
            N_("The average wage of a paid day (%(average)s) counts for each day to complete."),
            {"average": average},
            "R30",
            _INCOMPLETE_YEAR,
            f"{shown(wage)} x {unpaid_days} / {paid_days}",
            shown(hypothetical),
        ),
        Reason(
            N_("Real and hypothetical wage together are the wage of the year."),
            rule="R30",
            article=_INCOMPLETE_YEAR,
            arithmetic=f"{shown(wage)} + {shown(hypothetical)}",
            amount=shown(wage + hypothetical),
        ),
    )
    return Explained(CompletedWage(average, hypothetical, wage + hypothetical), because)


@dataclass(frozen=True, slots=True)
class PartTimeWage:
    """The base wages of a part-timer, EUR per year: temporary incapacity; permanent incapacity and death."""

    temporary: Decimal
    permanent_and_death: Decimal


def part_time_wage(*, part_time: Decimal, full_time_equivalent: Decimal, accident_on: date) -> Explained[PartTimeWage]:
    """Temporary incapacity follows the part-time contracts, permanent incapacity and death the full-time wage (R31)."""
    checked_amount(part_time, "part_time")
    checked_amount(full_time_equivalent, "full_time_equivalent")
    if part_time > full_time_equivalent:
        raise Contradiction(N_("The part-time wage is above the full-time wage."), field="part_time")
    _, temporary, _, why_temporary = _limited(part_time, accident_on, floor_applies=False)
    _, permanent, _, why_permanent = _limited(full_time_equivalent, accident_on, floor_applies=False)
    because = (
        Reason(
            N_("For temporary incapacity the wage due under the part-time contracts counts."),
            rule="R31",
            article=_PART_TIME,
            amount=shown(part_time),
        ),
        *why_temporary,
        Reason(
            N_("For permanent incapacity and death the wage counts as if the work were full-time."),
            rule="R31",
            article=_PART_TIME,
            amount=shown(full_time_equivalent),
        ),
        *why_permanent,
    )
    return Explained(PartTimeWage(temporary, permanent), because)
