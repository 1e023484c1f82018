"""Numbers that identify people, enterprises and accounts, with their check digits.

Each `parse_…` takes what a person typed (blanks, dots and dashes allowed), gives the bare digits, and raises
InvalidInput with a sentence that says what to do. Each `format_…` writes the bare digits as people read them.
"""

import re
from dataclasses import dataclass
from datetime import date

from accident_manager.foundation.refusal import N_, InvalidInput

_SEPARATORS = re.compile(r"[\s.\-/]+")


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text)


@dataclass(frozen=True, slots=True)
class Niss:
    """A social security number (NISS / INSZ): the eleven digits and what they tell."""

    digits: str
    born_in_2000_or_later: bool

    @property
    def is_bis(self) -> bool:
        return int(self.digits[2:4]) >= 20

    @property
    def birth_date(self) -> date | None:
        """The date in the digits, or None where a part is unknown (00) or the digits form no date."""
        year = int(self.digits[:2]) + (2000 if self.born_in_2000_or_later else 1900)
        month = int(self.digits[2:4]) % 20
        try:
            return date(year, month, int(self.digits[4:6]))
        except ValueError:
            return None

    @property
    def sex(self) -> str | None:
        """ "M" (odd counter), "F" (even), or None for a bis number whose sex was not known (month raised by 20)."""
        if 20 <= int(self.digits[2:4]) <= 32:
            return None
        return "M" if int(self.digits[6:9]) % 2 else "F"


def parse_niss(text: str) -> Niss:
    """A social security number; the check digits tell the century. Digits need not form a real date."""
    digits = _bare(text)
    if not re.fullmatch(r"[0-9]{11}", digits):
        raise InvalidInput(N_("A national number has 11 digits, for example 85.07.30-033.28."))
    month = int(digits[2:4])
    if not (month <= 12 or 20 <= month <= 32 or 40 <= month <= 52):
        raise InvalidInput(N_("These digits cannot be a national number: check the date in the first six digits."))
    first, check = int(digits[:9]), int(digits[9:])
    for later, number in ((False, first), (True, 2_000_000_000 + first)):
        if 97 - number % 97 == check:
            return Niss(digits, later)
    raise InvalidInput(N_("The check digits of this national number are not right: compare it with the identity card."))


def format_niss(digits: str) -> str:
    """ "85073003328" as "85.07.30-033.28"."""
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}"


def mask_niss(digits: str) -> str:
    """The birth date part only: "85.07.30-•••.••"."""
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-•••.••"


def parse_enterprise_number(text: str) -> str:
    """A KBO/BCE enterprise number: 10 digits, first 0 or 1, modulo 97. An old VAT number of 9 digits gets its 0."""
    digits = _bare(text).upper().removeprefix("BE")
    if re.fullmatch(r"[0-9]{9}", digits):
        digits = "0" + digits
    if not re.fullmatch(r"[01][0-9]{9}", digits):
        raise InvalidInput(N_("An enterprise number has 10 digits and begins with 0 or 1, for example 0403.019.261."))
    if (int(digits[:8]) + int(digits[8:])) % 97:
        raise InvalidInput(N_("The check digits of this enterprise number are not right."))
    return digits


def format_enterprise_number(digits: str) -> str:
    """ "0403019261" as "0403.019.261"."""
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def parse_establishment_unit(text: str) -> str:
    """An establishment unit number: 10 digits, first 2 to 8. No source confirms its modulo 97: not checked."""
    digits = _bare(text)
    if not re.fullmatch(r"[2-8][0-9]{9}", digits):
        raise InvalidInput(N_("An establishment unit number has 10 digits and begins with 2 to 8."))
    return digits


def format_establishment_unit(digits: str) -> str:
    """ "2012345678" as "2.012.345.678"."""
    return f"{digits[:1]}.{digits[1:4]}.{digits[4:7]}.{digits[7:]}"


def parse_iban(text: str) -> str:
    """An IBAN (ISO 13616), with the Belgian national check where it begins with BE."""
    iban = _bare(text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", iban):
        raise InvalidInput(
            N_("An account number begins with two letters and two digits, for example BE68 5390 0754 7034.")
        )
    moved = iban[4:] + iban[:4]
    valid = int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
    if valid and iban.startswith("BE"):
        valid = len(iban) == 16 and iban[4:].isdigit() and (int(iban[4:14]) % 97 or 97) == int(iban[14:])
    if not valid:
        raise InvalidInput(N_("The check digits of this account number are not right."))
    return iban


def format_iban(iban: str) -> str:
    """In groups of four."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def mask_iban(iban: str) -> str:
    """The first four and the last four characters."""
    return f"{iban[:4]} •••• •••• {iban[-4:]}"
