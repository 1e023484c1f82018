"""Lines of a calculation, as a page draws them."""

import re
from datetime import date
from decimal import Decimal

import pytest

from accident_manager import law
from accident_manager.foundation.explained import Read, Reason
from accident_manager.web.components.sums import arithmetic, first_arithmetic, lines
from law.test_cases import CASES


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "44\u202f657,47 × 90 ÷ 100 ÷ 365"),
        ("nl", "44.657,47 × 90 ÷ 100 ÷ 365"),
        ("de", "44.657,47 × 90 ÷ 100 ÷ 365"),
        ("en", "44,657.47 × 90 ÷ 100 ÷ 365"),
    ],
)
def test_arithmetic_is_written_as_the_language_writes_numbers(language, said):
    assert arithmetic("44657.47 x 90 / 100 / 365", language) == said


def test_a_choice_and_a_rounding_are_said_so_that_they_can_be_redone():
    assert arithmetic("min(41002.00, 56957.69)", "en") == "the smaller of 41,002.00 and 56,957.69"
    assert arithmetic("(100.00 x 2, rounded = 200.00) x 3", "en") == "(100.00 × 2 ≈ 200.00) × 3"


def test_a_line_carries_rule_article_amount_and_whether_it_is_provisional():
    computed = Read("base_wage_ceiling", "56957.69", "2026-01-01", "computed")
    reason = Reason("Base wage", {}, "R27", "LAT art. 39 par. 1", "41002.00 + 1.00", "41003.00", (computed,))
    (line,) = lines([reason], "nl")
    assert (line.what, line.how, line.rule) == ("Basisloon", "41.002,00 + 1,00", "R27 · art.\u00a039")
    assert line.amount == Decimal("41003.00")
    assert line.provisional
    assert first_arithmetic([reason], "nl") == line.how
    assert first_arithmetic([], "nl") == ""


def test_a_choice_within_a_choice_is_said_too():
    assert arithmetic("min(12, max(0, 25 - 20))", "en") == "the smaller of 12 and the greater of 0 and 25 − 20"
    assert arithmetic("min((1.00 x 20 / 100, rounded = 0.20) x 3, 0.50)", "en") == (
        "the smaller of (1.00 × 20 ÷ 100 ≈ 0.20) × 3 and 0.50"
    )


@pytest.mark.parametrize("case", CASES)
def test_no_arithmetic_of_the_law_is_left_in_signs_of_a_program(case):
    for reason in law.evaluate(case["topic"], case["facts"]).because:
        assert not re.search(r"min\(|max\(|\^| / |rounded", arithmetic(reason.arithmetic, "en")), reason.arithmetic


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        ("11.25", "percent", "11,25\u00a0%"),
        ("90", "percent", "90\u00a0%"),
        ("0.75", "number", "0,75"),
        ("1.9607", "number", "1,9607"),
        ("1740.40", "number", "1.740,40"),
    ],
)
def test_an_outcome_that_is_no_money_is_written_as_what_it_is(amount, unit, shown):
    (line,) = lines([Reason("Base wage", amount=amount, unit=unit)], "de")
    assert line.amount == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("55", 55),
        ("2026-11-26", date(2026, 11, 26)),
        ("2025-11-18 / 2026-11-17", "365\u00a0days"),
        ("", ""),
        ("R4", ""),
    ],
)
def test_an_amount_is_euros_days_or_a_day(amount, shown):
    (line,) = lines([Reason("Base wage", amount=amount)], "en")
    assert line.amount == shown or (
        isinstance(shown, str) and line.amount.replace("\u00a0", " ") == shown.replace("\u00a0", " ")
    )
