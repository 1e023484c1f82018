"""What can be an official notice of a number of the law: its value in the number's unit, its days, its likelihood."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accident_manager.foundation.period import add_years
from accident_manager.foundation.refusal import N_, InvalidInput, Refusal
from accident_manager.law.parameters import Known, NotKnown, Parameter

# A value further from the one before than this share is a slip of the pen until somebody says that it is not.
_UNLIKELY = Decimal("0.20")
_LARGEST = Decimal(10_000_000)
# No period of the law is longer than a century; no coefficient has been anywhere near this.
_LARGEST_OF_UNIT = {"years": 100, "months": 1_200, "weeks": 5_200, "calendar days": 36_525, "working days": 36_525,
                    "days": 36_525, "multiplier": 1_000}  # fmt: skip
_LONGEST_SOURCE = 300
# How far ahead a notice speaks (years).
_AHEAD = 2
_WHOLE = re.compile(r"(calendar |working )?days|weeks|months|years|persons|parts|payments a year|year of the accident")
_DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?")


class NoticeDuplicate(Refusal):
    code = "amounts.duplicate"
    sentence = N_("There is already a notice of this number from this day: withdraw it first if it is wrong.")


class NoticeAlreadyKnown(Refusal):
    code = "amounts.already-known"
    sentence = N_("The published value from this day is already known: %(value)s. No notice is needed.")


class NoticeTooOld(Refusal):
    code = "amounts.too-old"
    sentence = N_(
        "A published value from %(day)s is known, which is later. A notice begins after that day, or on the first day"
        " of a value that is computed or assumed."
    )


class NoticeUnlikely(Refusal):
    code = "amounts.unlikely"
    sentence = N_(
        "This value is more than 20 %% away from the one before (%(previous)s). Check it, and confirm it if it is"
        " right."
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice before it is added: `value` and days already read, `source` as typed."""

    valid_from: date
    value: Decimal
    source: str
    published_on: date
    confirmed: bool = False


def decimals(unit: str) -> tuple[int, int]:
    """The least and the most decimals of a value in this unit."""
    if unit == "1 or 0" or _WHOLE.fullmatch(unit):
        return 0, 0
    if unit.startswith("EUR") and "km" not in unit:
        return 2, 2
    return (4, 4) if unit == "multiplier" or unit == "EUR per km" else (0, 4)


def read_value(text: str, unit: str) -> Decimal:
    """A value as any of the four languages writes it, in this unit: 57 584,22 · 57.584,22 · 57,584.22 · 1,5769.

    InvalidInput with what to write.
    """
    bare = re.sub(r"[\s\u00a0\u202f\u2009'’]|eur(?:os?)?|€|%", "", text, flags=re.IGNORECASE)
    least, most = decimals(unit)
    whole, point, fraction = _parted(bare, grouped=most <= 2)
    if not _DIGITS.fullmatch(f"{whole}.{fraction}" if point else whole) or len(bare) > 20:
        raise InvalidInput(N_("Write a number in digits, for example 1,234.56."), field="value")
    if len(fraction) > most:
        raise InvalidInput(N_("Write at most %(count)s decimals."), field="value", count=most)
    value = Decimal(f"{whole}.{fraction or '0'}").quantize(Decimal(1).scaleb(-max(least, len(fraction))))
    _check_size(value, unit)
    return value


def checked_size(value: Decimal, number: Parameter) -> None:
    """Nothing for a value that the law can calculate with, else InvalidInput."""
    _check_size(value, number.unit)
    if not value and number.divides:
        raise InvalidInput(N_("The law divides by this number: it cannot be 0."), field="value")


def _check_size(value: Decimal, unit: str) -> None:
    most = _LARGEST_OF_UNIT.get(unit, _LARGEST)
    if value > most or (unit == "1 or 0" and value > 1) or (unit.startswith("percent") and value > 100):
        raise InvalidInput(N_("This value cannot be: check it against the notice."), field="value")


def _parted(bare: str, *, grouped: bool) -> tuple[str, str, str]:
    """Whole part, point and decimals. With at most two decimals the only sign of "57.584" groups thousands."""
    at = max(bare.rfind("."), bare.rfind(","))
    if at < 0:
        return bare, "", ""
    sign, other = bare[at], "," if bare[at] == "." else "."
    groups = re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", bare)
    if groups and other not in bare and (bare.count(sign) > 1 or (grouped and not bare.startswith("0"))):
        return bare.replace(sign, ""), "", ""
    whole = bare[:at]
    if other in whole and not re.fullmatch(rf"[0-9]{{1,3}}(\{other}[0-9]{{3}})+", whole):
        return "?", "", ""
    return whole.replace(other, "") or "0", sign, bare[at + 1 :]


def written_value(value: Decimal, unit: str) -> str:
    """A value as the law's files write it: with the decimals of its unit, no more than it has."""
    least, _ = decimals(unit)
    digits = -int(value.normalize().as_tuple().exponent)
    return str(value.quantize(Decimal(1).scaleb(-max(least, digits, 0))))


def checked(draft: Draft, number: Parameter, *, today: date) -> None:
    """Nothing when this can be a notice of the number (as it stands with the notices so far), else a Refusal."""
    checked_source(draft.source)
    checked_size(draft.value, number)
    if draft.published_on > today:
        raise InvalidInput(N_("A notice of the future cannot be added: check its date."), field="published_on")
    if draft.published_on < number.values[0].valid_from:
        raise InvalidInput(N_("The notice is older than the first value of this number."), field="published_on")
    if draft.valid_from > add_years(today, _AHEAD):
        raise InvalidInput(N_("A notice does not speak so far ahead: check the year."), field="valid_from")
    if number.yearly and (draft.valid_from.month, draft.valid_from.day) != (1, 1):
        raise InvalidInput(N_("This number changes on 1 January: give that day."), field="valid_from")
    _place(draft.valid_from, number)


def doubt(draft: Draft, number: Parameter) -> NoticeUnlikely | None:
    """The refusal of a value that is far from the one before, unless somebody confirmed it."""
    previous = previous_value(number, draft.valid_from)
    if draft.confirmed or abs(draft.value - previous.value) <= previous.value * _UNLIKELY:
        return None
    return NoticeUnlikely(field="confirmed", previous=written_value(previous.value, number.unit))


_SAY_WHERE = N_("Say where the notice stands: the official journal and its date, or its address.")


def checked_source(text: str) -> str:
    """Where a notice stands, its blanks joined. InvalidInput when it says nothing, or too much."""
    text = " ".join(text.split())
    if len(text) < 5 or not text.isprintable():
        raise InvalidInput(_SAY_WHERE, field="source")
    if len(text) > _LONGEST_SOURCE:
        raise InvalidInput(N_("Write at most %(count)s characters."), field="source", count=_LONGEST_SOURCE)
    return text


def _place(first: date, number: Parameter) -> None:
    """A notice begins after the newest published value, or confirms a value that nobody published."""
    if first < number.values[0].valid_from:
        raise NoticeTooOld(
            N_("The first value of this number is from %(day)s: a notice cannot begin before it."),
            field="valid_from",
            day=number.values[0].valid_from,
        )
    same = next((known for known in number.values if known.valid_from == first), None)
    if same and same.status == "published":
        value = written_value(same.value, number.unit)
        raise NoticeAlreadyKnown(field="valid_from", value=value)
    newest = max((v.valid_from for v in number.values if v.status == "published"), default=date.min)
    if not same and first < newest:
        raise NoticeTooOld(field="valid_from", day=newest)


def previous_value(number: Parameter, first: date) -> Known:
    """The value that a notice from this day is compared with: the one it replaces, else the last one before it."""
    try:
        return number.on(first)
    except NotKnown:
        before = [known for known in number.values if known.valid_from <= first - timedelta(days=1)]
        return (before or list(number.values))[-1]
