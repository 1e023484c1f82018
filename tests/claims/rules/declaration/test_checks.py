"""Contradictions and doubts between answers."""

from datetime import date

import pytest

from accident_manager.claims.rules import declaration
from accident_manager.wording import say
from accident_manager.wording.speech import catalogue

SCHEME = "private_1971"


def found(values, today, scheme=SCHEME):
    problems = declaration.check_all(values, scheme=scheme, today=today)
    assert all(problem.sentence in catalogue() for problem in problems)
    assert all(problem.step == declaration.field(problem.field_key).step for problem in problems)
    return {(problem.field_key, problem.kind) for problem in problems}


def test_a_right_declaration_contradicts_nothing(private, public, today):
    assert found(private, today) == set()
    assert found(public, today, "public_1967") == set()


@pytest.mark.parametrize(
    ("changed", "field", "kind"),
    [
        ({"accident_date": "2026-11-24"}, "accident_date", "contradiction"),
        ({"entry_date": "2026-11-19"}, "accident_date", "contradiction"),
        ({"exit_date_known": "yes", "exit_date": "2026-11-17"}, "accident_date", "contradiction"),
        ({"birth_date": "2026-11-18"}, "birth_date", "contradiction"),
        ({"notified_at": "2026-11-18T10:19"}, "notified_at", "contradiction"),
        ({"notified_at": "2026-11-17T23:00"}, "notified_at", "contradiction"),
        ({"notified_at": "2026-11-24T08:00"}, "notified_at", "contradiction"),
        ({"cessation_at": "2026-11-17T10:00"}, "cessation_at", "contradiction"),
        ({"cessation_at": "2026-11-18T10:00"}, "cessation_at", "contradiction"),
        ({"consequence": "death", "death_date": "2026-11-17"}, "death_date", "contradiction"),
        ({"consequence": "death", "death_date": "2026-11-24"}, "death_date", "contradiction"),
        ({"has_resumed": "yes", "resumption_date": "2026-11-17"}, "resumption_date", "contradiction"),
        ({"consequence": "adapted_work", "adapted_work_from": "2026-11-17"}, "adapted_work_from", "contradiction"),
        ({"declaration_date": "2026-11-17"}, "declaration_date", "contradiction"),
        ({"birth_date": "1985-07-31"}, "birth_date", "doubt"),
        ({"sex": "F"}, "sex", "doubt"),
        ({"accident_time": "12:15", "notified_at": "2026-11-18T12:40", "cessation_at": "2026-11-18T12:20"},
         "accident_time", "doubt"),
        ({"accident_kind": "commuting", "place_kind": "2", "accident_time": "09:30"}, "accident_time", "doubt"),
        ({"accident_kind": "commuting", "accident_time": "06:40"}, "place_kind", "contradiction"),
        ({"place_kind": "2", "third_party": "unknown"}, "police_report", "doubt"),
        ({"deviation": "99"}, "deviation", "doubt"),
        ({"injury_type": "000"}, "injury_type", "doubt"),
        ({"body_part": "00"}, "body_part", "doubt"),
        ({"material_agent": "00.02"}, "material_agent", "doubt"),
        ({"deviation": "84"}, "material_agent", "doubt"),
        ({"deviation": "42"}, "material_agent", "doubt"),
        ({"expected_days": 0}, "expected_days", "contradiction"),
        ({"hours_per_week_victim": "39.00"}, "hours_per_week_victim", "contradiction"),
        ({"hours_per_week_victim": "19.00"}, "contract_type", "doubt"),
        ({"contract_type": "part_time"}, "contract_type", "doubt"),
        ({"days_per_week": "0.00"}, "days_per_week", "contradiction"),
        ({"year_end_bonus_value.hours": "10.00"}, "year_end_bonus_value.percent", "contradiction"),
        ({"year_end_bonus_value.percent": ""}, "year_end_bonus_value.percent", "contradiction"),
        ({"victim_address.postcode": "5009"}, "victim_address.postcode", "contradiction"),
        ({"schedule_2.from": "11:00"}, "schedule_2.from", "contradiction"),
        ({"niss": "85073003327"}, "niss", "invalid"),
        ({"deviation": "98"}, "deviation", "invalid"),
        ({"protection_equipment": ["none", "helmet"]}, "protection_equipment", "invalid"),
    ],
)  # fmt: skip
def test_one_wrong_answer_is_found(private, today, changed, field, kind):
    assert (field, kind) in found({**private, **changed}, today)


@pytest.mark.parametrize(
    "changed",
    [
        {"notified_at": "2026-11-18T10:20"},
        {"entry_date": "2026-11-18"},
        {"exit_date_known": "no", "exit_date": "2026-11-17"},
        {"accident_kind": "commuting", "accident_time": "06:20", "place_kind": "3"},
        {"victim_address.postcode": "75001", "victim_address.country": "FR"},
        {"schedule_1.from": "22:00", "schedule_1.to": "06:00", "schedule_2.from": "", "schedule_2.to": "",
         "accident_time": "02:10"},
        {"schedule_1.from": "22:00", "schedule_1.to": "06:00", "schedule_2.from": "", "schedule_2.to": "",
         "accident_kind": "commuting", "place_kind": "3", "accident_time": "23:30", "notified_at": "2026-11-19T09:00",
         "cessation_at": "2026-11-18T23:40"},
        {"niss": "90210100166", "sex": "F", "birth_date": "1990-01-02"},
        {"niss": "60000000591"},
        {"third_party": "unknown", "place_kind": "1"},
    ],
)  # fmt: skip
def test_what_may_be_is_left_alone(private, today, changed):
    allowed = {("accident_time", "doubt")} if changed.get("accident_time") == "23:30" else set()
    assert found({**private, **changed}, today) <= allowed


def test_what_is_not_asked_is_not_checked(private, today):
    values = {**private, "accident_kind": "commuting", "accident_time": "06:40", "place_kind": "3",
              "protection_equipment": ["umbrella"]}  # fmt: skip
    assert not any(field == "protection_equipment" for field, _ in found(values, today))


def test_an_imported_value_of_the_wrong_shape_is_named_and_breaks_nothing(private, today):
    values = {**private, "accident_date": "18/17/2026", "base_amount": "much", "expected_days": {"a": 1}, "niss": 12}
    assert {("accident_date", "invalid"), ("base_amount", "invalid"), ("niss", "invalid")} <= found(values, today)


def test_a_problem_is_said_with_its_values_in_the_readers_language(private, today):
    [problem] = declaration.check_all({**private, "entry_date": "2026-12-01"}, scheme=SCHEME, today=today)
    assert say(problem.sentence, "nl", **problem.values) == (
        "Het ongeval ligt voor de indiensttreding (1\u00a0december 2026): kijk beide datums na."
    )


def test_the_problems_come_in_the_order_of_the_form(private, today):
    values = {**private, "niss": "1", "accident_date": "2026-12-24", "days_per_week": "0.00"}
    order = [problem.field_key for problem in declaration.check_all(values, scheme=SCHEME, today=date(2026, 11, 23))]
    assert order.index("niss") < order.index("accident_date") < order.index("days_per_week")
