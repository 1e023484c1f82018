"""Numbers of the law as pages write them: value and unit in the reader's language, how sure it is, where it stands."""

import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from accident_manager.foundation.refusal import N_
from accident_manager.law.parameters import Known
from accident_manager.wording import form, say

# A unit as the law's files write it, and as people read it.
UNITS = {
    "EUR": N_("euros"),
    "EUR per year": N_("euros a year"),
    "EUR per month": N_("euros a month"),
    "EUR per year and percent": N_("euros a year and percent"),
    "EUR per km": N_("euros a kilometre"),
    "km": N_("kilometres"),
    "hours": N_("hours"),
    "days": N_("days"),
    "calendar days": N_("calendar days"),
    "working days": N_("working days"),
    "months": N_("months"),
    "years": N_("years"),
    "year of the accident": N_("year of the accident"),
    "multiplier": N_("multiplier"),
    "parts": N_("parts"),
    "payments a year": N_("payments a year"),
    "persons": N_("persons"),
    "accidents": N_("accidents"),
    "1 or 0": N_("yes or no"),
}
# words and tone of a value's status
STATUSES = {
    "published": (N_("Published"), "ok"),
    "computed": (N_("Computed"), "warn"),
    "assumed": (N_("Assumed"), "warn"),
}
NOT_KNOWN = (N_("Not known"), "stop")

_ADDRESS = re.compile(r"https?://[^\s();,]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a source: words, or an address to open, shown by its site."""

    text: str
    url: str = ""


def unit_words(unit: str) -> str:
    """The unit for people, a source sentence."""
    return UNITS.get(unit, unit)


def written(value: str, unit: str, language: str) -> str:
    """A value of the law as the language writes it, with the decimals it has and without its unit."""
    if unit == "1 or 0":
        return say("Yes" if Decimal(value) else "No", language)
    if unit == "year of the accident":
        return value
    return form.number(Decimal(value), language, len(value.partition(".")[2]))


def status_of(known: Known | None) -> tuple[str, str]:
    return STATUSES[known.status] if known else NOT_KNOWN


def pieces(source: str) -> list[Piece]:
    """A source cut into words and addresses. That a value is computed or assumed is said by its status."""
    source = re.sub(r"(?<=\d) x (?=\d)", " × ", re.sub(r"^(computed|assumed): ", "", source))
    found, at = [], 0
    for address in _ADDRESS.finditer(source):
        if before := source[at : address.start()]:
            found.append(Piece(before))
        found.append(Piece(urlsplit(address[0]).netloc.removeprefix("www."), address[0]))
        at = address.end()
    return [*found, Piece(source[at:])] if source[at:] else found
