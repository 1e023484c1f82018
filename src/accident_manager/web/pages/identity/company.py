"""The names and numbers of employers, which do not belong in the passwords of their people."""

from uuid import UUID

from accident_manager.policies import queries as policies


def words_of_employers(ids: frozenset[UUID]) -> list[str]:
    """Name and enterprise number of each of these employers."""
    return [word for employer in policies.employers(ids) for word in (employer.name, employer.kbo_number)]
