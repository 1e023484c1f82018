"""Law cases, read from files that a lawyer can read and correct, are answered to the cent and to the day."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from accident_manager import law

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(Path(__file__).parent.joinpath("cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_the_law_answers_a_case_exactly(case: dict[str, Any]) -> None:
    found = law.evaluate(case["topic"], case["facts"])
    assert found.value == case["expect"]
    assert found.because, "an answer without reasons"


@pytest.mark.parametrize("case", CASES)
def test_every_case_says_where_its_figures_come_from(case: dict[str, Any]) -> None:
    assert case["figures"] in ("published", "derived")
    assert case["source"]


def test_every_topic_has_a_case() -> None:
    assert {case.values[0]["topic"] for case in CASES} == set(law.topics())
