"""./acm law about the rules themselves, and docs/law-status.md, which it writes."""

import json
from pathlib import Path

import pytest

from accident_manager.cli import law_rules
from accident_manager.law import door, parameters, register
from cli.test_commands import acm

STATUS = Path(__file__).parents[2] / "docs" / "law-status.md"


def test_the_document_is_what_the_command_writes_today():
    assert STATUS.read_text(encoding="utf-8") == law_rules.status(), "./acm law status > docs/law-status.md"


def test_the_command_writes_the_document():
    assert acm("law", "status").stdout == law_rules.status()


def test_the_document_names_every_rule_number_topic_and_uncertain_point():
    text = STATUS.read_text(encoding="utf-8")
    for number, rule in register.rules().items():
        assert f"\n| {number} | " in text
        for one in rule.uncertain:
            assert one.point.replace("|", "/") in text
    for name in (*door.topics(), *parameters.names()):
        assert f"`{name}`" in text
    for point in register.open_points():
        assert f"Open point {point.number}. " in text
    assert "confirmed by (name) | date |" in text


def test_every_rule_that_is_computed_has_a_case_or_a_test_in_the_document():
    tests = law_rules._tests()
    assert [number for number, rule in register.rules().items() if rule.topics and not tests.get(number)] == []


def test_topics_are_listed_with_rule_and_subject():
    lines = acm("law", "topics").stdout.splitlines()
    assert len(lines) == len(door.topics())
    assert any(line.split() == ["accident_day", "R39", "Temporary", "incapacity"] for line in lines)
    listed = json.loads(acm("law", "topics", "--json").stdout)
    assert [one["topic"] for one in listed] == list(door.topics())
    assert {"topic": "accident_day", "rules": ["R39"], "subject": "Temporary incapacity"} in listed


def test_a_rule_is_shown_with_its_numbers_and_sources_on_a_day():
    text = acm("law", "show", "R38", "--on", "2024-05-01").stdout
    assert text.startswith("R38  Temporary incapacity\n")
    for words in ("LAT art. 22", "H: official source", "daily_allowance_total", "temporary_incapacity_percent  90"):
        assert words in text
    found = json.loads(acm("law", "show", "r27", "--on", "2023-05-01", "--json").stdout)
    ceiling = next(number for number in found["parameters"] if number["parameter"] == "base_wage_ceiling")
    assert (ceiling["value"], ceiling["valid_from"], ceiling["status"]) == ("53087.42", "2023-01-01", "published")
    assert all(source["address"] for source in ceiling["sources"])
    assert found["uncertain"]


def test_a_number_that_is_not_known_on_the_day_says_so():
    text = acm("law", "show", "R27", "--on", "2027-05-01").stdout
    assert "base_wage_ceiling  not known (EUR per year)" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "R93"), 1), (("show", "nonsense"), 1), (("show",), 2), (("show", "R1", "--on", "2024-02-30"), 2),
        (("show", "R1", "--on", "tomorrow"), 2), (("topics", "R1"), 2), (("status", "--json"), 2),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_and_what_is_typed_wrongly_explained(words, code):
    outcome = acm("law", *words)
    assert (outcome.returncode, outcome.stdout) == (code, "")
    assert outcome.stderr and "Traceback" not in outcome.stderr
