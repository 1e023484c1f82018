"""Finding a code by what people call it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accident_manager import codes
from accident_manager.codes.folding import fold
from accident_manager.codes.synonyms import synonyms

SEARCHED = ("deviation", "material_agent", "injury_type", "body_part", "isco08")


def found(table, query, language):
    return [hit.code for hit in codes.table(table).search(query, language)]


@pytest.mark.parametrize(
    ("table", "language", "query", "first"),
    [
        ("deviation", "fr", "chute", "51"),
        ("deviation", "fr", "tombé d'une echelle", "51"),
        ("deviation", "fr", "coupure", "43"),
        ("deviation", "nl", "val", "51"),
        ("deviation", "nl", "uitgegleden", "52"),
        ("deviation", "de", "gestolpert", "52"),
        ("deviation", "en", "tripped", "52"),
        ("material_agent", "fr", "échelle", "02.03"),
        ("material_agent", "fr", "clark", "11.04"),
        ("material_agent", "fr", "transpalette", "11.04"),
        ("material_agent", "nl", "heftruck", "11.04"),
        ("material_agent", "nl", "ladder", "02.03"),
        ("material_agent", "de", "Gabelstapler", "11.04"),
        ("material_agent", "en", "forklift", "11.04"),
        ("injury_type", "fr", "coupure", "012"),
        ("injury_type", "fr", "entorse", "032"),
        ("injury_type", "fr", "brulure", "061"),
        ("injury_type", "nl", "snijwond", "012"),
        ("injury_type", "nl", "breuk", "021"),
        ("injury_type", "de", "Gehirnerschütterung", "051"),
        ("body_part", "fr", "oeil", "13"),
        ("body_part", "nl", "knie", "62"),
        ("body_part", "de", "Daumen", "54"),
        ("isco08", "fr", "maçon", "7112"),
        ("isco08", "de", "schweiß", "7212"),
        ("isco08", "nl", "poetsvrouw", "9112"),
    ],
)
def test_the_everyday_word_finds_the_code_first(table, language, query, first):
    assert found(table, query, language)[0] == first


def test_the_number_finds_its_code_and_those_that_begin_with_it():
    assert found("material_agent", "02.03", "fr") == ["02.03"]
    assert found("material_agent", "0203", "nl") == ["02.03"]
    assert found("material_agent", "11.0", "de")[:2] == ["11.00", "11.01"]


def test_all_words_must_match():
    assert found("material_agent", "échelle carotte", "fr") == []


def test_accents_and_capitals_do_not_count():
    assert found("material_agent", "ECHELLE", "fr") == found("material_agent", "échelle", "fr")


def test_the_beginning_of_a_word_is_enough():
    assert "02.03" in found("material_agent", "échaf", "fr")


def test_the_hit_says_which_letters_matched():
    hit = codes.table("body_part").search("oeil", "fr")[0]
    assert hit.marked == (("Œil", True), (" / yeux", False))
    assert hit.why == ""


def test_the_hit_says_which_everyday_word_led_there():
    hit = codes.table("material_agent").search("clark", "fr")[0]
    assert hit.why == "clark"
    assert hit.label.startswith("Dispositifs mobiles de manutention")


def test_at_most_the_asked_number_of_hits_comes_back():
    assert len(codes.table("material_agent").search("machines", "fr", limit=3)) == 3


@pytest.mark.parametrize("query", ["", "   ", "!?", "x" * 10_000, "\x00"])
def test_a_query_that_says_nothing_finds_nothing(query):
    assert codes.table("deviation").search(query, "fr") == []


@pytest.mark.parametrize("table", SEARCHED)
@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_everyday_word_finds_every_code_it_leads_to(table, language):
    lost = [
        (phrase, code)
        for phrase, led in synonyms(table, language).items()
        for code in led
        if code not in [hit.code for hit in codes.table(table).search(phrase, language, limit=20)]
    ]
    assert lost == []
    assert len(synonyms(table, language)) >= 40


@given(query=st.text(max_size=60), language=st.sampled_from(["fr", "nl", "de", "en"]))
def test_any_text_can_be_searched_and_marks_put_the_label_together_again(query, language):
    for hit in codes.table("injury_type").search(query, language):
        assert "".join(text for text, _ in hit.marked) == hit.label


@given(st.text(max_size=40))
@example("𝐴Ⓐ")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
