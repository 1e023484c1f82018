"""The register holds every rule; every topic, number, open point and reason of an answer leads to one of them."""

import re

import pytest
import yaml

from accident_manager import law
from accident_manager.law import parameters, register, settings
from accident_manager.law.door import topics
from accident_manager.law.parameters import notices
from accident_manager.law.register import RuleUnknown, numbers_in, rule, rules
from law.test_cases import CASES


def test_every_rule_and_every_convention_is_there_in_order() -> None:
    conventions = [f"A{number}" for number in range(1, 13)]
    assert list(rules()) == conventions + [f"R{number}" for number in range(1, 93)]


@pytest.mark.parametrize("number", rules())
def test_a_rule_says_what_it_is_where_it_stands_and_how_sure_it_is(number: str) -> None:
    found = rule(number)
    assert found.says.endswith(".") and len(found.says) > 40
    assert found.articles
    assert found.confidence in register.CONFIDENCES and found.answer in register.ANSWERS
    assert found.subject in register.subjects()
    if found.confidence != "H":
        assert found.uncertain, "what is not sure is named"
    for one in found.uncertain:
        assert one.confidence in ("M", "L") and one.point.endswith(".")


@pytest.mark.parametrize("topic", topics())
def test_every_topic_is_under_a_rule(topic: str) -> None:
    found = register.rules_of(topic)
    assert found, f"say in law/data/rules.yaml which rule {topic} applies"


def test_every_topic_that_a_rule_names_can_be_asked() -> None:
    named = {topic for entry in register._content()["rules"] for topic in entry.get("topics", ())}
    assert named - set(topics()) == set()


def test_a_rule_that_is_computed_has_a_topic() -> None:
    assert [one.number for one in rules().values() if one.answer == "computed" and not one.topics] == []


@pytest.mark.parametrize("name", parameters.names())
def test_every_number_is_under_a_rule(name: str) -> None:
    number = parameters.parameter(name)
    assert numbers_in(number.rule)
    for each in numbers_in(number.rule):
        assert number in rule(each).parameters


@pytest.mark.parametrize("name", settings.names())
def test_every_open_point_with_readings_is_under_a_rule(name: str) -> None:
    point = settings.setting(name)
    assert numbers_in(point.rule)
    for each in numbers_in(point.rule):
        assert point in rule(each).settings


@pytest.mark.parametrize("case", CASES)
def test_every_reason_of_an_answer_names_a_rule_of_the_register(case: dict) -> None:
    found = law.evaluate(case["topic"], case["facts"])
    for reason in (*found.because, *found.warnings):
        assert numbers_in(reason.rule)
        for number in re.split(r"[,;] ?", reason.rule):
            assert rule(number)


def test_the_fourteen_open_points_name_rules() -> None:
    assert [point.number for point in register.open_points()] == list(range(1, 15))
    for point in register.open_points():
        assert all(rule(number) for number in point.rules)


def test_every_source_of_a_number_or_an_open_point_has_an_address() -> None:
    for name in parameters.names():
        assert all(register.sources().get(key) for key in parameters.parameter(name).sources), name
    for name in settings.names():
        assert all(register.sources().get(key) for key in settings.setting(name).sources), name


@pytest.mark.parametrize(("typed", "number"), [("r38", "R38"), ("R61c", "R61"), (" A6 ", "A6"), ("R1", "R1")])
def test_a_rule_is_found_as_people_type_it(typed: str, number: str) -> None:
    assert rule(typed).number == number


@pytest.mark.parametrize("typed", ["", "R0", "R93", "A13", "38", "R", "R38 R27", "../R1", "R٣"])
def test_a_rule_that_there_is_not_is_refused(typed: str) -> None:
    with pytest.raises(RuleUnknown):
        rule(typed)


def test_what_is_computed_follows_from_its_formula_to_the_cent() -> None:
    """So a notice of a coefficient gives the figures that the files would have."""
    checked = 0
    for name in parameters.names():
        number = parameters.built_in(name)
        if number.follows is None:
            continue
        inputs = (number.follows.coefficient, number.follows.amount)
        known = [parameters.built_in(each) for each in inputs if each in parameters.names()]
        for value in number.values:
            if value.valid_from >= number.follows.since:
                found = notices._computed_value(name, number.follows, value.valid_from, known)
                assert found is not None and found.value == value.value, (name, value.valid_from)
                checked += 1
    assert checked > 60


def test_without_notices_nothing_is_laid_over_the_files() -> None:
    assert notices.overlaid(()) == {}


def test_the_register_is_yaml_that_a_lawyer_can_read() -> None:
    content = register._content()
    assert set(content) == {"subjects", "rules", "open_points"}
    assert yaml.safe_dump(content)
