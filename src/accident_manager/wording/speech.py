"""Saying an English source sentence in a language.

A catalogue file holds one table a sentence, under the English sentence itself:

    ["%(count)s days left"]
    one.en = "%(count)s day left"          # only where a count changes the words; also one.fr, one.nl, one.de
    fr = "il reste %(count)s jours"
    nl = "nog %(count)s dagen"
    de = "noch %(count)s Tage"

The value named `count` chooses the singular (0 and 1 in French, 1 elsewhere). Values are written as the language writes
them (`form`): dates, times, Decimal amounts of money, integers, a `Figure`. A text is said as it is.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from accident_manager.foundation.explained import Figure, Reason
from accident_manager.foundation.refusal import Refusal
from accident_manager.wording import form

LANGUAGES = ("fr", "nl", "de", "en")
NATIVE_NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
SOURCE = "en"


class Plural(int):
    """A count that is written as it is but chooses the plural under any name."""


class Bare(time):
    """An hour without its unit: the last hour of the sentence carries it ("9.00 – 12.00 uur")."""


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """All sentences: English source to {"fr", "nl", "de", "one"}. ValueError when two files hold the same sentence."""
    sentences: dict[str, Mapping[str, Any]] = {}
    for file in sorted(files("accident_manager.wording").joinpath("catalogue").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        for sentence, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if sentence in sentences:
                raise ValueError(f"said twice: {sentence!r} ({file.name})")
            sentences[sentence] = said
    return sentences


def say(what: str | Reason | Refusal, language: str, /, **values: Any) -> str:
    """A source sentence, a reason or a refusal, in the language; a sentence without translation is said in English."""
    if isinstance(what, Reason | Refusal):
        values = {**what.values, **values}
        what = what.sentence
    said: Mapping[str, Any] = catalogue().get(what, {})
    if "one" in said and _is_one(values, language):
        said = said["one"]
    text = said.get(language, said.get(SOURCE, what))
    return text % {name: written(value, language) for name, value in values.items()} if values else text


def _is_one(values: Mapping[str, Any], language: str) -> bool:
    counts = [value for name, value in values.items() if name == "count" or isinstance(value, Plural)]
    return bool(counts) and (counts[0] == 1 or (language == "fr" and counts[0] == 0))


def written(value: Any, language: str) -> str:
    """A value as the language writes it: Decimal as an amount of money (EUR), dates with their month in words."""
    match value:
        case Reason() | Refusal():
            return say(value, language)
        case Figure():
            return form.number(Decimal(value), language, len(value.partition(".")[2]))
        case bool() | str():
            return str(value)
        case Decimal():
            return form.money(value, language)
        case datetime():
            return form.instant(value, language)
        case date():
            return form.day(value, language)
        case Bare():
            return form.hour(value, language, unit=False)
        case time():
            return form.hour(value, language)
        case int():
            return form.integer(value, language)
        case _:
            return str(value)
