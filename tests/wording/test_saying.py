"""Saying a source sentence in the reader's language."""

import re
from datetime import date
from decimal import Decimal

import pytest

from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import InvalidInput, NotFound
from accident_manager.wording import LANGUAGES, Plural, say
from accident_manager.wording.speech import catalogue


def named(text):
    return set(re.findall(r"%\((\w+)\)s", text))


def every_text():
    for sentence, said in catalogue().items():
        for language in ("fr", "nl", "de"):
            yield sentence, language, said[language]
        for language, text in said.get("one", {}).items():
            yield sentence, language, text


def test_every_sentence_is_said_in_french_dutch_and_german():
    assert [
        s for s, said in catalogue().items() if any(not said.get(language) for language in ("fr", "nl", "de"))
    ] == []


def test_a_translation_names_no_value_that_the_sentence_does_not_have():
    assert [(s, language) for s, language, text in every_text() if not named(text) <= named(s)] == []


def test_a_translation_leaves_no_value_of_the_sentence_out():
    # The singular may: one day needs no end.
    lost = [
        (sentence, language)
        for sentence, said in catalogue().items()
        for language in ("fr", "nl", "de")
        if named(sentence) - named(said[language])
    ]
    assert lost == []


def test_no_french_sign_stands_against_its_word():
    # A colon inside an hour (8:10) or an address is not punctuation.
    wrong = [
        text for _, language, text in every_text() if language == "fr" and re.search(r"[a-zà-ÿ»)][;?!](\s|$)", text)
    ]
    assert wrong == []


def test_no_straight_apostrophe_is_said():
    assert [text for _, _, text in every_text() if re.search(r"\w'\w", text)] == []


def test_a_sentence_without_translation_is_said_in_english():
    assert say("Nobody wrote this one down.", "fr") == "Nobody wrote this one down."


def test_a_refusal_is_said():
    assert say(NotFound(), "nl") == "Wij hebben niet gevonden wat u zoekt."
    assert say(InvalidInput(), "de") == "Prüfen Sie diese Angabe."


def test_values_are_written_as_the_language_writes_them():
    said = say("%(amount)s on %(day)s", "de", amount=Decimal("1234.5"), day=date(2026, 11, 23))
    assert said == "1.234,50\u00a0€ on 23.\u00a0November 2026"
    assert say(Reason("%(count)s of %(text)s", {"count": 1200, "text": "x"}), "nl") == "1.200 of x"


PLURAL = next(((s, said) for s, said in catalogue().items() if "one" in said and "%(count)s" in s), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_is_said_in_the_singular_and_zero_too_in_french(language):
    assert PLURAL is not None, "the catalogue counts something"
    sentence, said = PLURAL
    values = dict.fromkeys(named(sentence), "x")
    one, none, many = (say(sentence, language, **{**values, "count": count}) for count in (1, 0, 5))
    singular, plural = said["one"].get(language, ""), said.get(language, sentence)
    assert one == singular % {**values, "count": "1"}
    assert many == plural % {**values, "count": "5"}
    assert none == (singular if language == "fr" else plural) % {**values, "count": "0"}


def test_a_plural_chooses_under_any_name():
    assert PLURAL is not None
    sentence, said = PLURAL
    values = dict.fromkeys(named(sentence) - {"count"}, "x")
    assert say(sentence, "nl", **values, count=Plural(1)) == said["one"]["nl"] % {**values, "count": "1"}
    assert Plural(3) == 3
