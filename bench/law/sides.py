"""The same columns re-computed by both sides: lists of whole numbers in, lists of cents out."""

import numpy as np
from openfisca_core.periods import Instant, Period
from openfisca_core.simulations import Simulation, SimulationBuilder

from accident_manager.law import portfolio as law
from bench.law.columns import ON, Daily, Later, Portfolio, Public, Yearly
from bench.law_openfisca import system
from bench.law_openfisca.exact import DEGREE_UNIT, KINDS

_EPOCH = np.datetime64("1970-01-01", "D").astype(object).toordinal()
_DAY = Period(("day", Instant((ON.year, ON.month, ON.day)), 1))


class Ours:
    """`law.portfolio`, on one core."""

    def daily(self, files: Daily) -> list[int]:
        return law.daily_allowances(bases=files.bases, accidents=files.accidents, on=ON).cents

    def yearly(self, files: Yearly) -> list[int]:
        return law.yearly_allowances(bases=files.bases, degrees=files.degrees).cents

    def public(self, files: Public) -> list[int]:
        return law.public_annuities(
            remunerations=files.remunerations, degrees=files.degrees, accidents=files.accidents
        ).cents

    def later(self, files: Later) -> list[int]:
        return law.later_public_annuities(annuities=files.annuities, degrees=files.degrees, on=ON).cents


class ByKind:
    """OpenFisca with a simulation for each benefit: the files were sorted by hand, nothing is reckoned for nobody.

    The quickest ways into numpy are taken, here and below.
    """

    def daily(self, files: Daily) -> list[int]:
        made = _simulation(len(files.bases))
        made.set_input("accident_date", "eternity", _days(files.accidents))
        made.set_input("base_wage_temporary", "eternity", _column(files.bases))
        return made.calculate("indexed_daily_allowance", _DAY).tolist()

    def yearly(self, files: Yearly) -> list[int]:
        made = _simulation(len(files.bases))
        made.set_input("base_wage_permanent", "eternity", _column(files.bases))
        made.set_input("permanent_degree", "eternity", _degrees(files.degrees))
        return made.calculate("annual_allowance", _DAY).tolist()

    def public(self, files: Public) -> list[int]:
        made = _simulation(len(files.remunerations))
        made.set_input("accident_date", "eternity", _days(files.accidents))
        made.set_input("annual_remuneration", "eternity", _column(files.remunerations))
        made.set_input("permanent_degree", "eternity", _degrees(files.degrees))
        return made.calculate("public_annuity", _DAY).tolist()

    def later(self, files: Later) -> list[int]:
        made = _simulation(len(files.annuities))
        made.set_input("annuity_at_138_01", "eternity", _column(files.annuities))
        made.set_input("permanent_degree", "eternity", _degrees(files.degrees))
        # Only those from 16 % move; ours refuses the others.
        assert made.calculate("pays_with_index", _DAY).all()
        return made.calculate("public_annuity_of_day", _DAY).tolist()


def whole(side: Ours | ByKind, files: Portfolio) -> list[int]:
    """Every file's benefit, kind by kind."""
    found = [*side.daily(files.daily), *side.yearly(files.yearly)]
    return [*found, *side.public(files.public), *side.later(files.later)]


def together(files: Portfolio) -> list[int]:
    """OpenFisca as it is meant to be used: one simulation, each file a person, each formula over all of them."""
    daily, yearly, public, later = files.daily, files.yearly, files.public, files.later
    sizes = [len(part) for part in (daily.bases, yearly.bases, public.remunerations, later.annuities)]
    made = _simulation(files.files)
    # A file of a kind without an accident date here gets the first of the others: it plays no part in its amount.
    some_day = np.full(1, np.datetime64("2013-01-01"))
    days = [_days(daily.accidents), some_day.repeat(sizes[1]), _days(public.accidents), some_day.repeat(sizes[3])]
    inputs = {
        "accident_date": days,
        "base_wage_temporary": [_column(daily.bases), *map(_none, sizes[1:])],
        "base_wage_permanent": [_none(sizes[0]), _column(yearly.bases), *map(_none, sizes[2:])],
        "annual_remuneration": [*map(_none, sizes[:2]), _column(public.remunerations), _none(sizes[3])],
        "annuity_at_138_01": [*map(_none, sizes[:3]), _column(later.annuities)],
        "permanent_degree": [_none(sizes[0]), *(_degrees(part.degrees) for part in (yearly, public, later))],
        "kind_of_benefit": [np.repeat(np.arange(len(KINDS)), sizes)],
    }
    for name, parts in inputs.items():
        made.set_input(name, "eternity", np.concatenate(parts))
    return made.calculate("benefit_of_day", _DAY).tolist()


def _none(count: int) -> np.ndarray:
    return np.zeros(count, dtype=np.int32)


def _simulation(count: int) -> Simulation:
    builder = SimulationBuilder()
    builder.create_entities(system())
    builder.declare_person_entity("person", range(count))
    return builder.build(system())


def _column(amounts: list[int]) -> np.ndarray:
    return np.fromiter(amounts, dtype=np.int32, count=len(amounts))


def _degrees(hundredths: list[int]) -> np.ndarray:
    return _column(hundredths) * (DEGREE_UNIT // 100)


def _days(ordinals: list[int]) -> np.ndarray:
    return (np.fromiter(ordinals, dtype=np.int64, count=len(ordinals)) - _EPOCH).astype("datetime64[D]")
