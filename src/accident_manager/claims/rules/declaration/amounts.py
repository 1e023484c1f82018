"""Amounts and decimals as the four languages write them."""

import re
from decimal import Decimal

from accident_manager.foundation.refusal import N_, InvalidInput

# With its two decimals a number must fit the 28 digits that Decimal calculates with.
_LONGEST = 24


def parse_amount(text: str) -> Decimal:
    """A number as any of the four languages writes it: 1 234,56, 1.234,56, 1,234.56, 1234.5. At most two decimals."""
    bare = re.sub(r"[\s\u00a0\u202f\u2009'’_]|eur(?:os?)?|€", "", text, flags=re.IGNORECASE)
    negative = bare.startswith(("-", "−"))
    if negative or not re.fullmatch(r"[0-9.,]*[0-9][0-9.,]*", bare) or len(bare) > _LONGEST:
        raise InvalidInput(N_("Write a number in digits, for example 1,234.56."))
    point = _decimal_point(bare)
    whole, _, decimals = bare.rpartition(point) if point else (bare, "", "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        raise InvalidInput(N_("Write a number in digits, for example 1,234.56."))
    if len(decimals) > 2:
        raise InvalidInput(N_("Write at most two decimals."))
    return Decimal(f"{''.join(groups) or '0'}.{decimals or '0'}").quantize(Decimal("0.01"))


def _decimal_point(bare: str) -> str:
    """The sign that separates the decimals, or "" when every sign groups thousands ("1.234" is 1234)."""
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return ""
    sign, after = bare[last], len(bare) - last - 1
    other = "," if sign == "." else "."
    if bare.count(sign) > 1:
        return ""
    if other in bare:
        return sign
    return "" if after == 3 and 1 <= last <= 3 and not bare.startswith("0") else sign
