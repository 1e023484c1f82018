"""Who acts: a person with rights, or the system at the clock. Rights themselves are decided in `identity`."""

from dataclasses import dataclass
from uuid import UUID

from accident_manager.foundation.refusal import NotAllowed


@dataclass(frozen=True, slots=True)
class Actor:
    """The one on whose behalf something is read or changed.

    `account_id` is None for the system. `acts` are the names of the acts he may do ("claims.decide");
    `employer_ids` the employers he acts for (empty for the insurer's own people); `ip` and `user_agent` say from where,
    `session_id` (the row's, never the key) in which session.
    """

    insurer_id: UUID
    account_id: UUID | None
    name: str
    role: str
    acts: frozenset[str]
    employer_ids: frozenset[UUID] = frozenset()
    language: str = "en"
    ip: str = ""
    user_agent: str = ""
    session_id: UUID | None = None

    def may(self, act: str) -> bool:
        return act in self.acts

    def require(self, act: str) -> None:
        """Nothing when the act is allowed, else NotAllowed."""
        if not self.may(act):
            raise NotAllowed(field=None)

    @property
    def is_system(self) -> bool:
        return self.account_id is None


def system(insurer_id: UUID, name: str = "system") -> Actor:
    """The system itself, for jobs and the clock: it may read and note, never decide."""
    return Actor(insurer_id=insurer_id, account_id=None, name=name, role="system", acts=frozenset({"system"}))
