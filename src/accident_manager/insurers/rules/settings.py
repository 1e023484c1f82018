"""What an insurer may set for itself: read from what somebody typed, with what is wrong field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from accident_manager.foundation.refusal import N_, InvalidInput, Refusal
from accident_manager.foundation.typed import one_line
from accident_manager.insurers.rules.limits import BOUNDS, Bound
from accident_manager.wording import LANGUAGES

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_CLOSED_DAYS = 400
# As they are typed: a line for each, and a remark in it.
_LONGEST_CLOSED_DAYS = 100 * MOST_CLOSED_DAYS
# Longest texts, as the database holds them.
_LENGTHS = {"name": 80, "tagline": 120, "product_name": 120, "login_name": 60, "reset_name": 60}
# Without the signs by which a mail tells one receiver from the next.
_PART = r"[^@\s<>()\[\],;:\\\"]+"
_EMAIL = re.compile(rf"{_PART}@{_PART}\.{_PART}")
_PHONE = re.compile(r"\+?[0-9 ./()-]{6,40}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_HOUR = re.compile(r"(\d{1,2})(?:\s*(?:[:.]|[hu](?![a-z]))\s*(\d{2})?)?")
# What may stand between the hours of a day: signs, and the words of our languages.
_BETWEEN = re.compile(r"(?:[\s,;/–—-]|to|and|from|de|à|et|van|tot|en|uur|von|bis|und|uhr)*")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_REQUIRED = N_("Fill this in.")
NO_COLOUR = N_("A colour is written like #b5103c.")


class InvalidSettings(InvalidInput):
    """`errors` says by field what is wrong."""

    code = "insurers.settings.invalid"

    def __init__(self, errors: Mapping[str, Refusal]) -> None:
        self.errors = dict(errors)
        field, first = next(iter(self.errors.items()))
        super().__init__(first.sentence, field=field, **first.values)


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """How and when the help desk answers. `hours` is what `help_desk.parse` reads; days are in ISO form."""

    support_email: str
    support_phone: str
    help_desk_hours: Mapping[str, list[list[str]]]
    closed_days: tuple[str, ...]
    time_zone: str


@dataclass(frozen=True, slots=True)
class Branding:
    """What the insurer is called, its colour ("#rrggbb") and its languages."""

    name: str
    tagline: str
    product_name: str
    login_name: str
    reset_name: str
    brand_seed: str
    languages: tuple[str, ...]
    default_language: str


@dataclass(frozen=True, slots=True)
class Security:
    """`values` are the limits by name (`limits.BOUNDS`); None is no limit."""

    values: Mapping[str, int | None]
    passkeys_allowed: bool


def help_desk(typed: Mapping[str, str]) -> HelpDesk:
    """The help desk as somebody typed it: support_email, support_phone, time_zone, closed_days, and a text a day
    ("hours.monday": "9:00–12:00, 13:00–16:00"). InvalidSettings.
    """
    errors: dict[str, Refusal] = {}
    email, phone = typed.get("support_email", "").strip(), typed.get("support_phone", "").strip()
    if len(email) > 254 or not _EMAIL.fullmatch(email) or not email.isprintable():
        errors["support_email"] = InvalidInput(N_("An e-mail address looks like name@example.be."))
    if not _PHONE.fullmatch(phone) or sum(character.isdigit() for character in phone) < 6:
        errors["support_phone"] = InvalidInput(N_("A telephone number has at least six digits, such as 02 286 74 74."))
    hours: dict[str, list[list[str]]] = {}
    for number, day in enumerate(DAYS, start=1):
        try:
            if openings := openings_of(typed.get(f"hours.{day}", "")):
                hours[str(number)] = openings
        except InvalidInput as refusal:
            errors[f"hours.{day}"] = refusal
    days: list[date] = []
    try:
        days = closed_days_of(typed.get("closed_days", ""))
    except InvalidInput as refusal:
        errors["closed_days"] = refusal
    zone = typed.get("time_zone", "").strip()
    if zone not in available_timezones():
        errors["time_zone"] = InvalidInput(
            N_("There is no such time zone. Write the continent and the city, such as Europe/Brussels.")
        )
    _refuse(errors)
    return HelpDesk(email, phone, hours, tuple(day.isoformat() for day in days), zone)


def branding(typed: Mapping[str, Any]) -> Branding:
    """The branding as somebody typed it; "languages" is a list. InvalidSettings."""
    errors: dict[str, Refusal] = {}
    texts = {name: one_line(str(typed.get(name, ""))) for name in _LENGTHS}
    for name, text in texts.items():
        if not text and name != "tagline":
            errors[name] = InvalidInput(_REQUIRED)
        elif len(text) > _LENGTHS[name]:
            errors[name] = InvalidInput(N_("At most %(count)s characters in length"), count=_LENGTHS[name])
    seed = colour_of(str(typed.get("brand_seed", "")))
    if not seed:
        errors["brand_seed"] = InvalidInput(NO_COLOUR)
    chosen = typed.get("languages", ())
    languages = tuple(language for language in LANGUAGES if language in chosen)
    if not languages:
        errors["languages"] = InvalidInput(N_("Choose at least one language."))
    default = str(typed.get("default_language", ""))
    if languages and default not in languages:
        errors["default_language"] = InvalidInput(N_("Choose one of the languages that are offered."))
    _refuse(errors)
    return Branding(**texts, brand_seed=seed, languages=languages, default_language=default)


def security(typed: Mapping[str, str]) -> Security:
    """The limits as somebody typed them; nothing typed is no limit, where there may be none. InvalidSettings."""
    errors: dict[str, Refusal] = {}
    values: dict[str, int | None] = {}
    for name, bound in BOUNDS.items():
        try:
            values[name] = _limit(typed.get(name, "").strip(), bound)
        except InvalidInput as refusal:
            errors[name] = refusal
    _refuse(errors)
    return Security(values, typed.get("passkeys_allowed", "") == "1")


def openings_of(text: str) -> list[list[str]]:
    """ "9-12, 13:30 – 16h" as [["09:00", "12:00"], ["13:30", "16:00"]], in their order. InvalidInput."""
    text = text.strip().casefold()
    typed = [_hour(found) for found in _HOUR.finditer(text)]
    hours = [hour for hour in typed if hour is not None]
    if not _BETWEEN.fullmatch(_HOUR.sub("", text)) or len(hours) != len(typed) or len(hours) % 2 or len(hours) > 12:
        raise InvalidInput(N_("Write the openings like 9:00–12:00, 13:00–16:00, or nothing for a day without any."))
    openings = sorted(zip(hours[::2], hours[1::2], strict=True))
    if any(end <= start for start, end in openings):
        raise InvalidInput(N_("An opening ends after it starts, at 23:59 at the latest."))
    if any(later[0] < earlier[1] for earlier, later in pairwise(openings)):
        raise InvalidInput(N_("Two openings of this day overlap."))
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in openings]


def closed_days_of(text: str) -> list[date]:
    """The days of lines such as "24/12/2026" and "24/12/2026 – 2/1/2027", each once, in order. InvalidInput."""
    days: set[date] = set()
    if len(text) > _LONGEST_CLOSED_DAYS:
        raise InvalidInput(N_("At most %(count)s closed days are kept."), count=MOST_CLOSED_DAYS)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        ends = [_day(found) for found in _DAY.finditer(line)]
        if len(ends) not in (1, 2) or None in ends or not _BETWEEN.fullmatch(_DAY.sub("", line).casefold()):
            raise InvalidInput(
                N_("Line %(line)s is no day and no period: write 24/12/2026, or 24/12/2026 – 2/1/2027."), line=number
            )
        first, last = ends[0], ends[-1]
        assert first is not None and last is not None
        if not 0 <= (last - first).days < MOST_CLOSED_DAYS:
            raise InvalidInput(N_("The period of line %(line)s ends before it begins, or is too long."), line=number)
        days |= {first + timedelta(days=ahead) for ahead in range((last - first).days + 1)}
    if len(days) > MOST_CLOSED_DAYS:
        raise InvalidInput(N_("At most %(count)s closed days are kept."), count=MOST_CLOSED_DAYS)
    return sorted(days)


def colour_of(text: str) -> str:
    """A colour as somebody types it ("#B5103C", "b5103c", "#b13"), as "#rrggbb"; "" for what is none."""
    digits = text.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}" if _COLOUR.fullmatch(f"#{digits}") else ""


def _limit(text: str, bound: Bound) -> int | None:
    if not text and bound.house is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise InvalidInput(N_("Write a whole number."))
    bound.check(int(text))
    return int(text)


def _hour(found: re.Match[str]) -> time | None:
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _refuse(errors: Mapping[str, Refusal]) -> None:
    if errors:
        raise InvalidSettings(errors)
