"""The migration operation that puts a table under row-level security."""

from typing import Any

from django.db import migrations

_OWN_ROWS = "insurer_id = nullif(current_setting('acm.insurer_id', true), '')::uuid"


class ProtectByInsurer(migrations.RunSQL):
    """Rows of the table exist only for the insurer in scope, to read and to write. The owner role sees all."""

    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=[
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
                f'CREATE POLICY own_insurer ON "{table}" USING ({_OWN_ROWS}) WITH CHECK ({_OWN_ROWS})',
            ],
            reverse_sql=[
                f'DROP POLICY own_insurer ON "{table}"',
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            ],
        )

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return (self.__class__.__qualname__, (self.table,), {})

    def describe(self) -> str:
        return f"Protect {self.table} by insurer"
