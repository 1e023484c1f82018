"""How days, hours, amounts and numbers are written in French, Dutch, German and English.

Day and month, number and unit never part: they are joined by a no-break space.
"""

from datetime import date, datetime, time
from decimal import Decimal

from accident_manager.foundation.clock import BRUSSELS
from accident_manager.foundation.money import cents

NBSP = "\u00a0"
NARROW = "\u202f"

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_MONTHS_SHORT = {
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split(),
    "nl": "jan. feb. mrt. apr. mei juni juli aug. sep. okt. nov. dec.".split(),
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
_WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_WEEKDAYS_SHORT = {
    "fr": "lun. mar. mer. jeu. ven. sam. dim.".split(),
    "nl": "ma di wo do vr za zo".split(),
    "de": "Mo. Di. Mi. Do. Fr. Sa. So.".split(),
    "en": "Mon Tue Wed Thu Fri Sat Sun".split(),
}
_GROUP = {"fr": NARROW, "nl": ".", "de": ".", "en": ","}
_POINT = {"fr": ",", "nl": ",", "de": ",", "en": "."}


def day(value: date, language: str) -> str:
    """24 November 2026."""
    number = _day_number(value.day, language)
    return f"{number}{NBSP}{_MONTHS[language][value.month - 1]} {value.year}"


def long_day(value: date, language: str) -> str:
    """Tuesday 24 November 2026."""
    joint = ", " if language == "de" else " "
    return f"{weekday(value, language)}{joint}{day(value, language)}"


def short_day(value: date, language: str) -> str:
    """Tue 24 Nov, for tables and chips."""
    number = _day_number(value.day, language)
    return f"{_WEEKDAYS_SHORT[language][value.weekday()]}{NBSP}{number}{NBSP}{_MONTHS_SHORT[language][value.month - 1]}"


def weekday(value: date, language: str) -> str:
    return _WEEKDAYS[language][value.weekday()]


def short_weekday(value: date, language: str) -> str:
    return _WEEKDAYS_SHORT[language][value.weekday()]


def short_month(value: date, language: str) -> str:
    return _MONTHS_SHORT[language][value.month - 1]


def hour(value: time, language: str, *, unit: bool = True) -> str:
    """10:24, 10 h 24, 10.24 uur, 10:24 Uhr; without `unit` 10.24 and 10:24, for a range that says its unit once."""
    if language == "fr":
        return f"{value.hour}{NBSP}h" + (f"{NBSP}{value.minute:02}" if value.minute else "")
    if language == "nl":
        return f"{value.hour}.{value.minute:02}" + (f"{NBSP}uur" if unit else "")
    return f"{value.hour}:{value.minute:02}" + (f"{NBSP}Uhr" if unit and language == "de" else "")


def instant(value: datetime, language: str) -> str:
    """Day and hour in Brussels."""
    local = value.astimezone(BRUSSELS)
    return f"{day(local.date(), language)}, {hour(local.time(), language)}"


def number(value: Decimal | int, language: str, places: int = 2) -> str:
    """A number with grouped thousands and a fixed number of decimals."""
    grouped = f"{value:,.{places}f}"
    return grouped.translate({ord(","): _GROUP[language], ord("."): _POINT[language]})


def integer(value: int, language: str) -> str:
    return number(value, language, 0)


def money(value: Decimal, language: str) -> str:
    """€1,234.56 as the language writes it, rounded half up to the cent."""
    figure = number(abs(cents(value)), language)
    sign = "−" if value < 0 else ""
    match language:
        case "nl":
            return f"€{NBSP}{sign}{figure}"
        case "en":
            return f"{sign}€{figure}"
        case _:
            return f"{sign}{figure}{NBSP}€"


def size(octets: int, language: str) -> str:
    """A file size in kB or MB."""
    if octets < 1_000_000:
        return f"{integer(max(1, octets // 1000), language)}{NBSP}{'ko' if language == 'fr' else 'kB'}"
    return f"{number(Decimal(octets) / 1_000_000, language, 1)}{NBSP}{'Mo' if language == 'fr' else 'MB'}"


def _day_number(value: int, language: str) -> str:
    if language == "fr" and value == 1:
        return "1er"
    return f"{value}." if language == "de" else str(value)
