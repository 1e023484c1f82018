"""The keys of the insurer in scope: made once, read once per process, read again when another process changed them."""

import time
from dataclasses import dataclass
from uuid import UUID

import tink
from django.db import connection, transaction
from tink import aead, prf

from accident_manager.crypto import master
from accident_manager.crypto.master import MasterKeyUnusable
from accident_manager.crypto.models import Keyset
from accident_manager.foundation import scope as foundation_scope
from accident_manager.storage import scope

__all__ = ["CannotOpen", "Keyring", "MasterKeyUnusable", "NoKeyset", "check_master_key", "create_keyset", "keyring"]

AEAD, PRF = Keyset.Purpose.AEAD, Keyset.Purpose.PRF
# A process seals with the key it knows for at most this long after another process has made a new one (seconds).
SEALS_WITHOUT_LOOKING = 30.0
_PREFIX = b"\x01"
_PREFIX_BYTES = 5


class NoKeyset(RuntimeError):
    """This insurer has no keys: it was never added properly."""


class CannotOpen(RuntimeError):
    """A ciphertext that is not what it should be: copied from elsewhere, changed, or under a key that is not in use."""


@dataclass(frozen=True, eq=False, slots=True)
class Keyring:
    """An insurer's primitives. `open` and `tokens` know every enabled key; `seal` uses the primary."""

    insurer_id: UUID
    version: int
    primary_id: int
    key_ids: frozenset[int]
    _aead: aead.Aead
    _prf: prf.Prf

    def seal(self, plain: bytes, associated_data: bytes) -> bytes:
        return self._aead.encrypt(plain, associated_data)

    def open(self, ciphertext: bytes, associated_data: bytes) -> bytes:
        """CannotOpen when the ciphertext or what it is associated with is not what was sealed."""
        try:
            return self._aead.decrypt(ciphertext, associated_data)
        except tink.TinkError:
            raise CannotOpen(f"cannot open the value of {associated_data.decode()}") from None

    def token(self, text: str, length: int) -> bytes:
        """`length` bytes that only this insurer's key makes of this text."""
        return self._prf.compute(text.encode(), length)


_rings: dict[UUID, Keyring] = {}
_looked_at: dict[UUID, float] = {}


def keyring() -> Keyring:
    """The keyring of the insurer in scope. NoInsurerInScope, NoKeyset, MasterKeyUnusable."""
    return _rings.get(foundation_scope.current()) or _read()


def keyring_for_sealing() -> Keyring:
    """As `keyring`, but its primary key was not replaced by another process more than `SEALS_WITHOUT_LOOKING` ago."""
    insurer_id = foundation_scope.current()
    if time.monotonic() - _looked_at.get(insurer_id, float("-inf")) > SEALS_WITHOUT_LOOKING:
        return _read_again()
    return keyring()


def keyring_that_opens(ciphertext: bytes) -> Keyring:
    """As `keyring`, read again when the ciphertext names a key we do not know and the keyset has changed since."""
    ring = keyring()
    return ring if key_id_of(ciphertext) in ring.key_ids else _read_again()


def key_id_of(ciphertext: bytes) -> int | None:
    """The id of the key that a ciphertext says it was sealed with, or None when it is no ciphertext of ours."""
    if len(ciphertext) < _PREFIX_BYTES or ciphertext[:1] != _PREFIX:
        return None
    return int.from_bytes(ciphertext[1:_PREFIX_BYTES], "big")


def prefix_of(key_id: int) -> bytes:
    """The first bytes of every ciphertext sealed with this key."""
    return _PREFIX + key_id.to_bytes(4, "big")


def forget(insurer_id: UUID) -> None:
    """The next look reads the keys from the database."""
    _rings.pop(insurer_id, None)
    _looked_at.pop(insurer_id, None)


def create_keyset(insurer_id: UUID) -> None:
    """New keys for a new insurer. IntegrityError when it has some."""
    key = master.configured()
    handles = {
        AEAD: tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM),
        PRF: tink.new_keyset_handle(prf.prf_key_templates.HMAC_SHA256),
    }
    with scope.of(insurer_id), transaction.atomic():
        Keyset.objects.bulk_create(
            Keyset(purpose=purpose, wrapped=key.wrap(handle, insurer_id=insurer_id, purpose=purpose))
            for purpose, handle in handles.items()
        )
    forget(insurer_id)


def check_master_key() -> int:
    """Try the master key on every insurer's keys. MasterKeyUnusable; else the number of insurers whose keys open."""
    key = master.configured()
    with connection.cursor() as cursor:
        cursor.execute("SELECT insurer_id FROM crypto_insurers_with_keys()")
        insurer_ids = [row[0] for row in cursor.fetchall()]
    for insurer_id in insurer_ids:
        with scope.of(insurer_id):
            for purpose, wrapped in Keyset.objects.values_list("purpose", "wrapped"):
                key.unwrap(bytes(wrapped), insurer_id=insurer_id, purpose=purpose)
    return len(insurer_ids)


def unwrapped(keyset: Keyset) -> tink.KeysetHandle:
    return master.configured().unwrap(bytes(keyset.wrapped), insurer_id=keyset.insurer_id, purpose=keyset.purpose)


def _read_again() -> Keyring:
    ring = _rings.get(foundation_scope.current())
    version = Keyset.objects.filter(purpose=AEAD).values_list("version", flat=True).first() if ring else None
    if ring is None or version != ring.version:
        return _read()
    _looked_at[ring.insurer_id] = time.monotonic()
    return ring


def _read() -> Keyring:
    insurer_id = foundation_scope.current()
    keysets = {keyset.purpose: keyset for keyset in Keyset.objects.all()}
    if not {AEAD, PRF} <= keysets.keys():
        raise NoKeyset(f"insurer {insurer_id} has no keys")
    handle = unwrapped(keysets[AEAD])
    info = handle.keyset_info()
    ring = Keyring(
        insurer_id=insurer_id,
        version=keysets[AEAD].version,
        primary_id=info.primary_key_id,
        key_ids=frozenset(key.key_id for key in info.key_info if key.status == tink.proto.tink_pb2.ENABLED),
        _aead=handle.primitive(aead.Aead),
        _prf=unwrapped(keysets[PRF]).primitive(prf.PrfSet).primary(),
    )
    _rings[insurer_id] = ring
    _looked_at[insurer_id] = time.monotonic()
    return ring
