"""The migration operation for searching tokens: under row-level security PostgreSQL would not use their index."""

from typing import Any

from django.db import migrations

# A name that thousands bear is not ranked among them all: who searches must say more.
# It runs with its owner's rights, who sees all rows: the function itself keeps to the insurer of the session.
_CREATE = """
CREATE FUNCTION "{function}"(wanted bigint[], alternatives bigint[], most integer)
RETURNS TABLE (id uuid, matching integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH candidates AS (
        SELECT DISTINCT ON (found.id) found.id, found."{column}" AS tokens
        FROM generate_subscripts(alternatives, 1) AS at
        CROSS JOIN LATERAL (
            SELECT t.id, t."{column}" FROM "{table}" t
            WHERE t."{column}" @> alternatives[at:at]
              AND t.insurer_id = nullif(current_setting('acm.insurer_id', true), '')::uuid
            LIMIT 1000
        ) AS found
    )
    SELECT c.id, (SELECT count(*) FROM unnest(c.tokens) AS token WHERE token = ANY (wanted))::integer AS matching
    FROM candidates c
    ORDER BY matching DESC, cardinality(c.tokens), c.id
    LIMIT most
$$
"""
_SIGNATURE = '"{function}"(bigint[], bigint[], integer)'


class SearchFunction(migrations.RunSQL):
    """A function that gives ids of the session's insurer's rows by number of matching tokens. See `index.ranked_ids`.

    The application's role (`acm_app`) may execute it, the public may not.
    """

    reduces_to_sql = True

    def __init__(self, function: str, table: str, tokens_column: str) -> None:
        self.arguments = (function, table, tokens_column)
        signature = _SIGNATURE.format(function=function)
        super().__init__(
            sql=[
                _CREATE.format(function=function, table=table, column=tokens_column),
                f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
                "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'acm_app') THEN "
                f"GRANT EXECUTE ON FUNCTION {signature} TO acm_app; END IF; END $$",
            ],
            reverse_sql=f"DROP FUNCTION {signature}",
        )

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return (self.__class__.__qualname__, self.arguments, {})

    def describe(self) -> str:
        return f"Search {self.arguments[1]} by {self.arguments[2]}"
