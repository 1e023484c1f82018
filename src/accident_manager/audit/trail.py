"""Writing down what happened, in the transaction in which it happens.

The insurer's chain is locked from here to the end of the transaction: record last, when the rows that change are
locked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from accident_manager.audit import chain
from accident_manager.audit.events import EventType, declared
from accident_manager.audit.models import Event
from accident_manager.audit.values import NotForTheTrail, Value, written
from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.networks import network_of
from accident_manager.storage.ids import new_id

__all__ = ["Entry", "NotForTheTrail", "NotInTransaction", "record", "record_all"]

Subject = tuple[str, UUID]

_ORIGIN = Event._meta.get_field("origin")
# As much of a browser's name as anybody reads (characters).
_USER_AGENT = 300


class NotInTransaction(RuntimeError):
    """A programming error: what is written down must stand or fall with what was done."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the many for `record_all`: what `record` takes."""

    event: EventType
    subject: Subject | None = None
    values: Mapping[str, Value | None] = field(default_factory=dict)
    on_behalf_of: UUID | None = None


def record(
    event: EventType,
    *,
    subject: Subject | None = None,
    actor: Actor,
    on_behalf_of: UUID | None = None,
    **values: Value | None,
) -> int:
    """Write down that the actor did this to the subject (its kind and id); gives the link's number in the chain.

    `on_behalf_of` is the employer he acted for; when he acts for exactly one, that one. `values` are those the event
    declares; None is left out. NotForTheTrail, NotInTransaction.
    """
    return record_all([Entry(event, subject, values, on_behalf_of)], actor=actor)


def record_all(entries: Iterable[Entry], *, actor: Actor) -> int:
    """As `record` for many at once, with one lock and one statement; gives the number of the last link."""
    if not connection.in_atomic_block:
        raise NotInTransaction("an event is recorded in the transaction of what it records")
    insurer_id = scope.current()
    if actor.insurer_id != insurer_id:
        raise NotForTheTrail("the actor belongs to another insurer than the one in scope")
    token = ip_token(actor.ip)
    rows = [_row(entry, actor, insurer_id, token) for entry in entries]
    with connection.cursor() as cursor:
        seq, last_hash = _locked_head(cursor, insurer_id)
        for seq, row in enumerate(rows, start=seq + 1):  # noqa: B020
            row["seq"], row["previous_hash"] = seq, last_hash
            row["hash"] = last_hash = chain.hash_of(row)
            row["values"] = Jsonb(row["values"])
        if rows:
            values = [row[column] for row in rows for column in _COLUMNS]
            cursor.execute(_ADD.format(", ".join([_PLACES] * len(rows))), [seq, last_hash, insurer_id, *values])
    return seq


def ip_token(ip: str) -> bytes | None:
    """The keyed token by which events of a network address (of IPv6: a /64) are found; None for what is no address."""
    network = network_of(ip)
    return exact_token("audit.ip", network) if network else None


_COLUMNS = (*chain.COLUMNS, "hash")
_LOCK_HEAD = "SELECT seq, hash FROM audit_chainhead WHERE insurer_id = %s FOR UPDATE"
# Two first events at once: one makes the head, the other waits for it and finds it.
_MAKE_HEAD = "INSERT INTO audit_chainhead (insurer_id, seq, hash) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING"
# The links and the head that names the last of them, in one statement.
_ADD = """
WITH moved AS (UPDATE audit_chainhead SET seq = %s, hash = %s WHERE insurer_id = %s)
INSERT INTO audit_event ({}) VALUES {{}}
""".format(", ".join(f'"{column}"' for column in _COLUMNS))  # noqa: S608
_PLACES = "({})".format(", ".join(["%s"] * len(_COLUMNS)))


def _row(entry: Entry, actor: Actor, insurer_id: UUID, token: bytes | None) -> dict[str, Any]:
    """The event's columns, without its place in the chain."""
    event = entry.event
    if declared(event.code) is not event:
        raise NotForTheTrail(f"{event.code} is not a declared event")
    kind, subject_id = entry.subject or ("", None)
    employer = entry.on_behalf_of or (next(iter(actor.employer_ids)) if len(actor.employer_ids) == 1 else None)
    row_id = new_id()
    origin = {"ip": actor.ip, "user_agent": actor.user_agent[:_USER_AGENT]}
    if actor.session_id is not None:
        origin["session"] = str(actor.session_id)
    return {
        "id": row_id,
        "insurer_id": insurer_id,
        "at": clock.now(),
        "code": event.code,
        "actor_account_id": actor.account_id,
        "actor_role": actor.role,
        "on_behalf_of": employer,
        "subject_kind": kind,
        "subject_id": subject_id,
        "values": written(event, entry.values),
        "origin": bytes(_ORIGIN.seal(origin, row_id)),
        "ip_token": token,
    }


def _locked_head(cursor: Any, insurer_id: UUID) -> tuple[int, bytes]:
    cursor.execute(_LOCK_HEAD, [insurer_id])
    head = cursor.fetchone()
    if head is None:
        cursor.execute(_MAKE_HEAD, [insurer_id, chain.BEGINNING])
        cursor.execute(_LOCK_HEAD, [insurer_id])
        head = cursor.fetchone()
    return head[0], bytes(head[1])
