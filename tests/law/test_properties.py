"""What holds for every wage, day and period: no amount below zero, monotone, additive, and today plays no part."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from accident_manager import law
from accident_manager.foundation import clock
from accident_manager.foundation.period import Period
from accident_manager.foundation.workdays import is_working_day
from accident_manager.law import temporary_incapacity as incapacity
from accident_manager.law import time_limits, wage
from accident_manager.law.parameters import known

ACCIDENTS = st.dates(date(2013, 1, 1), date(2025, 12, 31))
WAGES = st.decimals(0, 200_000, places=2)
quickly = settings(max_examples=150, deadline=None)


def base_of(amount: Decimal, accident_on: date, minor: bool = False) -> Decimal:
    component = wage.WageComponent(wage.BASIC_WAGE, str(amount), amount)
    return wage.base_wage(components=[component], accident_on=accident_on, minor_or_apprentice=minor).value.base


@quickly
@given(ACCIDENTS, WAGES, WAGES, st.booleans())
def test_the_base_wage_never_falls_when_the_wage_rises(day: date, one: Decimal, other: Decimal, minor: bool) -> None:
    assert base_of(min(one, other), day, minor) <= base_of(max(one, other), day, minor)


@quickly
@given(ACCIDENTS, WAGES)
def test_the_base_wage_is_flat_above_the_ceiling_and_the_wage_below_it(day: date, amount: Decimal) -> None:
    ceiling = known("base_wage_ceiling", day).value
    assert base_of(ceiling + amount, day) == ceiling
    assert base_of(min(amount, ceiling), day) == min(amount, ceiling)


@st.composite
def periods_after(draw: st.DrawFn, accident_on: date, longest: int = 330) -> Period:
    start = accident_on + timedelta(days=draw(st.integers(1, 120)))
    return Period(start, min(start + timedelta(days=draw(st.integers(0, longest))), date(2026, 12, 31)))


@quickly
@given(st.data(), ACCIDENTS, WAGES)
def test_a_period_split_anywhere_adds_up_to_the_whole(data: st.DataObject, day: date, base: Decimal) -> None:
    whole = data.draw(periods_after(day))
    first, rest = whole.split_after(data.draw(st.integers(1, whole.days)))
    together = incapacity.allowance(base=base, periods=[whole], accident_on=day).value
    parts = incapacity.allowance(base=base, periods=[p for p in (rest, first) if p], accident_on=day).value
    alone = [incapacity.allowance(base=base, periods=[p], accident_on=day).value for p in (first, rest) if p]
    assert together.total == parts.total == sum(part.total for part in alone)
    assert together.days == parts.days == whole.days
    assert together.total == sum(line.daily * line.days for line in together.lines)


@quickly
@given(st.data(), ACCIDENTS, WAGES)
def test_no_amount_is_negative_and_indexing_never_lowers_it(data: st.DataObject, day: date, base: Decimal) -> None:
    period = data.draw(periods_after(day))
    with_index = incapacity.allowance(base=base, periods=[period], accident_on=day).value
    without = incapacity.allowance(base=base, periods=[period], accident_on=day, indexed=False).value
    assert 0 <= without.total <= with_index.total


@quickly
@given(ACCIDENTS, WAGES, WAGES)
def test_a_higher_base_wage_never_gives_a_lower_allowance(day: date, one: Decimal, other: Decimal) -> None:
    period = Period(day + timedelta(days=1), day + timedelta(days=200))
    totals = [
        incapacity.allowance(base=base, periods=[period], accident_on=day).value.total for base in sorted((one, other))
    ]
    assert totals[0] <= totals[1]


@quickly
@given(st.integers(0, 30), WAGES, WAGES)
def test_the_guaranteed_wage_is_split_without_loss(days: int, base: Decimal, paid: Decimal) -> None:
    split = incapacity.guaranteed_wage_split(base=base, days=days, wage_paid=paid).value
    assert split.to_employer + split.to_victim == split.due
    assert 0 <= split.to_employer <= paid and split.to_victim >= 0


@quickly
@given(WAGES, st.sampled_from(incapacity.WITHHOLDING_KINDS), st.sampled_from(incapacity.CATEGORIES))
def test_what_is_withheld_and_the_net_add_up_to_the_gross(gross: Decimal, kind: str, category: str) -> None:
    found = incapacity.withholding(gross=gross, kind=kind, category=category).value  # type: ignore[arg-type]
    assert found.contribution + found.tax + found.net == gross
    assert min(found.contribution, found.tax, found.net) >= 0


@quickly
@given(WAGES, WAGES)
def test_partial_incapacity_and_the_accident_day_are_never_negative(before: Decimal, after: Decimal) -> None:
    assert incapacity.partial(wage_before=before, wage_after=after).value == max(Decimal(0), before - after)
    assert incapacity.accident_day(normal_wage=before, wage_paid=after).value >= 0


@quickly
@given(st.dates(date(2005, 1, 1), date(2090, 1, 1)))
def test_time_limits_count_from_the_day_after_and_do_not_move(day: date) -> None:
    declare = time_limits.declaration_deadline(accident_on=day, regime="private_1971").value
    decide = time_limits.decision_deadline(received_on=day, regime="private_1971").value
    assert (declare - day).days == 8 and (decide - day).days == 30
    working = time_limits.last_working_day(declare)
    assert working <= declare and is_working_day(working)


@settings(max_examples=20, deadline=None)
@given(st.dates(date(1999, 1, 1), date(2080, 1, 1)))
def test_today_plays_no_part(today: date) -> None:
    facts = {
        "accident_date": "2024-03-04",
        "incapacity_from": "2024-03-05",
        "incapacity_to": "2024-09-30",
        "annual_wage_eur": "60000.00",
    }
    expected = law.evaluate("daily_allowance_total", facts)
    with clock.frozen(today):
        assert law.evaluate("daily_allowance_total", facts) == expected
        assert (
            law.evaluate("withholding", {"payer": "insurer", "kind": "legal", "gross_eur": "1000.00"}).value["net_eur"]
            == "772.72"
        )


def test_the_room_reads_no_clock() -> None:
    for file in Path(law.__file__).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "clock" not in text and ".today()" not in text and "datetime.now" not in text, file
