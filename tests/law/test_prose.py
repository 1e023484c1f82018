"""The worked examples of docs/algorithms are re-computed, and every number of the law they tell of is named there."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from accident_manager import law
from accident_manager.foundation.period import Period
from accident_manager.law import parameters
from accident_manager.law import temporary_incapacity as incapacity

PROSE = Path(__file__).parents[2] / "docs" / "algorithms"
DOCUMENTS = (
    "temporary-incapacity.md",
    "time-limits.md",
    "permanent-incapacity.md",
    "costs.md",
    "accident-and-scope.md",
    "public-sector.md",
    "death.md",
    "recourse-and-interest.md",
    "indicators.md",
)
EXAMPLES = [
    pytest.param(yaml.safe_load(block), id=f"{name} {number}")
    for name in DOCUMENTS
    for number, block in enumerate(
        re.findall(r"^```yaml\n(.*?)^```$", (PROSE / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL), 1
    )
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_worked_example_gives_what_the_prose_says(example: dict[str, Any]) -> None:
    if "ask" in example:
        assert law.evaluate(example["ask"], example["facts"]).value == example["result"]
        return
    facts = example["allowance"]
    found = incapacity.allowance(
        base=Decimal(facts["base"]),
        accident_on=facts["accident_on"],
        periods=[Period(start, end) for start, end in facts["periods"]],
    )
    lines = [
        [line.period.start, line.period.end, line.days, str(line.daily), str(line.amount)] for line in found.value.lines
    ]
    assert lines == example["lines"]
    assert str(found.value.total) == example["total"]
    assert found.warnings


def test_each_document_has_worked_examples() -> None:
    assert len(EXAMPLES) >= 15


@pytest.mark.parametrize(
    ("document", "subject"),
    [
        (
            "permanent-incapacity.md",
            r"permanent_|annuity_|capital_third|public_capital_third|aggravation_|relapse_|pension_|revaluation_"
            r"|guaranteed_minimum|third_party_|public_annuity_untaxed",
        ),
        ("costs.md", r"travel_|consent_|visit_"),
        (
            "accident-and-scope.md",
            r"telework_|petit_statut_|platform_|reintegration_|victim_declaration|charter_|funeral_payment",
        ),
        (
            "public-sector.md",
            r"public_(remuneration_ceiling$|indexed_|in_service|revision_effect|capital_|partial_|after_|absences)",
        ),
        ("death.md", r"death_|funeral_"),
        ("recourse-and-interest.md", r"late_interest_|uninsured_"),
        ("indicators.md", r"indicator_|aggravated_"),
        (
            "temporary-incapacity.md",
            r"temporary_incapacity_|guaranteed_wage_|social_contribution_|withholding_|indexing_",
        ),
        (
            "time-limits.md",
            r"declaration_|decision_|healing_|revision_|prescription_|light_accident_|serious_"
            r"|public_(declaration|decision|healing|medical|notification|first|revision_years|prescription)",
        ),
    ],
)
def test_the_prose_names_every_number_of_its_subject(document: str, subject: str) -> None:
    text = (PROSE / document).read_text(encoding="utf-8")
    names = [name for name in parameters.names() if re.match(subject, name)]
    assert len(names) > 5
    assert [name for name in names if f"`{name}`" not in text] == []
