"""How a row is written down before it is hashed: every stored column, in one order, each with its length before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

# The hash before the first link.
BEGINNING = bytes(32)
# Every column but the hash itself, in the order in which they are written down.
COLUMNS = (
    "id", "insurer_id", "seq", "at", "code", "actor_account_id", "actor_role", "on_behalf_of",
    "subject_kind", "subject_id", "values", "origin", "previous_hash", "ip_token",
)  # fmt: skip
# A row without a token is written down as all rows were before there were tokens.
_FORMAT, _FORMAT_WITHOUT_TOKEN = b"accident-manager audit 2", b"accident-manager audit 1"
_NOTHING = b"\xff\xff\xff\xff"


def hash_of(row: Mapping[str, Any]) -> bytes:
    """SHA-256 (32 bytes) of a row's columns as stored: `origin` is the ciphertext, `values` the JSON."""
    without_token = row["ip_token"] is None
    parts = [_FORMAT_WITHOUT_TOKEN if without_token else _FORMAT]
    for column in COLUMNS[:-1] if without_token else COLUMNS:
        data = _written(row[column])
        parts.append(_NOTHING if data is None else len(data).to_bytes(4, "big") + data)
    return hashlib.sha256(b"".join(parts)).digest()


def _written(value: Any) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, UUID):
        return value.bytes
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").encode()
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return str(value).encode()
