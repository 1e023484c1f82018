"""The key that wraps every insurer's keys. It never enters the database.

Anything that gives a Tink `Aead` can be the master key: the default derives one from `settings.ACM_MASTER_KEY`; a key
management service gives `MasterKey(client.get_aead(uri))`.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import tink
from django.conf import settings
from tink import aead, prf, proto_keyset_format, secret_key_access
from tink.proto import aes_gcm_pb2, tink_pb2

aead.register()
prf.register()

_KEY_BYTES = 32
_SHORTEST_SECRET = 32


class MasterKeyUnusable(RuntimeError):
    """The master key is missing, too short, or not the one that wrapped the keys; the message says which."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """Wraps and unwraps keysets. A keyset unwraps only for the insurer and the purpose it was wrapped for."""

    aead: aead.Aead

    def wrap(self, keyset: tink.KeysetHandle, *, insurer_id: UUID, purpose: str) -> bytes:
        return proto_keyset_format.serialize_encrypted(keyset, self.aead, _whose(insurer_id, purpose))

    def unwrap(self, wrapped: bytes, *, insurer_id: UUID, purpose: str) -> tink.KeysetHandle:
        """MasterKeyUnusable when this is not the key that wrapped it, or when it was wrapped for somebody else."""
        try:
            return proto_keyset_format.parse_encrypted(wrapped, self.aead, _whose(insurer_id, purpose))
        except tink.TinkError as problem:
            raise MasterKeyUnusable(
                f"The master key does not open the {purpose} keys of insurer {insurer_id}. Set ACM_MASTER_KEY (or the "
                "file that ACM_MASTER_KEY_FILE names) to the secret that was in use when these keys were made."
            ) from problem


def configured() -> MasterKey:
    """The master key of the settings. MasterKeyUnusable when there is none or it is too short."""
    return from_secret(settings.ACM_MASTER_KEY)


@lru_cache(maxsize=4)
def from_secret(secret: str) -> MasterKey:
    """A master key derived from a secret text of at least 32 characters (HKDF with SHA-256, RFC 5869; AES-256-GCM)."""
    if len(secret) < _SHORTEST_SECRET:
        what = f"is shorter than {_SHORTEST_SECRET} characters" if secret else "is not set"
        raise MasterKeyUnusable(f"ACM_MASTER_KEY {what}. It wraps the keys that personal data are encrypted with.")
    key = aes_gcm_pb2.AesGcmKey(key_value=_hkdf(secret.encode(), info=b"accident-manager master key 1"))
    data = tink_pb2.KeyData(
        type_url=aead.aead_key_templates.AES256_GCM.type_url,
        value=key.SerializeToString(),
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    only = tink_pb2.Keyset.Key(key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=tink_pb2.RAW)
    keyset = tink_pb2.Keyset(primary_key_id=1, key=[only])
    return MasterKey(
        proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN).primitive(aead.Aead)
    )


def _hkdf(secret: bytes, *, info: bytes) -> bytes:
    """RFC 5869 without salt; one block of SHA-256 is all we need."""
    extracted = hmac.digest(bytes(hashlib.sha256().digest_size), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:_KEY_BYTES]


def _whose(insurer_id: UUID, purpose: str) -> bytes:
    return f"{insurer_id}|{purpose}".encode()
