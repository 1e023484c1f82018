"""Rows found and made by statements that are written once: for what every login and every request asks.

The ORM builds its statement anew each time, which takes ten times as long as the answer. Everything else asks the ORM.
"""

from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models

from accident_manager.foundation import scope

Row = TypeVar("Row", bound=models.Model)


class Find(Generic[Row]):
    """The row of the insurer in scope that meets a condition in SQL, which comes from our own code only."""

    def __init__(self, model: type[Row], condition: str) -> None:
        self._model = model
        self._condition = condition

    def __call__(self, **values: Any) -> Row | None:
        """The row, or None; `values` are what the condition names as `%(name)s`."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement, {"insurer": scope.current(), **values})
            found = cursor.fetchone()
        return None if found is None else self._row(list(found))

    def _row(self, found: list[Any]) -> Row:
        for at, convert in self._converters:
            found[at] = convert(found[at], None, connection)
        return self._model.from_db(connection.alias, self._names, found)

    @cached_property
    def _statement(self) -> str:
        columns = ", ".join(f'"{field.column}"' for field in self._model._meta.concrete_fields)
        table = self._model._meta.db_table
        return f"SELECT {columns} FROM {table} WHERE insurer_id = %(insurer)s AND {self._condition}"  # noqa: S608

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self._model._meta.concrete_fields]

    @cached_property
    def _converters(self) -> list[tuple[int, Any]]:
        fields = enumerate(self._model._meta.concrete_fields)
        return [(at, convert) for at, field in fields for convert in field.get_db_converters(connection)]


class Make(Generic[Row]):
    """Rows of this model, made one at a time."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model

    def __call__(self, row: Row, *, instead_of: Row | None = None) -> None:
        """Insert the row, and in the same statement delete the other. IntegrityError as from `save`."""
        fields = self._model._meta.concrete_fields
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        statement = self._insert
        if instead_of is not None:
            statement, values = self._delete + statement, [scope.current(), instead_of.pk, *values]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        row._state.adding, row._state.db = False, connection.alias

    @cached_property
    def _insert(self) -> str:
        fields = self._model._meta.concrete_fields
        columns, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
        return f"INSERT INTO {self._model._meta.db_table} ({columns}) VALUES ({places})"  # noqa: S608

    @cached_property
    def _delete(self) -> str:
        return f"WITH gone AS (DELETE FROM {self._model._meta.db_table} WHERE insurer_id = %s AND id = %s) "  # noqa: S608
