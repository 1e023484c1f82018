"""Row identities that sort by the time they were made (RFC 9562, version 7), so that indexes grow at one end."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A new version 7 UUID: 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high, low = random >> 68, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 7 << 76 | (high & 0xFFF) << 64 | 2 << 62 | low)
