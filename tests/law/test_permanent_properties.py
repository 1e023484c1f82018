"""What holds for every degree, wage and cost of the permanent incapacity and of the costs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accident_manager import law
from accident_manager.foundation import clock
from accident_manager.law import capital, costs, pensioned, permanent_incapacity, third_party, wage
from accident_manager.law.parameters import known

BASES = st.decimals(0, 60_000, places=2)
DEGREES = st.decimals(0, 100, places=2)
ABOVE_ZERO = st.decimals("0.01", 100, places=2)
ACCIDENTS = st.dates(date(2013, 1, 1), date(2025, 12, 31))
quickly = settings(max_examples=150, deadline=None)


def annual(base: Decimal, degree: Decimal) -> Decimal:
    return permanent_incapacity.yearly_allowance(base=base, degree=degree).value.annual


@quickly
@given(BASES, BASES, DEGREES)
def test_the_allowance_never_falls_when_the_base_wage_rises(one: Decimal, other: Decimal, degree: Decimal) -> None:
    assert 0 <= annual(min(one, other), degree) <= annual(max(one, other), degree)


@quickly
@given(BASES, DEGREES, DEGREES)
def test_the_allowance_never_falls_when_the_degree_rises(base: Decimal, one: Decimal, other: Decimal) -> None:
    assert annual(base, min(one, other)) <= annual(base, max(one, other)) <= base


@quickly
@given(ACCIDENTS, st.decimals(0, 200_000, places=2), ABOVE_ZERO)
def test_the_allowance_is_flat_above_the_ceiling(day: date, more: Decimal, degree: Decimal) -> None:
    ceiling = known("base_wage_ceiling", day).value
    facts = {"accident_date": day, "degree_percent": degree}
    at, above = (
        law.evaluate("permanent_annuity", {**facts, "annual_wage_eur": amount}).value
        for amount in (ceiling, ceiling + more)
    )
    assert at == above


@quickly
@given(st.decimals(0, 100_000, places=2), ABOVE_ZERO, st.booleans())
def test_the_instalments_add_up_to_the_year_and_none_is_negative(year: Decimal, degree: Decimal, ended: bool) -> None:
    found = permanent_incapacity.payment(degree=degree, revision_ended=ended, annual=year).value
    assert sum(found.instalments) == year
    assert min(found.instalments) >= 0 and len(found.instalments) == found.payments


@quickly
@given(ABOVE_ZERO)
def test_fedris_pays_exactly_where_it_receives_the_capital(degree: Decimal) -> None:
    after = permanent_incapacity.after_revision(degree=degree).value
    assert (after.payer == "fedris") == (after.capital_class is not None) == (degree <= 19)
    assert permanent_incapacity.payment(degree=degree, revision_ended=True).value.payer == after.payer


@quickly
@given(DEGREES, DEGREES, st.decimals(0, 5_000, places=2))
def test_help_of_a_third_person_rises_with_the_need_up_to_twelve_incomes(
    one: Decimal, other: Decimal, income: Decimal
) -> None:
    lesser, greater = (
        third_party.third_party_help(need=need, monthly_income=income).value for need in sorted((one, other))
    )
    assert 0 <= lesser <= greater <= 12 * income


@quickly
@given(st.dates(date(2005, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_a_stay_in_hospital_is_suspended_for_its_days_above_ninety(admitted: date, more: int) -> None:
    discharged = admitted + timedelta(days=more)
    found = third_party.suspended_in_hospital(admitted_on=admitted, discharged_on=discharged).value
    suspended = 0 if found.start is None or found.end is None else (found.end - found.start).days + 1
    assert suspended == max(0, more + 1 - 90)


@quickly
@given(st.dates(date(1971, 1, 1), date(2090, 1, 1)))
def test_the_age_is_fixed_on_the_first_day_of_a_later_quarter(decided: date) -> None:
    found = capital.age_reference_date(decided_on=decided).value
    assert found.day == 1 and found.month in (1, 4, 7, 10)
    assert 0 < (found - decided).days <= 92


@quickly
@given(st.dates(date(1930, 1, 1), date(2000, 12, 31)), st.integers(0, 30_000))
def test_the_age_rises_by_one_month_at_a_time(born: date, later: int) -> None:
    day = born + timedelta(days=later)
    years, months = capital.age_on(born_on=born, day=day)
    next_years, next_months = capital.age_on(born_on=born, day=day + timedelta(days=1))
    assert 0 <= months < 12
    assert next_years * 12 + next_months - (years * 12 + months) in (0, 1)


@quickly
@given(DEGREES, st.booleans())
def test_the_taxed_points_lie_between_nothing_and_the_degree(degree: Decimal, exempt: bool) -> None:
    assert 0 <= pensioned.taxable_part(degree=degree, exempt=exempt).value <= degree


@quickly
@given(BASES, DEGREES)
def test_a_pensioner_never_receives_more_than_the_annuity(year: Decimal, contribution: Decimal) -> None:
    net = pensioned.pensioner_net(annual=year, contribution_percent=contribution).value
    assert 0 <= net <= year / 12 + Decimal("0.005")


@quickly
@given(BASES, st.none() | BASES, st.booleans(), st.none() | BASES)
def test_refund_and_own_share_are_the_bill(
    billed: Decimal, tariff: Decimal | None, free: bool, similar: Decimal | None
) -> None:
    found = costs.medical(billed=billed, tariff=tariff, free_choice=free, similar=similar).value
    assert found.refund + found.victim_share == billed
    assert min(found.refund, found.victim_share) >= 0
    assert not (free and tariff is not None and found.refund > tariff)


@quickly
@given(st.decimals(0, 2000, places=1), st.integers(0, 200), st.integers(0, 200))
def test_more_journeys_never_give_less(km: Decimal, one: int, other: int) -> None:
    rate = Decimal("0.4172")
    fewer, more = (costs.by_car(return_km=km, trips=trips, rate=rate).value for trips in sorted((one, other)))
    assert 0 <= fewer <= more
    assert (more == 0) == (km < 5 or max(one, other) == 0)


@quickly
@given(st.integers(0, 1000), st.integers(0, 20), st.booleans())
def test_a_longer_stay_never_gives_fewer_visits(days: int, relatives: int, danger: bool) -> None:
    now, then = (
        costs.family_visits(hospital_days=count, danger_of_death=danger, relatives=relatives).value
        for count in (days, days + 1)
    )
    assert 0 <= now <= then <= now + 2


TODAY_FREE: list[tuple[str, dict[str, Any]]] = [
    ("permanent_annuity", {"base_wage_eur": "54743.48", "degree_percent": "7"}),
    ("permanent_payment_rhythm", {"degree_percent": "12", "revision_period_ended": True}),
    ("third_party_help", {"on": "2025-02-01", "need_percent": "30"}),
    ("capital_age_reference_date", {"decision_date": "2024-05-14"}),
    ("revaluation_supplement", {"accident_year": 1999, "annual_annuity_eur": "100.00"}),
    ("travel_car", {"return_km": "10", "trips": 2, "on": "2025-02-01"}),
    ("reintegration_path_open", {"on": "2023-01-10", "temporary_incapacity_ended": True}),
    ("platform_worker_insurance", {"on": "2025-12-31"}),
]


@pytest.mark.parametrize(("topic", "facts"), TODAY_FREE)
@pytest.mark.parametrize("today", [date(1999, 12, 31), date(2026, 11, 23), date(2080, 2, 29)])
def test_today_plays_no_part_here_either(topic: str, facts: dict[str, Any], today: date) -> None:
    expected = law.evaluate(topic, facts)
    with clock.frozen(today):
        assert law.evaluate(topic, facts) == expected


def test_the_allowance_of_a_base_wage_is_that_of_the_wage_it_came_from() -> None:
    component = wage.WageComponent(wage.BASIC_WAGE, "60000.00", Decimal("60000.00"))
    base = wage.base_wage(components=[component], accident_on=date(2024, 5, 6), benefit="permanent").value.base
    asked = law.evaluate(
        "permanent_annuity", {"annual_wage_eur": "60000.00", "accident_date": "2024-05-06", "degree_percent": "33"}
    )
    assert asked.value["annual_eur"] == str(annual(base, Decimal(33)))
