"""A provider that lies on demand: discovery, keys and tokens by hand, each as the test wants it."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from accident_manager.foundation import clock
from auth0.fake_auth0 import CLIENT, CLIENT_SECRET

KEY_ID = "key-of-the-forger"
SID, SUB = "sid-at-auth0", "auth0|5f7c8ec7c33c6c004bbafe82"
_KEY = RSAKey.generate_key(2048, {"kid": KEY_ID, "use": "sig"})
_FOREIGN = RSAKey.generate_key(2048, {"kid": KEY_ID, "use": "sig"})
_UNKNOWN = RSAKey.generate_key(2048, {"kid": "key-of-nobody", "use": "sig"})


class Forger(ThreadingHTTPServer):
    """Answers with `token`, when code, verifier and client are right; `answers` replaces any answer by its path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.domain = f"127.0.0.1:{self.server_address[1]}"
        self.issuer = f"http://{self.domain}/"
        self.token = ""
        self.challenge = ""
        self.codes = {"right"}
        self.asked: list[str] = []
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.discovery: dict[str, Any] = {}

    def claims(self, asked: dict[str, str], **other: Any) -> dict[str, Any]:
        """What a right ID token says for the request that went to `/authorize`; None takes a claim out."""
        now = int(clock.now().timestamp())
        right = {
            "iss": self.issuer, "sub": SUB, "aud": CLIENT, "iat": now, "exp": now + 36_000, "auth_time": now,
            "nonce": asked.get("nonce", ""), "sid": SID, "amr": ["mfa"], "email": "sophie.marchal@example.be",
            "email_verified": True, "given_name": "Sophie", "family_name": "Marchal",
            **({"org_id": asked["organization"]} if "organization" in asked else {}),
        }  # fmt: skip
        return {name: value for name, value in {**right, **other}.items() if value is not None}

    def logout_claims(self, **other: Any) -> dict[str, Any]:
        now = int(clock.now().timestamp())
        event = {"http://schemas.openid.net/event/backchannel-logout": {}}
        right = {
            "iss": self.issuer, "sub": SUB, "aud": CLIENT, "iat": now, "exp": now + 120, "sid": SID, "jti": "told-1",
            "events": event,
        }  # fmt: skip
        return {name: value for name, value in {**right, **other}.items() if value is not None}

    def answer(self, path: str, body: dict[str, str]) -> tuple[int, bytes]:
        root = self.issuer.removesuffix("/")
        match path:
            case "/.well-known/openid-configuration":
                return 200, json.dumps({
                    "issuer": self.issuer, "authorization_endpoint": f"{root}/authorize",
                    "token_endpoint": f"{root}/oauth/token", "jwks_uri": f"{root}/.well-known/jwks.json",
                    "end_session_endpoint": f"{root}/oidc/logout", **self.discovery,
                }).encode()  # fmt: skip
            case "/.well-known/jwks.json":
                return 200, json.dumps({"keys": [_KEY.as_dict(private=False)]}).encode()
            case "/oauth/token":
                return self._token(body)
        return 404, b"{}"

    def _token(self, body: dict[str, str]) -> tuple[int, bytes]:
        if (body["client_id"], body["client_secret"]) != (CLIENT, CLIENT_SECRET):
            return 401, b'{"error": "access_denied"}'
        made = base64.urlsafe_b64encode(hashlib.sha256(body["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if body["code"] not in self.codes or made != self.challenge:
            return 403, b'{"error": "invalid_grant"}'
        self.codes.discard(body["code"])
        return 200, json.dumps({"access_token": "a", "token_type": "Bearer", "id_token": self.token}).encode()


def signed(claims: dict[str, Any], *, by: str = "", **header: Any) -> str:
    """A token; `by`: "" the right key, "foreign" another with its name, "unknown", "none", "hmac" of the public key."""
    if by == "none":
        return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
    if by == "hmac":
        # The old trick: the public key of the provider as a shared secret.
        said = f"{_part({'alg': 'HS256', 'kid': KEY_ID})}.{_part(claims)}"
        mac = hmac.new(_KEY.as_pem(private=False), said.encode(), "sha256").digest()
        return f"{said}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    key = {"": _KEY, "foreign": _FOREIGN, "unknown": _UNKNOWN}[by]
    return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key, algorithms=["RS256", "RS512", "PS256"])


def altered(token: str, **claims: Any) -> str:
    """The same signature over other claims."""
    header, body, signature = token.split(".")
    was = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return ".".join([header, _part({**was, **claims}), signature])


def asked_of(address: str) -> dict[str, str]:
    """What a request to `/authorize` asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def forger() -> Iterator[Forger]:
    with Forger() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def _part(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    server: Forger

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        body = {name: values[0] for name, values in parse_qs(raw).items()}
        self.server.asked.append(path)
        status, content = self.server.answers.get(path) or self.server.answer(path, body)
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET
