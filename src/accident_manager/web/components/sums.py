"""Lines of a calculation as a page draws them: what, how, by which rule, how much, in the reader's language."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accident_manager.foundation.explained import Reason
from accident_manager.foundation.refusal import N_
from accident_manager.wording import form, say
from accident_manager.wording.citing import cite_shortly

_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+|(?<![\w.])\d{5,}(?![\w.])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EUROS = re.compile(r"-?\d+\.\d{2}")
_SIGNS = ((" x ", " × "), (" / ", " ÷ "), (" - ", " − "), (", rounded = ", " ≈ "))
_POWER, _TO_THE_POWER = re.compile(r"(\S+) \^ (\S+)"), N_("%(one)s to the power %(other)s")
# What stands in brackets within is one of the two, or a part of it.
_ONE = r"((?:[^,()]|\([^()]*\))+)"
_CHOICE = re.compile(rf"(min|max)\({_ONE}, {_ONE}\)")
_CHOICES = {"min": N_("the smaller of %(one)s and %(other)s"), "max": N_("the greater of %(one)s and %(other)s")}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the money table. `amount` is written by the page: Decimal is EUR. `kind`: "", "sub" or "total"."""

    what: Any
    how: str = ""
    rule: str = ""
    amount: Any = ""
    kind: str = ""
    provisional: bool = False


def lines(reasons: Iterable[Reason], language: str) -> list[Line]:
    """One line a reason. A line is provisional when it read a number that is not published law (R27, R37)."""
    return [
        Line(
            what=say(reason, language),
            how=arithmetic(reason.arithmetic, language),
            rule=rule(reason, language),
            amount=_amount(reason, language),
            provisional=any(read.status != "published" for read in reason.reads),
        )
        for reason in reasons
    ]


def first_arithmetic(reasons: Sequence[Reason], language: str) -> str:
    """How the first line is calculated: of an allowance, the amount a day."""
    return arithmetic(reasons[0].arithmetic, language) if reasons else ""


def rule(reason: Reason, language: str) -> str:
    """Rule and article in one: "R38 · art. 22"."""
    return " · ".join(part for part in (reason.rule, cite_shortly(reason.article, language)) if part)


def arithmetic(text: str, language: str) -> str:
    """ "44657.47 x 90 / 100 / 365" with the signs, the numbers and the days of the language."""
    for plain, sign in _SIGNS:
        text = text.replace(plain, sign)
    # One of the two may be chosen itself.
    while (chosen := _CHOICE.sub(_chosen(language), text)) != text:
        text = chosen
    text = _POWER.sub(lambda found: say(_TO_THE_POWER, language, one=found[1], other=found[2]), text)
    text = _NUMBER.sub(lambda found: _written(found[0], language), text)
    return _DAY.sub(lambda found: form.day(date.fromisoformat(found[0]), language), text)


def _chosen(language: str) -> Callable[[re.Match[str]], str]:
    return lambda found: say(_CHOICES[found[1]], language, one=found[2], other=found[3])


def _written(number: str, language: str) -> str:
    _, _, decimals = number.partition(".")
    return form.number(Decimal(number), language, len(decimals))


def _amount(reason: Reason, language: str) -> Any:
    """EUR as Decimal, a day as a date, a number of days as an int, a pair of days as how many they are; a percentage
    or a bare number as the language writes it.
    """
    text = reason.amount
    if reason.unit and text:
        number = _written(text, language)
        return f"{number}{form.NBSP}%" if reason.unit == "percent" else number
    if _EUROS.fullmatch(text):
        return Decimal(text)
    if re.fullmatch(r"\d+", text):
        return int(text)
    try:
        days = [date.fromisoformat(day) for day in text.split(" / ")]
    except ValueError:
        return ""
    if len(days) == 2:
        return say("%(count)s days", language, count=(days[1] - days[0]).days + 1)
    return days[0]
