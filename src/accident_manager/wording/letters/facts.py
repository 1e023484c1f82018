"""What a letter needs to know. Amounts are EUR, days are legal days; texts typed by a handler are said as they are."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import N_, InvalidInput

Kind = Literal[
    "accepted",
    "refused",
    "doubt",
    "information_request",
    "accepted_public_by_authority",
    "refused_public_by_authority",
    "declaration_copy",
    "advice_to_authority",
]
KINDS: tuple[Kind, ...] = (
    "accepted",
    "refused",
    "doubt",
    "information_request",
    "accepted_public_by_authority",
    "refused_public_by_authority",
    "declaration_copy",
    "advice_to_authority",
)
Advice = Literal["accept", "refuse", "doubt"]
Receiver = Literal["victim", "employer", "fedris", "fund"]
BY_AUTHORITY: frozenset[Kind] = frozenset({"accepted_public_by_authority", "refused_public_by_authority"})


class LetterLacks(InvalidInput):
    """The letter cannot be written without this; `field` names it."""

    code = "letters.lacks"
    sentence = N_("This letter needs more information before it can be written.")


@dataclass(frozen=True, slots=True)
class Person:
    """`sex` is "f", "m" or None, when it is not known or should not be said."""

    first_name: str
    last_name: str
    sex: Literal["f", "m"] | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class AllowanceLine:
    """Days in a row at one daily amount, and what they give (EUR)."""

    period: Period
    daily: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Allowance:
    """Temporary incapacity as calculated (R38): `total` for `days` calendar days at `daily`, over `periods`.

    `lines` are given when the daily amount changes on the way (R43): then `total` is their sum. `to_employer` and
    `to_victim` are the two payees when the employer paid guaranteed wage (R45).
    """

    base_wage: Decimal
    daily: Decimal
    days: int
    periods: tuple[Period, ...]
    total: Decimal
    to_employer: Decimal | None = None
    to_victim: Decimal | None = None
    lines: tuple[AllowanceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The facts of any letter; each kind reads what it needs.

    `reasons` and `missing` are whole sentences or short phrases in the language of the letter. `court` is the name and
    address of the labour court of the victim's residence, one line an entry: article 14 asks for it in a decision.
    `authority_name` is set in the public scheme only. `to` says who receives it: the employer a request for
    information or an advice, Fedris and the health insurance fund a copy of what the victim is told. `handler_name` is
    empty while nobody handles the file. `advice` is what an insurer advises an authority; `medical_asked` when a
    request asks for a medical paper.
    """

    victim: Person
    file_number: str
    accident_on: date
    employer_name: str
    insurer_name: str
    desk_phone: str
    desk_email: str
    decided_on: date
    handler_name: str
    place: str = ""
    to: Receiver = "victim"
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reply_by: date | None = None
    received_on: date | None = None
    decide_by: date | None = None
    allowance: Allowance | None = None
    provisional: bool = False
    authority_name: str = ""
    authority_signatory: str = ""
    authority_role: str = ""
    court: tuple[str, ...] = ()
    declared: tuple[tuple[str, str], ...] = ()
    enclosures: tuple[str, ...] = ()
    advice: Advice | None = None
    medical_asked: bool = False
