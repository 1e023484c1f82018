"""Facts as a machine hands them in, read one by one: right kind, sensible size, nothing unknown, or a refusal.

Dates are ISO text or `date`; amounts, percentages and coefficients are text, whole numbers or Decimal (a float has
already lost its cents and is refused); keys that begin with "_" are notes. What was read is remembered, so that a
misspelt key is refused instead of silently left out.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.law.refused import (
    FIRST_BIRTH_DAY,
    FIRST_DAY,
    LAST_DAY,
    OutOfRange,
    checked_amount,
    checked_days,
)

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,12})?")
_NOT_GIVEN = object()


class FactMissing(Refusal):
    """A fact that the question needs was not given."""

    code = "law.missing"
    sentence = N_("This fact is needed: add it.")


class FactInvalid(Refusal):
    """A fact of the wrong kind."""

    code = "law.invalid"
    sentence = N_("This value is of the wrong kind: check it.")


class FactUnknown(Refusal):
    """A fact that the question does not know: most often a misspelt name."""

    code = "law.unknown-fact"
    sentence = N_("This question does not know this fact: check its name, or put “_” before it if it is a note.")


class Facts:
    """The facts of one question. Each reader takes the key and gives the typed value, or raises a refusal naming it."""

    __slots__ = ("_days", "_given", "_read")

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given
        self._read: set[str] = set()
        self._days: dict[date, str] = {}

    def day(self, key: str) -> date:
        """A day between 1971 and 2099."""
        found = self.maybe_day(key)
        if found is None:
            raise FactMissing(field=key)
        return found

    def maybe_day(self, key: str, *, first: date = FIRST_DAY) -> date | None:
        """A day, or None when it is absent or null."""
        value = self._take(key, None)
        return None if value is None else self._day(value, key, first)

    def maybe_birth_day(self, key: str) -> date | None:
        """A birth date, or None when it is absent or null."""
        return self.maybe_day(key, first=FIRST_BIRTH_DAY)

    def amount(self, key: str) -> Decimal:
        """An amount in EUR: not negative, at most two decimals."""
        found = self.maybe_amount(key)
        if found is None:
            raise FactMissing(field=key)
        return found

    def maybe_amount(self, key: str) -> Decimal | None:
        """An amount in EUR, or None when it is absent or null."""
        value = self._take(key, None)
        if value is None:
            return None
        amount = checked_amount(_decimal(value, key), key)
        if amount != round(amount, 2):
            raise FactInvalid(N_("An amount has at most two decimals, for example 1250.50."), field=key)
        return amount

    def days(self, key: str, *, most: int) -> tuple[date, ...]:
        """A list of days, at most `most`, or none when it is absent or null."""
        values = self._take(key, None)
        if values is None:
            return ()
        if not isinstance(values, list | tuple) or len(values) > most:
            raise FactInvalid(N_("This is a list of at most %(most)s dates."), field=key, most=most)
        return tuple(self._day(value, key, FIRST_DAY) for value in values)

    def maybe_number(self, key: str) -> Decimal | None:
        """A decimal number that is not negative, or None when it is absent or null."""
        return self.number(key) if self.given(key) else None

    def number(self, key: str, *, above_zero: bool = False, most: Decimal | None = None) -> Decimal:
        """A coefficient, an index or a percentage: a decimal number that is not negative.

        `most` is for counts that may be larger than any amount of money.
        """
        value = self._take(key, _NOT_GIVEN)
        number = _decimal(value, key)
        if most is None:
            checked_amount(number, key)
        elif not 0 <= number <= most:
            raise OutOfRange(field=key)
        if above_zero and not number:
            raise OutOfRange(field=key)
        return number

    def percent(self, key: str) -> Decimal:
        """A percentage between 0 and 100."""
        number = _decimal(self._take(key, _NOT_GIVEN), key)
        if not 0 <= number <= 100:
            raise OutOfRange(N_("A percentage lies between 0 and 100: check it."), field=key)
        return number

    def whole(self, key: str, *, least: int = 0, most: int = 36_525) -> int:
        """A whole number."""
        value = self._take(key, _NOT_GIVEN)
        if not isinstance(value, int) or isinstance(value, bool):
            raise FactInvalid(N_("This is a whole number, for example 12."), field=key)
        return checked_days(value, key, least=least, most=most)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false. Without `default` it must be given."""
        value = self._or_default(key, default)
        if not isinstance(value, bool):
            raise FactInvalid(N_("This is either true or false."), field=key)
        return value

    def choice(self, key: str, known: Mapping[str, str], default: str | None = None) -> str:
        """One of the words of `known`, given back as the word it stands for. Without `default` it must be given."""
        value = self._or_default(key, default)
        if not isinstance(value, str) or value not in known:
            raise FactInvalid(
                N_("This value is not known. It is one of: %(choices)s."), field=key, choices=", ".join(known)
            )
        return known[value]

    def code(self, key: str, pattern: str) -> str | None:
        """A code as text (a whole number is taken as its digits), or None when it is absent or null."""
        value = self._take(key, None)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if 0 <= value < 1000 else ""
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            raise FactInvalid(N_("This is not a code of this list."), field=key)
        return value

    def given(self, key: str) -> bool:
        """Whether a fact is there and not null; it counts as read."""
        return self._take(key, None) is not None

    def refuse_unknown(self) -> None:
        """FactUnknown for the first key that no reader asked for and that is not a note."""
        for key in self._given:
            if key not in self._read and not key.startswith("_"):
                raise FactUnknown(field=key)

    def key_of(self, day: date) -> str | None:
        """The key under which this day was given, for a refusal that knows only the day."""
        return self._days.get(day)

    def either(self, *keys: str) -> str:
        """The first of these keys that is named, null or not, else the first: one of two facts was enough."""
        return next((key for key in keys if key in self._given), keys[0])

    def has(self, key: str | None) -> bool:
        return key in self._read

    def _day(self, value: Any, key: str, first: date) -> date:
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                raise FactInvalid(N_("This date does not exist in the calendar."), field=key) from None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise FactInvalid(N_("A date is written year-month-day, for example 2026-11-23."), field=key)
        if not first <= value <= LAST_DAY:
            raise OutOfRange(
                N_("A date lies between %(first)s and %(last)s: check it."), field=key, first=first, last=LAST_DAY
            )
        self._days.setdefault(value, key)
        return value

    def _or_default(self, key: str, default: Any) -> Any:
        if default is None:
            return self._take(key, _NOT_GIVEN)
        value = self._take(key, None)
        return default if value is None else value

    def _take(self, key: str, default: Any) -> Any:
        self._read.add(key)
        value = self._given.get(key, default)
        if value is _NOT_GIVEN or (value is None and default is _NOT_GIVEN):
            raise FactMissing(field=key)
        return value


def _decimal(value: Any, key: str) -> Decimal:
    if (
        isinstance(value, Decimal)
        or (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, str) and _DECIMAL.fullmatch(value))
    ):
        number = Decimal(value)
        # "-0" would come out as "-0.00".
        return number if number else number.copy_abs()
    raise FactInvalid(N_("This is a number with a point, written as text, for example “1250.50”."), field=key)
