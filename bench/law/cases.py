"""Random cases from a seed, leaning to the edges: limits of degree and days, ceilings, New Year, leap days, half cents.

A case is made from its own number and the seed alone, so that any single one can be made again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import gcd
from random import Random
from typing import Any

from openfisca_core.parameters import Parameter

from bench.law_openfisca import system
from bench.law_openfisca.exact import MOST_CENTS

Facts = dict[str, Any]

FIRST_DAY, FIRST_COEFFICIENT, LAST_DAY = date(2005, 1, 1), date(2012, 12, 1), date(2026, 12, 31)
FIRST_FLOOR = date(2012, 1, 1)
# OpenFisca's whole numbers end at 21 million euros: a wage refused 36,525 days long must stay below.
MOST_WAGE, MOST_DAYS = 200_000_00, 3_660
EDGE_DEGREES = (0, 5, 10, 16, 19, 20, 25, 66, 100)
EDGE_DAYS = (1, 2, 6, 7, 8, 28, 29, 30, 31, 32, 59, 60, 90, 364, 365, 366)


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `number` and the seed make it again."""

    number: int
    topic: str
    facts: Facts


def written(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


@cache
def _starts(name: str) -> tuple[date, ...]:
    parameter: Parameter = getattr(system().parameters, name)
    return tuple(date.fromisoformat(value.instant_str) for value in parameter.values_list if value.value is not None)


@cache
def _value_on(name: str, day: date, unit: int) -> int:
    parameter: Parameter = getattr(system().parameters, name)
    return round(parameter(day.isoformat()) * unit)


class Draw:
    """One case's chances."""

    def __init__(self, seed: int, number: int) -> None:
        self.random = Random(f"{seed}/{number}")

    def one(self, *choices: Callable[[], Any]) -> Any:
        return self.random.choice(choices)()

    def chance(self, of_ten: int) -> bool:
        return self.random.randrange(10) < of_ten

    def between(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def day(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
        """A day, often near New Year, a leap day, the end of a month or the first day of a coefficient."""
        year = self.between(first.year, last.year)
        leap = self.random.choice([y for y in range(2004, 2025, 4) if first.year <= y <= last.year] or [2024])
        start = self.random.choice(_starts("index_benefits_private"))
        found = self.one(
            lambda: first + timedelta(days=self.between(0, (last - first).days)),
            lambda: date(year, 1, 1) + timedelta(days=self.between(-4, 4)),
            lambda: date(leap, 2, 29) + timedelta(days=self.between(-2, 2)),
            lambda: date(year, self.between(2, 12), 1) - timedelta(days=self.between(1, 3)),
            lambda: start + timedelta(days=self.between(-2, 2)),
        )
        return min(max(found, first), last)

    def days(self, most: int = MOST_DAYS) -> int:
        return min(most, self.one(lambda: self.random.choice(EDGE_DAYS), lambda: self.between(0, 120), lambda: most))

    def amount(self, near: int = 0, most: int = MOST_WAGE) -> int:
        """Cents, often round, tiny, or beside `near`."""
        found = self.one(
            lambda: self.between(0, 120_000_00),
            lambda: self.between(10_000_00, 60_000_00),
            lambda: self.between(0, 120) * 1000_00,
            lambda: self.between(0, 400),
            lambda: near + self.between(-3, 3) if near else self.between(0, most),
            lambda: near if near else self.between(0, most),
            lambda: self.between(0, most),
        )
        return min(max(found, 0), most)

    def degree(self, most: int = 100) -> str:
        """A degree of 0 to 100 %, often whole, often beside a limit, sometimes with three decimals."""
        edge = self.random.choice(EDGE_DEGREES)
        thousandths = self.one(
            lambda: self.between(0, 100) * 1000,
            lambda: edge * 1000,
            lambda: edge * 1000 + self.random.choice((-10, 10, -1, 1)),
            lambda: self.between(0, 10_000) * 10,
            lambda: self.between(0, 100_000),
        )
        return f"{min(max(thousandths, 0), most * 1000) / 1000:.3f}".rstrip("0").rstrip(".")

    def half_cent(self, multiplier: int, divisor: int, most: int = MOST_WAGE) -> int:
        """An amount (cents) that `x multiplier / divisor` brings exactly to half a cent, if one is not above `most`."""
        shared = gcd(2 * multiplier, 2 * divisor)
        factor, modulus = 2 * multiplier // shared, 2 * divisor // shared
        if divisor % shared or modulus == 0:
            return self.amount(most=most)
        least = divisor // shared * pow(factor, -1, modulus) % modulus
        return least + modulus * self.between(0, (most - least) // modulus) if least <= most else self.amount(most=most)


def base_wage(draw: Draw) -> Facts:
    minor = draw.chance(4)
    day = draw.day(FIRST_FLOOR if minor else FIRST_DAY)
    near = _value_on("base_wage_floor_minor" if minor and draw.chance(6) else "base_wage_ceiling", day, 100)
    facts = {
        "accident_date": day.isoformat(),
        "annual_wage_eur": written(draw.amount(near)),
        "minor_or_apprentice": minor,
    }
    return facts | ({"benefit": draw.random.choice(("temporary", "permanent", "death"))} if draw.chance(5) else {})


def base_wage_of_components(draw: Draw) -> Facts:
    parts = ("basic_wage", "overtime", "premiums", "year_end_premium", "benefits_in_kind", "holiday_pay")
    minor = draw.chance(3)
    day = draw.day(FIRST_FLOOR if minor else FIRST_DAY)
    amounts = {part: written(draw.amount(most=40_000_00)) for part in (*parts, "refunded_expenses") if draw.chance(6)}
    return {"accident_date": day.isoformat(), "minor_or_apprentice": minor, **amounts}


def base_wage_hypothetical(draw: Draw) -> Facts:
    paid = draw.between(1, 365)
    unpaid = draw.one(lambda: 365 - paid, lambda: draw.between(0, 365 - paid))
    most = min(MOST_WAGE, MOST_CENTS // 365 * paid)
    wage = draw.one(
        lambda: draw.amount(most=most), lambda: draw.half_cent(unpaid, paid, most) if unpaid else draw.amount(most=most)
    )
    return {"paid_days": paid, "wage_for_paid_days_eur": written(wage), "unpaid_days_to_complete": unpaid}


def base_wage_part_time(draw: Draw) -> Facts:
    day = draw.day()
    wages = sorted(draw.amount(_value_on("base_wage_ceiling", day, 100)) for _ in range(2))
    return {
        "accident_date": day.isoformat(),
        "part_time_wage_eur": written(wages[0]),
        "full_time_equivalent_wage_eur": written(wages[1]),
    }


def daily_allowance_total(draw: Draw) -> Facts:
    minor = draw.chance(2)
    day = draw.day(FIRST_FLOOR if minor else FIRST_DAY)
    start = day + timedelta(days=draw.one(lambda: 1, lambda: draw.between(1, 400)))
    near = _value_on("base_wage_ceiling", day, 100)
    return {
        "regime": "private_1971",
        "accident_date": day.isoformat(),
        "incapacity_from": start.isoformat(),
        "incapacity_to": (start + timedelta(days=draw.days(1000))).isoformat(),
        "annual_wage_eur": written(draw.one(lambda: draw.amount(near), lambda: draw.half_cent(90, 36_500, near))),
        "minor_or_apprentice": minor,
    }


def indexed_daily_allowance(draw: Draw) -> Facts:
    """A day up to four years after the accident, often at the end of the three months."""
    day = draw.day(FIRST_COEFFICIENT, LAST_DAY - timedelta(days=1))
    on = draw.one(
        lambda: day + timedelta(days=draw.between(1, 1461)),
        lambda: day + timedelta(days=draw.between(87, 95)),
        lambda: draw.day(day + timedelta(days=1)),
    )
    on = min(on, LAST_DAY)
    now, then = (_value_on("index_benefits_private", each, 10_000) for each in (on, day))
    base = draw.one(draw.amount, lambda: draw.half_cent(90 * now, 36_500 * then))
    return {"accident_date": day.isoformat(), "base_wage_eur": written(base), "on": on.isoformat()}


def partial_incapacity(draw: Draw) -> Facts:
    before = draw.amount(most=20_000_00)
    after = draw.amount(near=before, most=20_000_00)
    return {
        "period_wage_before_eur": written(before),
        "period_wage_after_eur": written(after),
        "work_resumed": True,
    }


def refused_reemployment(draw: Draw) -> Facts:
    degree = draw.degree()
    thousandths = round(float(degree) * 1000)
    return {
        "base_wage_eur": written(
            draw.one(draw.amount, lambda: draw.half_cent(thousandths, 36_500_000) if thousandths else draw.amount())
        ),
        "incapacity_percent": degree,
        "valid_reason": draw.chance(3),
        "days": draw.days(),
    }


def guaranteed_wage(draw: Draw) -> Facts:
    return {
        "status": draw.random.choice(("employee", "worker", "domestic_worker")),
        "contract_at_least_3_months": draw.chance(7),
        "incapacity_day": max(1, draw.days()),
    }


def guaranteed_wage_refund(draw: Draw) -> Facts:
    base, days = draw.amount(), draw.days(30)
    due = (2 * base * 90 + 36_500) // 73_000 * days
    return {
        "base_wage_eur": written(base),
        "calendar_days": days,
        "wage_paid_by_employer_for_period_eur": written(draw.amount(near=due)),
    }


def _base_for(draw: Draw, degree: str, factors: tuple[int, int] = (1, 1)) -> int:
    """A base wage, often one whose annuity ends on half a cent; `factors` multiply and divide besides."""
    thousandths = round(float(degree) * 1000)
    quarters = 2 if thousandths < 5000 else 3 if thousandths < 10_000 else 4
    if not thousandths or draw.chance(6):
        return draw.amount()
    return draw.half_cent(thousandths * quarters * factors[0], 400_000 * factors[1])


def permanent_annuity(draw: Draw) -> Facts:
    degree = draw.degree()
    return {"regime": "private_1971", "base_wage_eur": written(_base_for(draw, degree)), "degree_percent": degree}


def _coefficient(draw: Draw, series: str = "index_public_salaries") -> int:
    return _value_on(series, draw.random.choice(_starts(series)), 10_000)


def public_annuity(draw: Draw) -> Facts:
    degree, coefficient = draw.degree(), _coefficient(draw)
    near = -(-24_332_08 * coefficient // 10_000)
    return {
        "regime": "public_1967",
        "annual_remuneration_indexed_eur": written(
            draw.one(lambda: draw.amount(near), lambda: _base_for(draw, degree))
        ),
        "index_coefficient_at_accident": f"{coefficient // 10_000}.{coefficient % 10_000:04d}",
        "degree_percent": degree,
        "still_in_service": draw.chance(4),
    }


def public_annuity_later_index(draw: Draw) -> Facts:
    coefficient = _coefficient(draw, "index_benefits_public")
    return {
        "regime": "public_1967",
        "base_annuity_at_138_01_eur": written(
            draw.one(lambda: draw.amount(most=24_332_08), lambda: draw.half_cent(coefficient, 10_000, 24_332_08))
        ),
        "coefficient_now": f"{coefficient // 10_000}.{coefficient % 10_000:04d}",
        "degree_percent": str(draw.between(16, 100)),
    }


def public_25_percent_cap(draw: Draw) -> Facts:
    degree = draw.degree()
    return {
        "regime": "public_1967",
        "remuneration_used_eur": written(_base_for(draw, degree)),
        "degree_percent": degree,
        "still_in_service": draw.chance(7),
    }


def public_25_percent_cap_previous(draw: Draw) -> Facts:
    prior = draw.degree(60)
    new = draw.degree(40)
    return {"prior_degree_percent": prior, "new_degree_percent": new, "still_in_service": draw.chance(7)}


def death_annuities(draw: Draw) -> Facts:
    children, full = draw.one(lambda: draw.between(0, 4), lambda: draw.between(0, 12)), draw.chance(4)
    rate, most = (20, 60) if full else (15, 45)
    partner = draw.chance(6)
    share = min(rate * max(children, 1), most), 100 * max(children, 1)
    base = draw.one(draw.amount, lambda: draw.half_cent(*share))
    facts: Facts = {
        "base_wage_eur": written(base),
        "partner": partner,
        "children": children,
        "children_lost_both_parents": full and children > 0,
    }
    if partner and draw.chance(2):
        facts["partner_is_divorced_with_yearly_alimony_eur"] = written(draw.amount(near=base * 3 // 10))
    return facts


def death_annuities_parents(draw: Draw) -> Facts:
    return {
        "base_wage_eur": written(draw.one(draw.amount, lambda: draw.half_cent(15, 100))),
        "partner": draw.chance(5),
        "children": 0,
        "parents": draw.between(1, 2),
    }


def funeral_indemnity(draw: Draw) -> Facts:
    return {"base_wage_eur": written(draw.one(draw.amount, lambda: draw.half_cent(30, 365)))}


MAKERS: dict[str, Callable[[Draw], Facts]] = {
    maker.__name__: maker
    for maker in (
        base_wage,
        base_wage_of_components,
        base_wage_hypothetical,
        base_wage_part_time,
        daily_allowance_total,
        indexed_daily_allowance,
        partial_incapacity,
        refused_reemployment,
        guaranteed_wage,
        guaranteed_wage_refund,
        permanent_annuity,
        public_annuity,
        public_annuity_later_index,
        public_25_percent_cap,
        public_25_percent_cap_previous,
        death_annuities,
        death_annuities_parents,
        funeral_indemnity,
    )
}


def case(seed: int, number: int, topics: tuple[str, ...] = tuple(MAKERS)) -> Case:
    """The case of this number: its topic by turns, its facts by chance."""
    topic = topics[number % len(topics)]
    return Case(number, topic, MAKERS[topic](Draw(seed, number)))


def cases(seed: int, count: int) -> Iterator[Case]:
    return (case(seed, number) for number in range(count))
