"""The law and its twin in OpenFisca, written from the rules and not from our code, agree to the cent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from bench.law import compare
from bench.law.cases import MAKERS, Draw, case
from bench.law.columns import portfolio
from bench.law.sides import ByKind, Ours, together, whole
from bench.law_openfisca.exact import DayNotKnown, cents, half_up
from bench.law_openfisca.questions import QUESTIONS

from accident_manager.law import door

SEED, CASES = 1971, 2_700


def law_cases() -> Iterator[Any]:
    """The law cases of the twin's topics, except those with facts that it does not know."""
    for file in sorted(Path(__file__).parents[1].joinpath("law", "cases").glob("*.yaml")):
        for found in yaml.safe_load(file.read_text(encoding="utf-8")):
            topic = found["topic"]
            if topic in QUESTIONS and not {fact for fact in found["facts"] if fact[0] != "_"} - facts_known(topic):
                yield pytest.param(found, id=f"{file.stem}: {found['name']}")


@cache
def facts_known(topic: str) -> frozenset[str]:
    return frozenset({"regime"}.union(*(MAKERS[topic](Draw(SEED, number)) for number in range(200))))


def test_random_cases_of_every_formula_agree() -> None:
    different = compare.compared(SEED, CASES)
    assert not different, "\n".join(map(str, different[:10]))


@pytest.mark.parametrize("found", list(law_cases()))
def test_the_twin_answers_the_law_cases_too(found: dict[str, Any]) -> None:
    answer = QUESTIONS[found["topic"]]([found["facts"]])[0]
    assert {key: found["expect"].get(key) for key in answer} == answer


def test_a_cent_too_much_is_found_and_told_so_that_it_can_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    number = list(MAKERS).index("funeral_indemnity")
    wrong = case(SEED, number)

    def one_cent_more(topic: str, facts: dict):  # type: ignore[no-untyped-def]
        right = door.evaluate(topic, facts)
        if facts != wrong.facts:
            return right
        euros, hundredths = right.value["indemnity_eur"].split(".")
        return replace(right, value={"indemnity_eur": f"{euros}.{(int(hundredths) + 1) % 100:02d}"})

    monkeypatch.setattr(compare, "evaluate", one_cent_more)
    [found] = [one for one in compare.compared(SEED, len(MAKERS)) if one.case.topic == "funeral_indemnity"]
    assert found.case == wrong
    line = str(found).splitlines()[0].removeprefix(f"case {number}: ")
    assert json.loads(line) == {"topic": "funeral_indemnity", "inputs": wrong.facts}


def test_a_case_is_the_same_whenever_it_is_made() -> None:
    assert case(SEED, 1234) == case(SEED, 1234)
    assert case(SEED, 1234) != case(SEED + 1, 1234)


def test_the_portfolio_is_the_same_in_both_and_in_either_form_of_the_twin() -> None:
    columns = portfolio(3_000, SEED)
    expected = whole(Ours(), columns)
    assert len(expected) == columns.files == 3_000
    assert whole(ByKind(), columns) == expected
    assert together(columns) == expected


def test_the_twin_refuses_days_without_a_number_and_amounts_it_cannot_hold() -> None:
    facts = {"annual_wage_eur": "1000.00", "minor_or_apprentice": False}
    for day in ("1999-01-01", "2027-01-01"):
        with pytest.raises(DayNotKnown):
            QUESTIONS["base_wage"]([{"accident_date": day, **facts}])
    with pytest.raises(OverflowError):
        cents(np.array([2**31], dtype=np.int64))
    assert half_up(np.array([1, 3, 5]), 2).tolist() == [1, 2, 3]
