"""What is asked under each law, and when."""

import csv
from pathlib import Path

import pytest

from accident_manager import codes
from accident_manager.claims.rules import declaration
from accident_manager.claims.rules.declaration.fields import LANGUAGES, all_fields, is_known
from accident_manager.claims.rules.declaration.parsing import _READERS
from accident_manager.wording.speech import catalogue

FORM = list(csv.DictReader(Path(__file__).with_name("asked_by_the_form.csv").open(encoding="utf-8")))
EVERY = [leaf for field in all_fields() for leaf in (field, *field.parts)]
# The public form asks no wage: what it has of one is not needed to handle the accident.
NOT_ASKED_IN_PUBLIC = {
    "contract_type",
    "days_per_week",
    "hours_per_week_victim",
    "hours_per_week_reference",
    "base_amount",
}


def key_on_the_form(field):
    return field.key.partition(".")[0]


@pytest.mark.parametrize("scheme", declaration.SCHEMES)
def test_every_field_of_the_form_stands_on_exactly_one_page(scheme):
    pages = {}
    for step in declaration.steps_for(scheme):
        for key in step.fields:
            pages.setdefault(key.partition(".")[0], set()).add(step.slug)
    for row in FORM:
        asked = row[scheme] != "-" and not (scheme == "public_1967" and row["key"] in NOT_ASKED_IN_PUBLIC)
        assert len(pages.get(row["key"], ())) == asked, row["key"]


@pytest.mark.parametrize("scheme", declaration.SCHEMES)
def test_what_is_mandatory_on_the_form_is_mandatory_here(scheme):
    letters = {key_on_the_form(field): field.letters[scheme] for field in reversed(all_fields())}
    assert [row["key"] for row in FORM if row[scheme] in ("M", "m") and letters[row["key"]] not in "Mm"] == []


@pytest.mark.parametrize("field", EVERY, ids=lambda field: field.key)
def test_a_question_is_asked_in_four_languages(field):
    assert all(field.label(language) for language in LANGUAGES)
    assert all("'" not in field.label(language) for language in LANGUAGES)
    assert not field.hint or field.hint in catalogue()
    assert field.kind in ("group", "choices", "date", "datetime") or field.kind in _READERS
    assert not field.table or codes.table(field.table).all("fr")
    assert (field.kind == "group") == bool(field.parts)


@pytest.mark.parametrize("scheme", declaration.SCHEMES)
def test_a_page_is_named_in_four_languages(scheme):
    for step in declaration.steps_for(scheme):
        assert {step.title, step.question, step.hint} <= catalogue().keys()


def test_the_wage_is_asked_in_the_private_sector_only():
    assert "wage" in [step.slug for step in declaration.steps_for("private_1971")]
    assert "wage" not in [step.slug for step in declaration.steps_for("public_1967")]


def test_an_unknown_scheme_or_page_is_an_error():
    with pytest.raises(KeyError):
        declaration.steps_for("private")
    with pytest.raises(KeyError):
        declaration.step("wage", "public_1967")


def test_every_condition_asks_about_something_that_exists():
    values = {"employer_has_units"}
    for field in EVERY:
        for term in field.condition:
            assert is_known(term.key) or term.key in values, field.key
            assert not term.scheme or term.scheme in declaration.SCHEMES
            if is_known(term.key):
                table = declaration.field(term.key).table
                assert not table or all(codes.table(table).has(code) for code in term.among), field.key


def asked(scheme, answers, slug):
    return [field.key for field in declaration.fields_of(slug, scheme, answers)]


def test_what_follows_from_an_answer_is_asked_only_then():
    assert "death_date" not in asked("private_1971", {}, "consequences")
    assert "death_date" in asked("private_1971", {"consequence": "death"}, "consequences")
    assert "place_street" in asked("public_1967", {"place_kind": "3"}, "place-time")
    assert "place_street" not in asked("public_1967", {"place_kind": "1"}, "place-time")
    assert "protection_equipment" not in asked("private_1971", {"accident_kind": "commuting"}, "prevention")


def test_a_question_that_is_hidden_hides_those_that_hang_on_it():
    answers = {"consequence": "no_incapacity_no_prosthesis", "has_resumed": "yes", "resumption_date": "2026-11-20"}
    assert "resumption_date" not in asked("private_1971", answers, "consequences")
    assert "resumption_date" not in declaration.declared(answers, "private_1971")


def test_a_question_that_the_scheme_does_not_put_hides_nothing():
    assert "exit_date" not in asked("private_1971", {}, "contract")
    assert "exit_date" in asked("public_1967", {}, "contract")


def test_the_category_is_asked_when_there_is_no_worker_code():
    field = declaration.field("professional_category")
    assert declaration.is_required(field, "private_1971", {})
    assert not declaration.is_asked(field, "private_1971", {"nsso_affiliated": "yes", "nsso_worker_code": "015"})
    # The code of a worker outside social security does not count.
    assert declaration.is_asked(field, "private_1971", {"nsso_affiliated": "no", "nsso_worker_code": "015"})


def test_one_witness_is_needed_and_three_fit():
    answers = {"witnesses": "yes"}
    assert [key for key in asked("private_1971", answers, "people") if key.startswith("witness.")] == [
        "witness.0", "witness.1", "witness.2",
    ]  # fmt: skip
    needed = [key for key in ("witness.0.name", "witness.0.address", "witness.1.name")
              if declaration.is_required(declaration.field(key), "private_1971", answers)]  # fmt: skip
    assert needed == ["witness.0.name"]


def test_an_optional_group_that_is_begun_must_be_finished():
    name = declaration.field("witness.1.name")
    assert declaration.is_required(name, "private_1971", {"witnesses": "yes", "witness.1.address": "Rue Haute 3"})
    to = declaration.field("schedule_2.to")
    assert declaration.is_required(to, "private_1971", {"schedule_2.from": "13:00"})
    assert not declaration.is_required(to, "private_1971", {})


def test_the_establishment_is_chosen_in_the_public_sector_and_where_there_are_several():
    unit = declaration.field("establishment_unit_number")
    assert declaration.is_required(unit, "public_1967", {})
    assert not declaration.is_asked(unit, "private_1971", {})
    assert declaration.is_required(unit, "private_1971", {"employer_has_units": "yes"})


def test_facts_of_the_policy_are_never_required_of_the_person():
    assert not declaration.is_required(declaration.field("policy_number"), "private_1971", {})


def test_health_data_are_marked():
    medical = {key_on_the_form(field) for field in all_fields() if field.medical}
    assert medical == {
        "body_part", "body_side", "injury_type", "care_at_employer", "care_at_employer_details", "external_doctor",
        "external_doctor_details", "hospital_care", "hospital",
    }  # fmt: skip
    assert declaration.field("hospital.name").medical


def test_a_part_names_its_question():
    assert declaration.field("victim_address.street").full_label("nl") == "Hoofdverblijfplaats – Straat"
