"""Lines of a calculation, as a page draws them."""

from datetime import date
from decimal import Decimal

import pytest

from accident_manager.foundation.explained import Read, Reason
from accident_manager.web.components.sums import arithmetic, first_arithmetic, lines


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
