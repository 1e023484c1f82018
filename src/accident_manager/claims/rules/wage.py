"""From the pay that an employer declares to the wage of the reference year, line by line (R29).

The declaration gives pay per hour, day, week, month, quarter or year, the weekly hours and days, a year-end bonus and
other benefits. The handler corrects them; the law's part (ceiling, floor) is `law.wage`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from accident_manager.foundation.money import cents
from accident_manager.foundation.refusal import N_, Refusal

WEEKS, MONTHS, QUARTERS = 52, 12, 4
Unit = Literal["hour", "day", "week", "month", "quarter", "year"]
UNITS: tuple[Unit, ...] = ("hour", "day", "week", "month", "quarter", "year")
BonusKind = Literal["none", "percent", "amount", "hours"]
BONUS_KINDS: tuple[BonusKind, ...] = ("none", "percent", "amount", "hours")
HIGHEST = Decimal("9999999.99")

BASIC = N_("Pay in the year before the accident")
BONUS = N_("Year-end bonus")
BENEFITS = N_("Other benefits with a money value")


class PayMissing(Refusal):
    code = "claims.wage.pay-missing"
    sentence = N_("Enter the pay, in euros, for the unit of time you chose.")


class HoursMissing(Refusal):
    code = "claims.wage.hours-missing"
    sentence = N_("Enter the weekly hours: pay by the hour becomes yearly pay with them.")


class DaysMissing(Refusal):
    code = "claims.wage.days-missing"
    sentence = N_("Enter the days per week: pay by the day becomes yearly pay with them.")


class OutOfRange(Refusal):
    code = "claims.wage.out-of-range"
    sentence = N_("This figure cannot be right: check it.")


@dataclass(frozen=True, slots=True)
class Pay:
    """What is paid (EUR per unit of time), and what comes on top in a year."""

    amount: Decimal
    unit: Unit
    hours_per_week: Decimal | None = None
    days_per_week: Decimal | None = None
    bonus_kind: BonusKind = "none"
    bonus: Decimal = Decimal(0)
    other_benefits: Decimal = Decimal(0)

    def as_json(self) -> dict[str, Any]:
        """As it is kept: `pay_from` reads it back."""
        given = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: None if value is None else str(value) for name, value in given}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the yearly wage: an English source sentence, the arithmetic, the amount (EUR a year)."""

    sentence: str
    arithmetic: str
    amount: Decimal


def pay_from(kept: Mapping[str, Any]) -> Pay:
    """What `Pay.as_json` kept."""
    hours, days = kept["hours_per_week"], kept["days_per_week"]
    return Pay(
        amount=Decimal(kept["amount"]),
        unit=kept["unit"],
        hours_per_week=None if hours is None else Decimal(hours),
        days_per_week=None if days is None else Decimal(days),
        bonus_kind=kept["bonus_kind"],
        bonus=Decimal(kept["bonus"]),
        other_benefits=Decimal(kept["other_benefits"]),
    )


def yearly_parts(pay: Pay) -> list[Part]:
    """The parts of the yearly wage, each rounded to the cent. Refuses what is missing or cannot be."""
    _check(pay)
    basic = _basic(pay)
    parts = [basic]
    if pay.bonus_kind != "none" and pay.bonus:
        parts.append(_bonus(pay, basic.amount))
    if pay.other_benefits:
        parts.append(Part(BENEFITS, _written(pay.other_benefits), cents(pay.other_benefits)))
    return parts


def _basic(pay: Pay) -> Part:
    factors = _times_a_year(pay)
    amount = pay.amount
    for factor in factors:
        amount *= factor
    return Part(BASIC, " x ".join(_written(factor) for factor in (pay.amount, *factors)), cents(amount))


def _times_a_year(pay: Pay) -> list[Decimal]:
    """What the pay is multiplied with to make a year; `_check` saw to it that hours and days are there."""
    match pay.unit:
        case "hour":
            return [pay.hours_per_week or Decimal(0), Decimal(WEEKS)]
        case "day":
            return [pay.days_per_week or Decimal(0), Decimal(WEEKS)]
        case "week":
            return [Decimal(WEEKS)]
        case "month":
            return [Decimal(MONTHS)]
        case "quarter":
            return [Decimal(QUARTERS)]
        case "year":
            return []


def _bonus(pay: Pay, basic: Decimal) -> Part:
    match pay.bonus_kind:
        case "percent":
            return Part(BONUS, f"{basic} x {_written(pay.bonus)} / 100", cents(basic * pay.bonus / 100))
        case "hours":
            if not pay.hours_per_week:
                raise HoursMissing(field="hours_per_week")
            if pay.unit == "hour":
                return Part(BONUS, f"{_written(pay.amount)} x {_written(pay.bonus)}", cents(pay.amount * pay.bonus))
            hours = pay.hours_per_week * WEEKS
            return Part(BONUS, f"{basic} / {_written(hours)} x {_written(pay.bonus)}", cents(basic / hours * pay.bonus))
        case _:
            return Part(BONUS, _written(pay.bonus), cents(pay.bonus))


def _written(number: Decimal) -> str:
    """Never in powers of ten."""
    return format(number, "f")


def _check(pay: Pay) -> None:
    limits = (
        ("amount", pay.amount, HIGHEST),
        ("hours_per_week", pay.hours_per_week or Decimal(0), Decimal(168)),
        ("days_per_week", pay.days_per_week or Decimal(0), Decimal(7)),
        ("bonus", pay.bonus, Decimal(1000) if pay.bonus_kind in {"percent", "hours"} else HIGHEST),
        ("other_benefits", pay.other_benefits, HIGHEST),
    )
    for field, value, most in limits:
        if not value.is_finite() or not 0 <= value <= most:
            raise OutOfRange(field=field)
    if not pay.amount:
        raise PayMissing(field="amount")
    if pay.unit == "hour" and not pay.hours_per_week:
        raise HoursMissing(field="hours_per_week")
    if pay.unit == "day" and not pay.days_per_week:
        raise DaysMissing(field="days_per_week")
