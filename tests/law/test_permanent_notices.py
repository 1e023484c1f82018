"""What the sources did not give for permanent incapacity and costs can be loaded as an official notice."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from accident_manager import law
from accident_manager.foundation.refusal import Refusal
from accident_manager.law import capital
from accident_manager.law.parameters import Overlay
from accident_manager.law.parameters.notices import Notice, overlaid
from law.laying import numbers_from

Load = Callable[[str, date, str], None]


@pytest.fixture
def load() -> Iterator[Load]:
    laid: Overlay = {}

    def lay_over(name: str, first: date, value: str) -> None:
        laid.update(overlaid([Notice(name, first, value, "Official journal of 2 January 2027")]))

    with numbers_from(lambda: laid):
        yield lay_over


def test_the_minimum_income_of_april_2026_is_refused_until_it_is_loaded(load: Load) -> None:
    facts = {"need_percent": "50", "on": "2026-04-01"}
    with pytest.raises(Refusal):
        law.evaluate("third_party_help", facts)
    load("guaranteed_minimum_monthly_income", date(2026, 4, 1), "2200.00")
    found = law.evaluate("third_party_help", facts)
    assert found.value == {"annual_eur": "13200.00"}
    assert not found.provisional


def test_the_revaluation_of_a_later_accident_year_can_be_loaded(load: Load) -> None:
    facts = {"accident_year": 2020, "annual_annuity_eur": "5000.00"}
    with pytest.raises(Refusal):
        law.evaluate("revaluation_supplement", facts)
    load("revaluation_accident_year", date(2025, 7, 1), "2020")
    found = law.evaluate("revaluation_supplement", facts)
    assert found.value == {"percent": "2", "from": "2025-07-01", "supplement_eur": "100.00"}


def test_the_travel_rate_of_a_decree_ends_the_open_point(load: Load) -> None:
    load("travel_rate_per_km", date(2025, 3, 1), "0.4400")
    found = law.evaluate("travel_car", {"return_km": "10", "trips": 1, "on": "2025-06-01"})
    assert found.value == {"refund_eur": "4.40"}
    assert not found.provisional and not found.warnings


@pytest.mark.parametrize(("count", "rhythm"), [("1", "yearly"), ("2", "half_yearly"), ("4", "quarterly")])
def test_the_rhythm_of_payment_is_a_setting(load: Load, count: str, rhythm: str) -> None:
    load("permanent_payments_large_degree", date(2005, 1, 1), count)
    found = law.evaluate("permanent_payment_rhythm", {"degree_percent": "40", "revision_period_ended": True})
    assert found.value["rhythm"] == rhythm and found.value["payments_a_year"] == int(count)


def test_a_rhythm_that_nobody_can_pay_by_is_refused(load: Load) -> None:
    load("permanent_payments_large_degree", date(2005, 1, 1), "0")
    with pytest.raises(Refusal) as refused:
        law.evaluate("permanent_payment_rhythm", {"degree_percent": "40", "revision_period_ended": True})
    assert (refused.value.code, refused.value.field) == ("law.not-known", "degree_percent")


CAPITAL = {
    "annual_annuity_eur": "12000.00",
    "birth_date": "1980-07-02",
    "accident_date": "2014-03-01",
    "decision_date": "2024-05-14",
}


@pytest.fixture
def scale() -> Iterator[capital.Scale]:
    loaded = capital.read_scale("F, I-13", "Fedris, page on capitals", "years,months,coefficient\n43,11,25.5\n")
    capital.scales_from(lambda: {loaded.name: loaded})
    yield loaded
    capital.scales_from(None)


def test_a_loaded_scale_gives_the_coefficient_of_the_age(scale: capital.Scale) -> None:
    found = law.evaluate("capital_third_value", CAPITAL)
    assert found.value["capital_eur"] == "102000.00"
    assert not found.warnings and not found.provisional
    assert ("25.5", scale.source) in [(read.value, read.source) for read in found.reads]


@pytest.mark.parametrize("changed", [{"birth_date": "1980-06-30"}, {"accident_date": "2012-12-31"}])
def test_an_age_or_a_scale_that_is_not_loaded_is_refused(scale: capital.Scale, changed: dict[str, str]) -> None:
    with pytest.raises(capital.ScaleNotLoaded):
        law.evaluate("capital_third_value", {**CAPITAL, **changed})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("years,months,coefficient\n", 1),
        ("age,coefficient\n43,25.5\n", 2),
        ("years,months,coefficient\n43,11,25.5\n43,11,25.4\n", 3),
        ("years,months,coefficient\n43,12,25.5\n", 2),
        ("years,months,coefficient\n43,1,-1\n", 2),
        ("years,months,coefficient\n43,1,NaN\n", 2),
        ("years,months,coefficient\n43,1,twenty\n", 2),
        ("years,months,coefficient\n43\n", 2),
    ],
)
def test_a_file_that_is_no_scale_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(capital.ScaleInvalid) as refused:
        capital.read_scale("F, I-13", "a file", text)
    assert refused.value.values["line"] == line
