"""Numbers of people, enterprises and accounts, with the examples of the social security."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accident_manager.foundation import identifiers as numbers
from accident_manager.foundation.refusal import InvalidInput


@pytest.mark.parametrize(
    ("text", "born", "sex", "is_bis"),
    [
        ("85073003328", date(1985, 7, 30), "M", False),
        ("17073003384", date(2017, 7, 30), "M", False),
        ("98472899765", date(1998, 7, 28), "M", True),
        ("01490700185", date(2001, 9, 7), "M", True),
        ("03021500440", date(2003, 2, 15), "F", False),
        ("90210100166", date(1990, 1, 1), None, True),
        ("90410100211", date(1990, 1, 1), "F", True),
        ("60000000591", None, "M", False),
    ],
)
def test_a_national_number_tells_birth_date_and_sex(text, born, sex, is_bis):
    niss = numbers.parse_niss(text)
    assert (niss.digits, niss.birth_date, niss.sex, niss.is_bis) == (text, born, sex, is_bis)


@pytest.mark.parametrize("text", ["85073003327", "8507300332", "85133003300", "", "85073003328x", "٨٥٠٧٣٠٠٣٣٢٨"])
def test_a_wrong_national_number_is_refused(text):
    with pytest.raises(InvalidInput):
        numbers.parse_niss(text)


def test_a_national_number_is_written_with_its_signs_and_masked_after_the_birth_date():
    assert numbers.parse_niss("85.07.30-033.28").digits == "85073003328"
    assert numbers.format_niss("85073003328") == "85.07.30-033.28"
    assert numbers.mask_niss("85073003328") == "85.07.30-•••.••"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("0403.019.261", "0403019261"),
        ("BE 0428.759.497", "0428759497"),
        ("403019261", "0403019261"),
        ("0000999989", "0000999989"),
    ],
)
def test_an_enterprise_number_is_read_with_or_without_its_zero(text, digits):
    assert numbers.parse_enterprise_number(text) == digits


@pytest.mark.parametrize("text", ["0403019262", "2403019261", "04030192", "", "abc"])
def test_a_wrong_enterprise_number_is_refused(text):
    with pytest.raises(InvalidInput):
        numbers.parse_enterprise_number(text)


def test_an_establishment_unit_begins_with_two_to_eight():
    assert numbers.format_establishment_unit(numbers.parse_establishment_unit("2.012.345.678")) == "2.012.345.678"
    with pytest.raises(InvalidInput):
        numbers.parse_establishment_unit("0403019261")


@pytest.mark.parametrize(
    "text", ["BE32 1234 5678 9002", "be68539007547034", "NL91ABNA0417164300", "LU280019400644750000"]
)
def test_an_account_number_is_read(text):
    assert numbers.parse_iban(text) == text.replace(" ", "").upper()


@pytest.mark.parametrize("text", ["BE32123456789003", "BE3212345678900", "", "68539007547034", "BE68 5390 0754 7035"])
def test_a_wrong_account_number_is_refused(text):
    with pytest.raises(InvalidInput):
        numbers.parse_iban(text)


def test_an_account_number_is_written_in_fours_and_masked_in_the_middle():
    assert numbers.format_iban("BE68539007547034") == "BE68 5390 0754 7034"
    assert numbers.mask_iban("BE68539007547034") == "BE68 •••• •••• 7034"


@given(
    day=st.dates(min_value=date(1900, 1, 1), max_value=date(2029, 12, 31)),
    counter=st.integers(1, 998),
    raised=st.sampled_from([0, 20, 40]),
)
def test_every_number_given_out_by_the_rule_is_read_back(day, counter, raised):
    first = f"{day:%y}{day.month + raised:02}{day:%d}{counter:03}"
    check = 97 - int(("2" if day.year >= 2000 else "") + first) % 97
    niss = numbers.parse_niss(f"{first}{check:02}")
    # Rarely both centuries fit the check digits; then the older reading wins.
    assert niss.birth_date in (day, None) or niss.birth_date.year == day.year - 100


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    for parse in (
        numbers.parse_niss,
        numbers.parse_enterprise_number,
        numbers.parse_establishment_unit,
        numbers.parse_iban,
    ):
        try:
            parse(text)
        except InvalidInput as no:
            assert no.sentence
