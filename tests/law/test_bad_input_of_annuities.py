"""Bad facts about annuities, deaths, interest and indicators give a code and a field: never a wrong number."""

from typing import Any

import pytest

from law.test_bad_input import refused

ANNUITY = {
    "annual_remuneration_indexed_eur": "42000.00",
    "index_coefficient_at_accident": "1.9999",
    "degree_percent": "8",
    "still_in_service": False,
}
OF_A_DAY = {"annual_remuneration_indexed_eur": "1.00", "degree_percent": "8", "still_in_service": False}
DEATH = {"base_wage_eur": "40000.00", "partner": True, "children": 2, "children_lost_both_parents": False}
INTEREST = {"principal_eur": "1000.00", "due_on": "2024-03-01", "paid_on": "2024-05-30", "annual_rate_percent": "7"}
RATES = {
    "accidents_with_at_least_1_day": 12,
    "calendar_days_lost": 300,
    "sum_permanent_percent": "5",
    "deaths": 1,
    "exposure_hours": "480000",
}
UNINSURED = {"year": 2023, "months_uninsured": 4, "workers": 6}
CHILD = {"birth_date": "2010-05-20", "death_date": "2024-03-10"}
PARTNER = {"bond": "married", "accident_date": "2024-03-01", "death_date": "2024-06-01"}
TOLD = {"accident_date": "2024-05-06"}


@pytest.mark.parametrize(
    ("topic", "facts", "optional"),
    [
        ("public_annuity", ANNUITY, set()),
        ("death_annuities", DEATH, {"children_lost_both_parents"}),
        ("late_interest", INTEREST, {"annual_rate_percent"}),
        ("frequency_severity", RATES, set()),
        ("uninsured_contribution", UNINSURED, set()),
        ("death_child_until", CHILD, set()),
        ("death_partner_eligible", PARTNER, set()),
        ("who_is_told", TOLD, set()),
    ],
)
def test_each_fact_that_is_needed_is_named_when_it_is_missing(
    topic: str, facts: dict[str, Any], optional: set[str]
) -> None:
    for key in facts:
        if key not in optional:
            without = {name: value for name, value in facts.items() if name != key}
            assert refused(topic, without) == ("law.missing", key)
            assert refused(topic, {**facts, key: None}) == ("law.missing", key)


@pytest.mark.parametrize(
    ("topic", "facts", "key", "code"),
    [
        ("public_annuity", ANNUITY, "annual_remuneration_indexed_eur", "law.invalid"),
        ("public_annuity", ANNUITY, "index_coefficient_at_accident", "law.invalid"),
        ("public_annuity", ANNUITY, "degree_percent", "law.invalid"),
        ("public_annuity", ANNUITY, "still_in_service", "law.invalid"),
        ("death_annuities", DEATH, "children", "law.invalid"),
        ("death_annuities", DEATH, "partner", "law.invalid"),
        ("late_interest", INTEREST, "due_on", "law.invalid"),
        ("frequency_severity", RATES, "deaths", "law.invalid"),
        ("uninsured_contribution", UNINSURED, "year", "law.invalid"),
        ("death_partner_eligible", PARTNER, "bond", "law.invalid"),
    ],
)
@pytest.mark.parametrize("value", [[], {}, "x", 1.5, "1e3", b"1"])
def test_a_fact_of_the_wrong_kind_is_refused(
    topic: str, facts: dict[str, Any], key: str, code: str, value: Any
) -> None:
    assert refused(topic, {**facts, key: value}) == (code, key)


@pytest.mark.parametrize(
    ("topic", "facts", "key", "value"),
    [
        ("public_annuity", ANNUITY, "annual_remuneration_indexed_eur", "1" + "0" * 30),
        ("public_annuity", ANNUITY, "annual_remuneration_indexed_eur", "-0.01"),
        ("public_annuity", ANNUITY, "degree_percent", "100.01"),
        ("public_annuity", ANNUITY, "index_coefficient_at_accident", "0"),
        ("public_annuity", ANNUITY, "index_coefficient_at_accident", "0.99"),
        ("public_annuity", ANNUITY, "index_coefficient_at_accident", "1000"),
        (
            "public_annuity_later_index",
            {"base_annuity_at_138_01_eur": "1.00", "degree_percent": "20"},
            "coefficient_now",
            "0",
        ),
        ("public_remuneration", {"salary_eur": "1.00"}, "working_time_percent", "0"),
        ("public_remuneration", {"salary_eur": "99999999.99"}, "working_time_percent", "101"),
        ("death_annuities", DEATH, "base_wage_eur", 10**30),
        ("death_annuities", DEATH, "children", -1),
        ("death_annuities", DEATH, "children", 51),
        ("death_annuities_parents", {**DEATH, "children": 0, "parents": 1}, "parents", 3),
        ("late_interest", INTEREST, "principal_eur", "-1.00"),
        ("late_interest", INTEREST, "annual_rate_percent", "101"),
        ("late_interest", INTEREST, "due_on", "1970-12-31"),
        ("frequency_severity", RATES, "exposure_hours", "-1"),
        ("frequency_severity", RATES, "exposure_hours", 10**30),
        ("frequency_severity", RATES, "calendar_days_lost", -1),
        ("exposure_hours", {}, "full_time_equivalents", 10**30),
        ("uninsured_contribution", UNINSURED, "months_uninsured", 0),
        ("uninsured_contribution", UNINSURED, "workers", 0),
        ("uninsured_contribution", UNINSURED, "year", 1970),
        ("who_is_told", TOLD, "accident_date", "1970-12-31"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(topic: str, facts: dict[str, Any], key: str, value: Any) -> None:
    facts = {name: fact for name, fact in facts.items() if topic != "death_annuities_parents" or "both" not in name}
    assert refused(topic, {**facts, key: value}) == ("law.out-of-range", key)


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        (
            "public_annuity",
            {**OF_A_DAY, "accident_date": "2004-12-31"},
            "accident_date",
        ),
        (
            "public_annuity",
            {**OF_A_DAY, "accident_date": "2027-01-01"},
            "accident_date",
        ),
        ("public_annuity", {**ANNUITY, "consolidation_date": "2004-12-31"}, "consolidation_date"),
        (
            "public_annuity_later_index",
            {"base_annuity_at_138_01_eur": "1.00", "on": "2027-01-01", "degree_percent": "20"},
            "on",
        ),
        ("late_interest", {"principal_eur": "1.00", "due_on": "2006-12-31", "paid_on": "2024-01-01"}, "due_on"),
        (
            "late_interest",
            {"principal_eur": "1.00", "due_on": "2023-12-30", "paid_on": "2024-01-10", "rate": "civil"},
            "due_on",
        ),
        (
            "late_interest",
            {"principal_eur": "1.00", "due_on": "2026-12-30", "paid_on": "2027-01-10", "rate": "civil"},
            "paid_on",
        ),
        ("uninsured_contribution", {**UNINSURED, "year": 2020}, "year"),
        ("uninsured_contribution", {**UNINSURED, "year": 2027}, "year"),
        ("death_annuities", {**DEATH, "death_date": "1971-12-31"}, "death_date"),
        (
            "capital_conversion_date_public",
            {"requested_on": "2004-06-01", "revision_ended_on": "2004-01-31"},
            "requested_on",
        ),
    ],
)
def test_years_that_are_not_known_are_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.not-known", field)


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("late_interest", {**INTEREST, "paid_on": "2024-02-29"}, "paid_on"),
        ("late_interest", {**INTEREST, "rate": "civil"}, "rate"),
        ("public_annuity", {**ANNUITY, "accident_date": "2024-07-01"}, "index_coefficient_at_accident"),
        (
            "public_annuity",
            {**ANNUITY, "accident_date": "2023-03-02", "consolidation_date": "2023-03-01"},
            "consolidation_date",
        ),
        (
            "public_25_percent_cap_previous",
            {"prior_degree_percent": "60", "new_degree_percent": "41", "still_in_service": True},
            "new_degree_percent",
        ),
        ("public_revision_effect", {"requested_on": "2025-05-02", "revision_ends_on": "2025-05-01"}, "requested_on"),
        (
            "death_annuities",
            {**DEATH, "partner": False, "partner_is_divorced_with_yearly_alimony_eur": "1.00"},
            "partner_is_divorced_with_yearly_alimony_eur",
        ),
        ("death_partner_eligible", {**PARTNER, "death_date": "2024-02-29"}, "death_date"),
        ("death_partner_eligible", {**PARTNER, "bond_since": "2024-07-01"}, "death_date"),
        ("death_ascendants_until", {"victim_birth_date": "2024-06-01", "death_date": "2024-05-31"}, "death_date"),
        (
            "death_annuities_over_time",
            {"base_wage_eur": "1.00", "partner": True, "death_date": "2024-03-10", "children_until": ["2024-03-10"]},
            "children_until",
        ),
        ("who_is_told", {**TOLD, "light_accident": True, "serious_accident": True}, "light_accident"),
        ("who_is_told", {**TOLD, "immediate_notification": True}, "immediate_notification"),
        ("who_is_told", {**TOLD, "declaration_received_on": "2024-05-05"}, "declaration_received_on"),
        ("who_is_told", {**TOLD, "decision": "refusal"}, "declaration_received_on"),
        (
            "who_is_told",
            {**TOLD, "permanent_incapacity": True, "healed_after_incapacity_days": 10},
            "healed_after_incapacity_days",
        ),
        ("refusal_routes", {"right_born_on": "2024-05-07", "refused_on": "2024-05-06"}, "refused_on"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.contradiction", field)


@pytest.mark.parametrize(
    ("topic", "facts", "field"),
    [
        ("public_annuity", {**ANNUITY, "regime": "private_1971"}, "regime"),
        ("uninsured_contribution", {**UNINSURED, "regime": "public_1967"}, "regime"),
        (
            "public_annuity_later_index",
            {"base_annuity_at_138_01_eur": "1.00", "coefficient_now": "2", "degree_percent": "15.99"},
            "degree_percent",
        ),
        (
            "capital_conversion_date_public",
            {"requested_on": "2024-05-10", "revision_ended_on": "2024-05-10"},
            "requested_on",
        ),
        ("death_child_until", {"birth_date": "2000-01-01", "death_date": "2024-03-10"}, "birth_date"),
        (
            "death_ascendants_until",
            {"victim_birth_date": "1980-01-01", "death_date": "2024-03-10"},
            "victim_birth_date",
        ),
    ],
)
def test_a_rule_that_does_not_hold_for_the_facts_says_so(topic: str, facts: dict[str, Any], field: str) -> None:
    assert refused(topic, facts) == ("law.does-not-apply", field)


def test_a_reading_that_there_is_not_is_refused() -> None:
    assert refused("death_annuities", {**DEATH, "reduction": "eldest_first"}) == ("law.invalid", "reduction")
    assert refused("public_annuity", {**ANNUITY, "deindexation": "sometimes"}) == ("law.invalid", "deindexation")
    assert refused("late_interest", {**INTEREST, "day_count": "30/360"}) == ("law.invalid", "day_count")


@pytest.mark.parametrize("until", ["2026-08-31", ["2026-08-32"], [1], ["2030-01-01"] * 51, {"a": "2026-08-31"}])
def test_a_list_of_days_that_is_none_is_refused(until: Any) -> None:
    facts = {"base_wage_eur": "1.00", "partner": False, "death_date": "2024-03-10", "children_until": until}
    assert refused("death_annuities_over_time", facts) == ("law.invalid", "children_until")
