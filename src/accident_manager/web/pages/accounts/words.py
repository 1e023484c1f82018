"""Accounts and roles in words and tones, with the names of the employers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from accident_manager.foundation.actor import Actor
from accident_manager.foundation.refusal import N_, InvalidInput, NotAllowed, NotFound, Refusal
from accident_manager.identity.directory import RoleRow
from accident_manager.identity.rules.permissions import EMPLOYER_ROLES, ROLE_NAMES, STAFF_ROLES, Role
from accident_manager.policies import queries as policies

# words and tone
STATES = {
    "active": (N_("Active"), "ok"),
    "never": (N_("Never activated"), "warn"),
    "blocked": (N_("Blocked"), "stop"),
}
ROLE_STATES = {
    "now": (N_("In force"), "ok"),
    "later": (N_("To come"), "info"),
    "ended": (N_("Ended"), ""),
    "withdrawn": (N_("Taken back"), ""),
}
_AT_AN_EMPLOYER, _AT_THE_INSURER = N_("Held at an employer"), N_("Held at the insurer")


@dataclass(frozen=True, slots=True)
class Shown:
    """A role with its words."""

    row: RoleRow
    role: str
    employer: str
    state: str
    tone: str
    may_end: bool = False


def employer_names(roles: Iterable[RoleRow]) -> Mapping[UUID, str]:
    """The names of the employers at which these roles are held, in one query."""
    ids = {role.employer_id for role in roles if role.employer_id}
    return {employer.id: employer.name for employer in policies.employers(ids)} if ids else {}


def shown(role: RoleRow, employers: Mapping[UUID, str], *, may_end: bool = False) -> Shown:
    words, tone = ROLE_STATES[role.state]
    name = employers.get(role.employer_id, "") if role.employer_id else ""
    return Shown(role, ROLE_NAMES[Role(role.role)], name, words, tone, may_end)


def roles_to_give(by: Actor) -> list[tuple[str, str, str]]:
    """The roles that this person may give, as options: code, words, where it is held."""
    given = [role for role in Role if role not in STAFF_ROLES or by.may("accounts.staff_roles")]
    return [(str(role), ROLE_NAMES[role], _where(role)) for role in given]


def problem_of(refusal: Refusal) -> Refusal:
    """What is not allowed is not found at this door; everything else stands beside its field."""
    if isinstance(refusal, NotAllowed):
        raise NotFound from refusal
    return refusal


def missing_role() -> InvalidInput:
    return InvalidInput(N_("Choose a role."), field="role")


def _where(role: Role) -> str:
    if role == Role.VICTIM:
        return N_("Reads his own files")
    return _AT_AN_EMPLOYER if role in EMPLOYER_ROLES else _AT_THE_INSURER
