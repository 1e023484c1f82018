"""A passkey as a piece of software that is not ours: WebAuthn level 2 written from the standard, with `cryptography`.

It plays the browser as well: what the standard lets a browser check (the origin, the host) can be told otherwise here.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "http://localhost:8000"


def to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SoftKey:
    """One credential on the curve P-256. `counts`: it has a counter, as a security key; those in a cloud have none."""

    counts: bool = True
    counter: int = 0
    user_handle: bytes = b""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    transports: tuple[str, ...] = ("internal", "hybrid")

    def create(self, options: dict, *, origin: str = ORIGIN, host: str = "", verified: bool = True, **more) -> str:
        """What `navigator.credentials.create` answers, as our page sends it."""
        assert options["authenticatorSelection"]["userVerification"] == "required"
        assert {"type": "public-key", "alg": -7} in options["pubKeyCredParams"]
        self.user_handle = to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        data = self._data(host or options["rp"]["id"], verified, ATTESTED) + attested
        client = self._client("webauthn.create", options["challenge"], origin, **more)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {
                "clientDataJSON": to_text(client), "attestationObject": to_text(made),
                "transports": list(self.transports),
            }
        )  # fmt: skip

    def get(self, options: dict, *, origin: str = ORIGIN, host: str = "", verified: bool = True, **more) -> str:
        """What `navigator.credentials.get` answers."""
        assert options["userVerification"] == "required"
        data = self._data(host or options["rpId"], verified)
        client = self._client("webauthn.get", options["challenge"], origin, **more)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": to_text(client), "authenticatorData": to_text(data),
                "signature": to_text(signature), "userHandle": to_text(self.user_handle) if self.user_handle else None,
            }
        )  # fmt: skip

    def _data(self, host: str, verified: bool, flags: int = 0) -> bytes:
        self.counter += self.counts
        flags |= PRESENT | (VERIFIED if verified else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str, origin: str, **more) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, **more}).encode()

    def _answer(self, response: dict) -> str:
        return json.dumps(
            {"id": to_text(self.id), "rawId": to_text(self.id), "type": "public-key", "response": response}
        )
