"""Bad facts give a code, a sentence and a field: never a wrong number, never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accident_manager import law
from accident_manager.foundation.refusal import Refusal
from accident_manager.law import lines
from accident_manager.wording import LANGUAGES, say
from law.test_cases import CASES

ALLOWANCE = {
    "accident_date": "2024-03-04",
    "incapacity_from": "2024-03-05",
    "incapacity_to": "2024-03-31",
    "annual_wage_eur": "36500.00",
}


def refused(topic: Any, facts: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        law.evaluate(topic, facts)
    for language in LANGUAGES:
        assert say(caught.value, language)
    return caught.value.code, caught.value.field


@pytest.mark.parametrize("key", sorted(ALLOWANCE))
def test_a_missing_fact_is_named(key: str) -> None:
    facts = {name: value for name, value in ALLOWANCE.items() if name != key}
    assert refused("daily_allowance_total", facts) == ("law.missing", key)
    assert refused("daily_allowance_total", {**ALLOWANCE, key: None}) == ("law.missing", key)


CODES = {"deviation": "71", "agent": "01.02", "lesion": "021"}
ACCIDENT = {"accident_date": "2024-10-01", "place": "workplace", "fatal": False, "permanent_lesion": False, **CODES}


@pytest.mark.parametrize(
    ("topic", "facts", "key"),
    [
        ("light_accident", {"wage_loss": False, "incapacity": False, "doctor_needed": False}, "care_place"),
        ("guaranteed_wage", {"status": "employee", "incapacity_day": 15}, "contract_at_least_3_months"),
        ("social_contribution_rate", {"category": "worker", "on": "2024-05-06"}, "birth_date"),
        ("successive_accidents", {"first_degree_percent": "6", "second_own_degree_percent": "3"}, "same_function"),
        ("aggravation_after_revision", {"degree_after_percent": "10"}, "permanent_worsening"),
        ("serious_accident", {**ACCIDENT, "deviation": None}, "deviation"),
        ("serious_accident", {**ACCIDENT, "agent": None}, "agent"),
        ("serious_accident", {**ACCIDENT, "deviation": "51", "lesion": None}, "lesion"),
    ],
)
def test_a_fact_on_which_the_answer_hangs_is_never_guessed(topic: str, facts: dict[str, Any], key: str) -> None:
    assert refused(topic, facts) == ("law.missing", key)


@pytest.mark.parametrize(
    "facts",
    [
        {"deviation": "51", "agent": None},
        {"deviation": None, "agent": "10.11"},
        {"fatal": True, **dict.fromkeys(CODES)},
        {"place": "commuting", **dict.fromkeys(CODES)},
        {"deviation": None, "lesion": "012"},
    ],
)
def test_a_code_that_changes_nothing_may_be_unknown(facts: dict[str, Any]) -> None:
    assert law.evaluate("serious_accident", {**ACCIDENT, **facts}).value


@pytest.mark.parametrize("zero", ["-0", "-0.00"])
def test_a_zero_has_no_sign(zero: str) -> None:
    found = law.evaluate("funeral_indemnity", {"base_wage_eur": zero}).value
    assert found == {"indemnity_eur": "0.00"}


@pytest.mark.parametrize("wage", [True, 36500.5, "36.500,00", "1e5", "NaN", "", [], {}, "٣", "36500.001", b"36500"])
def test_a_wage_of_the_wrong_kind_is_refused(wage: Any) -> None:
    assert refused("daily_allowance_total", {**ALLOWANCE, "annual_wage_eur": wage}) == (
        "law.invalid",
        "annual_wage_eur",
    )


@pytest.mark.parametrize("wage", ["-0.01", -1, 10**30, "1" + "0" * 30, "100000000.00"])
def test_a_wage_that_cannot_be_is_refused(wage: Any) -> None:
    assert refused("daily_allowance_total", {**ALLOWANCE, "annual_wage_eur": wage}) == (
        "law.out-of-range",
        "annual_wage_eur",
    )


@pytest.mark.parametrize(
    "day", ["2024-02-30", "04/03/2024", "2024-3-4", "20240304", 20240304, "2024-03-04T00:00:00", ""]
)
def test_a_day_of_the_wrong_kind_is_refused(day: Any) -> None:
    assert refused("daily_allowance_total", {**ALLOWANCE, "accident_date": day}) == ("law.invalid", "accident_date")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("1970-12-31", "law.out-of-range"),
        ("2004-12-31", "law.not-known"),
        ("2027-01-01", "law.not-known"),
        ("9999-12-31", "law.out-of-range"),
    ],
)
def test_an_accident_outside_the_years_known_is_refused(day: str, code: str) -> None:
    assert refused("base_wage", {"annual_wage_eur": "1.00", "accident_date": day}) == (code, "accident_date")


@pytest.mark.parametrize("topic", law.topics())
def test_no_topic_answers_about_days_before_the_laws(topic: str) -> None:
    case = next(case.values[0] for case in CASES if case.values[0]["topic"] == topic)
    days = {key: "1970-06-01" for key, value in case["facts"].items() if isinstance(value, str) and len(value) == 10}
    days = {key: day for key, day in days.items() if key.endswith(("_date", "_on", "_from", "_to")) or key == "on"}
    if set(days) - {"birth_date"}:
        assert refused(topic, {**case["facts"], **days})[0] == "law.out-of-range"


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("daily_allowance_total", {**ALLOWANCE, "incapacity_to": "2024-03-04"}, "incapacity_to"),
        ("daily_allowance_total", {**ALLOWANCE, "incapacity_from": "2024-03-04"}, "incapacity_from"),
        ("declaration_late_days", {"accident_date": "2024-03-04", "declared_on": "2024-03-03"}, "declared_on"),
        ("prescription", {"right_born_on": "2024-03-04", "interrupted_on": "2024-03-03"}, "interrupted_on"),
        (
            "healing_contest_period",
            {"temporary_incapacity_days": 20, "accident_date": "2024-03-04", "letter_date": None},
            "letter_date",
        ),
        (
            "base_wage_hypothetical",
            {"paid_days": 300, "wage_for_paid_days_eur": "1.00", "unpaid_days_to_complete": 67},
            "unpaid_days_to_complete",
        ),
        (
            "base_wage_part_time",
            {
                "accident_date": "2024-05-06",
                "part_time_wage_eur": "2.00",
                "full_time_equivalent_wage_eur": "1.00",
            },
            "part_time_wage_eur",
        ),
        ("withholding", {"payer": "insurer", "kind": "separate", "gross_eur": "1.00"}, "kind"),
        (
            "ceiling_indexation",
            {"statutory_eur": "1.00", "coefficient": "1.1", "pivot_index": "119.62", "accident_year": 2016},
            "coefficient",
        ),
    ],
)
def test_contradictory_facts_are_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.contradiction", field)


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        (
            "healing_notice",
            {"temporary_incapacity_days": 5, "permanent_incapacity_percent": "3"},
            "permanent_incapacity_percent",
        ),
        ("daily_allowance_total", {**ALLOWANCE, "regime": "public_1967"}, "regime"),
        (
            "revision_period",
            {"regime": "public_1967", "start_event": "ratification", "start_date": "2024-01-01"},
            "start_event",
        ),
        (
            "partial_incapacity",
            {"period_wage_before_eur": "1.00", "period_wage_after_eur": "0.00", "work_resumed": False},
            "work_resumed",
        ),
        (
            "ceiling_lookup",
            {"regime": "public_1967", "kind": "base_wage_ceiling_indexed", "accident_date": "2024-01-01"},
            "regime",
        ),
    ],
)
def test_a_question_that_the_rule_does_not_answer_is_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.does-not-apply", field)


@pytest.mark.parametrize("topic", ["", "no_such_topic", "__init__", None, 3, ["base_wage"]])
def test_an_unknown_topic_is_refused(topic: Any) -> None:
    assert refused(topic, {}) == ("law.unknown-topic", "topic")


def test_a_misspelt_fact_is_refused_and_a_note_is_not() -> None:
    assert refused("daily_allowance_total", {**ALLOWANCE, "minor_or_aprentice": True}) == (
        "law.unknown-fact",
        "minor_or_aprentice",
    )
    assert law.evaluate("daily_allowance_total", {**ALLOWANCE, "_note": "anything"}).value["days"] == 27


def test_an_optional_fact_that_is_null_is_not_given() -> None:
    facts = {**ALLOWANCE, "minor_or_apprentice": None, "regime": None}
    assert law.evaluate("daily_allowance_total", facts) == law.evaluate("daily_allowance_total", ALLOWANCE)


@pytest.mark.parametrize("facts", [None, [], "facts", {1: 2}])
def test_facts_that_are_no_facts_are_refused(facts: Any) -> None:
    assert refused("base_wage", facts) == ("law.invalid", "inputs")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"topic": "base_wage"}',
        '{"inputs": {}}',
        '{"topic": "base_wage", "inputs": {"annual_wage_eur": NaN}}',
        '{"topic": "base_wage", "inputs": {"annual_wage_eur": 1, "annual_wage_eur": 2}}',
        '{"topic": "base_wage", "inputs": {"annual_wage_eur": ' + "9" * 5000 + "}}",
        "[" * 100_000,
        '{"topic": ["x"], "inputs": {}}',
        " " * 2_000_000,
        "\x00",
        '{"topic": "\\ud800", "inputs": {}}',
    ],
)
def test_a_bad_line_gives_an_error_line(text: str) -> None:
    answer = json.loads(lines.evaluate_line(text))
    assert answer["error"]["code"].startswith("law.")
    assert answer["error"]["message"]
    assert set(answer) == {"topic", "error"} and set(answer["error"]) == {"code", "message", "field"}
    lines.evaluate_line(text).encode("utf-8")


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["2024-03-04", "0001-01-01", "9999-12-31", "1e30", "-5", "0", "100", "private_1971"])
    | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_fact_replaced_by_anything_is_answered_or_refused_with_code_and_field(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(CASES)).values[0]
    facts = dict(case["facts"])
    for key in data.draw(st.lists(st.sampled_from(sorted(facts)), min_size=1, max_size=2)):
        facts[key] = data.draw(ANYTHING)
    try:
        assert law.evaluate(case["topic"], facts).value
    except Refusal as refusal:
        assert refusal.code.startswith("law.")
        assert refusal.field in facts


INDEXED = {"regime": "private_1971", "statutory_eur": "99999999.99", "accident_year": 2010}
RATES = {
    "regime": "private_1971", "accidents_with_at_least_1_day": 3, "calendar_days_lost": 40,
    "sum_permanent_percent": "1000000000000", "deaths": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        (
            "ceiling_indexation",
            {**INDEXED, "statutory_index": "0.000000000001", "pivot_index": "99999999.99"},
            "statutory_eur",
        ),
        ("ceiling_indexation", {**INDEXED, "coefficient": "99999999.99"}, "statutory_eur"),
        ("frequency_severity", {**RATES, "exposure_hours": "0.000000000001"}, "exposure_hours"),
    ],
)
def test_facts_that_are_each_possible_and_together_are_not_are_refused(topic: str, facts: Any, field: str) -> None:
    assert refused(topic, facts) == ("law.out-of-range", field)


def test_a_missing_choice_of_two_facts_is_named_by_the_one_that_was_left_empty() -> None:
    facts = {**INDEXED, "statutory_index": None, "pivot_index": None}
    assert refused("ceiling_indexation", facts) == ("law.missing", "pivot_index")


def test_a_line_is_answered_as_the_contract_says() -> None:
    answer = json.loads(lines.evaluate_line(json.dumps({"topic": "daily_allowance_total", "inputs": ALLOWANCE})))
    assert list(answer) == ["topic", "result", "because", "provisional"]
    assert answer["result"] == {"base_wage_eur": "36500.00", "daily_eur": "90.00", "days": 27, "total_eur": "2430.00"}
    assert answer["provisional"] is False
    assert all({"rule", "article", "text"} <= set(reason) for reason in answer["because"])
    assert answer["because"][-1]["text"] == "27 calendar days from 2024-03-05 up to and including 2024-03-31."


def test_a_line_is_said_in_the_language_of_the_caller() -> None:
    line = json.dumps({"topic": "no_such_topic", "inputs": {}})
    answer = json.loads(lines.evaluate_line(line, lambda what: say(what, "nl")))
    assert answer["error"]["message"] == "Dit onderwerp bestaat niet: kijk de naam na."


def test_a_file_of_cases_is_checked_and_the_differences_are_named(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(
        "id,topic,inputs_json,expected_json\n"
        'A,reference_period,"{""accident_date"": ""2013-02-01""}",'
        '"{""from"": ""2012-02-01"", ""to"": ""2013-01-31"", ""_n"": 1}"\n'
        'B,reference_period,"{""accident_date"": ""2013-02-01""}","{""from"": ""2012-02-02""}"\n'
        'C,reference_period,"{}","{}"\n'
        "D,somewhere_else,{},{}\n"
        "E,reference_period,not json,{}\n",
        encoding="utf-8",
    )
    report = lines.check(file)
    assert (report.cases, report.agreed, report.ok) == (5, 1, False)
    assert [difference.case for difference in report.differences] == ["B", "C", "E"]
    assert report.differences[1].got == {"error": "law.missing", "field": "accident_date"}
    assert report.unknown_topics == (("somewhere_else", 1),)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_a_file_that_holds_no_cases_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(content)
    with pytest.raises(lines.FileInvalid):
        lines.check(file)
    with pytest.raises(lines.FileInvalid):
        lines.check(tmp_path / "missing.csv")
