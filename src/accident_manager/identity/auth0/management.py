"""The calls of Auth0's Management API that this house makes, each with the scope that it needs.

Never a password: setting one there would lift an administrator's block as well. A block there ends no session: call
`revoke_access`, too, and end our own. A block of failed attempts is another thing than an administrator's.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from accident_manager.foundation.refusal import N_
from accident_manager.identity.auth0 import answers
from accident_manager.identity.auth0.answers import (
    AttackBlock,
    Connection,
    Factor,
    Link,
    LogPage,
    Organization,
    RemoteSession,
    Shown,
    User,
)
from accident_manager.identity.auth0.refused import AnsweredOddly, MayNotCall, NotOffered, NotThere
from accident_manager.identity.auth0.wire import Wire
from accident_manager.identity.rules.addresses import normal_email

# What the machine-to-machine application must be allowed to do, and for what.
SCOPES: Mapping[str, str] = {
    "create:users": N_("making accounts"),
    "read:users": N_("finding accounts, and blocks of failed attempts"),
    "update:users": N_("blocking and unblocking, forgetting browsers, lifting blocks of failed attempts"),
    "create:user_tickets": N_("links to set a password"),
    "read:authentication_methods": N_("showing second factors"),
    "delete:authentication_methods": N_("resetting second factors"),
    "create:guardian_enrollment_tickets": N_("links to enrol a second factor"),
    "read:sessions": N_("showing sessions"),
    "delete:sessions": N_("ending sessions"),
    "delete:refresh_tokens": N_("taking back what a session may still do"),
    "read:logs": N_("copying the log"),
    "read:guardian_factors": N_("checking the second factors that are on"),
    "read:mfa_policies": N_("checking when a second factor is asked for"),
    "read:connections": N_("checking the connection"),
}
# These, too, where the insurer is one organization of a shared tenant.
ORGANIZATION_SCOPES: Mapping[str, str] = {
    "create:organization_members": N_("taking accounts into the organization"),
    "read:organizations": N_("checking the organization"),
}
LOG_PAGE = 100
# A link to set a password: as long as our own (seconds).
_LINK_SECONDS = 24 * 3600


class Management(Wire):
    """The Management API of one tenant, in a `with` block. Every call may raise any refusal of `refused`."""

    # Accounts

    def create_user(
        self,
        *,
        email: str,
        given_name: str,
        family_name: str,
        app_metadata: Mapping[str, Any] | None = None,
        user_metadata: Mapping[str, Any] | None = None,
    ) -> User:
        """A user who sets a password through a link. ExistsThere."""
        names = {
            "given_name": given_name,
            "family_name": family_name,
            "name": f"{given_name} {family_name}".strip(),
        }
        body: dict[str, Any] = {
            "connection": self.tenant.connection,
            "email": normal_email(email),
            # Auth0 takes no empty name.
            **{field: name for field, name in names.items() if name},
            "email_verified": False,
            "verify_email": False,
            "app_metadata": dict(app_metadata or {}),
            "user_metadata": dict(user_metadata or {}),
        }
        if not self._makes_users_without_password():
            # Nobody ever knows it: 256 bits, with every kind of character that a policy may ask for.
            body["password"] = f"{secrets.token_urlsafe(32)}aA1!"
        return answers.one(self.call("POST", "/users", scope="create:users", again=False, body=body), answers.user)

    def find_by_email(self, email: str) -> list[User]:
        """The users with this address, of any connection."""
        answer = self.call(
            "GET", "/users-by-email", scope="read:users", again=True, params={"email": normal_email(email)}
        )
        return answers.many(answer, answers.user)

    def user(self, user_id: str) -> User:
        """NotThere."""
        return answers.one(self.call("GET", _user(user_id), scope="read:users", again=True), answers.user)

    def password_link(self, user_id: str, *, ttl_seconds: int = _LINK_SECONDS) -> Link:
        """A link to set the password, for our own mail; who opens it has proved to own the address."""
        body: dict[str, Any] = {
            "user_id": user_id,
            "client_id": self.tenant.client_id,
            "ttl_sec": ttl_seconds,
            "mark_email_as_verified": True,
            "includeEmailInRedirect": False,
        }
        if self.tenant.organization:
            body["organization_id"] = self.tenant.organization
        answer = self.call("POST", "/tickets/password-change", scope="create:user_tickets", again=False, body=body)
        return answers.one(answer, lambda data: Link(url=_address(data["ticket"])))

    def mail_password_link(self, email: str) -> None:
        """Let Auth0 mail a link itself; its answer is the same for an address that it does not know."""
        body = {
            "client_id": self.tenant.client_id,
            "email": normal_email(email),
            "connection": self.tenant.connection,
        }
        if self.tenant.organization:
            body["organization"] = self.tenant.organization
        address = f"{self.tenant.login_address}/dbconnections/change_password"
        answer = self.ask("POST", address, again=False, body=body)
        if answer.status != 200:
            raise AnsweredOddly(status=answer.status, reason="")

    def block(self, user_id: str) -> User:
        """Let this user log in no more. His sessions go on: `revoke_access`."""
        return self._blocked(user_id, True)

    def unblock(self, user_id: str) -> User:
        """Lift an administrator's block; a block of failed attempts stays (`release_attempts`)."""
        return self._blocked(user_id, False)

    # Second factors and browsers

    def factors(self, user_id: str) -> list[Factor]:
        path = f"{_user(user_id)}/authentication-methods"
        return answers.many(self.call("GET", path, scope="read:authentication_methods", again=True), answers.factor)

    def reset_factors(self, user_id: str) -> None:
        """Take all of them off; the next login enrols anew."""
        path = f"{_user(user_id)}/authentication-methods"
        self.call("DELETE", path, scope="delete:authentication_methods", again=True)

    def new_recovery_code(self, user_id: str) -> Shown:
        """Another recovery code. Only for a page that shows it once."""
        answer = self.call(
            "POST", f"{_user(user_id)}/recovery-code-regeneration", scope="update:users", again=False
        )  # fmt: skip
        return answers.one(answer, lambda data: Shown(_address(data["recovery_code"])))

    def enrolment_link(self, user_id: str, *, language: str) -> Link:
        """A link to enrol an authenticator app, for our own mail."""
        body = {
            "user_id": user_id,
            "send_mail": False,
            "email_locale": language,
            "factor": "otp",
            "allow_multiple_enrollments": False,
        }
        scope = "create:guardian_enrollment_tickets"
        answer = self.call("POST", "/guardian/enrollments/ticket", scope=scope, again=False, body=body)
        return answers.one(answer, lambda data: Link(_address(data["ticket_url"]), id=str(data.get("ticket_id", ""))))

    def forget_browsers(self, user_id: str) -> None:
        """Ask for the second factor again in every browser that was to be remembered."""
        path = f"{_user(user_id)}/multifactor/actions/invalidate-remember-browser"
        self.call("POST", path, scope="update:users", again=True)

    # Blocks of failed attempts

    def attack_blocks(self, email: str) -> list[AttackBlock]:
        answer = self.call(
            "GET", "/user-blocks", scope="read:users", again=True, params={"identifier": normal_email(email)}
        )
        return answers.many(answer, answers.attack_block, under="blocked_for")

    def release_attempts(self, email: str) -> None:
        """Lift them, from every network; an administrator's block stays (`unblock`)."""
        params = {"identifier": normal_email(email)}
        self.call("DELETE", "/user-blocks", scope="update:users", again=True, params=params)

    # Sessions: Auth0 offers them with an Enterprise plan only

    def offers_sessions(self) -> bool:
        """Whether the tenant's plan has the calls below: asked with a name that nobody has."""
        try:
            self.sessions("auth0|nobody")
        except NotThere:
            return True
        except NotOffered:
            return False
        return True

    def sessions(self, user_id: str) -> list[RemoteSession]:
        answer = self.call("GET", f"{_user(user_id)}/sessions", scope="read:sessions", again=True)
        return answers.many(answer, answers.session, under="sessions")

    def end_sessions(self, user_id: str) -> bool:
        """Whether the plan lets us: without it they last until they expire."""
        return self._where_offered("DELETE", f"{_user(user_id)}/sessions", "delete:sessions")

    def revoke_access(self, user_id: str) -> bool:
        """End sessions and refresh tokens; belongs to every block. Whether the plan lets us."""
        return self._where_offered(
            "POST", f"{_user(user_id)}/revoke-access", "delete:sessions delete:refresh_tokens"
        )  # fmt: skip

    # The organization

    def join_organization(self, user_id: str) -> None:
        """Make the user a member of the insurer's organization; nothing when there is none."""
        if self.tenant.organization:
            path = f"/organizations/{_part(self.tenant.organization)}/members"
            body = {"members": [user_id]}
            self.call("POST", path, scope="create:organization_members", again=True, body=body)

    def organization(self) -> Organization:
        """The insurer's organization with its connections. NotThere."""
        path = f"/organizations/{_part(self.tenant.organization)}"
        found = self.call("GET", path, scope="read:organizations", again=True)
        enabled = self.call("GET", f"{path}/enabled_connections", scope="read:organizations", again=True)
        ids = answers.many(enabled, lambda data: str(data["connection_id"]))
        return answers.one(found, lambda data: Organization(str(data["id"]), str(data["name"]), tuple(ids)))

    # The log and the tenant's health

    def log(self, checkpoint: str = "") -> LogPage:
        """The entries after a checkpoint; without one the oldest that Auth0 still has, to begin with."""
        params: dict[str, str | int] = {"from": checkpoint, "take": LOG_PAGE}
        if not checkpoint:
            # By search: only the first page, of which the lowest id is where checkpoints begin.
            params = {"sort": "date:1", "per_page": LOG_PAGE, "page": 0}
        answer = self.call("GET", "/logs", scope="read:logs", again=True, params=params)
        entries = tuple(answers.many(answer, answers.log_entry))
        if checkpoint:
            last = entries[-1].log_id if entries else checkpoint
            following = answer.next_page.get("from") or last
        else:
            following = min((entry.log_id for entry in entries), default="")
        return LogPage(entries, following)

    def factors_on(self) -> dict[str, bool]:
        """The kinds of second factor of the tenant ("otp", "recovery-code", …), and whether each is on."""
        answer = self.call("GET", "/guardian/factors", scope="read:guardian_factors", again=True)
        return dict(answers.many(answer, lambda data: (str(data["name"]), data["enabled"] is True)))

    def policies(self) -> list[str]:
        """When a second factor is asked for: ["all-applications"], ["confidence-score"] or nothing."""
        answer = self.call("GET", "/guardian/policies", scope="read:mfa_policies", again=True)
        if not isinstance(answer.data, list) or not all(isinstance(policy, str) for policy in answer.data):
            raise AnsweredOddly(status=answer.status, reason="not-a-list")
        return answer.data

    def connection(self) -> Connection:
        """The insurer's database of users. NotThere."""
        return answers.one(
            self.call("GET", self._connection_path(), scope="read:connections", again=True), answers.connection
        )

    def connection_clients(self) -> set[str]:
        """The client ids of the applications for which the connection is on, at most the first 500. NotThere."""
        clients: set[str] = set()
        params: dict[str, str | int] = {"take": 50}
        for _ in range(10):
            path = f"{self._connection_path()}/clients"
            answer = self.call("GET", path, scope="read:connections", again=True, params=params)
            clients.update(answers.many(answer, lambda data: str(data["client_id"]), under="clients"))
            following = answer.data.get("next") if isinstance(answer.data, dict) else None
            if not isinstance(following, str) or not following:
                break
            params["from"] = following
        return clients

    def _blocked(self, user_id: str, blocked: bool) -> User:
        # Nothing else in this body, ever: a password in it would lift the block.
        answer = self.call("PATCH", _user(user_id), scope="update:users", again=True, body={"blocked": blocked})
        return answers.one(answer, answers.user)

    def _where_offered(self, method: str, path: str, scope: str) -> bool:
        try:
            self.call(method, path, scope=scope, again=True)
        except NotOffered:
            return False
        return True

    def _connection_path(self) -> str:
        if not self.tenant.connection_id:
            raise NotThere
        return f"/connections/{_part(self.tenant.connection_id)}"

    def _makes_users_without_password(self) -> bool:
        try:
            return self.connection().api_behavior == "optional"
        except (NotThere, MayNotCall):
            # A password is right in any case.
            return False


def scopes_for(organization: str) -> Mapping[str, str]:
    """The scopes that are needed, and for what."""
    return {**SCOPES, **ORGANIZATION_SCOPES} if organization else SCOPES


def _user(user_id: str) -> str:
    return f"/users/{_part(user_id)}"


def _part(text: str) -> str:
    """An id as one part of a path: "auth0|5f…" has a sign of its own."""
    return quote(text, safe="")


def _address(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value
