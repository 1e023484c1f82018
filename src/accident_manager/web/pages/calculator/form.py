"""The facts of a topic as a form draws them, and what was typed read back as the law takes it.

Everything that was typed stays in the form. What is wrong is said beside its field, all of it at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accident_manager import codes
from accident_manager.claims.rules.declaration.amounts import parse_amount
from accident_manager.claims.rules.declaration.parsing import parse_day_parts
from accident_manager.foundation.refusal import N_, InvalidInput, Refusal
from accident_manager.law import asked
from accident_manager.law.asked import Asked
from accident_manager.law.facts import FactMissing
from accident_manager.web.components.questions import Question
from accident_manager.web.pages.calculator import register

PARTS = ("day", "month", "year")
# A row of a list of days is "<key>.1": enough to begin with, and one more whenever all are filled.
_FEWEST_ROWS = 3
_SELECT_FROM = 7
_FIRST = ("regime", "accident_date")
_YES, _NO = "yes", "no"
_Options = tuple[tuple[str, str], ...]
_TABLES = {"deviation": "deviation", "agent": "material_agent", "lesion": "injury_type", "country": "country"}
TABLES = frozenset(_TABLES.values())
# Codes that the law knows without a table; every other one means the last.
_CODES = {"care_place": ("none", "workplace", "elsewhere")}
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: facts that could be read, and what is wrong by the key of its fact."""

    facts: Mapping[str, Any]
    errors: Mapping[str, Refusal]


def was_sent(topic: str, given: QueryDict) -> bool:
    """Whether the form was sent, and not only opened."""
    names = {name for fact in asked.facts_of(topic) for name in _names(fact, given)}
    return any(name in given for name in names) or "sent" in given


def read(topic: str, given: QueryDict) -> Typed:
    """The facts as the law takes them; a fact that is needed and left out is an error too."""
    facts: dict[str, Any] = {}
    errors: dict[str, Refusal] = {}
    for fact in asked.facts_of(topic):
        try:
            value = _value(fact, given)
            if value is not None:
                facts[fact.key] = value
            elif fact.required:
                errors[fact.key] = FactMissing(field=fact.key)
        except Refusal as refusal:
            errors[fact.key] = refusal
    return Typed(facts, errors)


def questions(topic: str, given: QueryDict, errors: Mapping[str, Any], language: str) -> list[Question]:
    """The facts as components draw them: first those that are needed, each as it was typed."""
    return [_question(topic, fact, given, errors.get(fact.key, ""), language) for fact in in_order(topic)]


def in_order(topic: str) -> list[Asked]:
    """What is needed first; sector and accident before what follows from them."""
    return sorted(
        asked.facts_of(topic),
        key=lambda fact: (not fact.required, _FIRST.index(fact.key) if fact.key in _FIRST else len(_FIRST)),
    )


def address(topic: str, facts: Mapping[str, Any]) -> str:
    """The query that enters these facts, as the law takes them, into the form."""
    query = QueryDict(mutable=True)
    for fact in asked.facts_of(topic):
        value = facts.get(fact.key)
        if value is None:
            continue
        match fact.kind:
            case asked.DAY:
                _put_day(query, fact.key, str(value))
            case asked.DAYS:
                for row, day in enumerate(value, start=1):
                    _put_day(query, f"{fact.key}.{row}", str(day))
            case asked.FLAG:
                query[fact.key] = _YES if value else _NO
            case asked.CHOICE:
                query[fact.key] = _word(fact, str(value))
            case asked.CODE if fact.key in _CODES:
                words = _CODES[fact.key]
                query[fact.key] = value if value in words else words[-1]
            case _:
                query[fact.key] = str(value)
    query["sent"] = "1"
    return query.urlencode()


def place_of(topic: str, key: str | None) -> str:
    """Where a refusal is said: at its fact, or at the top of the form where it has none there."""
    return key if key in {fact.key for fact in asked.facts_of(topic)} else ""


def table_of(fact: Asked) -> str:
    """The table of its codes; empty where it has none."""
    return _TABLES.get(fact.key, "") if fact.kind == asked.CODE else ""


def is_check(topic: str, fact: Asked) -> bool:
    """A flag that is off unless somebody says so is a box to tick; a question gets yes and no."""
    return (
        fact.kind == asked.FLAG and fact.default is False and not register.label_of_fact(topic, fact.key).endswith("?")
    )


def _put_day(query: QueryDict, name: str, day: str) -> None:
    for part, text in zip(reversed(PARTS), day.split("-"), strict=True):
        query[f"{name}.{part}"] = str(int(text))


def _names(fact: Asked, given: QueryDict) -> list[str]:
    match fact.kind:
        case asked.DAY:
            return [f"{fact.key}.{part}" for part in PARTS]
        case asked.DAYS:
            return [f"{row}.{part}" for row in _rows(fact, given) for part in PARTS]
        case asked.CODE if table_of(fact):
            return [fact.key, f"{fact.key}_query"]
        case _:
            return [fact.key]


def _value(fact: Asked, given: QueryDict) -> Any:
    match fact.kind:
        case asked.DAY:
            return _day(fact.key, given)
        case asked.DAYS:
            return [day for row in _rows(fact, given) if (day := _day(row, given))] or None
        case asked.CODE if table_of(fact):
            return _code(fact, given)
    text = _SPACES.sub(" ", given.get(fact.key, "")).strip()
    if not text:
        return None
    if len(text) > _LONGEST:
        raise InvalidInput(
            N_("Write at most %(most)s characters: this answer has %(length)s."), most=_LONGEST, length=len(text)
        )
    match fact.kind:
        case asked.AMOUNT:
            return str(parse_amount(text))
        case asked.NUMBER | asked.PERCENT:
            return _number(text)
        case asked.WHOLE:
            bare = re.sub(r"[ .,]", "", text)
            if not re.fullmatch(r"[0-9]{1,15}", bare) or not re.fullmatch(r"[0-9]+|[0-9]{1,3}([ .,][0-9]{3})+", text):
                raise InvalidInput(N_("Write a whole number, for example 14."))
            return int(bare)
        case asked.FLAG if text in (_YES, _NO):
            return text == _YES
        case asked.CHOICE | asked.CODE if text in _words(fact):
            return text
    raise InvalidInput(N_("Choose one of the answers offered."))


def _day(name: str, given: QueryDict) -> str | None:
    parts = [given.get(f"{name}.{part}", "").strip() for part in PARTS]
    return parse_day_parts(*parts).isoformat() if any(parts) else None


def _number(text: str) -> str:
    """A coefficient, a percentage, a count: one sign alone is the decimal point, "1.5460" and "1,5460" are the same."""
    bare = re.sub(r"[%€ ]", "", text)
    at = max(bare.rfind("."), bare.rfind(","))
    whole, decimals = (bare[:at], bare[at + 1 :]) if at >= 0 else (bare, "")
    if at >= 0 and bare.count(bare[at]) > 1:
        whole, decimals = bare, ""
    if not re.fullmatch(r"[0-9]{1,30}|[0-9]{1,3}([.,][0-9]{3})+", whole) or not re.fullmatch(r"[0-9]{0,12}", decimals):
        raise InvalidInput(N_("Write a number in digits, for example 1,234.56."))
    plain = re.sub(r"[.,]", "", whole)
    return f"{plain}.{decimals}" if decimals else plain


def _code(fact: Asked, given: QueryDict) -> str | None:
    """The code that was chosen, or that the words of the search name alone."""
    table, code = codes.table(table_of(fact)), given.get(fact.key, "").strip()
    query = given.get(f"{fact.key}_query", "").strip()
    if code and table.has(code):
        return code
    if found := table.find(code or query):
        return found
    if code or query:
        raise InvalidInput(N_("Choose one of the answers offered."))
    return None


def _words(fact: Asked) -> tuple[str, ...]:
    return _CODES.get(fact.key, ()) if fact.kind == asked.CODE else fact.words


def _word(fact: Asked, value: str) -> str:
    """The word of the form for a word of the law that means the same."""
    meaning = fact.options.get(value)
    return next((word for word in fact.words if fact.options[word] == meaning), value)


def _rows(fact: Asked, given: QueryDict) -> list[str]:
    filled = [
        int(found[1])
        for name in given
        if (found := re.fullmatch(rf"{re.escape(fact.key)}\.([0-9]{{1,2}})\.(?:day|month|year)", name))
        and given.get(name, "").strip()
    ]
    rows = max([_FEWEST_ROWS, *(row + 1 for row in filled)])
    return [f"{fact.key}.{row}" for row in range(1, min(rows, fact.most) + 1)]


def _question(topic: str, fact: Asked, given: QueryDict, error: Any, language: str) -> Question:
    words: dict[str, Any] = {
        "name": fact.key,
        "label": register.label_of_fact(topic, fact.key),
        "hint": register.hint_of_fact(topic, fact.key),
        "error": error,
        "required": fact.required,
    }
    typed = _as_written(given.get(fact.key, ""), language)
    match fact.kind:
        case asked.DAY:
            return Question("date", inputs=_parts(fact.key, given), **words)
        case asked.DAYS:
            rows = tuple(Question("row", name=row, label="", inputs=_parts(row, given)) for row in _rows(fact, given))
            return Question("days", parts=rows, **words)
        case asked.FLAG if is_check(topic, fact):
            return Question("check", value=typed == _YES, kind=_YES, **words)
        case asked.FLAG:
            default = {True: _YES, False: _NO, None: ""}[fact.default]
            options: _Options = ((_YES, N_("Yes")), (_NO, N_("No")))
            if not fact.required and fact.default is None:
                options = (*options, ("", N_("Not answered")))
            return Question("choices", value=given.get(fact.key, default), options=options, **words)
        case asked.CODE if table_of(fact):
            return _coded(fact, given, words, language)
        case asked.CHOICE | asked.CODE:
            options = tuple((word, register.word(word, fact.key)) for word in _words(fact))
            default = fact.default if isinstance(fact.default, str) else ""
            value = _word(fact, given.get(fact.key, default))
            if len(options) > _SELECT_FROM:
                return Question("select", value=value, options=options, **words)
            if not fact.required and not default:
                options = (*options, ("", N_("Not answered")))
            return Question("choices", value=value, options=options, **words)
        case asked.AMOUNT:
            return Question("money", value=typed, **words)
        case asked.PERCENT:
            return Question("field", value=typed, kind="percent", inputmode="decimal", maxlength=12, **words)
        case _:
            mode = "numeric" if fact.kind == asked.WHOLE else "decimal"
            return Question("field", value=typed, kind="number", inputmode=mode, maxlength=20, **words)


def _as_written(typed: str, language: str) -> str:
    """An amount of an address ("60000.00") as the language types it; what a person typed otherwise stays as it is."""
    return typed.replace(".", ",") if language != "en" and re.fullmatch(r"[0-9]+\.[0-9]{1,2}", typed) else typed


def _coded(fact: Asked, given: QueryDict, words: dict[str, Any], language: str) -> Question:
    table = codes.table(table_of(fact))
    query = given.get(f"{fact.key}_query", "").strip()[:200]
    code = given.get(fact.key, "").strip() if given.get("change") != fact.key else ""
    code = code if code and table.has(code) else table.find(query) or ""
    chosen = {"code": code, "label": table.label(code, language)} if code else None
    found = tuple(table.search(query, language)) if query and not chosen else ()
    return Question("code", value=code, table=table.name, chosen=chosen, query=query, found=found, **words)


def _parts(name: str, given: QueryDict) -> dict[str, str]:
    return {part: given.get(f"{name}.{part}", "") for part in PARTS}
