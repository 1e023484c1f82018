"""Every call of the client, each by its name, with what it needs."""

from collections.abc import Callable, Mapping
from typing import Any

from accident_manager.identity.auth0.management import Management

EMAIL = "Sophie.Marchal@Example.be"
Call = Callable[[Management, str], Any]

# Done twice, they would make two of something, or take back what the first one gave.
ONCE: Mapping[str, Call] = {
    "create_user": lambda api, _: api.create_user(email="new@example.be", given_name="Nora", family_name="Peeters"),
    "password_link": lambda api, user: api.password_link(user),
    "mail_password_link": lambda api, _: api.mail_password_link(EMAIL),
    "new_recovery_code": lambda api, user: api.new_recovery_code(user),
    "enrolment_link": lambda api, user: api.enrolment_link(user, language="fr"),
}
AGAIN: Mapping[str, Call] = {
    "find_by_email": lambda api, _: api.find_by_email(EMAIL),
    "user": lambda api, user: api.user(user),
    "block": lambda api, user: api.block(user),
    "unblock": lambda api, user: api.unblock(user),
    "factors": lambda api, user: api.factors(user),
    "reset_factors": lambda api, user: api.reset_factors(user),
    "forget_browsers": lambda api, user: api.forget_browsers(user),
    "attack_blocks": lambda api, _: api.attack_blocks(EMAIL),
    "release_attempts": lambda api, _: api.release_attempts(EMAIL),
    "offers_sessions": lambda api, _: api.offers_sessions(),
    "sessions": lambda api, user: api.sessions(user),
    "end_sessions": lambda api, user: api.end_sessions(user),
    "revoke_access": lambda api, user: api.revoke_access(user),
    "join_organization": lambda api, user: api.join_organization(user),
    "organization": lambda api, _: api.organization(),
    "log": lambda api, _: api.log(),
    "factors_on": lambda api, _: api.factors_on(),
    "policies": lambda api, _: api.policies(),
    "connection": lambda api, _: api.connection(),
    "connection_clients": lambda api, _: api.connection_clients(),
}
ALL: Mapping[str, Call] = {**ONCE, **AGAIN}
# What is a method of the client and no call.
NO_CALLS = frozenset({"ask", "call", "close", "granted", "forget_token"})
