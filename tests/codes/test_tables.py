"""The code tables as the declaration reads them."""

import pytest

from accident_manager import codes

MAIN = (
    "deviation", "material_agent", "material_agent_group", "injury_type", "body_part", "country", "isco08",
    "accident_place", "workstation", "protection_equipment", "contact_mode", "working_environment", "working_process",
    "specific_physical_activity", "nace_division", "worker_category",
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in codes.names() if name != "postal_code_be"])
def test_every_code_has_a_label_in_french_and_dutch(name):
    table = codes.table(name)
    assert [e.code for e in table.entries.values() if not (e.labels["fr"] and e.labels["nl"])] == []


def test_every_postcode_has_a_label_in_the_language_of_its_region():
    assert all(e.labels["fr"] or e.labels["nl"] for e in codes.table("postal_code_be").entries.values())


@pytest.mark.parametrize("name", MAIN)
def test_the_tables_of_the_declaration_are_there(name):
    assert len(codes.table(name).all("fr")) >= 3


def test_the_choice_lists_of_the_form_are_tables():
    assert codes.table("form.sex").all("nl") == (("M", "Mannelijk"), ("F", "Vrouwelijk"))
    assert codes.table("form.accident_kind").has("commuting")


def test_a_code_keeps_its_leading_zeros():
    assert codes.table("material_agent").label("02.03", "fr").startswith("Constructions, surfaces en hauteur")
    assert codes.table("injury_type").has("012")
    assert not codes.table("injury_type").has("12")


def test_an_empty_label_is_said_in_french():
    assert codes.table("isco08").label("7212", "de") == "Soudeurs et oxycoupeurs"


def test_a_municipality_with_one_name_is_said_with_that_name_in_every_language():
    table = codes.table("postal_code_be")
    assert table.label("5000", "nl") == "Namur"
    assert table.label("9000", "fr") == table.label("9000", "nl")


def test_codes_without_a_source_are_accepted_but_not_offered():
    table = codes.table("contact_mode")
    assert table.has("00")
    assert "00" not in dict(table.all("fr"))
    assert [hit.code for hit in table.search("information", "fr")] == []


def test_only_four_digit_occupations_are_offered():
    assert {len(code) for code, _ in codes.table("isco08").all("fr")} == {4}


def test_an_unknown_code_or_table_is_named():
    with pytest.raises(codes.UnknownCode):
        codes.table("deviation").label("98", "fr")
    with pytest.raises(codes.UnknownTable):
        codes.table("deviations")
    with pytest.raises(codes.UnknownTable):
        codes.table("form.shoe_size")


@pytest.mark.parametrize(
    ("table", "text", "code"),
    [
        ("material_agent", "02.03", "02.03"),
        ("material_agent", " 0203 ", "02.03"),
        ("deviation", "51 Chute de personne - de hauteur", "51"),
        ("country", "be", "BE"),
        ("country", "België", "BE"),
        ("country", "belgique", "BE"),
        ("country", "atlantis", None),
        ("deviation", "", None),
        ("deviation", "x" * 10_000, None),
    ],
)
def test_a_text_names_a_code_or_none(table, text, code):
    assert codes.table(table).find(text) == code
