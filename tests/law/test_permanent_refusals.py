"""Facts that permanent incapacity, costs and scope cannot answer: code and field; uncertain points carry a warning."""

from typing import Any

import pytest

from accident_manager import law
from accident_manager.foundation.refusal import Refusal
from accident_manager.law import parameters
from accident_manager.law.parameters import parameter
from accident_manager.wording import LANGUAGES, say

ANNUITY = {"base_wage_eur": "30000.00", "degree_percent": "12"}
SERIOUS = {"accident_date": "2024-10-01", "place": "workplace", "fatal": False, "permanent_lesion": False}
REFUND = {"base_wage_eur": "36500.00", "calendar_days": 30, "wage_paid_by_employer_for_period_eur": "3000.00"}
CAPITAL = {
    "annual_annuity_eur": "12000.00",
    "birth_date": "1980-07-02",
    "accident_date": "2014-03-01",
    "decision_date": "2024-05-14",
    "scale_coefficient": "25.5",
}


def refused(topic: str, facts: dict[str, Any]) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        law.evaluate(topic, facts)
    for language in LANGUAGES:
        assert "%(" not in say(caught.value, language)
    return caught.value.code, caught.value.field


@pytest.mark.parametrize("degree", ["-0.01", "100.01", "1" + "0" * 30, -1])
def test_a_degree_that_cannot_be_is_refused(degree: Any) -> None:
    assert refused("permanent_annuity", {**ANNUITY, "degree_percent": degree}) == (
        "law.out-of-range",
        "degree_percent",
    )


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("permanent_annuity", {"degree_percent": "12"}, "base_wage_eur"),
        ("permanent_annuity", {"base_wage_eur": "30000.00"}, "degree_percent"),
        ("third_party_help", {"need_percent": "50"}, "minimum_monthly_income_eur"),
        ("third_party_help", {"need_percent": "50", "on": None}, "on"),
        ("travel_car", {"return_km": "10", "trips": 1}, "rate_per_km"),
        ("capital_third_value", {**CAPITAL, "birth_date": None}, "birth_date"),
        ("medical_consent", {"care": "hospital_stay"}, "hospital_days"),
        ("prosthesis", {"need": "damage"}, "worn_in_accident"),
        ("stay_abroad", {"country": None}, "country"),
        ("payment_date", {"benefit": "funeral"}, "death_date"),
    ],
)
def test_a_missing_fact_is_named(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.missing", field)


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("permanent_annuity", {**ANNUITY, "annual_wage_eur": "30000.00"}, "base_wage_eur"),
        ("permanent_annuity", {**ANNUITY, "base_wage_eur": "54743.49", "accident_date": "2024-05-06"}, "base_wage_eur"),
        ("third_party_help_hospital", {"admitted_on": "2025-02-01", "discharged_on": "2025-01-31"}, "discharged_on"),
        ("capital_third_value", {**CAPITAL, "decision_date": "2014-02-28"}, "decision_date"),
        ("capital_third_value", {**CAPITAL, "birth_date": "2025-01-01"}, "birth_date"),
        (
            "successive_accidents",
            {"first_degree_percent": "60", "second_own_degree_percent": "40.01", "same_function": True},
            "second_own_degree_percent",
        ),
        ("agreement", {"degree_percent": "6", "ratified": True}, "ratified"),
        ("medical_consent", {"care": "surgery", "hospital_days": 3}, "hospital_days"),
        ("payment_date", {"benefit": "daily_allowance", "death_date": "2024-01-31"}, "death_date"),
        ("prosthesis_damage_declarable", {"damaged": False, "lesion": False}, "damaged"),
    ],
)
def test_contradictory_facts_are_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.contradiction", field)


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("permanent_annuity", {**ANNUITY, "accident_date": "2004-12-31"}, "accident_date"),
        ("permanent_annuity", {**ANNUITY, "accident_date": "2027-01-01"}, "accident_date"),
        ("third_party_help", {"need_percent": "50", "on": "2022-03-31"}, "on"),
        ("third_party_help", {"need_percent": "50", "on": "2026-04-01"}, "on"),
        ("travel_car", {"return_km": "10", "trips": 1, "on": "2023-12-31"}, "on"),
        ("travel_car", {"return_km": "10", "trips": 1, "on": "2027-01-01"}, "on"),
        (
            "aggravation_after_revision",
            {"degree_after_percent": "20", "permanent_worsening": True, "accident_date": "1987-12-31"},
            "accident_date",
        ),
        (
            "capital_third_eligibility",
            {"degree_percent": "20", "revision_period_ended": True, "settled_on": "1987-12-31"},
            "settled_on",
        ),
        ("capital_third_value", {**CAPITAL, "accident_date": "1994-12-31"}, "accident_date"),
        ("revaluation_supplement", {"accident_year": 2006, "annual_annuity_eur": "1.00"}, "accident_year"),
        ("revaluation_supplement", {"accident_year": 2014, "annual_annuity_eur": "1.00"}, "accident_year"),
        ("revaluation_supplement", {"accident_year": 2020, "annual_annuity_eur": "1.00"}, "accident_year"),
        ("revaluation_supplement", {"accident_year": 2018, "annual_annuity_eur": "1.00", "on": "2023-06-30"}, "on"),
        ("revaluation_supplement", {"accident_year": 1990, "annual_annuity_eur": "1.00", "on": "2021-06-30"}, "on"),
        ("pension_base_amount", {"degree_percent": "9.99"}, "degree_percent"),
        ("pension_base_amount", {"degree_percent": "35.01"}, "degree_percent"),
    ],
)
def test_what_the_sources_do_not_know_is_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.not-known", field)


def test_a_scale_that_is_not_loaded_is_refused_with_its_name_and_the_age_to_look_up() -> None:
    with pytest.raises(Refusal) as caught:
        law.evaluate("capital_third_value", {**CAPITAL, "scale_coefficient": None})
    assert (caught.value.code, caught.value.field) == ("law.not-known", "scale_coefficient")
    assert say(caught.value, "en").startswith("The figures of the scale F, I-13 are not loaded: read the coefficient")
    assert "43 years and 11 months" in say(caught.value, "en")


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("permanent_annuity", {**ANNUITY, "regime": "public_1967"}, "regime"),
        ("permanent_payment_rhythm", {"degree_percent": "0", "revision_period_ended": True}, "degree_percent"),
        (
            "successive_accidents",
            {"first_degree_percent": "6", "second_own_degree_percent": "3", "same_function": False},
            "same_function",
        ),
        ("insured_person", {"status": "trainee"}, "status"),
        ("insured_person", {"status": "platform_worker"}, "status"),
    ],
)
def test_a_question_that_the_rule_does_not_answer_is_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.does-not-apply", field)


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("capital_third_value", {**CAPITAL, "scale_coefficient": "100"}, "scale_coefficient"),
        ("capital_third_value", {**CAPITAL, "scale_coefficient": "0"}, "scale_coefficient"),
        ("travel_car", {"return_km": "100001", "trips": 1, "rate_per_km": "0.4"}, "return_km"),
        ("travel_car", {"return_km": "10", "trips": -1, "rate_per_km": "0.4"}, "trips"),
        ("travel_car", {"return_km": "10", "trips": 1, "rate_per_km": "11"}, "rate_per_km"),
        ("family_visits", {"hospital_days": -1, "relatives": 1}, "hospital_days"),
        ("medical_tariff", {"billed_eur": 10**30, "nomenclature_tariff_eur": "1.00"}, "billed_eur"),
        ("pension_capped_annuity_net", {"annual_gross_eur": "-1.00"}, "annual_gross_eur"),
        ("revaluation_supplement", {"accident_year": 1970, "annual_annuity_eur": "1.00"}, "accident_year"),
    ],
)
def test_a_value_that_cannot_be_is_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.out-of-range", field)


@pytest.mark.parametrize(
    ("topic", "facts"),
    [
        ("permanent_payment_rhythm", {"degree_percent": "12", "revision_period_ended": False}),
        ("permanent_indexing", {"degree_percent": "12"}),
        ("travel_car", {"return_km": "10", "trips": 1, "on": "2025-02-01"}),
        ("pension_base_amount", {"degree_percent": "12"}),
        ("reintegration_path_open", {"on": "2026-03-02", "temporary_incapacity_ended": True}),
    ],
)
def test_an_open_point_makes_the_answer_provisional_and_carries_a_warning(topic: str, facts: dict[str, Any]) -> None:
    found = law.evaluate(topic, facts)
    assert found.warnings and found.provisional


@pytest.mark.parametrize(
    ("topic", "facts"),
    [
        ("revaluation_supplement", {"accident_year": 2018, "annual_annuity_eur": "1.00"}),
        ("aggravation_after_revision", {"degree_after_percent": "10", "permanent_worsening": True}),
        ("family_visits", {"hospital_days": 10, "relatives": 1}),
        ("petit_statut", {"on": "2024-03-04", "part_of_training": True, "legal_framework": True}),
        ("fault_effect", {"regime": "public_1967", "fault": "gross"}),
        ("electronic_flow", {"event": "declaration"}),
        ("healing_notice", {"temporary_incapacity_days": 7}),
        ("healing_notice", {"temporary_incapacity_days": 30}),
        ("healing_contest_period", {"temporary_incapacity_days": 7, "accident_date": "2024-03-04"}),
        ("serious_accident", {**SERIOUS, "deviation": "71", "agent": "10.11", "lesion": "021"}),
        ("serious_accident", {**SERIOUS, "deviation": "71", "agent": "01.02", "lesion": "021"}),
        ("serious_accident", {**SERIOUS, "deviation": "51", "agent": "01.02", "lesion": "072"}),
        ("partial_incapacity", {"period_wage_before_eur": "3200.00", "period_wage_after_eur": "1900.00"}),
        ("guaranteed_wage", {"status": "worker", "incapacity_day": 7}),
        ("guaranteed_wage", {"status": "worker", "incapacity_day": 30}),
        ("guaranteed_wage_refund", REFUND),
        ("taxable_part_of_degree", {"degree_percent": "50"}),
        ("pension_capped_annuity_net", {"annual_gross_eur": "865.00"}),
        (
            "capital_third_eligibility",
            {"regime": "public_1967", "degree_percent": "16", "revision_period_ended": True},
        ),
        ("capital_conversion_date_public", {"requested_on": "2024-05-14", "revision_ended_on": "2023-01-31"}),
        ("public_notification_start", {"channel": "registered", "sent_on": "2024-08-13"}),
    ],
)
def test_a_reading_of_ours_carries_a_warning(topic: str, facts: dict[str, Any]) -> None:
    assert law.evaluate(topic, facts).warnings


@pytest.mark.parametrize(
    ("topic", "facts"),
    [
        ("permanent_annuity", ANNUITY),
        ("healing_notice", {"temporary_incapacity_days": 8}),
        ("serious_accident", {**SERIOUS, "deviation": "51", "agent": "01.02", "lesion": "021"}),
        ("serious_accident", {**SERIOUS, "deviation": "71", "agent": "01.02", "lesion": "012"}),
        ("guaranteed_wage", {"status": "worker", "incapacity_day": 8}),
        ("guaranteed_wage", {"status": "employee", "contract_at_least_3_months": True, "incapacity_day": 7}),
        ("public_notification_start", {"channel": "registered", "sent_on": "2024-07-01"}),
        (
            "capital_third_eligibility",
            {"regime": "private_1971", "degree_percent": "20", "revision_period_ended": True},
        ),
    ],
)
def test_a_certain_answer_carries_none(topic: str, facts: dict[str, Any]) -> None:
    found = law.evaluate(topic, facts)
    assert not found.warnings and not found.provisional


@pytest.mark.parametrize("name", [name for name in parameters.names() if name.startswith("permanent_payments_")])
def test_every_setting_of_the_payment_rhythm_waits_for_a_name(name: str) -> None:
    found = parameter(name)
    assert found.confirmed_by == "nobody yet"
    assert {value.status for value in found.values} == {"assumed"}
    assert found.values[-1].whole in (1, 4, 12)
