"""Is the trail what was written? Each row is hashed anew, and compared with its neighbours and the chain's head.

What this cannot see is a trail whose last rows were cut off together with a head set back to match, or one rewritten
as a whole from some row on: both need the database's superuser. Keep the head (number and hash) outside, and compare.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accident_manager.audit import chain
from accident_manager.audit.models import ChainHead, Event
from accident_manager.storage import scope


@dataclass(frozen=True, slots=True)
class Verified:
    """Every row is as written. `head` is the last row's hash in hexadecimal."""

    count: int
    head: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first row that is not as written: its number, its id (None when it is gone), and what is wrong with it."""

    seq: int
    id: UUID | None
    reason: str


def verify(insurer_id: UUID) -> Verified | Wrong:
    """Look at every row of the insurer's chain in order, a thousand at a time in memory. Nobody waits for it."""
    with scope.of(insurer_id), transaction.atomic():
        head = ChainHead.objects.filter(insurer_id=insurer_id).first()
        return _first_wrong(_rows(), head.seq if head else 0)


def _rows() -> Iterator[dict[str, Any]]:
    """The rows, each with the chain's head, in one statement: it sees one moment while people work on."""
    head = ChainHead.objects.filter(insurer_id=OuterRef("insurer_id"))
    rows = Event.objects.order_by("seq").annotate(head_seq=Subquery(head.values("seq")))
    rows = rows.annotate(head_hash=Subquery(head.values("hash")))
    return rows.values(*chain.COLUMNS, "hash", "head_seq", "head_hash").iterator(chunk_size=1000)


def _first_wrong(rows: Iterator[dict[str, Any]], head_seq: int) -> Verified | Wrong:
    """`head_seq` is the chain's head as seen before the rows were: it counts when there are none."""
    seq, last_hash, last_id, head_hash = 0, chain.BEGINNING, None, None
    for row in rows:
        head_seq, head_hash = row["head_seq"], row["head_hash"]
        if row["seq"] != seq + 1:
            return Wrong(seq + 1, None, "the row is missing")
        stored = bytes(row["hash"])
        if chain.hash_of({**row, "origin": row["origin"].ciphertext}) != stored:
            return Wrong(row["seq"], row["id"], "the row was changed: it does not give its own hash")
        if bytes(row["previous_hash"]) != last_hash:
            if seq == 0:
                return Wrong(1, row["id"], "the row was replaced: it does not begin the chain")
            return Wrong(seq, last_id, "the row, or the one after it, was replaced: they do not join")
        seq, last_hash, last_id = row["seq"], stored, row["id"]
    if seq < (head_seq or 0):
        return Wrong(seq + 1, None, "the row is missing: the chain's head is further on")
    if seq > (head_seq or 0):
        return Wrong((head_seq or 0) + 1, None, "the row was added behind the chain's head")
    if seq and last_hash != bytes(head_hash or b""):
        return Wrong(seq, last_id, "the row was replaced: the chain's head names another hash")
    return Verified(seq, last_hash.hex())
