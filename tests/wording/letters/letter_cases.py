"""A victim, his file and what each kind of letter needs."""

from datetime import date
from decimal import Decimal
from typing import Any

from accident_manager.foundation.period import Period
from accident_manager.wording.letters import Allowance, LetterFacts, Person

ALLOWANCE = Allowance(
    base_wage=Decimal("44657.47"),
    daily=Decimal("110.11"),
    days=55,
    periods=(Period(date(2026, 9, 15), date(2026, 11, 8)),),
    total=Decimal("6056.05"),
    to_employer=Decimal("3005.10"),
    to_victim=Decimal("3050.95"),
)
_PUBLIC = {"authority_name": "Stad Leuven", "employer_name": "Stad Leuven"}
_NEEDED: dict[str, dict[str, Any]] = {
    "accepted": {"allowance": ALLOWANCE, "provisional": True},
    "refused": {"reasons": ("REASON ONE", "REASON TWO")},
    "doubt": {"reasons": ("REASON ONE",), "missing": ("MISSING ITEM",), "reply_by": date(2026, 12, 8)},
    "information_request": {"missing": ("MISSING ITEM",), "reply_by": date(2026, 12, 8)},
    "accepted_public_by_authority": _PUBLIC,
    "refused_public_by_authority": {**_PUBLIC, "reasons": ("REASON ONE",)},
    "declaration_copy": {"declared": (("LABEL", "VALUE"),)},
    "advice_to_authority": {
        **_PUBLIC,
        "to": "employer",
        "advice": "refuse",
        "reasons": ("REASON ONE",),
        "decide_by": date(2026, 12, 1),
    },
}


def facts_for(kind: str, **changes: Any) -> LetterFacts:
    common: dict[str, Any] = {
        "victim": Person("Tomasz", "Zieliński", "m"),
        "file_number": "26-004518",
        "accident_on": date(2026, 9, 14),
        "employer_name": "Halewood Foods Belgium NV",
        "insurer_name": "Belfius",
        "desk_phone": "02/286 74 74",
        "desk_email": "workerscompensation-claims@belins.be",
        "decided_on": date(2026, 11, 24),
        "handler_name": "Joris De Backer",
        "place": "Leuven",
    }
    return LetterFacts(**{**common, **_NEEDED[kind], **changes})
