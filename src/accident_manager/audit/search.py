"""Looking for kinds of events in a trail of millions, newest first, in a time that does not grow with it.

Each kind is read from its own end of an index and the ends are merged: neither a flood of events of other kinds nor
a rare kind makes the search slow. Row-level security keeps every statement within the insurer in scope.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from accident_manager.audit import queries
from accident_manager.audit.models import Event
from accident_manager.audit.queries import EventRow, Origin
from accident_manager.foundation import scope

# Events of an export that are read at once.
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of these kinds, from an instant on and before another, about or done by an account, from a
    network address (`ip`, or its token as `trail.ip_token` makes it). `last_seq`: none that was written later.
    """

    codes: tuple[str, ...]
    since: datetime | None = None
    until: datetime | None = None
    account_id: UUID | None = None
    token: bytes | None = None
    last_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An event and from where it came."""

    event: EventRow
    origin: Origin


def find(wanted: Wanted, *, limit: int, before_seq: int | None = None) -> list[Found]:
    """The newest of the wanted events; `before_seq` gives those after that one. Three queries."""
    before = _place_of(before_seq) if before_seq is not None else None
    return _read([seq for _, seq in _places(wanted, limit, before)])


def every(wanted: Wanted) -> Iterator[Found]:
    """All wanted events, newest first, a thousand at a time in memory. Asks anew for each thousand: the caller keeps
    the insurer in scope while it runs.
    """
    before: tuple[datetime, int] | None = None
    while places := _places(wanted, _BATCH, before):
        yield from _read([seq for _, seq in places])
        before = places[-1]


def count(wanted: Wanted, *, at_most: int | None = None) -> int:
    """How many wanted events there are; counting stops at `at_most`."""
    stop = "" if at_most is None else "LIMIT %(at_most)s"
    arms = " UNION ".join(
        f"(SELECT seq FROM audit_event WHERE code = ANY(%(codes)s) AND {_SAME} {condition} {stop})"  # noqa: S608
        for condition in _arms(wanted)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT seq FROM ({arms}) AS arms {stop}) AS counted",  # noqa: S608
            {**_values(wanted, None), "at_most": at_most},
        )
        return int(cursor.fetchone()[0])


def count_by_hour(
    codes: Sequence[str], hours: Iterable[datetime], *, at_most: int
) -> Mapping[tuple[str, datetime], int]:
    """How many events of each code there are in the hour that begins at each instant; counting stops at `at_most`.

    What does not occur is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _BY_HOUR, {"codes": list(codes), "hours": list(hours), "insurer": scope.current(), "most": at_most}
        )
        return {(code, hour): number for code, hour, number in cursor.fetchall()}


# What every arm asks for beside its kind: `before` is the place in the order from which on it reads.
_SAME = (
    "insurer_id = %(insurer)s AND (at, seq) < (%(before_at)s::timestamptz, %(before_seq)s) "
    "AND at >= %(since)s::timestamptz AND seq <= %(last_seq)s"
)
_BY_HOUR = """
SELECT kind.code, hour.start, counted.number
FROM unnest(%(codes)s::text[]) AS kind(code) CROSS JOIN unnest(%(hours)s::timestamptz[]) AS hour(start)
CROSS JOIN LATERAL (
  SELECT count(*) AS number FROM (
    SELECT FROM audit_event WHERE insurer_id = %(insurer)s AND code = kind.code
    AND at >= hour.start AND at < hour.start + interval '1 hour' LIMIT %(most)s
  ) AS of_the_hour
) AS counted
WHERE counted.number > 0
"""
# An account's own events are few and are read whole; everything else kind by kind.
_KIND_BY_KIND = """
(SELECT end_of.at, end_of.seq FROM unnest(%(codes)s::text[]) AS kind(code) CROSS JOIN LATERAL (
  SELECT at, seq FROM audit_event WHERE code = kind.code AND {same} {condition}
  ORDER BY at DESC, seq DESC LIMIT %(limit)s
) AS end_of)
"""
_WHOLE = "(SELECT at, seq FROM audit_event WHERE code = ANY(%(codes)s) AND {same} {condition})"
_LAST = 2**63 - 1


def _places(wanted: Wanted, limit: int, before: tuple[datetime, int] | None) -> list[tuple[datetime, int]]:
    arms = [
        (_WHOLE if "subject_id" in condition else _KIND_BY_KIND).format(same=_SAME, condition=condition)
        for condition in _arms(wanted)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT at, seq FROM ({' UNION '.join(arms)}) AS found ORDER BY at DESC, seq DESC LIMIT %(limit)s",  # noqa: S608
            {**_values(wanted, before), "limit": limit},
        )
        return list(cursor.fetchall())


def _arms(wanted: Wanted) -> list[str]:
    """The conditions of which one is enough."""
    network = "AND ip_token = %(token)s" if wanted.token is not None else ""
    if wanted.account_id is None:
        return [network]
    return [f"AND subject_id = %(account)s {network}", f"AND actor_account_id = %(account)s {network}"]


def _values(wanted: Wanted, before: tuple[datetime, int] | None) -> dict[str, Any]:
    before_at, before_seq = before or (wanted.until or "infinity", _LAST if wanted.until is None else -1)
    return {
        "codes": list(wanted.codes),
        "insurer": scope.current(),
        "since": wanted.since or "-infinity",
        "before_at": before_at,
        "before_seq": before_seq,
        "last_seq": _LAST if wanted.last_seq is None else wanted.last_seq,
        "account": wanted.account_id,
        "token": wanted.token,
    }


def _place_of(seq: int) -> tuple[datetime, int] | None:
    row = Event.objects.filter(seq=seq).values_list("at", "seq").first()
    return (row[0], row[1]) if row else None


def _read(seqs: Sequence[int]) -> list[Found]:
    rows = {event.seq: event for event in Event.objects.filter(seq__in=seqs)}
    return [Found(queries.row_of(rows[seq]), Origin(**rows[seq].origin)) for seq in seqs]


def last_seq() -> int:
    """The number of the newest event of the insurer in scope; 0 before the first."""
    return Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
