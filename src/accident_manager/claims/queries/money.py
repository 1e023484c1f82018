"""The benefits of a file: the pay as entered, the base wage, the days, and what they give, each with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import transaction

from accident_manager.audit import trail
from accident_manager.claims import events
from accident_manager.claims.models import Allowance, Claim, Incapacity, WageBase
from accident_manager.claims.queries.reach import claim_of, is_insurers
from accident_manager.claims.rules import frozen
from accident_manager.claims.rules.reckoning import restored
from accident_manager.claims.rules.wage import BONUS_KINDS, UNITS, BonusKind, Pay, pay_from
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.explained import Reason
from accident_manager.foundation.period import Period
from accident_manager.foundation.refusal import NotAllowed
from accident_manager.law import public_sector, wage

_BONUS_PARTS: tuple[tuple[BonusKind, str], ...] = (("percent", "percent"), ("amount", "lump_sum"), ("hours", "hours"))


@dataclass(frozen=True, slots=True)
class Days:
    """A period of total incapacity, both days included."""

    id: UUID
    starts_on: date
    ends_on: date

    @property
    def count(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Figure:
    """An outcome (EUR) with its reasons line by line; `provisional` when a number it read is not published law."""

    amount: Decimal
    because: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    provisional: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What the page of benefits shows. `pay` is what was entered, `declared` what the declaration says, to start from.

    In the public sector there is no allowance of the insurer: `public` says why, and the figures are None (R60).
    """

    reference: Period
    pay: Pay | None
    declared: Pay | None
    base: Figure | None
    days: tuple[Days, ...]
    allowance: Figure | None
    daily: Decimal | None
    day_count: int
    public: tuple[Reason, ...]


@transaction.atomic
def money_of(number: str, by: Actor) -> Money:
    """The benefits of a file. NotFound for a stranger, NotAllowed without the right to money. On the trail."""
    by.require("claims.money")
    if not is_insurers(by):
        raise NotAllowed
    claim = claim_of(number, by)
    found = _money(claim)
    trail.record(events.MONEY_OPENED, subject=("claim", claim.id), actor=by, number=claim.number)
    return found


def _money(claim: Claim) -> Money:
    base = WageBase.objects.filter(claim=claim, current=True).first()
    found = Allowance.objects.filter(claim=claim, current=True).first()
    rows = Incapacity.objects.filter(claim=claim).order_by("starts_on")
    public = public_sector.temporary_pay().because if claim.scheme == "public_1967" else ()
    return Money(
        reference=wage.reference_period(claim.accident_on).value,
        pay=pay_from(base.components) if base else None,
        declared=_declared(claim),
        base=_figure(base.base, base.explained) if base else None,
        days=tuple(Days(row.id, row.starts_on, row.ends_on) for row in rows),
        allowance=_figure(found.total, found.explained) if found else None,
        daily=Decimal(found.explained["daily"]) if found else None,
        day_count=found.explained["days"] if found else 0,
        public=public,
    )


def _figure(amount: str, explained: Mapping[str, Any]) -> Figure:
    return Figure(
        Decimal(amount), restored(explained["because"]), restored(explained["warnings"]), explained["provisional"]
    )


def _declared(claim: Claim) -> Pay | None:
    """The pay of the declaration, as far as it can be read."""
    declaration = claim.declarations.order_by("-version").first()
    values = frozen.answers_of(declaration.content) if declaration else {}
    amount, unit = _decimal(values.get("base_amount")), values.get("base_time_unit")
    if amount is None or unit not in UNITS:
        return None
    kind, bonus = _bonus(values)
    return Pay(
        amount=amount, unit=unit, hours_per_week=_decimal(values.get("hours_per_week_victim")),
        days_per_week=_decimal(values.get("days_per_week")), bonus_kind=kind, bonus=bonus,
        other_benefits=_decimal(values.get("other_benefits.amount")) or Decimal(0),
    )  # fmt: skip


def _bonus(values: Mapping[str, Any]) -> tuple[BonusKind, Decimal]:
    for kind, part in _BONUS_PARTS:
        if given := _decimal(values.get(f"year_end_bonus_value.{part}")):
            return kind, given
    return BONUS_KINDS[0], Decimal(0)


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
