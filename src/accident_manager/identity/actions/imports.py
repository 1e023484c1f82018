"""Files of accounts that wait for a yes: kept sealed, seen by who gave them, gone after a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from accident_manager.audit import trail
from accident_manager.foundation import clock
from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import NotAllowed, NotFound
from accident_manager.identity import events
from accident_manager.identity.models import AccountImport
from accident_manager.identity.rules import account_file

KEPT_FOR = timedelta(days=1)
# Forgetting a file on its hour; doing a long one in the background.
FORGET_TASK, FORGET_QUEUE = "accounts.forget-import", "clock"


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A file of accounts. `rows_done` of `rows` are done; `started_at` is the yes, `done_at` the end."""

    id: UUID
    content: bytes
    by_account_id: UUID
    rows: int
    rows_done: int
    outcome: Mapping[str, int]
    created_at: datetime
    started_at: datetime | None
    done_at: datetime | None


def keep(content: bytes, by: Actor) -> UUID:
    """Keep a file that can be read, for a day; gives its id. UnreadableFile."""
    by.require("accounts.write")
    if by.account_id is None:
        raise NotAllowed
    rows = len(account_file.rows_in(content))
    now = clock.now()
    with transaction.atomic():
        row = AccountImport.objects.create(content=content, by_account_id=by.account_id, rows=rows, created_at=now)
        task = app.configure_task(FORGET_TASK, queue=FORGET_QUEUE, schedule_at=now + KEPT_FOR)
        task.defer(insurer_id=str(row.insurer_id), import_id=str(row.id))
        subject = ("account", by.account_id)
        trail.record(events.ADMIN_IMPORT_KEPT, subject=subject, actor=by, rows=rows, import_id=row.id)
    return row.id


def kept(import_id: UUID, by: Actor) -> KeptImport:
    """A file that one gave oneself, at most a day ago. NotFound for any other."""
    by.require("accounts.write")
    row = AccountImport.objects.filter(
        pk=import_id, by_account_id=by.account_id, created_at__gt=clock.now() - KEPT_FOR
    ).first()
    if row is None:
        raise NotFound
    return _seen(row)


def begun(import_id: UUID) -> KeptImport | None:
    """A file that waits to be done, for the worker; None when it is done or gone."""
    row = AccountImport.objects.filter(pk=import_id, started_at__isnull=False, done_at__isnull=True).first()
    return _seen(row) if row else None


def say_yes(import_id: UUID, by: Actor) -> bool:
    """The yes to a file of one's own; False when it was said before."""
    kept(import_id, by)
    return AccountImport.objects.filter(pk=import_id, started_at__isnull=True).update(started_at=clock.now()) == 1


def is_done_to(import_id: UUID, rows: int, outcome: Mapping[str, int]) -> None:
    """How far it is, and what became of the rows so far; in the transaction of the last one."""
    AccountImport.objects.filter(pk=import_id).update(rows_done=rows, outcome=dict(outcome))


def is_done(import_id: UUID, outcome: Mapping[str, int], by: Actor) -> None:
    """At its end; nothing when another worker said so before."""
    with transaction.atomic():
        rows = AccountImport.objects.filter(pk=import_id, done_at__isnull=True)
        if rows.update(done_at=clock.now(), rows_done=F("rows"), outcome=dict(outcome)):
            imported(outcome, by, import_id)


def imported(outcome: Mapping[str, int], by: Actor, import_id: UUID | None = None) -> None:
    """Write down what came of a file; inside a transaction."""
    subject = ("account", by.account_id) if by.account_id else None
    trail.record_all([trail.Entry(events.ADMIN_IMPORTED, subject, {**outcome, "import_id": import_id})], actor=by)


def drop(import_id: UUID, by: Actor) -> None:
    """Throw away a file of one's own that was not begun."""
    kept(import_id, by)
    AccountImport.objects.filter(pk=import_id, started_at__isnull=True).delete()


def forget(import_id: UUID) -> None:
    AccountImport.objects.filter(pk=import_id).delete()


def forget_old() -> None:
    """Every file that is older than a day: for the clock, should the worker have slept on the hour."""
    AccountImport.objects.filter(created_at__lte=clock.now() - KEPT_FOR).delete()


def _seen(row: AccountImport) -> KeptImport:
    return KeptImport(
        id=row.id,
        content=bytes(row.content),
        by_account_id=row.by_account_id,
        rows=row.rows,
        rows_done=row.rows_done,
        outcome=row.outcome,
        created_at=row.created_at,
        started_at=row.started_at,
        done_at=row.done_at,
    )
