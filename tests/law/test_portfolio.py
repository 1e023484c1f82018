"""Many files at once give, file by file, what the explained calculation gives; reasons only for the rows asked for."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import Refusal
from accident_manager.law import permanent_incapacity, portfolio, public_annuity, temporary_incapacity

ON = date(2026, 11, 23)
CENTS = st.one_of(st.integers(0, 12_000_000), st.integers(0, 9_999_999_999), st.sampled_from([0, 1, 3_650_000, 73_000]))
DEGREES = st.one_of(st.integers(0, 10_000), st.sampled_from([499, 500, 501, 999, 1000, 1001, 1600, 1900, 10_000]))
ACCIDENTS = st.one_of(
    st.dates(date(2012, 12, 1), ON - timedelta(days=1)),
    st.sampled_from(
        [date(2012, 12, 1), date(2024, 2, 29), ON - timedelta(days=92), date(2026, 8, 23), date(2026, 8, 24)]
    ),
)
often = settings(max_examples=200, deadline=None)


def euros(cents: int) -> Decimal:
    return (Decimal(cents) / 100).quantize(Decimal("0.01"))


def ordinals(days: list[date]) -> list[int]:
    return [day.toordinal() for day in days]


@often
@given(st.lists(st.tuples(CENTS, ACCIDENTS), max_size=8), st.sampled_from([ON, date(2026, 12, 31)]))
def test_daily_allowances_are_those_of_each_file(files: list[tuple[int, date]], on: date) -> None:
    found = portfolio.daily_allowances(
        bases=[base for base, _ in files], accidents=ordinals([day for _, day in files]), on=on
    )
    for amount, (base, day) in zip(found.cents, files, strict=True):
        alone = temporary_incapacity.allowance(base=euros(base), periods=[Period(on, on)], accident_on=day)
        assert euros(amount) == alone.value.total


@often
@given(st.lists(st.tuples(CENTS, DEGREES), max_size=8))
def test_yearly_allowances_are_those_of_each_file(files: list[tuple[int, int]]) -> None:
    found = portfolio.yearly_allowances(bases=[base for base, _ in files], degrees=[degree for _, degree in files])
    for amount, (base, degree) in zip(found.cents, files, strict=True):
        alone = permanent_incapacity.yearly_allowance(base=euros(base), degree=euros(degree))
        assert euros(amount) == alone.value.annual


@often
@given(st.lists(st.tuples(CENTS, DEGREES, ACCIDENTS), max_size=8))
def test_public_annuities_are_those_of_each_file(files: list[tuple[int, int, date]]) -> None:
    found = portfolio.public_annuities(
        remunerations=[wage for wage, _, _ in files],
        degrees=[degree for _, degree, _ in files],
        accidents=ordinals([day for _, _, day in files]),
    )
    for amount, (wage, degree, day) in zip(found.cents, files, strict=True):
        alone = public_annuity.annuity(remuneration=euros(wage), degree=euros(degree), accident_on=day)
        assert euros(amount) == alone.value.full


@pytest.mark.parametrize("over", [-1, 0, 1, 2])
@pytest.mark.parametrize("day", [date(2013, 1, 1), date(2017, 9, 11), date(2025, 2, 28), date(2025, 3, 1)])
def test_a_public_wage_around_the_limit_counts_as_in_its_own_file(day: date, over: int) -> None:
    limit = int(public_annuity.coefficient_on(series="public_salaries", day=day).value * 2_433_208)
    found = portfolio.public_annuities(remunerations=[limit + over], degrees=[1200], accidents=[day.toordinal()])
    alone = public_annuity.annuity(remuneration=euros(limit + over), degree=Decimal(12), accident_on=day)
    assert euros(found.cents[0]) == alone.value.full


@often
@given(st.lists(st.tuples(CENTS, st.integers(1600, 10_000)), max_size=8))
def test_later_public_annuities_are_those_of_each_file(files: list[tuple[int, int]]) -> None:
    found = portfolio.later_public_annuities(
        annuities=[annuity for annuity, _ in files], degrees=[degree for _, degree in files], on=ON
    )
    for amount, (annuity, degree) in zip(found.cents, files, strict=True):
        alone = public_annuity.later_indexed(base_annuity=euros(annuity), degree=euros(degree), on=ON)
        assert euros(amount) == alone.value


def test_half_a_cent_is_rounded_up() -> None:
    """0.01 x 100 % x 1/2 is half a cent; 365.00 x 90 % / 365 is 0.90 to the cent, 73.00 gives 0.18."""
    assert portfolio.yearly_allowances(bases=[100, 300], degrees=[100, 100]).cents == [1, 2]
    same_day = (ON - timedelta(days=1)).toordinal()
    assert portfolio.daily_allowances(bases=[36_500, 7_300], accidents=[same_day, same_day], on=ON).cents == [90, 18]


def test_the_highest_amount_there_can_be_is_exact() -> None:
    assert portfolio.yearly_allowances(bases=[9_999_999_999], degrees=[10_000]).cents == [9_999_999_999]


PROSE = Path(__file__).parents[2].joinpath("docs", "algorithms", "portfolio.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", re.findall(r"^```yaml\n(.*?)^```$", PROSE, re.MULTILINE | re.DOTALL))
def test_a_worked_example_gives_what_the_prose_says(block: str) -> None:
    example = yaml.safe_load(block)
    gives = example.pop("gives")
    [(function, columns)] = example.items()
    facts = {name: value if name == "on" else [as_column(each) for each in value] for name, value in columns.items()}
    assert [str(euros(cents)) for cents in getattr(portfolio, function)(**facts).cents] == gives


def as_column(value: str | date) -> int:
    """Cents and hundredths of a percent are both a hundred times what the prose writes."""
    return value.toordinal() if isinstance(value, date) else int(Decimal(value) * 100)


def test_reasons_are_kept_for_the_rows_asked_for_and_no_other() -> None:
    accidents = ordinals([date(2024, 1, 10), date(2025, 5, 5)])
    found = portfolio.daily_allowances(bases=[5_474_348, 4_000_000], accidents=accidents, on=ON, explain=[1])
    assert list(found.explained) == [1]
    why = found.explained[1]
    assert why.value == euros(found.cents[1])
    assert why.because[0].rule == "R38"
    assert why.because[0].arithmetic == "40000.00 x 90 / 100 / 365"


def test_a_portfolio_tells_the_numbers_it_read_and_that_one_is_not_published() -> None:
    accidents = ordinals([date(2024, 1, 10), date(2024, 1, 10), date(2025, 5, 5)])
    found = portfolio.daily_allowances(bases=[1, 2, 3], accidents=accidents, on=ON)
    assert len(found.reads) == len(set(found.reads))
    assert ("index_coefficient_benefits_102_10", "1.4859") in [(read.parameter, read.value) for read in found.reads]
    assert found.provisional
    assert not portfolio.yearly_allowances(bases=[1], degrees=[1000]).provisional


def test_an_empty_portfolio_gives_nothing() -> None:
    assert portfolio.daily_allowances(bases=[], accidents=[], on=ON).cents == []
    assert portfolio.public_annuities(remunerations=[], degrees=[], accidents=[]).cents == []


YESTERDAY = (ON - timedelta(days=1)).toordinal()


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: portfolio.daily_allowances(bases=[-1], accidents=[YESTERDAY], on=ON), "law.out-of-range"),
        (lambda: portfolio.daily_allowances(bases=[10**12], accidents=[YESTERDAY], on=ON), "law.out-of-range"),
        (lambda: portfolio.daily_allowances(bases=[1], accidents=[ON.toordinal()], on=ON), "law.contradiction"),
        (lambda: portfolio.daily_allowances(bases=[1], accidents=[7], on=ON), "law.out-of-range"),
        (lambda: portfolio.daily_allowances(bases=[1], accidents=ordinals([date(1999, 1, 1)]), on=ON), "law.not-known"),
        (lambda: portfolio.daily_allowances(bases=[1], accidents=[YESTERDAY], on=date(2027, 6, 1)), "law.not-known"),
        (lambda: portfolio.yearly_allowances(bases=[1], degrees=[10_001]), "law.out-of-range"),
        (lambda: portfolio.yearly_allowances(bases=[1], degrees=[-1]), "law.out-of-range"),
        (lambda: portfolio.later_public_annuities(annuities=[1], degrees=[1599], on=ON), "law.does-not-apply"),
    ],
)
def test_what_no_rule_can_answer_is_refused_as_in_a_single_file(ask, code) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal) as refused:
        ask()
    assert refused.value.code == code


def test_columns_of_different_length_are_refused() -> None:
    for degrees in ([100], [100, 100, 100]):
        with pytest.raises(ValueError, match=r"argument|equally"):
            portfolio.yearly_allowances(bases=[1, 2], degrees=degrees)
        with pytest.raises(ValueError, match=r"argument|equally"):
            portfolio.later_public_annuities(annuities=[1, 2], degrees=[1600] * len(degrees), on=ON)
