"""The insurer in scope, told to all who must know: our own code, django-scopes, PostgreSQL's row-level security."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import django_scopes
import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from accident_manager.foundation import scope

_SETTING = "acm.insurer_id"
# What we last told this connection; absent when we do not know (a rollback may have taken it back).
_TOLD = "acm_told_insurer"


@contextmanager
def of(insurer_id: UUID) -> Iterator[None]:
    """Work on this insurer's rows inside the context. No insurer, no query; another insurer's rows do not exist."""
    try:
        with scope.entered(insurer_id), django_scopes.scope(insurer=insurer_id):
            _tell(connection)
            yield
    finally:
        _tell(connection)


def on_new_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A new connection, or one that comes back from the pool, knows nothing or the last user's insurer."""
    setattr(connection, _TOLD, None)
    if _before_query not in connection.execute_wrappers:
        connection.execute_wrappers.append(_before_query)
    _tell(connection)


def _tell(connection: BaseDatabaseWrapper) -> None:
    wanted = str(scope.current_or_none() or "")
    if connection.connection is None or getattr(connection, _TOLD, None) == wanted:
        return
    try:
        with connection.connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, false)", [_SETTING, wanted])
    except psycopg.Error:
        # The transaction or the connection is lost: told again before the first query that can succeed.
        setattr(connection, _TOLD, None)
    else:
        setattr(connection, _TOLD, wanted)


def _before_query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    database: BaseDatabaseWrapper = context["connection"]
    if getattr(database, _TOLD, None) is None:
        _tell(database)
    return execute(sql, params, many, context)
