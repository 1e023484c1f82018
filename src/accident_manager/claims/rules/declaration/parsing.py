"""Reading what a person typed, one answer at a time. Every reader gives a value JSON can hold, or raises InvalidInput
with a sentence that says what to do; nothing is cut off silently."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from accident_manager import codes
from accident_manager.claims.rules.declaration.amounts import parse_amount
from accident_manager.claims.rules.declaration.fields import Field
from accident_manager.foundation import identifiers
from accident_manager.foundation.refusal import N_, InvalidInput

# Beyond this nothing but a story is typed in earnest; longer input is refused before it is looked at.
LONGEST_SHORT_ANSWER = 300
FIRST_YEAR, LAST_YEAR = 1880, 2200

# Characters that turn the reading direction can make a text look like another one.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


def input_names(field: Field) -> tuple[str, ...]:
    """The names of the inputs of a field that is not a group."""
    match field.kind:
        case "date":
            return tuple(f"{field.key}.{part}" for part in ("day", "month", "year"))
        case "datetime":
            return tuple(f"{field.key}.{part}" for part in ("day", "month", "year", "time"))
        case _:
            return (field.key,)


def parse(field: Field, typed: Mapping[str, Sequence[str]]) -> Any:
    """The value of a field from its inputs (by name), or None when they are blank. InvalidInput when it cannot be."""
    if field.kind in ("date", "datetime"):
        return _dated(field, [_text(field, _last(typed, name)) for name in input_names(field)], typed)
    if field.kind == "choices":
        return _choices(field, typed.get(field.key, ()))
    text = _text(field, _last(typed, field.key))
    return _READERS[field.kind](field, text) if text else None


def _last(typed: Mapping[str, Sequence[str]], name: str) -> str:
    given = typed.get(name, "")
    if isinstance(given, str):
        return given
    return given[-1] if given else ""


def _text(field: Field, text: str) -> str:
    """Without blanks around it. InvalidInput when too long or holding characters no keyboard types."""
    most = field.max_length or LONGEST_SHORT_ANSWER
    if len(text) > 4 * most + 100:
        raise _too_long(most, len(text))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if field.kind != "text":
        text = _SPACES.sub(" ", text)
    text = text.strip()
    if any(_is_forbidden(letter) for letter in text):
        raise InvalidInput(
            N_("This answer holds an invisible character that cannot be kept: type it again instead of pasting it.")
        )
    if len(text) > most:
        raise _too_long(most, len(text))
    return text


def _too_long(most: int, length: int) -> InvalidInput:
    return InvalidInput(
        N_("Write at most %(most)s characters: this answer has %(length)s."),
        most=most,
        length=length,
    )


def _is_forbidden(letter: str) -> bool:
    if letter in "\n\t":
        return False
    return letter in _TURNING or unicodedata.category(letter) in ("Cc", "Cs") or ord(letter) & 0xFFFE == 0xFFFE


def _dated(field: Field, parts: list[str], typed: Mapping[str, Sequence[str]]) -> str | None:
    has_hour = field.kind == "datetime"
    whole = _text(field, _last(typed, field.key))
    if whole and not any(parts):
        day_text, _, hour_text = whole.replace("T", " ").partition(" ")
        day = parse_day(day_text)
    elif not any(parts):
        return None
    else:
        day_text, hour_text = " ".join(parts[:3]), parts[3] if has_hour else ""
        day = parse_day_parts(*parts[:3])
    if not has_hour:
        return day.isoformat()
    if not hour_text:
        raise InvalidInput(N_("Enter the hour as well, for example 8:10."))
    return datetime.combine(day, parse_time(hour_text)).isoformat(timespec="minutes")


def parse_day(text: str) -> date:
    """A date in one text: 2026-11-18, 18/11/2026, 18.11.2026, 18-11-2026."""
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text.strip()):
        return parse_day_parts(found[3], found[2], found[1])
    if found := re.fullmatch(r"([0-9]{1,2})[./\- ]([0-9]{1,2})[./\- ]([0-9]{2,4})", text.strip()):
        return parse_day_parts(found[1], found[2], found[3])
    raise InvalidInput(N_("Write the date as day, month and year, for example 18 11 2026."))


def parse_day_parts(day: str, month: str, year: str) -> date:
    """A date from its three inputs."""
    if not (day and month and year):
        raise InvalidInput(N_("Fill in the day, the month and the year."))
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in (day, month, year)):
        raise InvalidInput(N_("Write the date as day, month and year, for example 18 11 2026."))
    if len(year) != 4:
        raise InvalidInput(N_("Write the year with four digits, for example 2026."))
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        raise InvalidInput(N_("This day does not exist: check the day and the month.")) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise InvalidInput(N_("Check the year."))
    return read


def parse_time(text: str) -> time:
    """An hour: 8:10, 8h10, 8 h 10, 8.10 uur, 8:10 Uhr, 0810, 810, 8h, 8."""
    bare = _SPACES.sub("", text).casefold().removesuffix("uur").removesuffix("uhr").removesuffix("hrs")
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.,h]|u|uh)([0-9]{1,2})?(?:m|min)?(?::[0-9]{2})?", bare) or re.fullmatch(
        r"([0-9]{1,2}?)([0-9]{2})?", bare
    )
    if found and bare:
        hours, minutes = int(found[1]), int(found[2] or 0)
        if hours < 24 and minutes < 60:
            return time(hours, minutes)
    raise InvalidInput(N_("Write the hour as hours and minutes, for example 8:10."))


def _number(field: Field, text: str) -> str:
    value = parse_amount(text)
    if field.limit is not None and value > field.limit:
        raise InvalidInput(N_("Write a number of at most %(most)s."), most=field.limit)
    return str(value)


def _integer(field: Field, text: str) -> int:
    bare = _SPACES.sub("", text)
    if not re.fullmatch(r"[0-9]{1,12}", bare):
        raise InvalidInput(N_("Write a whole number, for example 14."))
    if field.limit is not None and int(bare) > field.limit:
        raise InvalidInput(N_("Write a number of at most %(most)s."), most=field.limit)
    return int(bare)


def _choice(field: Field, text: str) -> str:
    if not codes.table(field.table).has(text):
        raise InvalidInput(N_("Choose one of the answers offered."))
    return text


def _choices(field: Field, given: Sequence[str] | str) -> list[str] | None:
    chosen = {_text(field, text) for text in ([given] if isinstance(given, str) else given)} - {""}
    table = codes.table(field.table)
    if not all(table.has(code) for code in chosen):
        raise InvalidInput(N_("Choose one of the answers offered."))
    if "none" in chosen and len(chosen) > 1:
        raise InvalidInput(N_("Choose “None”, or the equipment that was worn, not both."))
    return [code for code in table.entries if code in chosen] or None


def _code(field: Field, text: str) -> str:
    code = codes.table(field.table).find(text)
    if code is None:
        raise InvalidInput(N_("We do not know this code: type a word and choose from the list."))
    if field.table == "isco08" and len(code) != 4:
        raise InvalidInput(N_("An occupation code has four digits: choose a more precise one."))
    return code


def _pattern(pattern: str, sentence: str) -> Callable[[Field, str], str]:
    compiled = re.compile(pattern)

    def read(field: Field, text: str) -> str:
        bare = re.sub(r"[\s.\-/]+", "", text).upper()
        if not compiled.fullmatch(bare):
            raise InvalidInput(sentence)
        return bare

    return read


_nsso = _pattern(r"[0-9]{5,12}", N_("An NSSO number has 5 to 12 digits."))


def _employer_number(field: Field, text: str) -> str:
    """An enterprise number, or the NSSO number of an employer that has none."""
    digits = re.sub(r"[\s.\-/]+", "", text).upper().removeprefix("BE")
    return (
        identifiers.parse_enterprise_number(digits) if re.fullmatch(r"[01][0-9]{9}", digits) else _nsso(field, digits)
    )


def _joint_committee(field: Field, text: str) -> str:
    found = re.fullmatch(r"([0-9]{3})(?:[.,\s]?([0-9]{2})(?:[.,\s]?[0-9]{2})?)?", text)
    if not found:
        raise InvalidInput(N_("A joint committee has a number of three digits, or three and two: 124 or 149.01."))
    # 124.00 is joint committee 124 itself.
    return found[1] if found[2] in (None, "00") else f"{found[1]}.{found[2]}"


def _phone(field: Field, text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text)
    if not re.fullmatch(r"\+?[0-9 ./()\-]+", text) or not 6 <= len(digits) <= 15:
        raise InvalidInput(N_("Write a telephone number in digits, for example 02 286 74 74 or +32 475 12 34 56."))
    return text


def _email(field: Field, text: str) -> str:
    if not re.fullmatch(r"[^@\s,;<>()\[\]\"\\]{1,64}@(?:[^@\s.,;<>]{1,63}\.)+[^@\s.,;<>]{2,63}", text) or ".." in text:
        raise InvalidInput(N_("Write an e-mail address like name@company.be."))
    return text


def _postcode(field: Field, text: str) -> str:
    # Whether a Belgian postcode exists depends on the country: see `checks`.
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z \-]{1,9}", text):
        raise InvalidInput(N_("Write the postcode, for example 4000."))
    return text.upper()


_READERS: Mapping[str, Callable[[Field, str], Any]] = {
    "string": lambda field, text: text,
    "text": lambda field, text: text,
    "choice": _choice,
    "code": _code,
    "time": lambda field, text: parse_time(text).isoformat(timespec="minutes"),
    "money": _number,
    "decimal": _number,
    "integer": _integer,
    "niss": lambda field, text: identifiers.parse_niss(text).digits,
    "enterprise_number": lambda field, text: identifiers.parse_enterprise_number(text),
    "employer_number": _employer_number,
    "unit_number": lambda field, text: identifiers.parse_establishment_unit(text),
    "nsso_number": _nsso,
    "iban": lambda field, text: identifiers.parse_iban(text),
    "bic": _pattern(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", N_("A BIC has 8 or 11 characters, for example GKCCBEBB.")),
    "phone": _phone,
    "email": _email,
    "nihdi": _pattern(r"[0-9]{8}(?:[0-9]{3})?", N_("An NIHDI number has 8 or 11 digits.")),
    "postcode": _postcode,
    "worker_code": _pattern(r"[0-9]{3}", N_("A worker code has three digits, for example 015.")),
    "joint_committee": _joint_committee,
}
