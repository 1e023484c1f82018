"""What the law answered, laid out for people: the answer, its steps with the numbers they read, what to mind."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accident_manager import codes
from accident_manager.foundation.explained import Explained, Read, Reason
from accident_manager.foundation.refusal import N_
from accident_manager.law import asked, parameters, settings
from accident_manager.law import register as rules
from accident_manager.law.asked import Asked
from accident_manager.web.components import sums
from accident_manager.web.pages.amounts.words import STATUSES, Piece, pieces, unit_words, written
from accident_manager.web.pages.calculator import register
from accident_manager.web.pages.calculator.form import in_order, table_of
from accident_manager.wording import form, say

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_NOT_APPLICABLE = N_("Not applicable")
_NOTHING = N_("Nothing")
_WITHOUT_END = N_("Without end")
# How sure a rule is, from the register: only what is not high is said.
_CONFIDENCE = {
    "M": N_("These rules rest on one good source, or on a reconstruction that fits published figures: %(rules)s."),
    "L": N_("These rules rest on general knowledge of the law, not on a source: %(rules)s. Have them confirmed."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value, both as the language writes them."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that belong together: the first cell of each names it."""

    label: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the law, or the reading taken of an open point, as a step read it."""

    title: str
    value: str
    unit: str
    since: date | None
    status: tuple[str, str]
    source: list[Piece]
    in_english: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation."""

    what: str
    how: str
    amount: Any
    rule: str
    article: str
    provisional: bool
    numbers: list[Number]


@dataclass(frozen=True, slots=True)
class Warned:
    """What to bear in mind, with the readings that it names."""

    what: str
    rule: str
    article: str
    numbers: list[Number]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. `main` is shown large; `rest` and `tables` are the other results."""

    main: Row
    rest: list[Row]
    tables: list[Table]
    steps: list[Step]
    warnings: list[Warned]
    confidence: list[str]
    provisional: bool


def answer(topic: str, found: Explained[dict[str, Any]], language: str) -> Answer:
    rows, tables = [], []
    main_key = register.topics()[topic].answer or next(iter(found.value))
    main: Row | None = None
    for key, value in found.value.items():
        label = say(register.label_of_result(topic, key), language)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            tables.append(_table(topic, key, label, value, language))
            if key == main_key:
                main = Row(label, form.integer(len(value), language))
            continue
        row = Row(label, _value(key, value, language))
        if key == main_key:
            main = row
        else:
            rows.append(row)
    # A result that these facts leave out: the first one takes its place.
    main = main or (rows.pop(0) if rows else Row("", say(_NOT_APPLICABLE, language)))
    return Answer(
        main=main,
        rest=rows,
        tables=tables,
        steps=_steps(found.because, language),
        warnings=[
            Warned(
                say(reason, language), reason.rule, reason.article, [_number(read, language) for read in reason.reads]
            )
            for reason in found.warnings
        ],
        confidence=_confidence((*found.because, *found.warnings), language),
        provisional=found.provisional,
    )


def entered(topic: str, facts: Mapping[str, Any], language: str) -> list[Row]:
    """The facts that were given, in the order of the form."""
    return [
        Row(say(register.label_of_fact(topic, fact.key), language), _fact(fact, facts[fact.key], language))
        for fact in in_order(topic)
        if fact.key in facts
    ]


def _fact(fact: Asked, value: Any, language: str) -> str:
    match fact.kind:
        case asked.DAY:
            return form.day(date.fromisoformat(value), language)
        case asked.DAYS:
            return ", ".join(form.day(date.fromisoformat(day), language) for day in value)
        case asked.AMOUNT:
            return form.money(Decimal(value), language)
        case asked.PERCENT:
            return f"{_plain(value, language)}{form.NBSP}%"
        case asked.NUMBER:
            return _plain(value, language)
        case asked.WHOLE:
            return str(value) if fact.least == asked.FIRST_YEAR else form.integer(value, language)
        case asked.FLAG:
            return say("Yes" if value else "No", language)
    if table := table_of(fact):
        return f"{value} {codes.table(table).label(value, language)}"
    return say(register.word(value, fact.key), language)


def _value(key: str, value: Any, language: str) -> str:
    """A result as the language writes it."""
    last = key.rpartition(".")[2]
    if value is None:
        return say(_WITHOUT_END if key == "periods.to" else _NOT_APPLICABLE, language)
    if isinstance(value, bool):
        return say("Yes" if value else "No", language)
    if isinstance(value, int):
        return form.integer(value, language)
    if isinstance(value, list):
        return " · ".join(_value(key, one, language) for one in value) or say(_NOTHING, language)
    text = str(value)
    if register.has_word(text, key, last):
        return say(register.word(text, key, last), language)
    if _DAY.fullmatch(text):
        return form.long_day(date.fromisoformat(text), language)
    if not _NUMBER.fullmatch(text):
        return text
    if last.endswith("_eur"):
        return form.money(Decimal(text), language)
    return f"{_plain(text, language)}{form.NBSP}%" if "percent" in last else _plain(text, language)


def _plain(text: str, language: str) -> str:
    """A number with the decimals it has."""
    return form.number(Decimal(text), language, len(str(text).partition(".")[2]))


def _table(topic: str, key: str, label: str, rows: list[dict[str, Any]], language: str) -> Table:
    heads = list(dict.fromkeys(name for row in rows for name in row))
    return Table(
        label=label,
        heads=[say(register.label_of_result(topic, f"{key}.{head}"), language) for head in heads],
        rows=[[_value(f"{key}.{head}", row[head], language) if head in row else "–" for head in heads] for row in rows],
    )


def _steps(because: Iterable[Reason], language: str) -> list[Step]:
    reasons = list(because)
    return [
        Step(
            what=line.what,
            # An amount that was given is not calculated.
            how=line.how if reason.arithmetic != reason.amount else "",
            amount=line.amount,
            rule=reason.rule,
            article=reason.article,
            provisional=line.provisional,
            numbers=[_number(read, language) for read in reason.reads],
        )
        for reason, line in zip(reasons, sums.lines(reasons, language), strict=True)
    ]


def _number(read: Read, language: str) -> Number:
    if read.parameter in settings.names():
        place = register.READINGS.get(read.parameter, "")
        return Number(
            title=register.SETTINGS[read.parameter],
            value=say(register.word(read.value, place), language),
            unit="",
            since=None,
            status=STATUSES[read.status],
            source=[],
            in_english=False,
        )
    is_known = read.parameter in parameters.names()
    # A scale of capitals is a table: the coefficient that was read of it has no unit.
    unit = parameters.built_in(read.parameter).unit if is_known else ""
    source = read.source or (_address(read.parameter) if is_known else "")
    if read.status == "computed":
        source = sums.arithmetic(source, language)
    return Number(
        title=parameters.title(read.parameter),
        value=written(read.value, unit, language),
        unit=unit_words(unit),
        since=date.fromisoformat(read.valid_from) if read.valid_from else None,
        status=STATUSES[read.status],
        source=pieces(source),
        in_english=read.status != "published",
        name=read.parameter if is_known else "",
    )


def _address(parameter: str) -> str:
    """Where a number stands whose value names no place of its own: the first source of its file."""
    first = parameters.built_in(parameter).sources[0]
    return rules.sources().get(first, first)


def _confidence(reasons: Iterable[Reason], language: str) -> list[str]:
    named = dict.fromkeys(number for reason in reasons for number in rules.numbers_in(reason.rule))
    by_level: dict[str, list[str]] = {}
    for number in named:
        by_level.setdefault(rules.rule(number).confidence, []).append(number)
    return [
        say(sentence, language, rules=", ".join(by_level[level]))
        for level, sentence in _CONFIDENCE.items()
        if level in by_level
    ]
