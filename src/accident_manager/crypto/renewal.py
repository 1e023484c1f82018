"""Changes to a keyset of Tink: each gives a new handle and leaves the given one as it is."""

from collections.abc import Iterable

import tink
from tink import aead, proto_keyset_format, secret_key_access
from tink.proto import tink_pb2


def with_new_primary(handle: tink.KeysetHandle) -> tink.KeysetHandle:
    """With one new AES-256-GCM key, which seals from now on; the others still open."""
    keyset = _as_message(handle)
    taken = {key.key_id for key in keyset.key}
    while (new := _as_message(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM))).primary_key_id in taken:
        pass
    keyset.key.append(new.key[0])
    keyset.primary_key_id = new.primary_key_id
    return _as_handle(keyset)


def with_disabled(handle: tink.KeysetHandle, key_ids: Iterable[int]) -> tink.KeysetHandle:
    """With these keys out of use; their bytes stay, so that one can come back. ValueError for the primary key."""
    keyset, disabled = _as_message(handle), set(key_ids)
    if keyset.primary_key_id in disabled:
        raise ValueError("the primary key cannot be disabled")
    for key in keyset.key:
        if key.key_id in disabled:
            key.status = tink_pb2.DISABLED
    return _as_handle(keyset)


def _as_message(handle: tink.KeysetHandle) -> tink_pb2.Keyset:
    return tink_pb2.Keyset.FromString(proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def _as_handle(keyset: tink_pb2.Keyset) -> tink.KeysetHandle:
    return proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
