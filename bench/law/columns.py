"""A portfolio of files made from a seed: plain columns of whole numbers, as a program holds what it read.

Each file has the one benefit that it pays: a private file in temporary incapacity its daily allowance, a consolidated
one its yearly allowance, a public one its annuity as it was fixed or, from 16 %, as it is after the index change.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from bench.law_openfisca import system

ON = date(2026, 11, 23)
FIRST = date(2013, 1, 1)
# Of a hundred files with a benefit; the rest are public ones that are indexed. Fedris, 2021: 125,946 private accidents
# accepted, 47.9 % with temporary and 11.4 % with permanent incapacity. Public, 2016: 47,200 accepted; their share of
# permanent incapacity is not published, the private one is taken (7 of a hundred files). Public staff keep their pay
# during temporary incapacity, so no file pays it.
DAILY, YEARLY, PUBLIC = 75, 18, 4


@dataclass(frozen=True, slots=True)
class Daily:
    bases: list[int]
    accidents: list[int]


@dataclass(frozen=True, slots=True)
class Yearly:
    bases: list[int]
    degrees: list[int]


@dataclass(frozen=True, slots=True)
class Public:
    remunerations: list[int]
    degrees: list[int]
    accidents: list[int]


@dataclass(frozen=True, slots=True)
class Later:
    annuities: list[int]
    degrees: list[int]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Cents, day ordinals, hundredths of a percent."""

    daily: Daily
    yearly: Yearly
    public: Public
    later: Later

    @property
    def files(self) -> int:
        sizes = (self.daily.bases, self.yearly.bases, self.public.remunerations, self.later.annuities)
        return sum(len(column) for column in sizes)


def portfolio(files: int, seed: int) -> Portfolio:
    """So many files. Wages spread around 42,000 euros and end at the ceiling of their accident; one degree in ten has
    decimals."""
    random = Random(seed)
    ceilings = system().parameters.base_wage_ceiling
    by_year = {year: round(ceilings(f"{year}-06-01") * 100) for year in range(FIRST.year, ON.year + 1)}
    first, last = FIRST.toordinal(), ON.toordinal() - 1
    year_of = [date.fromordinal(day).year for day in range(first, last + 1)]

    def days(count: int) -> list[int]:
        return [random.randint(first, last) for _ in range(count)]

    def wages(accidents: list[int]) -> list[int]:
        return [min(int(random.lognormvariate(15.25, 0.35)), by_year[year_of[day - first]]) for day in accidents]

    def degrees(count: int, least: int) -> list[int]:
        return [
            random.randint(100 * least, 10_000) if random.random() < 0.1 else 100 * random.randint(least, 60)
            for _ in range(count)
        ]

    daily, yearly, public = (files * share // 100 for share in (DAILY, YEARLY, PUBLIC))
    later = files - daily - yearly - public
    accidents = days(daily)
    served = days(public)
    return Portfolio(
        Daily(wages(accidents), accidents),
        Yearly(wages(days(yearly)), degrees(yearly, 1)),
        Public([int(random.lognormvariate(15.3, 0.3)) for _ in served], degrees(public, 1), served),
        Later([random.randint(50_000, 2_433_208) for _ in range(later)], degrees(later, 16)),
    )
