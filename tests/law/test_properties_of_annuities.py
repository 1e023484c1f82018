"""What holds for every annuity, survivor, recourse and interest: no amount below zero, monotone, within the caps."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accident_manager import law
from accident_manager.foundation import clock
from accident_manager.foundation.money import cents
from accident_manager.law import death, indicators, insurance_duty, public_annuity, recourse
from accident_manager.law.parameters import known, parameter
from accident_manager.law.questions import death as death_questions
from accident_manager.law.questions import indicators as indicator_questions
from accident_manager.law.questions import insurance_duty as duty_questions
from accident_manager.law.questions import public_annuity as annuity_questions
from accident_manager.law.questions import recourse as recourse_questions
from accident_manager.law.settings import setting
from law.test_cases import CASES

WAGES = st.decimals(0, 200_000, places=2)
DEGREES = st.decimals(0, 100, places=2)
COEFFICIENTS = st.sampled_from([known_.value for known_ in parameter("index_coefficient_public_salaries").values])
DAYS = st.dates(date(2005, 1, 1), date(2026, 12, 31))
REDUCTIONS = st.sampled_from(tuple(setting("death_reduction").readings))
quickly = settings(max_examples=150, deadline=None)


def public(wage: Decimal, degree: Decimal, coefficient: Decimal, in_service: bool = False) -> public_annuity.Annuity:
    return public_annuity.annuity(
        remuneration=wage, degree=degree, coefficient=coefficient, still_in_service=in_service
    ).value


@quickly
@given(WAGES, WAGES, DEGREES, COEFFICIENTS, st.booleans())
def test_a_public_annuity_never_falls_when_the_wage_rises(
    one: Decimal, other: Decimal, degree: Decimal, coefficient: Decimal, in_service: bool
) -> None:
    low, high = (public(wage, degree, coefficient, in_service) for wage in sorted((one, other)))
    assert 0 <= low.annual <= high.annual
    assert low.capped <= high.capped <= known("public_remuneration_ceiling", None).value


@quickly
@given(WAGES, DEGREES, COEFFICIENTS)
def test_a_public_annuity_is_flat_above_the_ceiling(more: Decimal, degree: Decimal, coefficient: Decimal) -> None:
    ceiling = known("public_remuneration_ceiling", None).value
    at = cents(ceiling * coefficient) + 1
    assert public(at + more, degree, coefficient).annual == public(at, degree, coefficient).annual


@quickly
@given(WAGES, COEFFICIENTS, st.decimals(10, 100, places=2))
def test_below_the_ceiling_the_index_changes_nothing(wage: Decimal, coefficient: Decimal, degree: Decimal) -> None:
    below = min(wage, Decimal("24332.08"))
    assert public(below, degree, coefficient).annual == cents(below * degree / 100)


@quickly
@given(WAGES, DEGREES, COEFFICIENTS)
def test_in_service_no_more_than_a_quarter_and_outside_it_all_of_it(
    wage: Decimal, degree: Decimal, coefficient: Decimal
) -> None:
    outside, inside = public(wage, degree, coefficient), public(wage, degree, coefficient, in_service=True)
    used = min(wage, Decimal("24332.08") * coefficient)
    assert outside.annual == outside.full == inside.full
    assert inside.annual == min(inside.full, cents(used * 25 / 100))


@quickly
@given(DEGREES, DEGREES)
def test_earlier_and_new_degree_payable_in_service_never_pass_a_quarter(earlier: Decimal, new: Decimal) -> None:
    if earlier + new > 100:
        return
    payable = public_annuity.payable_beside_earlier(earlier_degree=earlier, new_degree=new, still_in_service=True).value
    assert 0 <= payable <= new and payable + min(earlier, Decimal(25)) <= max(Decimal(25), payable)


@quickly
@given(WAGES, st.booleans(), st.integers(0, 12), st.integers(0, 12), REDUCTIONS, st.none() | WAGES)
def test_survivors_stay_within_the_limits_of_each_group_and_of_all_together(
    base: Decimal, partner: bool, half: int, full: int, reduction: str, alimony: Decimal | None
) -> None:
    found = death.annuities(
        base=base,
        partner=partner,
        half_orphans=half,
        full_orphans=full,
        reduction=reduction,
        alimony=alimony if partner else None,
    ).value
    assert (found.partner or 0) <= cents(base * 30 / 100)
    if partner and alimony is not None and found.partner is not None:
        assert found.partner <= alimony
    for group, rate, most in ((found.half_orphans, 15, 45), (found.full_orphans, 20, 60)):
        if group:
            assert 0 <= group.each <= cents(base * rate / 100)
            assert 0 <= group.total <= cents(base * most / 100)
            assert abs(group.each * group.number - group.total) <= Decimal("0.01") * (group.number + 1)
    assert found.total <= cents(base * 75 / 100)


@quickly
@given(WAGES, WAGES, st.booleans(), st.integers(0, 6), st.booleans())
def test_survivors_never_have_less_when_the_wage_is_higher(
    one: Decimal, other: Decimal, partner: bool, children: int, both: bool
) -> None:
    orphans = {"full_orphans" if both else "half_orphans": children}
    totals = [
        death.annuities(base=base, partner=partner, **orphans).value.total  # type: ignore[arg-type]
        for base in sorted((one, other))
    ]
    assert totals[0] <= totals[1]


@quickly
@given(WAGES, st.integers(1, 10), st.booleans())
def test_a_child_that_drops_out_never_lowers_what_the_others_have(base: Decimal, children: int, both: bool) -> None:
    kind = "full_orphans" if both else "half_orphans"

    def each(number: int) -> Decimal:
        group = getattr(death.annuities(base=base, partner=True, **{kind: number}).value, kind)
        assert isinstance(group, death.Group)
        return group.each

    assert each(children) >= each(children + 1)


@quickly
@given(st.lists(st.dates(date(2024, 4, 1), date(2044, 1, 1)), max_size=6), st.booleans(), WAGES)
def test_annuities_over_time_have_no_gap_and_end_with_the_last_right(
    until: list[date], partner: bool, base: Decimal
) -> None:
    died_on = date(2024, 3, 10)
    periods = death.over_time(
        base=base, partner=partner, children_until=until, full_orphans=False, died_on=died_on
    ).value
    assert len(periods) == len(set(until)) + partner
    first = died_on + timedelta(days=1)
    for period in periods:
        assert period.start == first
        if period.to is not None:
            first = period.to + timedelta(days=1)
    if periods:
        assert (periods[-1].to is None) == partner


@quickly
@given(st.sampled_from(death.KINDS), WAGES, st.integers(0, 8), st.booleans())
def test_other_heirs_stay_within_their_limit(kind: death.Kind, base: Decimal, number: int, partner: bool) -> None:
    number = min(number, {"parents": 2, "grandparents": 4}.get(kind, 8))
    found = death.other_heirs(kind=kind, base=base, number=number, partner=partner, children=0)
    assert 0 <= found.value.total <= cents(base * 60 / 100) + Decimal("0.02")
    assert found.warnings, "these rates are less sure and say so"
    if kind in ("grandchildren", "siblings"):
        assert found.value.total <= cents(base * 45 / 100)
    assert death.other_heirs(kind=kind, base=base, number=number, partner=partner, children=1).value.total == 0


@quickly
@given(WAGES, WAGES)
def test_recourse_takes_no_more_than_was_paid_nor_than_was_damaged(paid: Decimal, damage: Decimal) -> None:
    assert recourse.recoverable(paid=paid, common_law_damage=damage).value == min(paid, damage)


@quickly
@given(WAGES, WAGES, st.booleans())
def test_what_the_fund_and_the_victim_have_covers_what_is_due(advanced: Decimal, due: Decimal, told: bool) -> None:
    found = recourse.fund_refund(advanced=advanced, due=due, fund_told_in_time=told).value
    assert min(found.to_fund, found.to_victim) >= 0
    assert found.to_fund + found.to_victim >= due
    assert found.to_fund <= advanced


@quickly
@given(WAGES, DAYS, st.integers(0, 4000), st.decimals(0, 20, places=2))
def test_late_interest_grows_with_the_days_and_is_never_negative(
    principal: Decimal, due_on: date, days: int, percent: Decimal
) -> None:
    def interest(late: int) -> Decimal:
        paid_on = due_on + timedelta(days=late)
        found = recourse.late_interest(principal=principal, due_on=due_on, paid_on=paid_on, percent=percent).value
        assert found.days == late
        return found.amount

    assert 0 == interest(0) <= interest(days) <= interest(days + 1)


@quickly
@given(WAGES, st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_civil_interest_lies_between_the_lowest_and_the_highest_rate(
    principal: Decimal, one: date, other: date
) -> None:
    due_on, paid_on = sorted((one, other))
    found = recourse.late_interest(principal=principal, due_on=due_on, paid_on=paid_on, rate="civil").value
    lowest, highest = (cents(principal * Decimal(rate) / 100 * found.days / 365) for rate in ("4.50", "5.75"))
    assert lowest <= found.amount <= highest
    assert found.days == (paid_on - due_on).days


@quickly
@given(st.integers(1, 60), st.integers(1, 500))
def test_a_longer_time_without_insurance_never_costs_less(months: int, workers: int) -> None:
    def amount(length: int, people: int) -> Decimal:
        return insurance_duty.uninsured_contribution(year=2024, months=length, workers=people).value.amount

    assert amount(months, workers) < amount(months + 1, workers)
    assert amount(months, workers) < amount(months, workers + 1)


@quickly
@given(st.integers(0, 5000), st.integers(0, 500_000), DEGREES, st.integers(0, 20), st.integers(1, 10**9))
def test_rates_are_not_negative_and_the_global_one_is_the_greater(
    accidents: int, days: int, percent: Decimal, deaths: int, hours: int
) -> None:
    found = indicators.rates(
        accidents=accidents, days_lost=days, permanent_percent=percent, deaths=deaths, hours=Decimal(hours)
    ).value
    assert found.frequency is not None and found.real_severity is not None and found.global_severity is not None
    assert found.frequency >= 0 and 0 <= found.real_severity <= found.global_severity


ASKED: list[tuple[str, dict[str, Any]]] = [
    (
        "public_annuity",
        {
            "annual_remuneration_indexed_eur": "48000.00",
            "accident_date": "2023-02-01",
            "degree_percent": "16",
            "still_in_service": False,
        },
    ),
    (
        "death_annuities",
        {"base_wage_eur": "36000.00", "partner": True, "children": 3, "children_lost_both_parents": True},
    ),
    ("late_interest", {"principal_eur": "1000.00", "due_on": "2024-03-01", "paid_on": "2024-05-30"}),
    ("uninsured_contribution", {"year": 2023, "months_uninsured": 4, "workers": 6}),
    ("funeral_indemnity", {"base_wage_eur": "36500.00"}),
    ("public_payment_frequency", {"degree_percent": "16"}),
]


@pytest.mark.parametrize(("topic", "facts"), ASKED, ids=[topic for topic, _ in ASKED])
def test_an_annuity_does_not_depend_on_today(topic: str, facts: dict[str, Any]) -> None:
    expected = law.evaluate(topic, facts)
    for today in (date(1999, 12, 31), date(2024, 2, 29), date(2080, 1, 1)):
        with clock.frozen(today):
            assert law.evaluate(topic, facts) == expected


def test_a_cut_above_the_overall_limit_is_provisional_and_warns_and_a_whole_award_is_neither() -> None:
    cut = death.annuities(base=Decimal(36000), partner=True, full_orphans=3)
    assert cut.provisional
    assert [warning.rule for warning in cut.warnings] == ["R67"]
    whole = death.annuities(base=Decimal(36000), partner=True, half_orphans=3)
    assert not whole.provisional and not whole.warnings
    assert whole.value.total == Decimal("27000.00")


REDONE = [
    case
    for case in CASES
    if case.values[0]["topic"]
    in {
        *(topic for module in (annuity_questions, death_questions, recourse_questions) for topic in module.QUESTIONS),
        *(topic for module in (duty_questions, indicator_questions) for topic in module.QUESTIONS),
    }
]


@pytest.mark.parametrize("case", REDONE)
def test_every_line_of_arithmetic_gives_the_amount_beside_it(case: dict[str, Any]) -> None:
    for reason in law.evaluate(case["topic"], case["facts"]).because:
        if re.fullmatch(r"[0-9.]+", reason.amount) and reason.arithmetic:
            amount = Decimal(reason.amount)
            assert reckoned(reason.arithmetic).quantize(amount, rounding=ROUND_HALF_UP) == amount, reason.arithmetic


def reckoned(arithmetic: str) -> Decimal:
    """Redo "min((40000.00 x 45 / 7 / 100, rounded = 2571.43) x 7, 18000.00)": what is in brackets must round so."""
    inner = re.search(r"\(([^()]*), rounded = ([0-9.]+)\)", arithmetic)
    if inner:
        assert str(cents(reckoned(inner[1]))) == inner[2]
        return reckoned(arithmetic.replace(inner[0], inner[2]))
    numbered = re.sub(r"[0-9]+(\.[0-9]+)?", lambda match: f"Decimal('{match[0]}')", arithmetic.replace(" x ", " * "))
    found = eval(numbered, {"Decimal": Decimal, "min": min, "max": max})
    assert isinstance(found, Decimal)
    return found
