"""Every answer carries reasons that a victim can redo, in the four languages."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import accident_manager.law as room
from accident_manager import law
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.money import cents
from accident_manager.foundation.period import Period
from accident_manager.law import temporary_incapacity as incapacity
from accident_manager.law import time_limits, wage
from accident_manager.wording import LANGUAGES, say
from accident_manager.wording.speech import catalogue
from law.test_cases import CASES


def sentences_of_the_room() -> set[str]:
    found = set()
    for file in Path(room.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
                assert isinstance(node.args[0], ast.Constant), f"{file}: N_ marks a whole sentence"
                found.add(node.args[0].value)
    return found


@pytest.mark.parametrize("case", CASES)
def test_an_outcome_that_is_no_money_says_what_it_is(case: dict[str, Any]) -> None:
    """Otherwise a page would write 11.25 % of a wage as EUR 11.25."""
    found = law.evaluate(case["topic"], case["facts"])
    results = {str(value) for key, value in found.value.items() if not key.endswith("_eur")}
    money = {str(value) for key, value in found.value.items() if key.endswith("_eur")}
    for reason in found.because:
        if re.fullmatch(r"[0-9]+\.[0-9]{2}", reason.amount) and reason.amount in results - money:
            assert reason.unit, reason.sentence
        if any("percent" in read.parameter for read in reason.reads) and reason.amount == reason.reads[-1].value:
            assert reason.unit, reason.sentence


@pytest.mark.parametrize("sentence", sorted(sentences_of_the_room()))
def test_every_sentence_is_said_in_four_languages_with_the_same_values(sentence: str) -> None:
    said = catalogue()[sentence]
    names = set(re.findall(r"%\((\w+)\)s", sentence))
    # The singular may leave out its number ("once a year").
    for forms, free in ((said, {"end"}), (said.get("one", said), {"end", "count"})):
        for language in ("fr", "nl", "de"):
            assert set(re.findall(r"%\((\w+)\)s", forms[language])) - free == names - free, language
    if "one" in said:
        assert "en" in said["one"], "the English singular"


@pytest.mark.parametrize("case", CASES)
def test_every_reason_of_a_case_can_be_said(case: dict) -> None:
    found = law.evaluate(case["topic"], case["facts"])
    for reason in (*found.because, *found.warnings):
        assert reason.rule, "a reason names its rule"
        for language in LANGUAGES:
            assert "%(" not in say(reason, language)


def test_a_base_wage_under_a_published_ceiling_is_final_and_under_a_computed_one_provisional() -> None:
    facts = {"annual_wage_eur": "60000.00"}
    assert not law.evaluate("base_wage", {**facts, "accident_date": "2024-05-06"}).provisional
    assert law.evaluate("base_wage", {**facts, "accident_date": "2026-05-06"}).provisional


def test_the_ceiling_read_is_named_with_its_from_date_and_status() -> None:
    found = law.evaluate("base_wage", {"annual_wage_eur": "60000.00", "accident_date": "2026-05-06"})
    read = next(read for read in found.reads if read.parameter == "base_wage_ceiling")
    assert (read.value, read.valid_from, read.status) == ("56957.69", "2026-01-01", "computed")


def test_the_arithmetic_of_an_allowance_can_be_redone_line_by_line() -> None:
    found = incapacity.allowance(
        base=Decimal("54743.48"), periods=[Period(date(2024, 1, 20), date(2025, 3, 15))], accident_on=date(2024, 1, 10)
    )
    lines = [reason for reason in found.because if "coefficient" not in reason.arithmetic]
    assert sum(line.amount for line in found.value.lines) == found.value.total
    redone = [(reason, reckoned(reason.arithmetic)) for reason in lines]
    assert all(str(result) == reason.amount for reason, result in redone)
    assert len(redone) == len(found.value.lines) + 2


def reckoned(arithmetic: str) -> Decimal:
    """Redo "(a x b / c, rounded = d) x n" and "a + b": what is in brackets must round to what it says."""
    inner = re.fullmatch(r"\((.*), rounded = ([0-9.]+)\)(.*)", arithmetic)
    if inner:
        assert str(reckoned(inner[1])) == inner[2]
        arithmetic = inner[2] + inner[3]
    numbered = re.sub(r"[0-9]+(\.[0-9]+)?", lambda match: f"Decimal('{match[0]}')", arithmetic.replace(" x ", " * "))
    return cents(eval(numbered, {"Decimal": Decimal}))


def test_a_component_of_the_wage_says_its_label_and_its_arithmetic() -> None:
    found = wage.base_wage(
        components=[
            wage.WageComponent(wage.BASIC_WAGE, "2950.00 x 12", Decimal("35400.00")),
            wage.WageComponent(wage.YEAR_END_PREMIUM, "2950.00", Decimal("2950.00")),
            wage.WageComponent(wage.HYPOTHETICAL_WAGE, "100.00 x 3", Decimal("300.00"), hypothetical=True),
        ],
        accident_on=date(2024, 5, 6),
    )
    assert found.value == wage.BaseWage(
        Decimal("38350.00"), Decimal("300.00"), Decimal("54743.48"), Decimal("38650.00"), None
    )
    assert [reason.arithmetic for reason in found.because][:4] == [
        "2950.00 x 12",
        "2950.00",
        "100.00 x 3",
        "35400.00 + 2950.00 + 300.00",
    ]
    assert say(found.because[1], "nl") == "Eindejaarspremie."


def test_a_last_day_that_is_no_working_day_names_the_working_day_before_it() -> None:
    found = time_limits.declaration_deadline(accident_on=date(2024, 4, 23), regime="private_1971")
    assert found.value == date(2024, 5, 1)
    assert Reason("", amount="2024-04-30").amount in [reason.amount for reason in found.because]
    assert time_limits.last_working_day(found.value) == date(2024, 4, 30)


def test_an_authority_whose_receipt_is_not_known_gets_a_warning() -> None:
    found = time_limits.declaration_deadline(accident_on=date(2026, 11, 17), regime="public_1967")
    assert found.value == date(2026, 11, 19)
    assert found.warnings
