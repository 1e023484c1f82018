"""The limits of the login: what the house sets, and how far an insurer may tighten them. Never looser.

The numbers follow NIST SP 800-63B-4 and ASVS 6.1.1, 6.3.1 and 7.1.1. How long one waits is not a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from accident_manager.foundation.refusal import N_, InvalidInput


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the login of one insurer; the values here are the house's own, the loosest there are."""

    # Wrong passwords of one network address on one e-mail address, before that pair is blocked.
    failed_passwords: int = 10
    # Logins of one pair, whatever their outcome, in a minute; after that, half as many a minute.
    attempts_a_minute: int = 20
    # Failed logins of one network address (a /64 of IPv6) in a day, over all accounts.
    failures_a_day_of_an_address: int = 100
    # Failed logins on one account in an hour, from anywhere, before each further try is slowed and support is told.
    failures_an_hour_on_an_account: int = 50
    # Mails with a link to set a password, in an hour: to one account, and asked for by one network address.
    reset_mails_an_hour: int = 5
    reset_mails_an_hour_of_an_address: int = 20
    # How long such a link works.
    reset_link_hours: int = 24
    # Wrong codes: in a row before waiting five minutes, in an hour, in a row before the factor is suspended.
    wrong_codes_in_a_row: int = 5
    wrong_codes_an_hour: int = 10
    wrong_codes_before_suspension: int = 20
    # How long a remembered device is remembered; 0: no device is.
    remember_days: int = 30


@dataclass(frozen=True, slots=True)
class Bound:
    """What the house sets and the tightest value that still lets people in. `house` is None where it sets no limit;
    `most` is then the largest number that makes sense. Tighter is more where `house` is less than `tightest`.
    """

    house: int | None
    tightest: int
    most: int = 100

    def check(self, value: int) -> None:
        """InvalidInput for a value that is looser than the house's, or tighter than can be."""
        loosest = self.most if self.house is None else self.house
        least, most = sorted((loosest, self.tightest))
        if not least <= value <= most:
            raise InvalidInput(
                N_("This limit lies between %(least)s and %(most)s: it can be tightened, not loosened."),
                least=str(least), most=str(most),
            )  # fmt: skip


# The tightest value that still lets people in.
TIGHTEST: Mapping[str, int] = {
    "failed_passwords": 3,
    "attempts_a_minute": 6,
    "failures_a_day_of_an_address": 20,
    "failures_an_hour_on_an_account": 10,
    "reset_mails_an_hour": 2,
    "reset_mails_an_hour_of_an_address": 5,
    "reset_link_hours": 1,
    "wrong_codes_in_a_row": 3,
    "wrong_codes_an_hour": 5,
    "wrong_codes_before_suspension": 5,
    "remember_days": 0,
}
NAMES: tuple[str, ...] = tuple(field.name for field in fields(Limits))
# Every number that an insurer can tighten: those of `Limits`, and those with a column of their own.
BOUNDS: Mapping[str, Bound] = {
    "session_idle_minutes": Bound(60, 5),
    "session_absolute_hours": Bound(12, 1),
    "max_sessions": Bound(None, 1),
    "password_min_length": Bound(12, 64),
    "password_history": Bound(5, 24),
    "code_tolerance": Bound(1, 0),
    **{name: Bound(getattr(Limits(), name), TIGHTEST[name]) for name in NAMES},
}


def limits(chosen: Mapping[str, object]) -> Limits:
    """The limits with what an insurer chose. InvalidInput, its field the name: a looser value or an unknown name."""
    loosest = Limits()
    values: dict[str, int] = {}
    for name, value in chosen.items():
        if name not in NAMES:
            raise InvalidInput(N_("There is no such limit."), field=name)
        least, most = TIGHTEST[name], getattr(loosest, name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise InvalidInput(
                N_("This limit lies between %(least)s and %(most)s: it can be tightened, not loosened."),
                field=name, least=str(least), most=str(most),
            )  # fmt: skip
        values[name] = value
    return Limits(**values)
