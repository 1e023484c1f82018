"""What a topic asks: its facts with their kinds, found by asking the question itself.

The question is put to a reader that answers by itself and writes down what was read; then again with each fact given
or left out, each choice and each flag the other way. A form drawn from this cannot drift from the law.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from accident_manager.foundation.refusal import Refusal
from accident_manager.law import door
from accident_manager.law.facts import FactMissing, Facts
from accident_manager.law.refused import FIRST_BIRTH_DAY, FIRST_DAY

DAY, DAYS, AMOUNT, NUMBER, PERCENT, WHOLE, FLAG, CHOICE, CODE = KINDS = (
    "day", "days", "amount", "number", "percent", "whole", "flag", "choice", "code"
)  # fmt: skip

# A whole number that begins here is a year.
FIRST_YEAR = FIRST_DAY.year

_BIRTH_DAY = date(1984, 5, 6)
_CODES = ("01", "01.01", "010", "FR", "workplace")
_BY_ITSELF: Any = object()


@dataclass(frozen=True, slots=True)
class _World:
    """What the reader answers by itself: its first day, the days between one day and the next, its numbers."""

    first_day: date
    offsets: tuple[int, ...]
    number: Decimal

    def day(self, place: int) -> date:
        return self.first_day + timedelta(days=self.offsets[min(place, len(self.offsets) - 1)])


# Most topics answer in the first; some want a later law, an older accident, a small rate, days in another order.
_WORLDS = tuple(
    _World(day, offsets, number)
    for day in (date(2024, 3, 4), date(2026, 6, 1), date(1985, 3, 4))
    for offsets in ((0,), (0, 40, 80, 120), (0, -40, -80), (0, 40, -80))
    for number in (Decimal(20), Decimal("0.4"))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that a topic reads.

    `required`: no answer comes without it. `options` are the words of a choice with what each stands for. `default`
    holds when the fact is left out; `least` and `most` bound whole numbers, `most` also the rows of a list.
    """

    key: str
    kind: str
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    default: Any = None
    least: int = 0
    most: int = 0
    birth: bool = False
    pattern: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """One word of a choice for each meaning: the meaning itself where it is a word, else the first word."""
        return tuple(
            meaning if meaning in self.options else next(word for word, of in self.options.items() if of == meaning)
            for meaning in dict.fromkeys(self.options.values())
        )

    def values(self) -> tuple[Any, ...]:
        """The values worth trying: every word, yes and no, or any value of its kind."""
        if self.kind == CHOICE:
            return self.words
        if self.kind == WHOLE:
            return (_BY_ITSELF, max(self.least, 1))
        return (True, False) if self.kind == FLAG else (_BY_ITSELF,)


@cache
def facts_of(topic: str) -> tuple[Asked, ...]:
    """The facts of a topic in the order in which it reads them. UnknownTopic."""
    question = door.question(topic)
    surveys = [(survey := _Survey(question, world), survey.put({})) for world in _WORLDS]
    # A topic that does not answer to the least facts does so to some others.
    for survey, _ in sorted(surveys, key=lambda found: not found[1]):
        facts = survey.facts()
        if survey.answered:
            return facts
    return ()


class _Survey:
    """What a question was seen to ask in all the ways in which it was put."""

    def __init__(self, question: door.Question, world: _World) -> None:
        self._question, self._world = question, world
        self._seen: dict[str, Asked] = {}
        self._needed: set[str] | None = None
        # Facts without which it said that one is missing.
        self._missed: dict[str, None] = {}
        self._answered: set[tuple[str, Any]] = set()
        self._schemes: dict[str, dict[Any, str]] = {}

    def put(self, given: Mapping[str, Any]) -> bool:
        """Whether it answers to these facts; to those that it misses the reader answers by itself."""
        while not self._put(given):
            missing = next(reversed(self._missed), None)
            if missing is None or missing in given:
                return False
            given = {**given, missing: _BY_ITSELF}
        return True

    @property
    def answered(self) -> bool:
        return self._needed is not None

    def facts(self) -> tuple[Asked, ...]:
        known: list[Asked] = []
        while known != list(self._seen.values()):
            known = list(self._seen.values())
            for one, value in self._ways():
                for other, second in self._ways():
                    if one <= other:
                        self.put({one: value, other: second})
        needed = (self._needed or set()) | {key for key in tuple(self._missed) if not self._answers_without(key)}
        found = []
        for fact in self._seen.values():
            options = {w: of for w, of in fact.options.items() if (fact.key, of) in self._answered}
            if fact.kind == CHOICE and len(set(options.values())) < 2:
                continue  # Nothing to choose: the topic belongs to one scheme.
            if fact.key == "regime" and all(len(set(said.values())) < 2 for said in self._schemes.values()):
                continue  # The same in both schemes.
            found.append(replace(fact, options=options, required=fact.key in needed))
        return tuple(found)

    def _ways(self) -> list[tuple[str, Any]]:
        return [(key, value) for key, fact in self._seen.items() for value in fact.values()]

    def _answers_without(self, key: str) -> bool:
        """Whether another fact can take the place of this one."""
        ways = [(other, value) for other, value in self._ways() if other != key]
        return any(
            self._put({one: value, other: second}) for one, value in ways for other, second in ways if one <= other
        )

    def _put(self, given: Mapping[str, Any]) -> bool:
        reader = _Asking(given, self._world)
        said, refusal = "", None
        try:
            answer = self._question(reader)
            said = repr((answer.value, answer.because, answer.warnings))
        except Refusal as found:
            refusal = found
        for key, fact in reader.asked.items():
            # A fact is first seen by `given`, which does not know its kind.
            if key not in self._seen or not self._seen[key].kind:
                self._seen[key] = fact
        if isinstance(refusal, FactMissing) and refusal.field in self._seen:
            self._missed.pop(refusal.field, None)
            self._missed[refusal.field] = None
        if "regime" in given:
            rest = repr(sorted((key, repr(value)) for key, value in given.items() if key != "regime"))
            self._schemes.setdefault(rest, {})[given["regime"]] = said
        if refusal is None:
            self._needed = set(reader.needed) if self._needed is None else self._needed & reader.needed
            self._answered |= reader.chosen
        return refusal is None


class _Asking(Facts):
    """Facts that answer every reader: as given, else by themselves, and remember what was asked."""

    def __init__(self, given: Mapping[str, Any], world: _World) -> None:
        super().__init__({})
        self._answers, self._world = given, world
        self._places: dict[str, int] = {}
        self._tested: set[str] = set()
        self.asked: dict[str, Asked] = {}
        self.needed: set[str] = set()
        self.chosen: set[tuple[str, Any]] = set()

    def day(self, key: str) -> date:
        return self._needs(Asked(key, DAY))

    def maybe_day(self, key: str, *, first: date = FIRST_DAY) -> date | None:
        return self._may(Asked(key, DAY, birth=first == FIRST_BIRTH_DAY))

    def amount(self, key: str) -> Decimal:
        return self._needs(Asked(key, AMOUNT))

    def maybe_amount(self, key: str) -> Decimal | None:
        return self._may(Asked(key, AMOUNT))

    def days(self, key: str, *, most: int) -> tuple[date, ...]:
        return self._may(Asked(key, DAYS, most=most)) or ()

    def maybe_number(self, key: str) -> Decimal | None:
        return self._may(Asked(key, NUMBER))

    def number(self, key: str, *, above_zero: bool = False, most: Decimal | None = None) -> Decimal:
        return self._needs(Asked(key, NUMBER))

    def percent(self, key: str) -> Decimal:
        return self._needs(Asked(key, PERCENT))

    def whole(self, key: str, *, least: int = 0, most: int = 36_525) -> int:
        return self._needs(Asked(key, WHOLE, least=least, most=most))

    def flag(self, key: str, default: bool | None = None) -> bool:
        asked = Asked(key, FLAG, default=default)
        if default is None:
            return self._needs(asked)
        found = self._may(asked)
        return default if found is None else found

    def choice(self, key: str, known: Mapping[str, str], default: str | None = None) -> str:
        asked = Asked(key, CHOICE, options=dict(known), default=default)
        found = self._needs(asked) if default is None else self._may(asked)
        meaning = known[str(default if found is None else found)]
        self.chosen.add((key, meaning))
        return meaning

    def code(self, key: str, pattern: str) -> str | None:
        return self._may(Asked(key, CODE, pattern=pattern))

    def given(self, key: str) -> bool:
        self._tested.add(key)
        self.asked.setdefault(key, Asked(key, ""))
        return self._answers.get(key) is not None

    def has(self, key: str | None) -> bool:
        return key in self.asked

    def either(self, *keys: str) -> str:
        return keys[0]

    def _needs(self, fact: Asked) -> Any:
        self._note(fact)
        if fact.key not in self._tested:
            self.needed.add(fact.key)
        return self._value(fact, self._answers.get(fact.key, _BY_ITSELF))

    def _may(self, fact: Asked) -> Any:
        self._note(fact)
        return self._value(fact, self._answers.get(fact.key))

    def _value(self, fact: Asked, answer: Any) -> Any:
        return self._sample(fact) if answer is _BY_ITSELF else answer

    def _sample(self, fact: Asked) -> Any:
        match fact.kind:
            case "day":
                return (
                    _BIRTH_DAY if fact.birth else self._world.day(self._places.setdefault(fact.key, len(self._places)))
                )
            case "days":
                return (self._world.day(3),)
            case "amount":
                return Decimal(30_000)
            case "number" | "percent":
                return self._world.number
            case "whole":
                year = self._world.first_day.year
                return year if fact.least == FIRST_YEAR else max(fact.least, min(fact.most, 20))
            case "flag":
                return False
            case "choice":
                return fact.words[0]
            case _:
                return next(code for code in _CODES if re.fullmatch(fact.pattern, code))

    def _note(self, fact: Asked) -> None:
        if not self.asked.get(fact.key, Asked("", "")).kind:
            self.asked[fact.key] = fact
