"""E-mail and network addresses in one form, so that the same address is counted and found as the same."""

import re
import unicodedata

from accident_manager.foundation.networks import network_of as network_of

# Without the signs by which a mail tells one receiver from the next.
_PART = r"[^@\s<>()\[\],;:\\\"]+"
_EMAIL = re.compile(rf"{_PART}@{_PART}\.{_PART}")
LONGEST_EMAIL = 254
# With blanks around it, and signs that compose to fewer.
LONGEST_TYPED = 1000


def normal_email(email: str) -> str:
    """Without blanks around it, composed (NFKC), in small letters."""
    if len(email) > LONGEST_TYPED:
        # Nobody has such an address, and composing one can take minutes.
        return email.casefold()
    return unicodedata.normalize("NFKC", email).strip().casefold()


def is_email(email: str) -> bool:
    """True for what can be an address; whether it exists, only a mail tells."""
    return len(email) <= LONGEST_EMAIL and _EMAIL.fullmatch(email) is not None and email.isprintable()


def is_path_inside(path: str, door: str) -> bool:
    """True when `path` is a plain path behind `door` ("/belfius/"): no other host or insurer, no way out of it."""
    if not path.startswith(door) or path.startswith("//") or len(path) > 2000:
        return False
    if any(ord(character) < 0x21 or character == "\\" for character in path):
        return False
    bare = path.partition("?")[0].partition("#")[0].lower()
    return (
        "/../" not in f"{bare}/"
        and "/./" not in f"{bare}/"
        and "%2e" not in bare
        and "%2f" not in bare
        and "//" not in bare
    )
