"""What a topic asks is found by asking it: every fact of every law case is known, with its kind."""

import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml

from accident_manager import law
from accident_manager.foundation.refusal import Refusal
from accident_manager.law import asked
from accident_manager.law.facts import FactMissing, Facts

CASES: list[dict[str, Any]] = [
    case
    for file in sorted(Path(__file__).parent.joinpath("cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
# How a machine may write a value of each kind, for a fact that is there.
KINDS = {
    asked.DAY: str, asked.DAYS: list, asked.AMOUNT: (str, int), asked.NUMBER: (str, int), asked.PERCENT: (str, int),
    asked.WHOLE: int, asked.FLAG: bool, asked.CHOICE: str, asked.CODE: (str, int),
}  # fmt: skip


@pytest.mark.parametrize("topic", law.topics())
def test_every_topic_answers_when_it_is_asked_what_it_asks(topic):
    assert asked.facts_of(topic)
    for fact in asked.facts_of(topic):
        assert fact.kind in asked.KINDS
        assert bool(fact.options) == (fact.kind == asked.CHOICE)


@pytest.mark.parametrize("topic", law.topics())
def test_a_case_gives_the_same_answer_with_only_the_facts_that_are_asked(topic):
    known = {fact.key: fact for fact in asked.facts_of(topic)}
    for case in (case for case in CASES if case["topic"] == topic):
        facts = {key: value for key, value in case["facts"].items() if key in known}
        assert law.evaluate(topic, facts).value == case["expect"], case["name"]
        for key, value in facts.items():
            assert value is None or isinstance(value, KINDS[known[key].kind]), (case["name"], key)


@pytest.mark.parametrize("topic", law.topics())
def test_a_required_fact_is_one_without_which_there_is_no_answer(topic):
    required = [fact.key for fact in asked.facts_of(topic) if fact.required]
    for case in (case for case in CASES if case["topic"] == topic):
        for key in required:
            facts = {other: value for other, value in case["facts"].items() if other != key}
            with pytest.raises(Refusal) as refused:
                law.evaluate(topic, facts)
            assert refused.value.field == key or not isinstance(refused.value, FactMissing)


def test_every_reader_of_facts_is_answered_by_the_one_who_asks():
    readers = {name for name, _ in inspect.getmembers(Facts, inspect.isfunction) if not name.startswith("_")}
    own = set(vars(asked._Asking)) | {"maybe_birth_day", "refuse_unknown", "key_of"}
    assert readers <= own, "a new reader: let law.asked answer it"


def test_a_scheme_is_asked_only_where_it_makes_a_difference():
    def scheme(topic: str) -> tuple[str, ...]:
        return next((fact.words for fact in asked.facts_of(topic) if fact.key == "regime"), ())

    assert scheme("declaration_deadline") == ("private_1971", "public_1967")
    assert scheme("revision_period") == ("private_1971", "public_1967")
    # Private only, public only, the same in both.
    assert scheme("base_wage") == scheme("public_annuity") == scheme("travel_car") == ()
