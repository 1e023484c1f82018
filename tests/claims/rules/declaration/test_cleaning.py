"""From a page to stored answers and problems."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.claims.rules import declaration
from accident_manager.claims.rules.declaration.fields import all_fields

SCHEME = "private_1971"
NAMES = [name for field in all_fields() for leaf in field.leaves for name in declaration.input_names(leaf)]


def clean(slug, raw, today, answers=None, scheme=SCHEME):
    sent = {key: [text] if isinstance(text, str) else text for key, text in raw.items()}
    return declaration.clean(slug, sent, scheme=scheme, answers=answers or {}, today=today)


def problems(cleaned):
    return {(problem.field_key, problem.kind) for problem in cleaned.problems}


DAY = {"accident_date.day": "18", "accident_date.month": "11", "accident_date.year": "2026"}


def test_a_right_page_has_no_problem_and_its_values_can_be_stored(today, private):
    cleaned = clean("place-time", {**DAY, "accident_time": "10h20"}, today, {"values": private, "raw": {}})
    assert cleaned.problems == cleaned.warnings == ()
    assert cleaned.values == {"accident_date": "2026-11-18", "accident_time": "10:20"}
    assert json.loads(json.dumps(cleaned.answers)) == {"values": private, "raw": {}}


def test_what_is_missing_on_the_page_is_said_in_the_order_of_the_page(today):
    cleaned = clean("people", {"witnesses": "yes", "third_party": "no"}, today)
    assert [problem.field_key for problem in cleaned.problems] == ["witness.0.name", "witness.0.kind", "police_report"]
    assert {problem.kind for problem in cleaned.problems} == {"missing"}


def test_what_cannot_be_read_is_kept_as_typed(today):
    cleaned = clean("place-time", {**DAY, "accident_date.month": "13", "accident_time": "soon"}, today)
    assert ("accident_date", "invalid") in problems(cleaned)
    assert ("accident_date", "missing") not in problems(cleaned)
    assert cleaned.answers["raw"]["accident_date.month"] == "13"
    assert cleaned.answers["raw"]["accident_time"] == "soon"
    shown = declaration.inputs(declaration.field("accident_date"), cleaned.answers)
    assert shown == {"accident_date.day": "18", "accident_date.month": "13", "accident_date.year": "2026"}


def test_a_corrected_answer_leaves_nothing_behind(today):
    first = clean("place-time", {"accident_time": "soon"}, today)
    second = clean("place-time", {"accident_time": "8:10"}, today, first.answers)
    assert second.answers == {"values": {"accident_time": "8:10".zfill(5)}, "raw": {}}


def test_a_wrong_answer_replaces_the_right_one_that_stood_there(today):
    cleaned = clean("place-time", {"accident_time": "soon"}, today, {"values": {"accident_time": "08:10"}, "raw": {}})
    assert cleaned.answers == {"values": {}, "raw": {"accident_time": "soon"}}


def test_an_emptied_answer_is_gone(today):
    cleaned = clean(
        "victim", {"spouse_name": "", "victim_phone": " "}, today, {"values": {"victim_phone": "081 22 33 44"}}
    )
    assert cleaned.answers["values"] == {}


def test_unticking_everything_is_noticed_through_the_empty_text(today):
    before = {"values": {"protection_equipment": ["helmet"]}, "raw": {}}
    assert clean("prevention", {"protection_equipment": [""]}, today, before).answers["values"] == {}
    assert clean("prevention", {}, today, before).answers == before


def test_other_pages_stay_as_they_are(today, private):
    stored = {"values": private, "raw": {"victim_iban": "BE0"}}
    cleaned = clean("people", {"witnesses": "no"}, today, stored)
    assert cleaned.answers["raw"] == {"victim_iban": "BE0"}
    assert cleaned.answers["values"] == {**private, "witnesses": "no"}


def test_a_hidden_answer_stays_but_does_not_count(today, private):
    cleaned = clean("people", {"witnesses": "no"}, today, {"values": private, "raw": {}})
    assert cleaned.answers["values"]["witness.0.name"] == "Eva Janssens"
    assert "witness.0.name" not in declaration.declared(cleaned.answers, SCHEME)
    assert cleaned.problems == ()


def test_a_wrong_text_in_a_hidden_question_does_not_stop_anybody(today):
    cleaned = clean("consequences", {"consequence": "no_incapacity_no_prosthesis", "expected_days": "many"}, today)
    assert cleaned.problems == ()


def test_facts_of_the_policy_are_not_read_from_a_form(today, private):
    cleaned = clean("employer", {"policy_number": "9", "employer_name": "Other"}, today, {"values": private, "raw": {}})
    assert cleaned.answers["values"]["policy_number"] == "0012345"
    assert cleaned.values == {}


def test_unknown_inputs_are_left_alone(today):
    assert clean("people", {"csrfmiddlewaretoken": "x", "is_admin": "yes"}, today).answers == {"values": {}, "raw": {}}


def test_a_text_of_ten_megabytes_has_a_problem_beside_its_field(today):
    before = {"values": {"deviation_text": "Il est tombé."}, "raw": {}}
    cleaned = clean("circumstances", {"deviation_text": "x" * 10_000_000}, today, before)
    [problem] = [p for p in cleaned.problems if p.field_key == "deviation_text"]
    assert problem.values == {"most": 4000, "length": 10_000_000}
    # Neither kept nor cut: what stood there before stays.
    assert cleaned.answers["values"] == before["values"]


def test_a_text_a_little_too_long_is_kept_as_typed(today):
    cleaned = clean("circumstances", {"deviation_text": "x" * 5000}, today)
    assert cleaned.raw == {"deviation_text": "x" * 5000}


def test_a_contradiction_is_a_problem_and_a_doubt_a_warning(today):
    cleaned = clean("place-time", {**DAY, "accident_date.year": "2027"}, today)
    assert ("accident_date", "contradiction") in problems(cleaned)
    doubtful = clean("circumstances", {"deviation": "51", "material_agent": "17.01"}, today)
    assert [problem.field_key for problem in doubtful.warnings] == ["material_agent"]


def test_saving_while_typing_takes_one_input_at_a_time(today):
    stored = {"values": {"accident_date": "2026-11-18"}, "raw": {}}
    for name, text, value in (("day", "19", "2026-11-19"), ("month", "10", "2026-10-19")):
        stored = declaration.autosave(
            "place-time", {f"accident_date.{name}": [text]}, scheme=SCHEME, answers=stored, today=today
        )
        assert stored == {"values": {"accident_date": value}, "raw": {}}


def test_saving_while_typing_never_complains_and_loses_nothing(today):
    stored = declaration.autosave("place-time", {"accident_date.day": ["3"]}, scheme=SCHEME, answers={}, today=today)
    assert stored["values"] == {}
    assert stored["raw"]["accident_date.day"] == "3"
    stored = declaration.autosave(
        "place-time", {"accident_date.month": ["11"], "accident_date.year": ["2026"]}, scheme=SCHEME, answers=stored
    )
    assert stored == {"values": {"accident_date": "2026-11-03"}, "raw": {}}


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "1\u202f234,50"), ("nl", "1.234,50"), ("de", "1.234,50"), ("en", "1,234.50")]
)
def test_an_amount_stands_in_its_input_as_the_language_writes_it(language, text):
    answers = {"values": {"base_amount": "1234.50"}, "raw": {}}
    assert declaration.inputs(declaration.field("base_amount"), answers, language) == {"base_amount": text}


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_a_page_sent_back_unchanged_changes_nothing(today, private, language):
    stored = {"values": private, "raw": {}}
    for step in declaration.steps_for(SCHEME):
        raw = {}
        for field in declaration.fields_of(step, SCHEME, stored):
            for leaf in field.leaves:
                raw.update(declaration.inputs(leaf, stored, language))
        cleaned = clean(step.slug, raw, today, stored)
        assert cleaned.problems == (), step.slug
        assert cleaned.answers == stored


@given(
    slug=st.sampled_from([step.slug for step in declaration.steps_for(SCHEME)]),
    raw=st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=12), max_size=2), max_size=12),
    scheme=st.sampled_from(declaration.SCHEMES),
)
def test_whatever_is_sent_can_be_saved_and_shown(slug, raw, scheme):
    stored = declaration.autosave(slug, raw, scheme=scheme, answers={})
    json.dumps(stored)
    for field in all_fields():
        for leaf in field.leaves:
            for name, text in declaration.inputs(leaf, stored).items():
                if name in stored["raw"]:
                    assert text == stored["raw"][name]


def test_belgium_stands_in_the_input_of_a_country_until_somebody_says_otherwise():
    assert declaration.inputs(declaration.field("victim_address.country"), {}) == {"victim_address.country": "BE"}
    assert declaration.inputs(declaration.field("nationality"), {}) == {"nationality": ""}


def test_a_country_alone_does_not_begin_an_address(today):
    cleaned = clean("victim", {"victim_address.country": "BE"}, today, scheme="public_1967")
    assert "victim_address.street" not in [problem.field_key for problem in cleaned.problems]
    assert (
        declaration.progress({"place_country": "BE", "victim_address.country": "BE"}, "public_1967")[1].state == "todo"
    )
