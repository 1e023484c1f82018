"""Reading what people type."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.claims.rules import declaration
from accident_manager.claims.rules.declaration.amounts import parse_amount
from accident_manager.claims.rules.declaration.fields import all_fields
from accident_manager.claims.rules.declaration.parsing import parse, parse_day, parse_time
from accident_manager.foundation.refusal import InvalidInput
from accident_manager.wording import LANGUAGES, form
from accident_manager.wording.speech import catalogue

LEAVES = [leaf for field in all_fields() for leaf in field.leaves]
amounts = st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2)


def read(key, *texts, **inputs):
    field = declaration.field(key)
    return parse(field, {key: list(texts), **{f"{key}.{part}": [text] for part, text in inputs.items()}})


def refused(key, *texts, **inputs):
    with pytest.raises(InvalidInput) as no:
        read(key, *texts, **inputs)
    assert no.value.sentence in catalogue()
    return no.value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234.5", "1234.50"),
        ("1234,5", "1234.50"),
        ("1\u202f234\u202f567,8", "1234567.80"),
        ("€ 1.234.567,00", "1234567.00"),
        ("21,35 €", "21.35"),
        ("21,35 EUR", "21.35"),
        ("1.234", "1234.00"),
        ("1,234", "1234.00"),
        ("0,5", "0.50"),
        (",5", "0.50"),
        ("0", "0.00"),
        ("1'234.56", "1234.56"),
        ("38", "38.00"),
        ("12.34", "12.34"),
        ("0.125,50", "125.50"),
    ],
)
def test_an_amount_is_read_as_four_languages_write_it(text, amount):
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text", ["", "abc", "-5", "−5", "1,2,3", "1.23.456", "12,345,6,7", "1e5", "NaN", "1.234,567", "٥", "."]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(InvalidInput):
        parse_amount(text)


@given(amount=amounts, language=st.sampled_from(LANGUAGES))
def test_an_amount_written_in_a_language_is_read_back(amount, language):
    assert parse_amount(form.number(amount, language)) == amount
    assert parse_amount(form.money(amount, language)) == amount


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8:10", time(8, 10)),
        ("8h10", time(8, 10)),
        ("8 h 10", time(8, 10)),
        ("0810", time(8, 10)),
        ("810", time(8, 10)),
        ("8.10 uur", time(8, 10)),
        ("8:10 Uhr", time(8, 10)),
        ("8h", time(8, 0)),
        ("8", time(8, 0)),
        ("8u30", time(8, 30)),
        ("00:00", time(0, 0)),
        ("23:59", time(23, 59)),
        ("08:10:00", time(8, 10)),
        ("14", time(14, 0)),
        ("8H10", time(8, 10)),
    ],
)
def test_an_hour_is_read_as_people_write_it(text, hour):
    assert parse_time(text) == hour


@pytest.mark.parametrize("text", ["", "24:00", "8:60", "noon", "8:1:2:3", "12345", "-1", "h", ":"])
def test_what_is_no_hour_is_refused(text):
    with pytest.raises(InvalidInput):
        parse_time(text)


@given(hour=st.times().map(lambda t: t.replace(second=0, microsecond=0)), language=st.sampled_from(LANGUAGES))
def test_an_hour_written_in_a_language_is_read_back(hour, language):
    assert parse_time(form.hour(hour, language)) == hour


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_is_read_back_from_one_text_or_three(day):
    assert parse_day(day.isoformat()) == parse_day(f"{day.day}/{day.month}/{day.year}") == day
    assert read("accident_date", day=str(day.day), month=str(day.month), year=str(day.year)) == day.isoformat()
    assert read("accident_date", day.isoformat()) == day.isoformat()


def test_a_day_that_does_not_exist_is_refused():
    assert "does not exist" in refused("accident_date", day="31", month="2", year="2026").sentence
    assert "four digits" in refused("accident_date", day="1", month="2", year="26").sentence
    assert "Fill in the day" in refused("accident_date", day="1", month="", year="2026").sentence
    refused("accident_date", day="1", month="feb", year="2026")
    refused("accident_date", day="1", month="1", year="0001")


def test_a_date_with_its_hour_needs_both():
    assert read("notified_at", day="18", month="11", year="2026", time="8h05") == "2026-11-18T08:05"
    assert read("notified_at", "2026-11-18T08:05") == "2026-11-18T08:05"
    assert read("notified_at", day="", month="", year="", time="") is None
    assert "hour as well" in refused("notified_at", day="18", month="11", year="2026", time="").sentence
    refused("notified_at", day="", month="", year="", time="8:05")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("niss", "85.07.30-033.28", "85073003328"),
        ("victim_iban", "be68 5390 0754 7034", "BE68539007547034"),
        ("victim_bic", "gkcc be bb", "GKCCBEBB"),
        ("establishment_unit_number", "2.012.345.678", "2012345678"),
        ("user_company.number", "BE 0403.019.261", "0403019261"),
        ("user_company.number", "123-4567890-12", "123456789012"),
        ("victim_phone", " +32 475 12 34 56 ", "+32 475 12 34 56"),
        ("victim_email", "eva.janssens@example.be", "eva.janssens@example.be"),
        ("hospital.nihdi", "1-23456-78-901", "12345678901"),
        ("joint_committee", "149.01", "149.01"),
        ("joint_committee", "124.00", "124"),
        ("joint_committee", "149.01.00", "149.01"),
        ("material_agent", "0203", "02.03"),
        ("nationality", "Pays-Bas", "NL"),
        ("expected_days", "21", 21),
        ("base_amount", "€ 1.234,5", "1234.50"),
        ("place_postcode", "l-1234", "L-1234"),
        ("policy_subdivision", "0007", "0007"),
        ("last_name", "  Zielin\u0301ski ", "Zieliński"),
        ("deviation_text", "eerst\r\ndan", "eerst\ndan"),
        ("last_name", "", None),
    ],
)
def test_an_answer_is_kept_in_its_one_form(key, text, value):
    assert read(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("niss", "85073003327"),
        ("victim_iban", "BE32123456789003"),
        ("victim_bic", "GKCC"),
        ("user_company.number", "1234"),
        ("user_company.number", "0403019262"),
        ("victim_phone", "call me"),
        ("victim_phone", "12"),
        ("victim_email", "eva@"),
        ("victim_email", "a@b..be"),
        ("hospital.nihdi", "123"),
        ("joint_committee", "12"),
        ("deviation", "98"),
        ("sex", "X"),
        ("expected_days", "3,5"),
        ("expected_days", "12345"),
        ("days_per_week", "7,01"),
        ("occupation_code", "711"),
        ("place_postcode", "!"),
        ("nsso_worker_code", "1a5"),
        ("last_name", "x" * 49),
        ("last_name", "nul\x00byte"),
        ("last_name", "turned\u202eround"),
        ("deviation_text", "bell\x07"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_a_sentence(key, text):
    refused(key, text)


def test_a_text_of_ten_megabytes_is_refused_with_its_limit():
    no = refused("deviation_text", "x" * 10_000_000)
    assert no.values == {"most": 4000, "length": 10_000_000}


def test_a_text_of_four_thousand_characters_is_kept_whole():
    text = "é" * 4000
    assert read("deviation_text", text) == text
    refused("deviation_text", text + "x")


def test_protection_equipment_keeps_the_order_of_the_form():
    assert read("protection_equipment", "", "gloves", "helmet") == ["helmet", "gloves"]
    assert read("protection_equipment", "") is None
    assert "not both" in refused("protection_equipment", "none", "helmet").sentence
    refused("protection_equipment", "umbrella")


@given(leaf=st.sampled_from(LEAVES), texts=st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_is_read_or_refused_never_more(leaf, texts):
    names = (leaf.key, *declaration.input_names(leaf))
    try:
        parse(leaf, {name: [text] for name, text in zip(names, texts * 5, strict=False)})
    except InvalidInput as no:
        assert no.sentence in catalogue()
        assert no.sentence % no.values


@given(leaf=st.sampled_from(LEAVES), text=st.text(alphabet="0123456789.,:-/hu€ T", max_size=16))
def test_any_digits_are_read_or_refused_never_more(leaf, text):
    try:
        parse(leaf, {leaf.key: [text]})
    except InvalidInput as no:
        assert no.sentence
