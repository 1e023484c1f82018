"""One-time codes, recovery codes and how long wrong ones make wait."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from accident_manager.insurers.rules.limits import Limits

# 24 characters of 32 symbols are 120 bits; without I, O, 0 and 1, which are read for one another.
RECOVERY_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
RECOVERY_LENGTH = 24
SECRET_BYTES = 20
PERIOD_SECONDS = 30

WAIT = timedelta(minutes=5)
HOUR = timedelta(hours=1)
# Wrong codes after which the clock of the phone is named as a likely reason.
HINT_AFTER = 2
# A phone that is more than ten minutes off is not followed further.
LARGEST_DRIFT = 20


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong codes in a row, until when the next try waits, and the instants of the last hour's, whatever followed."""

    in_a_row: int = 0
    waits_until: datetime | None = None
    recent: tuple[datetime, ...] = ()

    def may_try(self, now: datetime, limits: Limits, *, suspends: bool) -> bool:
        """False while waiting, after too many in an hour, and when it `suspends`: after too many in a row for good."""
        if suspends and self.in_a_row >= limits.wrong_codes_before_suspension:
            return False
        if len(self._within_the_hour(now)) >= limits.wrong_codes_an_hour:
            return False
        return self.waits_until is None or self.waits_until <= now

    def one_more(self, now: datetime, limits: Limits) -> "Failures":
        count = self.in_a_row + 1
        waits = now + WAIT if count % limits.wrong_codes_in_a_row == 0 else self.waits_until
        return Failures(count, waits, (*self._within_the_hour(now), now))

    def makes_wait(self, now: datetime, limits: Limits) -> bool:
        """True when the last wrong one makes the next wait, or the last one for good."""
        waits = self.waits_until is not None and self.waits_until > now
        full = len(self._within_the_hour(now)) >= limits.wrong_codes_an_hour
        return waits or full or self.in_a_row == limits.wrong_codes_before_suspension

    def _within_the_hour(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(instant for instant in self.recent if instant > now - HOUR)


def one_time_code(typed: str) -> str | None:
    """The six digits of what was typed (blanks and dashes allowed), or None when these are not six digits."""
    digits = re.sub(r"[\s\-\u00a0]+", "", typed)
    return digits if re.fullmatch(r"[0-9]{6}", digits) else None


def recovery_code(typed: str) -> str | None:
    """The 24 characters of what was typed, or None when they are not 24 letters and digits."""
    code = re.sub(r"[\s\-\u00a0]+", "", typed).upper()
    return code if re.fullmatch(rf"[A-Z0-9]{{{RECOVERY_LENGTH}}}", code) else None


def recovery_code_from(entropy: bytes) -> str:
    """The code that 15 random bytes spell. ValueError for another number of bytes."""
    if len(entropy) != RECOVERY_LENGTH * 5 // 8:
        raise ValueError("a recovery code is made of 15 bytes")
    number = int.from_bytes(entropy, "big")
    return "".join(RECOVERY_ALPHABET[number >> 5 * place & 31] for place in reversed(range(RECOVERY_LENGTH)))


def in_groups(code: str, size: int = 4) -> str:
    """ "ABCDEFGH" as "ABCD EFGH", to read and to type."""
    return " ".join(code[at : at + size] for at in range(0, len(code), size))


def typed_key(secret: bytes) -> str:
    """The secret as it is typed into an app: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def otpauth_uri(*, secret: bytes, issuer: str, email: str) -> str:
    """What the QR code says. The insurer's name is the issuer, so that two insurers are told apart in the phone."""
    label = f"{quote(issuer, safe='')}:{quote(email, safe='@')}"
    values: Sequence[tuple[str, str]] = (
        ("secret", typed_key(secret)),
        ("issuer", issuer),
        ("algorithm", "SHA1"),
        ("digits", "6"),
        ("period", str(PERIOD_SECONDS)),
    )
    return f"otpauth://totp/{label}?{urlencode(values, quote_via=quote)}"
