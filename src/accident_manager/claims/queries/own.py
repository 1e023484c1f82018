"""The files of those outside the insurer: a declarer's, a prevention adviser's, a victim's. Nothing medical, no
money.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from accident_manager.claims.models import Claim
from accident_manager.claims.queries.reach import claims_of
from accident_manager.claims.rules import states
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.explained import Reason


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A file in the list of an outsider. `status_words` is a source sentence; `next_step` one with its day."""

    id: UUID
    number: str
    scheme: str
    victim: str
    employer: str
    accident_on: date
    received_at: datetime
    status: str
    status_words: str
    next_step: Reason
    decide_by: date
    days_left: int
    decided_on: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The latest first. `next_after` asks for the next page, None on the last."""

    rows: tuple[OwnClaim, ...]
    next_after: str | None


def own_claims(by: Actor, *, after: str | None = None, limit: int = 25) -> OwnPage:
    """The files this reader may know of, by receipt, the latest first. A broken `after` is the first page."""
    by.require("claims.list")
    rows = claims_of(by).select_related("person", "employer").order_by("-received_at", "-id")
    position = _read_position(after)
    if position:
        rows = rows.filter(Q(received_at__lt=position[0]) | Q(received_at=position[0], id__lt=position[1]))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    more = f"{shown[-1].received_at.isoformat()}_{shown[-1].id}" if len(found) > limit else None
    return OwnPage(tuple(_row(claim, clock.today()) for claim in shown), more)


def _read_position(after: str | None) -> tuple[datetime, UUID] | None:
    at, _, row = (after or "").rpartition("_")
    try:
        instant = datetime.fromisoformat(at)
        return (instant, UUID(row)) if instant.tzinfo else None
    except ValueError:
        return None


def _row(claim: Claim, today: date) -> OwnClaim:
    status = states.from_outside(claim.status)
    return OwnClaim(
        id=claim.id,
        number=claim.number,
        scheme=claim.scheme,
        victim=claim.declared_name,
        employer=claim.employer.name,
        accident_on=claim.accident_on,
        received_at=claim.received_at,
        status=status,
        status_words=states.words(status, claim.scheme),
        next_step=Reason(states.next_step_outside(claim.status, claim.scheme), {"day": claim.decide_by}),
        decide_by=claim.decide_by,
        days_left=(claim.decide_by - today).days,
        decided_on=claim.decided_on,
        days_late=claim.days_late,
    )
