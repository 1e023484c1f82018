"""Who there is behind the counterpart, served to it on loopback: the people of the stand-in's Management API."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from auth0.fake_auth0 import FakeAuth0


class Directory(ThreadingHTTPServer):
    """People log in with what the tenant knows: a factor that was reset there is enrolled again."""

    daemon_threads = True

    def __init__(self, tenant: FakeAuth0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tenant = tenant
        self.secrets: dict[str, str] = {}
        self.generations: dict[str, int] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def add(self, email: str, password: str, *, secret: str = "", **values: Any) -> str:
        """Somebody with a password, and with an app when there is a secret; his name there (`sub`)."""
        sub = self.tenant.user(email, **values)
        self.tenant.passwords[sub] = password
        if secret:
            self.secrets[sub] = secret
            self.tenant.enrol(sub)
            self.tenant.remembered[sub] = 0
        return sub

    def person(self, sub: str) -> dict[str, Any]:
        user = self.tenant.users[sub]
        return {
            "sub": sub, "email": user["email"], "email_verified": user.get("email_verified", False),
            "given_name": user.get("given_name", "Sophie"), "family_name": user.get("family_name", "Marchal"),
            "blocked": user.get("blocked", False),
            # No authenticator any more: another one is enrolled.
            "secret": self.secrets.get(sub, "") if self.tenant.methods.get(sub) else "",
            "revoked": len(self.tenant.asked("POST", f"/users/{quote(sub, safe='')}/revoke-access")),
            "generation": self.generations.get(sub, 0) if self.tenant.remembered[sub] else -1,
        }  # fmt: skip

    def asked(self, path: str, query: dict[str, str], body: dict[str, Any]) -> Any:
        match path:
            case "/by-sub":
                return self.person(query["sub"]) if query["sub"] in self.tenant.users else None
            case "/password":
                return next(
                    (
                        self.person(sub)
                        for sub, user in self.tenant.users.items()
                        if user["email"] == (body["email"] or "").lower()
                        and self.tenant.passwords.get(sub) == body["password"]
                    ),
                    None,
                )
            case "/enrolled":
                self.secrets[body["sub"]] = body["secret"]
                self.tenant.enrol(body["sub"])
                self.tenant.remembered[body["sub"]] = 0
                return {}
            case "/remember":
                self.generations[body["sub"]] = self.generations.get(body["sub"], 0) + 1
                self.tenant.remembered[body["sub"]] += 1
                return {"generation": self.generations[body["sub"]]}
        return None


@contextmanager
def directory(tenant: FakeAuth0) -> Iterator[Directory]:
    with Directory(tenant) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: Directory

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        with self.server.tenant.lock:
            found = self.server.asked(address.path, query, json.loads(raw) if raw else {})
        content = json.dumps(found).encode()
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET
