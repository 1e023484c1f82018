"""From declared pay to the wage of the year."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.claims.rules.wage import (
    BENEFITS,
    BONUS_KINDS,
    UNITS,
    DaysMissing,
    HoursMissing,
    OutOfRange,
    Pay,
    PayMissing,
    pay_from,
    yearly_parts,
)

EUROS = st.decimals("0.01", "99999.99", places=2)


def figures(pay: Pay) -> list[tuple[str, Decimal]]:
    return [(part.arithmetic, part.amount) for part in yearly_parts(pay)]


def test_pay_by_the_hour_with_a_bonus_and_benefits_is_one_line_each():
    pay = Pay(
        Decimal("20.75"), "hour", hours_per_week=Decimal(38), bonus_kind="percent", bonus=Decimal("8.33"),
        other_benefits=Decimal("240.00"),
    )  # fmt: skip
    assert figures(pay) == [
        ("20.75 x 38 x 52", Decimal("41002.00")),
        ("41002.00 x 8.33 / 100", Decimal("3415.47")),
        ("240.00", Decimal("240.00")),
    ]
    assert sum(part.amount for part in yearly_parts(pay)) == Decimal("44657.47")


@pytest.mark.parametrize(
    ("unit", "amount", "arithmetic", "year"),
    [
        ("day", "120.00", "120.00 x 5 x 52", "31200.00"),
        ("week", "700.00", "700.00 x 52", "36400.00"),
        ("month", "2950.00", "2950.00 x 12", "35400.00"),
        ("quarter", "9000.10", "9000.10 x 4", "36000.40"),
        ("year", "54321.99", "54321.99", "54321.99"),
    ],
)
def test_every_unit_of_time_becomes_a_year(unit, amount, arithmetic, year):
    pay = Pay(Decimal(amount), unit, days_per_week=Decimal(5))
    assert figures(pay) == [(arithmetic, Decimal(year))]


def test_a_bonus_is_an_amount_or_a_number_of_hours():
    by_hour = Pay(Decimal("20.00"), "hour", hours_per_week=Decimal(38), bonus_kind="hours", bonus=Decimal(160))
    assert figures(by_hour)[1] == ("20.00 x 160", Decimal("3200.00"))
    by_month = Pay(Decimal("2964.00"), "month", hours_per_week=Decimal(38), bonus_kind="hours", bonus=Decimal(100))
    assert figures(by_month)[1] == ("35568.00 / 1976 x 100", Decimal("1800.00"))
    fixed = Pay(Decimal("2964.00"), "month", bonus_kind="amount", bonus=Decimal("1500.00"))
    assert figures(fixed)[1] == ("1500.00", Decimal("1500.00"))


@pytest.mark.parametrize(
    ("pay", "refusal", "field"),
    [
        (Pay(Decimal(0), "month"), PayMissing, "amount"),
        (Pay(Decimal(20), "hour"), HoursMissing, "hours_per_week"),
        (Pay(Decimal(100), "day"), DaysMissing, "days_per_week"),
        (Pay(Decimal(100), "month", bonus_kind="hours", bonus=Decimal(10)), HoursMissing, "hours_per_week"),
        (Pay(Decimal(-1), "month"), OutOfRange, "amount"),
        (Pay(Decimal("NaN"), "month"), OutOfRange, "amount"),
        (Pay(Decimal("Infinity"), "month"), OutOfRange, "amount"),
        (Pay(Decimal(20), "hour", hours_per_week=Decimal(169)), OutOfRange, "hours_per_week"),
        (Pay(Decimal(20), "day", days_per_week=Decimal(8)), OutOfRange, "days_per_week"),
        (Pay(Decimal(20), "month", bonus_kind="percent", bonus=Decimal(1001)), OutOfRange, "bonus"),
        (Pay(Decimal(20), "month", other_benefits=Decimal(-1)), OutOfRange, "other_benefits"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_beside_its_field(pay, refusal, field):
    with pytest.raises(refusal) as refused:
        yearly_parts(pay)
    assert refused.value.field == field


PAYS = st.builds(
    Pay,
    amount=EUROS,
    unit=st.sampled_from(UNITS),
    hours_per_week=st.decimals("1", "60", places=2),
    days_per_week=st.decimals("0.5", "7", places=1),
    bonus_kind=st.sampled_from(BONUS_KINDS),
    bonus=st.decimals("0", "1000", places=2),
    other_benefits=st.decimals("0", "99999.99", places=2),
)


@given(PAYS)
def test_every_part_is_positive_to_the_cent_and_never_written_in_powers_of_ten(pay):
    for part in yearly_parts(pay):
        assert part.amount == part.amount.quantize(Decimal("0.01")) >= 0
        assert "E" not in part.arithmetic
    assert [part.sentence for part in yearly_parts(pay)].count(BENEFITS) == bool(pay.other_benefits)


@given(PAYS)
def test_what_is_kept_gives_the_same_pay(pay):
    assert pay_from(pay.as_json()) == pay


@given(PAYS, EUROS)
def test_more_pay_never_gives_less_wage(pay, more):
    from dataclasses import replace

    higher = replace(pay, amount=pay.amount + more)
    assert sum(part.amount for part in yearly_parts(higher)) >= sum(part.amount for part in yearly_parts(pay))
