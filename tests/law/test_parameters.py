"""Every number of the law has a home with its article, sources and status; a gap in time is an error."""

import csv
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from accident_manager import law
from accident_manager.amounts.rules import checked_size, written_value
from accident_manager.foundation.refusal import Refusal
from accident_manager.law import parameters
from accident_manager.law.accident import serious_codes
from accident_manager.law.index import SERIES, coefficient_after, indexed_by_coefficient
from accident_manager.law.parameters import NotKnown, dated, known, parameter, value_of
from law.laying import numbers_from
from law.test_cases import CASES


@pytest.mark.parametrize("name", parameters.names())
def test_every_parameter_names_article_rule_unit_and_known_sources(name: str) -> None:
    found = parameter(name)
    assert found.description and found.unit and found.article and found.rule.startswith("R")
    with files("accident_manager.law").joinpath("data", "sources.csv").open(encoding="utf-8") as lines:
        addresses = {row["key"]: row["address"] for row in csv.DictReader(lines)}
    assert found.sources
    assert all(addresses.get(key) for key in found.sources)
    assert found.checked_on and found.checked_on <= date(2026, 11, 23)


@pytest.mark.parametrize("name", parameters.names())
def test_every_value_has_a_status_and_is_not_negative(name: str) -> None:
    for value in parameter(name).values:
        assert value.status in parameters.STATUSES
        assert value.value >= 0
        assert (
            value.status == "published" or value.source or parameter(name).confirmed_by or value.valid_from.year < 2005
        )


@pytest.mark.parametrize("name", parameters.names())
def test_a_yearly_parameter_has_no_hole(name: str) -> None:
    found = parameter(name)
    years = [value.valid_from.year for value in found.values]
    if found.yearly:
        assert years == list(range(years[0], years[-1] + 1))
        assert found.known_until == date(years[-1], 12, 31)


def test_the_ceiling_is_known_until_the_end_of_2026_and_not_a_day_longer() -> None:
    assert str(known("base_wage_ceiling", date(2026, 12, 31)).value) == "56957.69"
    with pytest.raises(NotKnown) as refused:
        known("base_wage_ceiling", date(2027, 1, 1))
    assert refused.value.code == "law.not-known"
    assert "official notice" in str(refused.value)


def test_a_day_before_the_first_value_is_an_error_and_not_the_first_value() -> None:
    with pytest.raises(NotKnown):
        known("base_wage_ceiling", date(2004, 12, 31))


def test_ceilings_of_2005_to_2008_are_assumed_and_of_2016_published() -> None:
    assert {known("base_wage_ceiling", date(year, 6, 1)).status for year in range(2005, 2009)} == {"assumed"}
    assert known("base_wage_ceiling", date(2016, 6, 1)).status == "published"


@pytest.mark.parametrize("year", [2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
def test_the_formula_gives_every_ceiling_since_2016_to_the_cent(year: int) -> None:
    crossings = {
        2016: 8,
        2017: 9,
        2018: 10,
        2019: 11,
        2020: 11,
        2021: 12,
        2022: 14,
        2023: 19,
        2024: 20,
        2025: 21,
        2026: 22,
    }
    statutory = known("base_wage_ceiling_statutory", date(year, 1, 1)).value
    coefficient = coefficient_after(pivots_crossed=crossings[year]).value
    ceiling = known("base_wage_ceiling", date(year, 1, 1)).value
    assert indexed_by_coefficient(statutory=statutory, coefficient=coefficient).value == ceiling


def test_a_coefficient_is_a_power_of_the_step() -> None:
    powers = {coefficient_after(pivots_crossed=n).value for n in range(60)}
    for series in SERIES:
        assert {value.value for value in parameter(f"index_coefficient_{series}").values} <= powers


def test_the_public_ceiling_in_money_of_the_day_is_the_ceiling_times_the_coefficient() -> None:
    base = known("public_remuneration_ceiling", None).value
    for value in parameter("public_remuneration_ceiling_indexed").values:
        coefficient = known("index_coefficient_benefits_138_01", value.valid_from).value
        assert indexed_by_coefficient(statutory=base, coefficient=coefficient).value == value.value


def test_the_lists_of_serious_accidents_hold_the_codes_of_the_annexes() -> None:
    assert serious_codes("deviation") >= {"10", "44", "51", "63"} and "71" not in serious_codes("deviation")
    assert serious_codes("injury") >= {"013", "040", "102"} and "000" not in serious_codes("injury")
    assert serious_codes("material_agent") >= {"02.03", "10.11"} and "01.02" not in serious_codes("material_agent")


def test_a_parameter_that_does_not_exist_is_a_programming_error() -> None:
    with pytest.raises(LookupError):
        parameter("../wage")


def laid_over(name: str, value: Decimal) -> parameters.Overlay:
    """The number with this value ever since it is known."""
    number = parameters.built_in(name)
    text = written_value(value, number.unit)
    values = tuple(value_of(name, known.valid_from, text, "published", "") for known in number.values)
    return {name: replace(number, values=values, by_day=dated(values, number.known_until))}


@pytest.fixture(scope="module")
def topics_reading() -> dict[str, list[dict[str, Any]]]:
    """The cases by the numbers that they look up."""
    found: dict[str, list[dict[str, Any]]] = {}
    for [case] in (one.values for one in CASES):
        looked_up = LookedUp()
        with numbers_from(lambda looked_up=looked_up: looked_up), suppress(Refusal):
            law.evaluate(case["topic"], case["facts"])
        for name in looked_up.names:
            found.setdefault(name, []).append(case)
    return found


class LookedUp(dict[str, Any]):
    """An overlay that changes nothing and knows what was asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return default


@pytest.mark.parametrize("name", parameters.names())
def test_the_smallest_and_the_largest_value_that_a_notice_can_give_break_no_answer(name: str, topics_reading) -> None:
    number = parameters.built_in(name)
    sizes = [Decimal(0), Decimal(1), Decimal(100), Decimal(1000), Decimal(36_525), Decimal(10_000_000)]
    for value in sizes:
        try:
            checked_size(value, number)
        except Refusal:
            continue
        with numbers_from(lambda value=value: laid_over(name, value)):
            for case in topics_reading.get(name, ()):
                with suppress(Refusal):
                    law.evaluate(case["topic"], case["facts"])


def test_an_answer_reads_every_number_as_it_stood_at_its_beginning() -> None:
    asked = []

    def once_then_another() -> parameters.Overlay:
        asked.append(1)
        return {} if len(asked) == 1 else laid_over("base_wage_ceiling", Decimal(1))

    facts = {"annual_wage_eur": "70000.00", "accident_date": "2026-05-06"}
    plain = law.evaluate("base_wage", facts)
    with numbers_from(once_then_another):
        assert law.evaluate("base_wage", facts) == plain
        with parameters.steady():
            assert [law.evaluate("base_wage", facts).value for _ in range(2)] == [{"base_wage_eur": "1.00"}] * 2
        assert len(asked) == 2
