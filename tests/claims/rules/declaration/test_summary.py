"""Answers as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.claims.rules import declaration
from accident_manager.claims.rules.declaration.fields import all_fields
from accident_manager.wording import LANGUAGES

NB = "\u00a0"
LEAVES = [leaf for field in all_fields() for leaf in field.leaves]


def shown(key, value, language="fr", **how):
    return declaration.display(declaration.field(key), value, language, **how)


def rows(values, language="fr", scheme="private_1971", masked=True):
    blocks = declaration.summary_blocks(values, scheme, language, masked)
    return {row.field_key: row for block in blocks for row in block.rows}


def test_a_code_keeps_its_number_and_a_choice_does_not():
    assert shown("deviation", "51") == "51 Chute de personne - de hauteur"
    assert shown("deviation", "51", "en").startswith("51 Fall of person")
    assert shown("sex", "F", "de") == "Weiblich"
    assert shown("nationality", "NL", "nl") == "Nederland"
    assert shown("protection_equipment", ["helmet", "gloves"], "nl") == ["Helm", "Handschoenen"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", f"18{NB}novembre 2026, 10{NB}h{NB}40"),
        ("nl", f"18{NB}november 2026, 10.40{NB}uur"),
        ("de", f"18.{NB}November 2026, 10:40{NB}Uhr"),
        ("en", f"18{NB}November 2026, 10:40"),
    ],
)
def test_a_date_with_its_hour(language, said):
    assert shown("notified_at", "2026-11-18T10:40", language) == said


def test_numbers_of_people_are_masked_on_screen_and_whole_in_print():
    assert shown("niss", "85073003328") == "85.07.30-•••.••"
    assert shown("niss", "85073003328", masked=False) == "85.07.30-033.28"
    assert shown("victim_iban", "BE68539007547034") == "BE68 •••• •••• 7034"
    assert shown("victim_iban", "BE68539007547034", masked=False) == "BE68 5390 0754 7034"
    assert shown("employer_enterprise_number", "0403019261") == "0403.019.261"


def test_an_amount_and_a_number():
    assert shown("base_amount", "1234.50", "nl") == f"€{NB}1.234,50"
    assert shown("days_per_week", "5.00", "de") == "5,00"


def test_every_page_with_questions_is_a_block_with_its_title(private):
    blocks = declaration.summary_blocks(private, "private_1971", "nl", True)
    assert [block.step_slug for block in blocks] == [
        step.slug for step in declaration.steps_for("private_1971") if step.slug != "documents"
    ]
    assert blocks[1].title == "Het slachtoffer"


def test_the_parts_of_an_answer_are_read_together(private):
    read = rows(private)
    assert read["victim_address"].text == "Rue des Glycines 14 / 2, 5000 Namur, Belgique"
    assert read["schedule_1"].text == f"7{NB}h – 12{NB}h"
    assert read["witness.0"].text == "Eva Janssens, Témoin direct"
    assert read["witness.0"].label == "Témoin 1"
    assert read["protection_equipment"].text == "Casque, Gants"
    assert read["year_end_bonus_value"].text == f"Pourcentage de la rémunération annuelle{NB}: 8,33"


def test_what_is_not_asked_is_not_shown_and_what_is_missing_says_so(private):
    del private["deviation"]
    read = rows({**private, "death_date": "2026-11-19"})
    assert "death_date" not in read
    assert "insurer_file_number" not in read
    assert (read["deviation"].text, read["deviation"].missing) == ("", True)
    assert (read["victim_phone"].text, read["victim_phone"].missing) == ("", False)


def test_health_data_can_be_left_out(private):
    assert {key for key, row in rows(private).items() if row.medical} >= {"injury_type", "body_part", "hospital_care"}
    assert not rows(private)["contact_text"].medical


@given(
    leaf=st.sampled_from(LEAVES),
    value=st.one_of(
        st.text(max_size=20), st.integers(), st.none(), st.lists(st.text(max_size=5), max_size=3), st.booleans()
    ),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_was_imported_can_be_shown(leaf, value, language):
    assert isinstance(declaration.display(leaf, value, language), str | list)
