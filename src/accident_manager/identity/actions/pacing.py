"""The buckets of tries, kept in PostgreSQL: every process takes from the same ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least

from accident_manager.crypto.index import exact_token
from accident_manager.foundation import clock, scope
from accident_manager.identity.models import Pace
from accident_manager.identity.rules.pace import Bucket, once_in


@dataclass(frozen=True, slots=True)
class Paced:
    """Something that has a pace of its own, known by a keyed token. `looks`: it is only looked at, nothing is taken."""

    key_token: bytes
    bucket: Bucket
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether there was a try to take, how many are left now, and how long until the next one."""

    was_there: bool
    left: float
    wait: timedelta


def paced(purpose: str, what: str, bucket: Bucket, *, looks: bool = False) -> Paced:
    return Paced(exact_token(f"pace.{purpose}", what), bucket, looks)


def take(*wanted: Paced) -> list[Taken]:
    """Take one try of each, all or none: when one bucket is empty, the others keep theirs.

    The rows are locked in one order, so that two of these never wait for each other.
    """
    now = clock.now()
    takers = {one.key_token: one for one in wanted if not one.looks}
    with transaction.atomic():
        rows = _locked(one.key_token for one in wanted)
        # A try that is refused leaves no row behind: a new one would be full.
        if (missing := takers.keys() - rows.keys()) and _all_there(wanted, rows, now):
            full = [Pace(key_token=key, left=takers[key].bucket.size, at=now) for key in sorted(missing)]
            Pace.objects.bulk_create(full, ignore_conflicts=True)
            rows = _locked(one.key_token for one in wanted)
        levels = [_level(one, rows.get(one.key_token), now) for one in wanted]
        all_there = _all_there(wanted, rows, now)
        after = [level - 1 if all_there and not one.looks else level for one, level in zip(wanted, levels, strict=True)]
        if all_there and takers:
            _keep({one.key_token: left for one, left in zip(wanted, after, strict=True) if not one.looks}, now)
    return [
        Taken(level >= 1, left, one.bucket.wait(left)) for one, level, left in zip(wanted, levels, after, strict=True)
    ]


def give_back(*good: Paced) -> None:
    """Put the tries back that were taken: they were good ones."""
    for one in good:
        Pace.objects.filter(key_token=one.key_token).update(left=Least(F("left") + 1.0, float(one.bucket.size)))


def first_in(period: timedelta, purpose: str, what: str) -> bool:
    """True once in this period for this: for what is told once."""
    [taken] = take(paced(purpose, what, once_in(period)))
    return taken.was_there


def _locked(keys: Iterable[bytes]) -> dict[bytes, tuple[float, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [scope.current(), list(set(keys))])
        return {bytes(key): (left, at) for key, left, at in cursor.fetchall()}


def _all_there(wanted: Iterable[Paced], rows: Mapping[bytes, tuple[float, datetime]], now: datetime) -> bool:
    return all(_level(one, rows.get(one.key_token), now) >= 1 for one in wanted if not one.looks)


def _level(one: Paced, row: tuple[float, datetime] | None, now: datetime) -> float:
    return one.bucket.level(now, *row) if row else float(one.bucket.size)


def _keep(left: Mapping[bytes, float], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [now, list(left), list(left.values()), scope.current()])


# Written out, because every login asks them.
_LOCK = """
SELECT key_token, "left", at FROM identity_pace
WHERE insurer_id = %s AND key_token = ANY(%s::bytea[]) ORDER BY key_token FOR NO KEY UPDATE
"""
_KEEP = """
UPDATE identity_pace SET "left" = kept.level, at = %s
FROM unnest(%s::bytea[], %s::float8[]) AS kept (key, level)
WHERE insurer_id = %s AND key_token = kept.key
"""
