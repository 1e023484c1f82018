"""The queue of those who decide: files without a final decision, ordered by the last day to decide (R16, R61a)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accident_manager.claims.models import Claim, Document, Status, WageBase
from accident_manager.claims.queries.missing import missing_codes
from accident_manager.claims.queries.reach import is_insurers
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, NotAllowed, NotFound
from accident_manager.law.time_limits import PUBLIC

TABS = ("all", "late", "today", "three_days", "complete", "waiting", "mine")
# Counting every row of a busy insurer costs more than anybody learns from it.
CAP = 1000
_WAITING = (Status.INFORMATION_REQUESTED, Status.REFUSAL_PROPOSED, Status.ACCEPTANCE_PREPARED, Status.REFUSAL_PREPARED)

NEXT_STEPS = {
    Status.RECEIVED: N_("Decide"),
    Status.INFORMATION_REQUESTED: N_("Wait for the answer, or decide"),
    Status.IN_DOUBT: N_("Investigate, then decide"),
    Status.REFUSAL_PROPOSED: N_("Second look at the refusal"),
    Status.ACCEPTANCE_PREPARED: N_("The authority decides"),
    Status.REFUSAL_PREPARED: N_("The authority decides"),
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A file in the queue. `bucket`: "late", "today", "three_days", "month" or "later". `missing` holds codes of
    `missing`.

    `next_step` is an English source sentence; `article` the law behind the last day.
    """

    id: UUID
    number: str
    scheme: str
    victim: str
    employer: str
    accident_on: date
    received_on: date
    counts_from: date
    decide_by: date
    days_left: int
    bucket: str
    status: str
    next_step: str
    missing: tuple[str, ...]
    handler: UUID | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many, never counted beyond `CAP`: then `more` is true and `number` is the cap."""

    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue. `after` of the next page is `next_after`, None on the last."""

    rows: tuple[QueueRow, ...]
    tab: str
    counts: dict[str, Count]
    next_after: str | None
    today: date


def queue(by: Actor, *, tab: str = "all", after: str | None = None, limit: int = 25) -> QueuePage:
    """A page of the queue in a constant number of queries; an unknown tab is "all", a broken `after` the first page."""
    by.require("claims.list")
    if not is_insurers(by):
        raise NotAllowed
    today = clock.today()
    tab = tab if tab in TABS else "all"
    rows = _with_signs(_of_tab(tab, today, by)).select_related("person", "employer").order_by("decide_by", "id")
    position = _read_position(after)
    if position:
        rows = rows.filter(Q(decide_by__gt=position[0]) | Q(decide_by=position[0], id__gt=position[1]))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    more = f"{shown[-1].decide_by:%Y%m%d}-{shown[-1].id}" if len(found) > limit else None
    return QueuePage(tuple(_row(claim, today) for claim in shown), tab, _counts(today, by), more, today)


def queue_row(number: str, by: Actor) -> QueueRow:
    """One file as the queue shows it. NotFound when it is not in the queue (any more)."""
    by.require("claims.list")
    if not is_insurers(by):
        raise NotAllowed
    rows = _with_signs(Claim.objects.filter(decided_on__isnull=True)).select_related("person", "employer")
    claim = rows.filter(number=number).first()
    if claim is None:
        raise NotFound
    return _row(claim, clock.today())


def bucket(decide_by: date, today: date) -> str:
    """The group of a last day as the queue shows it."""
    if decide_by < today:
        return "late"
    if decide_by == today:
        return "today"
    if decide_by <= today + timedelta(days=3):
        return "three_days"
    same_month = (decide_by.year, decide_by.month) == (today.year, today.month)
    return "month" if same_month else "later"


def _of_tab(tab: str, today: date, by: Actor) -> QuerySet[Claim]:
    rows = Claim.objects.filter(decided_on__isnull=True)
    match tab:
        case "late":
            return rows.filter(decide_by__lt=today)
        case "today":
            return rows.filter(decide_by=today)
        case "three_days":
            return rows.filter(decide_by__gt=today, decide_by__lte=today + timedelta(days=3))
        case "complete":
            return rows.filter(Q(scheme=PUBLIC) | Q(_has_wage()), _has_certificate()).exclude(status__in=_WAITING)
        case "waiting":
            return rows.filter(status__in=_WAITING)
        case "mine":
            return rows.filter(handler=by.account_id)
        case _:
            return rows


def _with_signs(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    return rows.annotate(has_certificate=_has_certificate(), has_wage=_has_wage())


def _has_certificate() -> Exists:
    return Exists(Document.objects.filter(claim=OuterRef("id"), kind=Document.Kind.CERTIFICATE))


def _has_wage() -> Exists:
    return Exists(WageBase.objects.filter(claim=OuterRef("id"), current=True))


def _counts(today: date, by: Actor) -> dict[str, Count]:
    counts = {}
    for tab in TABS:
        # One more than the cap tells whether there are more.
        number = _of_tab(tab, today, by).order_by().values("id")[: CAP + 1].count()
        counts[tab] = Count(min(number, CAP), number > CAP)
    return counts


def _read_position(after: str | None) -> tuple[date, UUID] | None:
    day, _, row = (after or "").partition("-")
    try:
        return date.fromisoformat(day), UUID(row)
    except ValueError:
        return None


def _row(claim: Claim, today: date) -> QueueRow:
    return QueueRow(
        id=claim.id,
        number=claim.number,
        scheme=claim.scheme,
        victim=f"{claim.person.first_name} {claim.person.last_name}",
        employer=claim.employer.name,
        accident_on=claim.accident_on,
        received_on=claim.received_on,
        counts_from=claim.decision_counts_from,
        decide_by=claim.decide_by,
        days_left=(claim.decide_by - today).days,
        bucket=bucket(claim.decide_by, today),
        status=claim.status,
        next_step=NEXT_STEPS.get(Status(claim.status), ""),
        missing=missing_codes(
            has_policy=claim.policy_id is not None,
            has_certificate=claim.has_certificate,  # type: ignore[attr-defined]
            # In the public sector the pay goes on: no wage is needed to decide (R60).
            has_wage=claim.scheme == PUBLIC or claim.has_wage,  # type: ignore[attr-defined]
        ),
        handler=claim.handler,
    )
