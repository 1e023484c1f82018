"""A new key for an insurer's personal data, while people work.

The new key seals from the first moment, the old one still opens; every encrypted column of every table is sealed anew
in batches, each committed with the place it reached, so that a stopped or killed rotation goes on where it was. At
the end the old key is disabled, unless rows that nobody may change (models with `append_only`, the trail) were sealed
with it: then it stays in use for them alone. The key of the blind index is not renewed by this: it would change every
token.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from accident_manager.crypto import keys, master, renewal
from accident_manager.crypto.fields import Encrypted
from accident_manager.crypto.models import Keyset, Rotation
from accident_manager.foundation import clock
from accident_manager.storage import scope

# Other processes seal with the old key for up to `SEALS_WITHOUT_LOOKING` after the new one is there, in transactions
# that may take a while yet: the old key is disabled only after this time, and after one more look for its ciphertexts.
SETTLES = timedelta(seconds=4 * keys.SEALS_WITHOUT_LOOKING)
_LOOKS_AFTER_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Rotated:
    """How far a rotation came: values sealed anew in all its runs, whether it is done, which older keys stay in use."""

    key_id: int
    resealed: int
    finished: bool
    kept_key_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    pk: str
    pk_type: str
    fields: tuple[Encrypted, ...]
    append_only: bool


def rotate(
    insurer_id: UUID, *, batch: int = 500, stop: Callable[[], bool] | None = None, settle: timedelta = SETTLES
) -> Rotated:
    """Begin a rotation, or go on with the one that was interrupted. `stop` is asked between batches.

    Not inside a transaction: each batch is one. MasterKeyUnusable, NoKeyset, CannotOpen (a row that opens with no key).
    """
    stopped = stop or (lambda: False)
    with scope.of(insurer_id):
        rotation = _begin()
        tables = list(_tables())
        while not rotation.finished_at:
            for table in tables:
                if not table.append_only and table.name >= rotation.table:
                    while _reseal_batch(rotation, table, batch):
                        if stopped():
                            return Rotated(rotation.key_id, rotation.resealed, finished=False)
            while clock.now() < rotation.started_at + settle:
                if stopped():
                    return Rotated(rotation.key_id, rotation.resealed, finished=False)
                time.sleep(_LOOKS_AFTER_SECONDS)
            _finish(rotation, tables)
        keyring = keys.keyring()
        return Rotated(rotation.key_id, rotation.resealed, True, keyring.key_ids - {rotation.key_id})


@transaction.atomic(durable=True)
def _begin() -> Rotation:
    keyset = _locked_keyset()
    rotation = Rotation.objects.filter(finished_at__isnull=True).first()
    if rotation is None:
        handle = renewal.with_new_primary(keys.unwrapped(keyset))
        _save(keyset, handle)
        rotation = Rotation.objects.create(key_id=handle.keyset_info().primary_key_id)
    return rotation


@transaction.atomic(durable=True)
def _reseal_batch(rotation: Rotation, table: _Table, size: int) -> bool:
    """Seal the next rows of a table anew and note the place; False when there were none."""
    locked = Rotation.objects.select_for_update(no_key=True).get(id=rotation.id)
    after = locked.after if locked.table == table.name else ""
    rows = _next_rows(table, after, size)
    ring = keys.keyring_for_sealing()
    resealed = 0
    changes = []
    for row_id, *values in rows:
        fresh = [_resealed(ring, field, row_id, value) for field, value in zip(table.fields, values, strict=True)]
        resealed += sum(new is not value for new, value in zip(fresh, values, strict=True))
        if any(new is not value for new, value in zip(fresh, values, strict=True)):
            changes.append([*fresh, row_id])
    if changes:
        quote = connection.ops.quote_name
        assignments = ", ".join(f"{quote(field.column)} = %s" for field in table.fields)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {quote(table.name)} SET {assignments} WHERE {quote(table.pk)} = %s", changes)  # noqa: S608
    rotation.table = table.name
    rotation.after = str(rows[-1][0]) if rows else after
    rotation.resealed = locked.resealed + resealed
    rotation.save(update_fields=["table", "after", "resealed"])
    return bool(rows)


def _next_rows(table: _Table, after: str, size: int) -> list[tuple[Any, ...]]:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in (table.pk, *(field.column for field in table.fields)))
    further = f"WHERE {quote(table.pk)} > %s::{table.pk_type}" if after else ""
    query = f"SELECT {columns} FROM {quote(table.name)} {further} ORDER BY {quote(table.pk)} LIMIT %s FOR NO KEY UPDATE"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [after, size] if after else [size])
        return cursor.fetchall()


def _resealed(ring: keys.Keyring, field: Encrypted, row_id: Any, value: Any) -> Any:
    """The value itself when it needs no new sealing: empty, under the new key, or under a key of somebody else."""
    if value is None:
        return value
    key_id = keys.key_id_of(bytes(value[:8]))
    if key_id == ring.primary_id or key_id not in ring.key_ids:
        return value
    where = field.associated_data(row_id)
    return ring.seal(ring.open(bytes(value), where), where)


@transaction.atomic(durable=True)
def _finish(rotation: Rotation, tables: list[_Table]) -> None:
    """Disable the older keys that nothing needs; while a row needs one, go through the tables again."""
    keyset = _locked_keyset()
    ring = keys.keyring_for_sealing()
    older = ring.key_ids - {rotation.key_id}
    if any(_needed(table, older) for table in tables if not table.append_only):
        rotation.table = rotation.after = ""
        rotation.save(update_fields=["table", "after"])
        return
    kept: set[int] = set().union(*(_needed(table, older) for table in tables if table.append_only))
    _save(keyset, renewal.with_disabled(keys.unwrapped(keyset), older - kept))
    rotation.finished_at = clock.now()
    rotation.save(update_fields=["finished_at"])


def _needed(table: _Table, key_ids: frozenset[int]) -> set[int]:
    """Those of the keys that rows of the table are sealed with."""
    prefixes = {keys.prefix_of(key_id): key_id for key_id in key_ids}
    quote = connection.ops.quote_name
    found: set[int] = set()
    with connection.cursor() as cursor:
        for field in table.fields:
            prefix = f"substring({quote(field.column)} FROM 1 FOR 5)"
            cursor.execute(
                f"SELECT DISTINCT {prefix} FROM {quote(table.name)} WHERE {prefix} = ANY(%s)",  # noqa: S608
                [list(prefixes)],
            )
            found |= {prefixes[bytes(row[0])] for row in cursor.fetchall()}
    return found


def _locked_keyset() -> Keyset:
    keyset = Keyset.objects.select_for_update(no_key=True).filter(purpose=keys.AEAD).first()
    if keyset is None:
        raise keys.NoKeyset("this insurer has no keys")
    return keyset


def _save(keyset: Keyset, handle: Any) -> None:
    keyset.wrapped = master.configured().wrap(handle, insurer_id=keyset.insurer_id, purpose=keyset.purpose)
    keyset.version += 1
    keyset.changed_at = clock.now()
    keyset.save(update_fields=["wrapped", "version", "changed_at"])
    keys.forget(keyset.insurer_id)
    transaction.on_commit(lambda: keys.forget(keyset.insurer_id))


def _tables() -> Iterator[_Table]:
    """Every table with encrypted columns, by name."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table):
        options = model._meta
        sealed = tuple(field for field in options.local_concrete_fields if isinstance(field, Encrypted))
        if sealed and options.managed and not options.proxy:
            pk: models.Field[Any, Any] = options.pk
            pk_type = pk.db_type(connection) or "text"
            append_only = bool(getattr(model, "append_only", False))
            yield _Table(options.db_table, str(pk.column), pk_type, sealed, append_only)
