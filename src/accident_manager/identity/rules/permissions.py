"""Who may do what: one matrix, act by role. Every page and every route names the act it needs."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from accident_manager.foundation.refusal import N_


class Role(StrEnum):
    DECLARER = "declarer"
    PREVENTION_ADVISER = "prevention_adviser"
    HANDLER = "handler"
    TEAM_LEAD = "team_lead"
    MEDICAL_ADVISER = "medical_adviser"
    SUPPORT = "support"
    ADMINISTRATOR = "administrator"
    VICTIM = "victim"
    AUDITOR = "auditor"


ROLE_NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.DECLARER: N_("Declarer"),
        Role.PREVENTION_ADVISER: N_("Prevention adviser"),
        Role.HANDLER: N_("Handler"),
        Role.TEAM_LEAD: N_("Team lead"),
        Role.MEDICAL_ADVISER: N_("Medical adviser"),
        Role.SUPPORT: N_("Support"),
        Role.ADMINISTRATOR: N_("Administrator"),
        Role.VICTIM: N_("Victim"),
        Role.AUDITOR: N_("Auditor"),
    }
)

# Roles at an employer: a grant of one of them names the employer.
EMPLOYER_ROLES = frozenset({Role.DECLARER, Role.PREVENTION_ADVISER})
# Roles at the insurer: only an administrator gives and takes them.
STAFF_ROLES = frozenset(Role) - EMPLOYER_ROLES - {Role.VICTIM}

_EVERYBODY = frozenset(Role)
_DESK = frozenset({Role.SUPPORT, Role.ADMINISTRATOR})
_READERS = frozenset(
    {
        Role.DECLARER,
        Role.PREVENTION_ADVISER,
        Role.HANDLER,
        Role.TEAM_LEAD,
        Role.MEDICAL_ADVISER,
        Role.VICTIM,
        Role.AUDITOR,
    }
)

# "claims.money" and "claims.letters" of the auditor and the victim are to read; the acts themselves ask who changes.
MATRIX: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "home.see": _EVERYBODY,
        "account.own": _EVERYBODY,
        "declarations.write": frozenset({Role.DECLARER}),
        "declarations.send": frozenset({Role.DECLARER}),
        "claims.list": _READERS,
        "claims.read": _READERS,
        "claims.decide": frozenset({Role.HANDLER, Role.TEAM_LEAD}),
        # Never by the one who proposed it: `casework.decide` sees to that.
        "claims.confirm_refusal": frozenset({Role.HANDLER, Role.TEAM_LEAD}),
        "claims.money": frozenset({Role.HANDLER, Role.TEAM_LEAD, Role.AUDITOR}),
        "claims.medical": frozenset({Role.MEDICAL_ADVISER}),
        "claims.letters": frozenset({Role.HANDLER, Role.TEAM_LEAD, Role.VICTIM, Role.AUDITOR}),
        "documents.read": _READERS,
        "calculator.use": _EVERYBODY,
        # To make, invite, block and unblock accounts and end their sessions.
        "accounts.see": _DESK,
        "accounts.write": _DESK,
        "accounts.reset_factor": _DESK,
        # To give and take roles at the insurer; support gives those of employers and victims only.
        "accounts.staff_roles": frozenset({Role.ADMINISTRATOR}),
        "insurer.settings": frozenset({Role.ADMINISTRATOR}),
        "security.read": frozenset({Role.SUPPORT, Role.ADMINISTRATOR, Role.AUDITOR}),
        "amounts.read": frozenset({Role.HANDLER, Role.TEAM_LEAD, Role.ADMINISTRATOR, Role.AUDITOR}),
        "amounts.write": frozenset({Role.ADMINISTRATOR}),
        "audit.read": frozenset({Role.AUDITOR}),
    }
)

# What everybody may who is logged in, also before his first role begins and after his last one has ended.
_WITHOUT_ROLE = frozenset({"home.see", "account.own"})

# The role a person with several is shown as: the first of these.
_PRECEDENCE = (
    Role.TEAM_LEAD,
    Role.HANDLER,
    Role.MEDICAL_ADVISER,
    Role.ADMINISTRATOR,
    Role.SUPPORT,
    Role.AUDITOR,
    Role.DECLARER,
    Role.PREVENTION_ADVISER,
    Role.VICTIM,
)


def acts_of(roles: Iterable[str]) -> frozenset[str]:
    """The acts that somebody who is logged in with these roles, or with none, may do."""
    held = {Role(role) for role in roles}
    return _WITHOUT_ROLE | {act for act, allowed in MATRIX.items() if held & allowed}


def main_role(roles: Iterable[str]) -> str:
    """The role that says best what a person is here for; empty without roles."""
    held = {Role(role) for role in roles}
    return next((str(role) for role in _PRECEDENCE if role in held), "")
