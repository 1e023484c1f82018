"""A stand-in for an Auth0 tenant on loopback: its Management API, `/oauth/token` for machines, its discovery.

It behaves as `documented.yaml` and the traps of Auth0's documentation say: it checks token, scope, allowance and body
of every call before it does anything. Answers can be spoilt (`spoil`) to see what a client makes of it.
"""

import json
import re
import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from auth0.shapes import documented, wrong

API = "/api/v2"
CLIENT, CLIENT_SECRET = "loginClient0000000000000000000001", "login-secret-never-to-be-seen-0001"
MACHINE, MACHINE_SECRET = "machineClient00000000000000000001", "machine-secret-never-to-be-seen-01"
CONNECTION, CONNECTION_ID = "Belfius-Accounts", "con_AAAAAAAAAAAAAAAA"
ORGANIZATION = "org_BBBBBBBBBBBBBBBB"


@dataclass
class Seen:
    """A request as it came: the path is not decoded."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Spoilt:
    """What comes instead of an answer, once: bytes as they are, nothing at all, or nothing until `go_on`."""

    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_up: bool = False
    hold: bool = False
    # Do what was asked before, as when the answer is lost on its way.
    afterwards: bool = False
    # Only for a path that begins so.
    at: str = ""


class Refusal(Exception):
    def __init__(self, status: int, error: str, message: str, code: str = "") -> None:
        self.status = status
        self.data = {"statusCode": status, "error": error, "message": message}
        if code:
            self.data["errorCode"] = code


class FakeAuth0(ThreadingHTTPServer):
    """The tenant. Its state may be read and set by the test; `clock` says what time it is there."""

    daemon_threads = True

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.clock = clock or (lambda: datetime.now(UTC))
        self.lock = threading.RLock()
        self.go_on = threading.Event()
        self.holding = threading.Event()
        self.seen: list[Seen] = []
        self.spoilt: deque[Spoilt] = deque()
        self.scopes = {scope for route in documented()["routes"] for scope in route["scope"].split()}
        self.machine_secret, self.client_secret = MACHINE_SECRET, CLIENT_SECRET
        self.granted, self.grant_types = True, {"authorization_code"}
        self.token_seconds, self.says_scopes = 86400, True
        self.tokens: dict[str, datetime] = {}
        self.issuer = ""
        self.discovery: dict[str, Any] = {}
        self.allowances: dict[str, list[int]] = dict(documented()["limits"])
        # How many are left of each kind, and when that was counted.
        self.left: dict[str, float] = {}
        self.counted: dict[str, datetime] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.passwords: dict[str, str] = {}
        self.methods: dict[str, list[dict[str, Any]]] = {}
        self.remembered: Counter[str] = Counter()
        self.sessions: dict[str, list[dict[str, Any]]] = {}
        self.refresh_tokens: Counter[str] = Counter()
        self.failed_blocks: list[dict[str, str]] = []
        self.tickets: list[dict[str, Any]] = []
        self.mails: list[dict[str, Any]] = []
        self.members: dict[str, set[str]] = {ORGANIZATION: set()}
        self.organization_connections: dict[str, list[str]] = {ORGANIZATION: [CONNECTION_ID]}
        self.logs: list[dict[str, Any]] = []
        # An id older than the oldest entry is refused with this status; 0: the newer ones are given.
        self.lost_checkpoint = 0
        self.factors = {"otp": True, "recovery-code": True, "sms": False, "webauthn-roaming": False}
        self.policies = ["all-applications"]
        self.api_behavior = "required"
        # Whether the plan has the calls about sessions.
        self.enterprise = True
        self.connection = {
            "id": CONNECTION_ID, "name": CONNECTION, "strategy": "auth0", "realms": [CONNECTION],
            "options": {"disable_signup": True, "brute_force_protection": True},
        }  # fmt: skip
        self.connection_clients = [CLIENT, MACHINE]

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def audience(self) -> str:
        return f"http://{self.domain}{API}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that does not wait for the end of an answer is none of a test's errors."""

    # What a test puts there

    def user(self, email: str, **values: Any) -> str:
        """Somebody who is in the tenant already; the id."""
        user_id = f"auth0|{secrets.token_hex(12)}"
        self.users[user_id] = {
            "user_id": user_id, "email": email.lower(), "email_verified": True, "created_at": self.instant(),
            "identities": [{"connection": CONNECTION, "user_id": user_id.partition("|")[2], "provider": "auth0"}],
            **values,
        }  # fmt: skip
        return user_id

    def enrol(self, user_id: str) -> None:
        """An authenticator app with its recovery code, and a browser that is remembered."""
        self.methods[user_id] = [
            {"id": f"totp|{secrets.token_hex(6)}", "type": "totp", "confirmed": True, "created_at": self.instant(),
             "enrolled_at": self.instant(), "last_auth_at": self.instant(), "name": "Sophie’s phone"},
            {"id": f"recovery-code|{secrets.token_hex(6)}", "type": "recovery-code", "confirmed": True,
             "created_at": self.instant()},
        ]  # fmt: skip
        self.remembered[user_id] = 1

    def log_in(self, user_id: str, ip: str = "192.0.2.7") -> None:
        now = self.clock()
        self.sessions.setdefault(user_id, []).append({
            "id": f"sid{secrets.token_hex(8)}", "user_id": user_id, "created_at": _written(now),
            "authenticated_at": _written(now), "idle_expires_at": _written(now + timedelta(days=3)),
            "expires_at": _written(now + timedelta(days=30)),
            "device": {"initial_ip": ip, "last_ip": ip, "last_user_agent": "Firefox/150"},
            "authentication": {"methods": [{"name": "pwd", "timestamp": _written(now)},
                                           {"name": "mfa", "timestamp": _written(now), "type": "totp"}]},
        })  # fmt: skip
        self.refresh_tokens[user_id] += 1

    def log(self, kind: str, **values: Any) -> str:
        """An entry of the tenant's log; its id."""
        number = 900_202_611 * 10**48 + len(self.logs) + 1
        entry = {"log_id": str(number), "_id": str(number), "date": self.instant(), "type": kind, **values}
        self.logs.append(entry)
        return entry["log_id"]

    def spoil(self, *instead: Spoilt) -> None:
        """What the next requests get."""
        self.spoilt.extend(instead)

    def asked(self, method: str, path: str) -> list[Seen]:
        """The requests to the Management API of this kind."""
        return [seen for seen in self.seen if seen.method == method and seen.path == API + path]

    def token_requests(self) -> list[Seen]:
        return [s for s in self.seen if s.path == "/oauth/token" and s.body["grant_type"] == "client_credentials"]

    def instant(self) -> str:
        return _written(self.clock())

    # Outside the Management API

    def machine_token(self, body: Mapping[str, str]) -> tuple[int, Any]:
        if body.get("client_id") != MACHINE or body.get("client_secret") != self.machine_secret:
            return 401, {"error": "access_denied", "error_description": "Unauthorized"}
        if body.get("audience") != self.audience:
            return 403, {"error": "access_denied", "error_description": "Service not found"}
        if not self.granted:
            return 403, {"error": "access_denied", "error_description": "Client is not authorized to access it"}
        token = f"token-never-to-be-seen.{secrets.token_urlsafe(24)}"
        self.tokens[token] = self.clock() + timedelta(seconds=self.token_seconds)
        said = {"access_token": token, "token_type": "Bearer", "expires_in": self.token_seconds}
        return 200, {**said, "scope": " ".join(sorted(self.scopes))} if self.says_scopes else said

    def login_token(self, body: Mapping[str, str]) -> tuple[int, Any]:
        """No code is ever right here: people log in elsewhere."""
        if body.get("client_id") != CLIENT or body.get("client_secret") != self.client_secret:
            return 401, {"error": "access_denied", "error_description": "Unauthorized"}
        if body.get("grant_type") not in self.grant_types:
            return 403, {"error": "unauthorized_client", "error_description": "Grant type not allowed"}
        return 403, {"error": "invalid_grant", "error_description": "Invalid authorization code"}

    def configuration(self) -> dict[str, Any]:
        root = f"http://{self.domain}"
        return {
            "issuer": self.issuer or f"{root}/", "authorization_endpoint": f"{root}/authorize",
            "token_endpoint": f"{root}/oauth/token", "jwks_uri": f"{root}/.well-known/jwks.json",
            "end_session_endpoint": f"{root}/oidc/logout", **self.discovery,
        }  # fmt: skip

    # The Management API

    def count(self, kind: str) -> dict[str, str]:
        """Take one of the allowance; the headers that say so. Refusal 429 when there is none left."""
        at_once, a_minute = self.allowances[kind]
        now = self.clock()
        since = (now - self.counted.get(kind, now)).total_seconds()
        left = min(at_once, self.left.get(kind, at_once) + since * a_minute / 60)
        self.counted[kind] = now
        if left < 1:
            self.left[kind] = left
            reset = int((now + timedelta(seconds=(1 - left) * 60 / a_minute)).timestamp()) + 1
            raise TooMany({"x-ratelimit-limit": str(at_once), "x-ratelimit-remaining": "0",
                           "x-ratelimit-reset": str(reset)})  # fmt: skip
        self.left[kind] = left - 1
        return {
            "x-ratelimit-limit": str(at_once),
            "x-ratelimit-remaining": str(int(left - 1)),
            "x-ratelimit-reset": str(int(now.timestamp()) + 1),
        }

    def known(self, user_id: str) -> dict[str, Any]:
        if user_id not in self.users:
            raise Refusal(404, "Not Found", "The user does not exist.", "inexistent_user")
        return self.users[user_id]


class TooMany(Exception):
    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers


@contextmanager
def fake_auth0(clock: Callable[[], datetime] | None = None) -> Iterator[FakeAuth0]:
    with FakeAuth0(clock) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03}Z"


class _Handler(BaseHTTPRequestHandler):
    server: FakeAuth0
    protocol_version = "HTTP/1.1"

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.server.clock(), usegmt=True)

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PATCH = do_DELETE = do_GET

    def _answer(self) -> None:
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            body = dict(parse_qsl(raw.decode()))
        seen = Seen(self.command, address.path, dict(parse_qsl(address.query)), dict(self.headers), body)
        with self.server.lock:
            self.server.seen.append(seen)
            spoilt = self.server.spoilt
            instead = spoilt.popleft() if spoilt and address.path.startswith(spoilt[0].at) else None
        if instead is not None:
            if instead.afterwards:
                _respond(self.server, seen)
            self._spoil(instead)
            return
        status, data, headers = _respond(self.server, seen)
        content = b"" if data is None else json.dumps(data).encode() if not isinstance(data, bytes) else data
        self._send(status, content, headers)

    def _send(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _spoil(self, instead: Spoilt) -> None:
        # A line that closes behind an answer would cost the next request a try.
        self.close_connection = not instead.status
        if instead.hold:
            self.server.holding.set()
            self.server.go_on.wait(30)
        if instead.status:
            self._send(instead.status, instead.body, instead.headers)


def _respond(server: FakeAuth0, seen: Seen) -> tuple[int, Any, dict[str, str]]:
    """Status, data and headers, after every check that Auth0 makes."""
    with server.lock:
        if not seen.path.startswith(f"{API}/"):
            return (*_outside(server, seen), {})
        headers: dict[str, str] = {}
        try:
            route, ids = _route(seen)
            token = seen.headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in server.tokens or server.tokens[token] <= server.clock():
                raise Refusal(401, "Unauthorized", "Invalid token")
            headers = server.count(route["limit"])
            if missing := set(route["scope"].split()) - server.scopes:
                raise Refusal(
                    403, "Forbidden", f"Insufficient scope, expected all of: {', '.join(missing)}", "insufficient_scope"
                )
            _check(seen, route)
            if not server.enterprise and route["call"].endswith(("/sessions", "/revoke-access")):
                raise Refusal(
                    403, "Forbidden", "The account is not allowed to perform this operation", "operation_not_supported"
                )
            data = _CALLS[route["call"]](server, seen, *ids)
        except Refusal as refusal:
            return refusal.status, refusal.data, headers
        except TooMany as limit:
            data = {"statusCode": 429, "error": "Too Many Requests", "message": "Global limit has been reached",
                    "errorCode": "too_many_requests"}  # fmt: skip
            return 429, data, limit.headers
        more = {}
        if isinstance(data, tuple):
            data, more = data
        return route["status"], data, {**headers, **more}


def _outside(server: FakeAuth0, seen: Seen) -> tuple[int, Any]:
    match seen.method, seen.path:
        case "GET", "/.well-known/openid-configuration":
            return 200, server.configuration()
        case "POST", "/oauth/token":
            if seen.body.get("grant_type") == "client_credentials":
                return server.machine_token(seen.body)
            return server.login_token(seen.body)
        case "POST", "/dbconnections/change_password":
            server.mails.append(seen.body)
            return 200, b"We've just sent you an email to reset your password."
    return 404, {"statusCode": 404, "error": "Not Found", "message": "Not Found"}


def _route(seen: Seen) -> tuple[Mapping[str, Any], list[str]]:
    for route in documented()["routes"]:
        method, path = route["call"].split()
        # An id is one part of the path: a slash or a bar in it must have been percent-encoded.
        found = re.fullmatch(API + path.replace("{id}", r"([A-Za-z0-9._~%@:-]+)"), seen.path)
        if method == seen.method and found:
            return route, [unquote(part) for part in found.groups()]
    raise Refusal(404, "Not Found", "Not Found")


def _check(seen: Seen, route: Mapping[str, Any]) -> None:
    for given, shape, code in (
        (seen.query, route.get("query", {}), "invalid_query_string"),
        (seen.body or {}, route.get("body", {}), "invalid_body"),
    ):
        if faults := list(wrong(given, shape)):
            raise Refusal(400, "Bad Request", f"Payload validation error: {faults[0]}", code)


def _create_user(server: FakeAuth0, seen: Seen) -> Any:
    body = seen.body
    if body["connection"] != CONNECTION:
        raise Refusal(400, "Bad Request", "The connection does not exist.", "inexistent_connection")
    if MACHINE not in server.connection_clients:
        raise Refusal(400, "Bad Request", "Connection must be enabled for this client", "invalid_body")
    if any(body.get(name) == "" for name in ("name", "given_name", "family_name")):
        raise Refusal(400, "Bad Request", "String is too short (0 chars), minimum 1", "invalid_body")
    if "password" not in body and server.api_behavior != "optional":
        raise Refusal(400, "Bad Request", "Missing required property: password", "invalid_body")
    if any(user["email"] == body["email"].lower() for user in server.users.values()):
        raise Refusal(409, "Conflict", "The user already exists.", "auth0_idp_error")
    user_id = server.user(body["email"], email_verified=body.get("email_verified", False))
    server.passwords[user_id] = body.get("password", "")
    server.log("sapi", client_id=MACHINE, description="Create a User", user_id=user_id,
               details={"request": {"method": "post", "path": f"{API}/users"}})  # fmt: skip
    return {**server.users[user_id], **{n: body[n] for n in ("name", "app_metadata") if n in body}}


def _patch_user(server: FakeAuth0, seen: Seen, user_id: str) -> Any:
    user = server.known(user_id)
    if "blocked" in seen.body:
        # The blocks of failed attempts stay, and so do sessions.
        user["blocked"] = seen.body["blocked"]
    if "password" in seen.body:
        server.passwords[user_id] = seen.body["password"]
        # The trap: a new password lifts an administrator's block.
        user["blocked"] = False
    return user


def _password_ticket(server: FakeAuth0, seen: Seen) -> Any:
    body = seen.body
    if ("user_id" in body) == ("connection_id" in body and "email" in body):
        raise Refusal(400, "Bad Request", "Send user_id, or connection_id and email.", "invalid_body")
    if "result_url" in body and ("client_id" in body or "organization_id" in body):
        raise Refusal(400, "Bad Request", "result_url does not go with client_id or organization_id", "invalid_body")
    if "user_id" in body:
        server.known(body["user_id"])
    server.tickets.append({**body, "ttl_sec": body.get("ttl_sec") or 432000})
    return {"ticket": f"http://{server.domain}/u/reset-verify?ticket={secrets.token_urlsafe(24)}"}


def _enrolment_ticket(server: FakeAuth0, seen: Seen) -> Any:
    server.known(seen.body["user_id"])
    number = secrets.token_urlsafe(12)
    return {"ticket_id": number, "ticket_url": f"http://{server.domain}/u/mfa-enroll?ticket={number}"}


def _methods(server: FakeAuth0, _: Seen, user_id: str) -> Any:
    server.known(user_id)
    return server.methods.get(user_id, [])


def _reset_methods(server: FakeAuth0, _: Seen, user_id: str) -> None:
    server.known(user_id)
    server.methods.pop(user_id, None)


def _recovery_code(server: FakeAuth0, _: Seen, user_id: str) -> Any:
    server.known(user_id)
    return {"recovery_code": "RECVRYCDENEVRTBESEEN2345"}


def _forget_browsers(server: FakeAuth0, _: Seen, user_id: str) -> None:
    server.known(user_id)
    server.remembered[user_id] = 0


def _blocks(server: FakeAuth0, seen: Seen) -> Any:
    found = [block for block in server.failed_blocks if block["identifier"] == seen.query["identifier"]]
    return {"blocked_for": found}


def _lift_blocks(server: FakeAuth0, seen: Seen) -> None:
    server.failed_blocks = [b for b in server.failed_blocks if b["identifier"] != seen.query["identifier"]]


def _sessions(server: FakeAuth0, _: Seen, user_id: str) -> Any:
    server.known(user_id)
    return {"sessions": server.sessions.get(user_id, [])}


def _end_sessions(server: FakeAuth0, _: Seen, user_id: str) -> None:
    server.known(user_id)
    # Refresh tokens live on.
    server.sessions.pop(user_id, None)


def _revoke_access(server: FakeAuth0, _: Seen, user_id: str) -> None:
    server.known(user_id)
    server.sessions.pop(user_id, None)
    server.refresh_tokens[user_id] = 0


def _organization(server: FakeAuth0, organization: str) -> None:
    if organization not in server.members:
        raise Refusal(404, "Not Found", "No organization found by that id", "inexistent_organization")


def _join(server: FakeAuth0, seen: Seen, organization: str) -> None:
    _organization(server, organization)
    server.members[organization].update(seen.body["members"])


def _show_organization(server: FakeAuth0, _: Seen, organization: str) -> Any:
    _organization(server, organization)
    return {"id": organization, "name": "belfius", "display_name": "Belfius"}


def _organization_connections(server: FakeAuth0, _: Seen, organization: str) -> Any:
    _organization(server, organization)
    return [
        {"connection_id": number, "assign_membership_on_login": False}
        for number in server.organization_connections[organization]
    ]


def _logs(server: FakeAuth0, seen: Seen) -> Any:
    by_id = sorted(server.logs, key=lambda entry: entry["log_id"])
    if "from" in seen.query:
        start, take = seen.query["from"], int(seen.query.get("take", "100"))
        if not 1 <= take <= 100:
            raise Refusal(400, "Bad Request", "take is at most 100", "invalid_query_string")
        if server.lost_checkpoint and not any(entry["log_id"] == start for entry in by_id):
            raise Refusal(server.lost_checkpoint, "Bad Request", "No such log entry", "invalid_query_string")
        page = [entry for entry in by_id if entry["log_id"] > start][:take]
        following = page[-1]["log_id"] if page else start
        link = f'<http://{server.domain}{API}/logs?from={following}&take={take}>; rel="next"'
        return page, {"Link": link}
    per_page, number = int(seen.query.get("per_page", "50")), int(seen.query.get("page", "0"))
    if per_page > 100 or (number + 1) * per_page > 1000:
        raise Refusal(400, "Bad Request", "You can only page through the first 1000 records", "invalid_query_string")
    field_name, _, order = seen.query.get("sort", "date:-1").partition(":")
    found = sorted(by_id, key=lambda entry: str(entry[field_name]), reverse=order == "-1")
    return found[number * per_page : (number + 1) * per_page]


def _connection(server: FakeAuth0, _: Seen, number: str) -> Any:
    if number != server.connection["id"]:
        raise Refusal(404, "Not Found", "The connection does not exist", "inexistent_connection")
    password = {"enabled": True, "api_behavior": server.api_behavior}
    options = {**server.connection["options"], "authentication_methods": {"password": password}}
    return {**server.connection, "options": options}


def _connection_clients(server: FakeAuth0, seen: Seen, number: str) -> Any:
    _connection(server, seen, number)
    take, start = int(seen.query.get("take", "50")), int(seen.query.get("from", "0"))
    clients = [{"client_id": client} for client in server.connection_clients[start : start + take]]
    more = start + take < len(server.connection_clients)
    return {"clients": clients, "next": str(start + take)} if more else {"clients": clients}


_CALLS: Mapping[str, Callable[..., Any]] = {
    "POST /users": _create_user,
    "GET /users-by-email": lambda server, seen: [u for u in server.users.values() if u["email"] == seen.query["email"]],
    "GET /users/{id}": lambda server, _, user_id: server.known(user_id),
    "PATCH /users/{id}": _patch_user,
    "POST /tickets/password-change": _password_ticket,
    "GET /users/{id}/authentication-methods": _methods,
    "DELETE /users/{id}/authentication-methods": _reset_methods,
    "POST /users/{id}/recovery-code-regeneration": _recovery_code,
    "POST /guardian/enrollments/ticket": _enrolment_ticket,
    "POST /users/{id}/multifactor/actions/invalidate-remember-browser": _forget_browsers,
    "GET /user-blocks": _blocks,
    "DELETE /user-blocks": _lift_blocks,
    "GET /users/{id}/sessions": _sessions,
    "DELETE /users/{id}/sessions": _end_sessions,
    "POST /users/{id}/revoke-access": _revoke_access,
    "POST /organizations/{id}/members": _join,
    "GET /organizations/{id}": _show_organization,
    "GET /organizations/{id}/enabled_connections": _organization_connections,
    "GET /logs": _logs,
    "GET /guardian/factors": lambda server, _: [{"name": n, "enabled": on} for n, on in server.factors.items()],
    "GET /guardian/policies": lambda server, _: server.policies,
    "GET /connections/{id}": _connection,
    "GET /connections/{id}/clients": _connection_clients,
}
