"""What the Management API answers, in types. Names, addresses, links and codes are in no `repr`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from accident_manager.identity.auth0.refused import AnsweredOddly
from accident_manager.identity.auth0.wire import Answer

T = TypeVar("T")
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    """`user_id` is what is called `sub` at a login ("auth0|…")."""

    user_id: str
    email: str = field(repr=False)
    email_verified: bool
    blocked: bool
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factor:
    """`kind`: "totp", "recovery-code", "webauthn-roaming", … as Auth0 calls it."""

    id: str
    kind: str
    confirmed: bool
    name: str = field(repr=False)
    created_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class RemoteSession:
    id: str
    created_at: datetime | None
    authenticated_at: datetime | None
    idle_expires_at: datetime | None
    expires_at: datetime | None
    user_agent: str = field(repr=False)
    ip: str = field(repr=False)
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttackBlock:
    """Auth0 lets nobody try this address from that network any more (brute-force protection)."""

    identifier: str = field(repr=False)
    ip: str = field(repr=False)
    connection: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that lets whoever opens it set a password or enrol a factor. Mail it, never keep it."""

    url: str = field(repr=False)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A recovery code: shown once, kept nowhere."""

    recovery_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What happened there. `at` is Auth0's own time; `method` and `resource` of a call of its API ("GET", "users")."""

    log_id: str
    type: str
    at: datetime | None
    user_id: str
    client_id: str
    organization_id: str
    ip: str = field(repr=False)
    user_agent: str = field(repr=False)
    description: str = field(repr=False)
    method: str
    resource: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries in their order, and where the next page begins."""

    entries: tuple[LogEntry, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A database of users. `api_behavior`: whether a user made by the API needs a password ("required", "optional")."""

    id: str
    name: str
    strategy: str
    signup_disabled: bool
    brute_force_protection: bool
    api_behavior: str


@dataclass(frozen=True, slots=True)
class Organization:
    id: str
    name: str
    connection_ids: tuple[str, ...]


def one(answer: Answer, parse: Callable[[Data], T]) -> T:
    """The object of an answer. AnsweredOddly when it is none, or lacks what it must have."""
    if not isinstance(answer.data, dict):
        raise AnsweredOddly(status=answer.status, reason="not-an-object")
    try:
        return parse(answer.data)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise AnsweredOddly(status=answer.status, reason="unknown-shape") from None


def many(answer: Answer, parse: Callable[[Data], T], under: str = "") -> list[T]:
    """The list of an answer, or the one under a key of its object. AnsweredOddly."""
    data = answer.data
    if under:
        data = data.get(under) if isinstance(data, dict) else None
    if not isinstance(data, list):
        raise AnsweredOddly(status=answer.status, reason="not-a-list")
    return [one(Answer(answer.status, item), parse) for item in data]


def user(data: Data) -> User:
    return User(
        user_id=_required(data, "user_id"),
        email=_text(data, "email"),
        email_verified=data.get("email_verified") is True,
        blocked=data.get("blocked") is True,
        created_at=_instant(data, "created_at"),
    )


def factor(data: Data) -> Factor:
    return Factor(
        id=_required(data, "id"),
        kind=_required(data, "type"),
        confirmed=data.get("confirmed") is not False,
        name=_text(data, "name"),
        created_at=_instant(data, "enrolled_at") or _instant(data, "created_at"),
        last_used_at=_instant(data, "last_auth_at"),
    )


def session(data: Data) -> RemoteSession:
    device = data.get("device") or {}
    methods = (data.get("authentication") or {}).get("methods") or []
    return RemoteSession(
        id=_required(data, "id"),
        created_at=_instant(data, "created_at"),
        authenticated_at=_instant(data, "authenticated_at"),
        idle_expires_at=_instant(data, "idle_expires_at"),
        expires_at=_instant(data, "expires_at"),
        user_agent=_text(device, "last_user_agent"),
        ip=_text(device, "last_ip"),
        methods=tuple(_text(method, "name") for method in methods),
    )


def attack_block(data: Data) -> AttackBlock:
    return AttackBlock(_text(data, "identifier"), _text(data, "ip"), _text(data, "connection"))


def log_entry(data: Data) -> LogEntry:
    details = data.get("details")
    request = details.get("request") if isinstance(details, dict) else None
    request = request if isinstance(request, dict) else {}
    return LogEntry(
        log_id=_text(data, "log_id") or _required(data, "_id"),
        type=_text(data, "type"),
        at=_instant(data, "date"),
        user_id=_text(data, "user_id"),
        client_id=_text(data, "client_id"),
        organization_id=_text(data, "organization_id"),
        ip=_text(data, "ip"),
        user_agent=_text(data, "user_agent"),
        description=_text(data, "description"),
        method=_text(request, "method"),
        resource=_resource(_text(request, "path")),
    )


def connection(data: Data) -> Connection:
    options = data.get("options") or {}
    password = (options.get("authentication_methods") or {}).get("password") or {}
    return Connection(
        id=_required(data, "id"),
        name=_required(data, "name"),
        strategy=_required(data, "strategy"),
        signup_disabled=options.get("disable_signup") is True,
        brute_force_protection=options.get("brute_force_protection") is not False,
        api_behavior=_text(password, "api_behavior") or "required",
    )


def _required(data: Data, key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value:
        raise ValueError(key)
    return value


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _instant(data: Data, key: str) -> datetime | None:
    """Auth0 writes 2026-11-23T09:00:00.000Z."""
    try:
        found = datetime.fromisoformat(_text(data, key))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _resource(path: str) -> str:
    """ "/api/v2/users/auth0|123/authentication-methods" as "users": what comes after may name somebody."""
    parts = [part for part in path.partition("?")[0].split("/") if part not in {"", "api", "v2"}]
    return parts[0] if parts else ""
